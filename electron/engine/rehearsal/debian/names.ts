import type { SimHost, World } from '../kernel/program.ts';

export interface NameAnswer {
  readonly address: string;
  readonly canonical: string;
}

/** What getent finds for a name: /etc/hosts only, since a rehearsed site has no DNS. Addresses answer for themselves. */
export function lookUpName(_world: World, host: SimHost, name: string): readonly NameAnswer[] {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(name)) return [{ address: name, canonical: name }];
  const answers: NameAnswer[] = [];
  const content = Buffer.from(host.files.read('/etc/hosts') ?? new Uint8Array(0)).toString('utf8');
  for (const line of content.split('\n')) {
    const [address, ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (address !== undefined && names.includes(name)) answers.push({ address, canonical: names[0] as string });
  }
  return answers;
}

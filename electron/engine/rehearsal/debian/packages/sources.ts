import type { ProgramContext } from '../../kernel/program.ts';
import type { ParsedOptions } from '../options.ts';

export interface AptSource {
  readonly uri: string;
  readonly suite: string;
  /** Host that is asked; absent for `file:`. */
  readonly host?: string;
  readonly trusted: boolean;
}

/** `-o Name=value` of a command line, the last one counts. */
export function aptOption(options: ParsedOptions | undefined, name: string): string | undefined {
  const values = [...(options?.values.get('o') ?? []), ...(options?.values.get('option') ?? [])];
  return values.findLast((value) => value.toLowerCase().startsWith(`${name.toLowerCase()}=`))?.slice(name.length + 1);
}

/** Enabled archive entries, of the places that apt is told to look in. */
export function aptSources(context: ProgramContext, options?: ParsedOptions): readonly AptSource[] {
  const { files } = context.host;
  const read = (path: string) => Buffer.from(files.read(path) ?? new Uint8Array(0)).toString('utf8');
  const found: AptSource[] = [];
  const add = (uri: string, suite: string, trusted: boolean) => {
    const host = /^https?:\/\/([^/]+)/.exec(uri)?.[1];
    if (host !== undefined || uri.startsWith('file:'))
      found.push({ uri: uri.replace(/\/$/, ''), suite, trusted, ...(host === undefined ? {} : { host }) });
  };
  const parts = aptOption(options, 'Dir::Etc::sourceparts') ?? '/etc/apt/sources.list.d';
  const lists = [
    aptOption(options, 'Dir::Etc::sourcelist') ?? '/etc/apt/sources.list',
    ...(files.list(parts) ?? []).map((name) => `${parts}/${name}`),
  ];
  for (const path of lists) {
    if (path.endsWith('.list')) {
      for (const line of read(path).split('\n')) {
        const match = /^\s*deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)/.exec(line);
        if (match) add(match[2] as string, match[3] as string, /\btrusted=yes\b/.test(match[1] ?? ''));
      }
    } else if (path.endsWith('.sources')) {
      for (const stanza of read(path).split(/\n\s*\n/)) {
        if (/^Enabled:\s*(no|false)/im.test(stanza)) continue;
        const uris = /^URIs:\s*(.+)$/im.exec(stanza)?.[1]?.trim().split(/\s+/) ?? [];
        const suites = /^Suites:\s*(.+)$/im.exec(stanza)?.[1]?.trim().split(/\s+/) ?? [''];
        for (const uri of uris) for (const suite of suites) add(uri, suite, /^Trusted:\s*yes/im.test(stanza));
      }
    }
  }
  return found;
}

import type { ProgramContext } from '../../kernel/program.ts';

/** Enabled archive entries that need the network; file: and cdrom: sources do not. */
export function sourceHosts(
  context: ProgramContext,
): readonly { readonly uri: string; readonly suite: string; readonly host: string }[] {
  const { files } = context.host;
  const read = (path: string) => Buffer.from(files.read(path) ?? new Uint8Array(0)).toString('utf8');
  const found: { uri: string; suite: string; host: string }[] = [];
  const add = (uri: string, suite: string) => {
    const host = /^https?:\/\/([^/]+)/.exec(uri)?.[1];
    if (host !== undefined) found.push({ uri: uri.replace(/\/$/, ''), suite, host });
  };
  const lists = [
    '/etc/apt/sources.list',
    ...(files.list('/etc/apt/sources.list.d') ?? []).map((name) => `/etc/apt/sources.list.d/${name}`),
  ];
  for (const path of lists) {
    if (path.endsWith('.list')) {
      for (const line of read(path).split('\n')) {
        const match = /^\s*deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+(\S+)/.exec(line);
        if (match) add(match[1] as string, match[2] as string);
      }
    } else if (path.endsWith('.sources')) {
      for (const stanza of read(path).split(/\n\s*\n/)) {
        if (/^Enabled:\s*(no|false)/im.test(stanza)) continue;
        const uris = /^URIs:\s*(.+)$/im.exec(stanza)?.[1]?.trim().split(/\s+/) ?? [];
        const suites = /^Suites:\s*(.+)$/im.exec(stanza)?.[1]?.trim().split(/\s+/) ?? [''];
        for (const uri of uris) for (const suite of suites) add(uri, suite);
      }
    }
  }
  return found;
}

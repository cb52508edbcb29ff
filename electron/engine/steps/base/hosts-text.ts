import type { Site } from '../../../api/site.ts';
import { allHosts, fqdn } from '../../site/derive.ts';

/** The part of /etc/hosts that is ours, between two marks; everything else in the file is left alone. */
export interface HostsPlan {
  readonly text: string;
  /** A line of the file outside our part that gives a host of the site another address: it stands above ours, and the first wins. */
  readonly conflict?: NameConflict;
}

export interface NameConflict {
  readonly name: string;
  readonly seen: string;
  readonly wanted: string;
  readonly line: string;
}

/**
 * The whole text of /etc/hosts as it should be. A `127.0.1.1` line for the host itself goes (Proxmox would not start
 * with it: pve-facts 1.2); the host's own line is not written twice where the installer wrote it.
 * @param current text of the file now
 * @param host name of the host whose file it is
 */
export function planHostsFile(site: Site, host: string, current: string): HostsPlan {
  const begin = `# BEGIN sitewright ${site.id}`;
  const end = `# END sitewright ${site.id}`;
  const own = allHosts(site).find((entry) => entry.name === host);
  const outside = withoutBlock(current.split('\n'), begin, end);
  const names = (line: string): readonly string[] => (line.split('#')[0] ?? '').trim().split(/\s+/);

  // only the host's own names go: `127.0.0.1 localhost pve1` stays the address of localhost
  const ownNames = [host, fqdn(site, host)];
  const kept = outside.flatMap((line) => {
    const [address = '', ...aliases] = names(line);
    if (!address.startsWith('127.') || !aliases.some((name) => ownNames.includes(name))) return [line];
    const others = aliases.filter((name) => !ownNames.includes(name));
    return others.length > 0 ? [[address, ...others].join(' ')] : [];
  });
  const mine = kept.filter((line) => names(line).slice(1).includes(host)).map((line) => names(line)[0] ?? '');
  const others = allHosts(site).filter((entry) => entry.name !== host);
  const conflict = firstConflict(site, [...(own ? [own] : []), ...others], kept);
  const entries = allHosts(site)
    .filter((entry) => entry.name !== host || !mine.includes(entry.address))
    .map((entry) => `${entry.address} ${fqdn(site, entry)} ${entry.name}`);

  while (kept.length > 0 && kept.at(-1)?.trim() === '') kept.pop();
  const text = `${[...kept, begin, ...entries, end].join('\n')}\n`;
  return conflict === undefined ? { text } : { text, conflict };
}

/** The first of these hosts, in their order, that a line gives another address than the site. */
function firstConflict(
  site: Site,
  hosts: readonly { readonly name: string; readonly address: string }[],
  lines: readonly string[],
): NameConflict | undefined {
  for (const { name, address } of hosts) {
    const names = [name, fqdn(site, name)].map((entry) => entry.toLowerCase());
    for (const line of lines) {
      const [seen = '', ...aliases] = (line.split('#')[0] ?? '').trim().split(/\s+/);
      // a further address of the other family beside the right one is no conflict
      if (seen === address || seen.includes(':') !== address.includes(':')) continue;
      if (aliases.some((alias) => names.includes(alias.toLowerCase()))) return { name, seen, wanted: address, line };
    }
  }
  return undefined;
}

/** Without our part. A begin whose end somebody deleted is no part: what follows it may be theirs and stays. */
function withoutBlock(lines: readonly string[], begin: string, end: string): readonly string[] {
  const from = lines.findIndex((line) => line.trim() === begin);
  if (from < 0) return lines;
  const length = lines.slice(from).findIndex((line) => line.trim() === end);
  const rest = length < 0 ? lines.slice(from + 1) : lines.slice(from + length + 1);
  return [...lines.slice(0, from), ...withoutBlock(rest, begin, end)];
}

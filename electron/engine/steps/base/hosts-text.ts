import type { Site } from '../../../api/site.ts';
import { allHosts, fqdn } from '../../site/derive.ts';

/** The part of /etc/hosts that is ours, between two marks; everything else in the file is left alone. */
export interface HostsPlan {
  readonly text: string;
  /** Address that the file, outside our part, gives to the host's own name and that is not the site's. */
  readonly conflict?: string;
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
  // a further address of the other family beside the right one is no conflict
  const isIpv6 = own?.address.includes(':') ?? false;
  const conflict = mine.find((address) => address !== own?.address && address.includes(':') === isIpv6);
  const entries = allHosts(site)
    .filter((entry) => entry.name !== host || !mine.includes(entry.address))
    .map((entry) => `${entry.address} ${fqdn(site, entry)} ${entry.name}`);

  while (kept.length > 0 && kept.at(-1)?.trim() === '') kept.pop();
  const text = `${[...kept, begin, ...entries, end].join('\n')}\n`;
  return conflict === undefined ? { text } : { text, conflict };
}

/** Without our part. A begin whose end somebody deleted is no part: what follows it may be theirs and stays. */
function withoutBlock(lines: readonly string[], begin: string, end: string): readonly string[] {
  const from = lines.findIndex((line) => line.trim() === begin);
  if (from < 0) return lines;
  const length = lines.slice(from).findIndex((line) => line.trim() === end);
  const rest = length < 0 ? lines.slice(from + 1) : lines.slice(from + length + 1);
  return [...lines.slice(0, from), ...withoutBlock(rest, begin, end)];
}

import type { Host, Site } from '../../api/site.ts';

/**
 * The names that the installer gives to the ports of one node, by MAC in lower case (9.1 and later). `nicNames` wins; else
 * `mgmt0` for the management port, `link0`.. for the port of a cluster link, `port0`.. for the others in the order of the
 * inventory. Undefined = nothing is pinned: 8.4, `pinNicNames = false`, or a host that our media do not install. Ports that
 * nobody wrote down get `nic<N>` from the installer itself.
 */
export function pinnedNicNames(site: Site, host: Host): Readonly<Record<string, string>> | undefined {
  const { install } = host;
  if (host.origin !== 'installed' || !install?.pinNicNames || site.pve.version === '8.4') return undefined;
  const names = new Map<string, string>();
  for (const [mac, name] of Object.entries(install.nicNames ?? {})) names.set(mac.toLowerCase(), name);
  const taken = new Set([...names.values()].map((name) => name.toLowerCase()));
  const give = (mac: string | undefined, prefix: string, number: number): void => {
    const key = mac?.toLowerCase();
    if (key === undefined || names.has(key)) return;
    let free = number;
    while (taken.has(`${prefix}${free}`)) free += 1;
    names.set(key, `${prefix}${free}`);
    taken.add(`${prefix}${free}`);
  };
  const nics = host.hardware?.nics ?? [];
  give(install.managementMac, 'mgmt', 0);
  // Another number would name another link, so a port whose link's name is taken counts among the others.
  for (const nic of nics) if (nic.link !== undefined && !taken.has(`link${nic.link}`)) give(nic.mac, 'link', nic.link);
  for (const nic of nics) give(nic.mac, 'port', 0);
  return Object.fromEntries(names);
}

/** Names that a person may not give: the installer's own for unmapped ports, and those of bridges, bonds and guests. */
export function isReservedNicName(name: string): boolean {
  return /^(nic\d+|vmbr\d*|bond\d*|lo|(tap|veth|fwbr|fwpr|fwln)\w*)$/i.test(name);
}

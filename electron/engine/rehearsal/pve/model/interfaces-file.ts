import type { SimHost } from '../../kernel/program.ts';
import { readHostText } from './host-text.ts';

/** One stanza of /etc/network/interfaces as ifupdown2 reads it; options in order, without the address keys' aliases. */
export interface InterfaceStanza {
  readonly name: string;
  readonly autostart: boolean;
  readonly method: string;
  /** `address`, `gateway`, `bridge-ports`, ... as written. */
  readonly options: Readonly<Record<string, string>>;
  readonly comments: readonly string[];
}

export const LIVE_INTERFACES = '/etc/network/interfaces';
/** Where the API writes first; activated by a reload or a reboot (pve-facts 1.4). */
export const STAGED_INTERFACES = '/etc/network/interfaces.new';

/** The stanzas of a file; a node that was never touched has what the installer writes for its state. */
export function readInterfaces(host: SimHost, path: string): readonly InterfaceStanza[] | undefined {
  const text = readHostText(host, path);
  if (text !== undefined) return parseInterfaces(text);
  return path === LIVE_INTERFACES ? asInstalled(host) : undefined;
}

export function parseInterfaces(text: string): readonly InterfaceStanza[] {
  const autostart = new Set<string>();
  const found: { name: string; method: string; options: Record<string, string>; comments: string[] }[] = [];
  for (const line of text.split('\n')) {
    const words = line.trim().split(/\s+/);
    const current = found.at(-1);
    if (words[0] === 'auto') for (const name of words.slice(1)) autostart.add(name);
    else if (words[0] === 'iface')
      found.push({ name: words[1] ?? '', method: words[3] ?? 'manual', options: {}, comments: [] });
    else if (line.startsWith('#') && current) current.comments.push(line.slice(1));
    else if (/^\s/.test(line) && words[0] && current) current.options[words[0]] = words.slice(1).join(' ');
  }
  return found
    .filter((entry) => entry.name !== 'lo')
    .map((entry) => ({ ...entry, autostart: autostart.has(entry.name) }));
}

export function interfacesText(stanzas: readonly InterfaceStanza[]): string {
  const parts = stanzas.map(({ name, autostart, method, options, comments }) =>
    [
      ...(autostart ? [`auto ${name}`] : []),
      `iface ${name} inet ${method}`,
      ...Object.entries(options).map(([key, value]) => `\t${key} ${value}`),
      ...comments.map((comment) => `#${comment}`),
    ].join('\n'),
  );
  return `auto lo\niface lo inet loopback\n\n${parts.join('\n\n')}\n`;
}

/**
 * What ifreload makes of the stanzas: addresses by interface. Ports without an address are left out, devices that only the file
 * makes are there with none. What does not start with the host (`auto`) is not touched.
 */
export function addressesOf(stanzas: readonly InterfaceStanza[]): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    stanzas.flatMap((entry): [string, readonly string[]][] => {
      if (!entry.autostart) return [];
      if (entry.method === 'static' && entry.options.address) return [[entry.name, [entry.options.address]]];
      return isVirtual(entry) ? [[entry.name, []]] : [];
    }),
  );
}

/** A bridge, bond or VLAN: it is there because the file says so. */
export function isVirtual({ name, options }: InterfaceStanza): boolean {
  return typeOf(name, options) !== 'eth';
}

/** What the vendor calls it. */
export function typeOf(name: string, options: InterfaceStanza['options']): 'bridge' | 'bond' | 'vlan' | 'eth' {
  if (options['bridge-ports'] !== undefined) return 'bridge';
  if (options['bond-slaves'] !== undefined || options['bond-mode'] !== undefined) return 'bond';
  return options['vlan-raw-device'] !== undefined || /\.\d+$/.test(name) ? 'vlan' : 'eth';
}

function asInstalled(host: SimHost): readonly InterfaceStanza[] {
  const bridges = [...host.addresses].map(([name, list], index): InterfaceStanza => {
    const port = host.hardware.nics[index]?.name ?? 'none';
    const bridge: Record<string, string> = name.startsWith('vmbr')
      ? { 'bridge-ports': port, 'bridge-stp': 'off', 'bridge-fd': '0' }
      : {};
    return {
      name,
      autostart: true,
      method: list[0] ? 'static' : 'manual',
      options: { ...(list[0] ? { address: list[0] } : {}), ...bridge },
      comments: [],
    };
  });
  const cards = host.hardware.nics
    .filter((nic) => !host.addresses.has(nic.name))
    .map((nic): InterfaceStanza => ({ name: nic.name, autostart: false, method: 'manual', options: {}, comments: [] }));
  return [...cards, ...bridges];
}

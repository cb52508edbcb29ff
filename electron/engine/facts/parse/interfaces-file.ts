/** One interface as a file in the manner of /etc/network/interfaces configures it. */
export interface ConfiguredInterface {
  readonly name: string;
  readonly autostart: boolean;
  /** With prefix, both families, in order. */
  readonly addresses: readonly string[];
  readonly gateway?: string;
  readonly mtu?: number;
  /** Of a bridge. */
  readonly bridgePorts?: readonly string[];
  readonly vlanAware: boolean;
  /** Of a bond. */
  readonly slaves?: readonly string[];
  readonly bondMode?: string;
  readonly primary?: string;
  readonly hashPolicy?: string;
  /** Of a VLAN that does not say it by its name. */
  readonly rawDevice?: string;
}

/**
 * What ifupdown2 reads of such a file, as far as Sitewright compares it: `_` and `-` are the same in its keys, an address may
 * have its netmask on a line of its own, a bond or a bridge without ports says `none`. `lo` is left out.
 */
export function parseInterfaces(text: string): ReadonlyMap<string, ConfiguredInterface> {
  const autostart = new Set<string>();
  const lines = new Map<string, [key: string, value: string][]>();
  let current: [string, string][] | undefined;
  for (const line of text.split('\n')) {
    const [word = '', ...rest] = line.trim().split(/\s+/);
    if (word === '' || word.startsWith('#')) continue;
    if (word === 'auto' || word === 'allow-auto') for (const name of rest) autostart.add(name);
    else if (word === 'iface') {
      current = lines.get(rest[0] ?? '') ?? [];
      lines.set(rest[0] ?? '', current);
    } else if (/^(source|source-directory|mapping|allow-\w+)$/.test(word)) current = undefined;
    else current?.push([word.replaceAll('_', '-'), rest.join(' ')]);
  }
  const found = new Map<string, ConfiguredInterface>();
  for (const [name, options] of lines) if (name !== 'lo') found.set(name, asInterface(name, autostart, options));
  return found;
}

function asInterface(
  name: string,
  autostart: ReadonlySet<string>,
  options: readonly (readonly [string, string])[],
): ConfiguredInterface {
  const last = (key: string): string | undefined => options.findLast((entry) => entry[0] === key)?.[1];
  const list = (key: string): readonly string[] | undefined =>
    last(key)
      ?.split(/\s+/)
      .filter((entry) => entry !== '' && entry !== 'none');
  const mtu = Number(last('mtu'));
  const entry = {
    gateway: last('gateway'),
    mtu: Number.isInteger(mtu) && mtu > 0 ? mtu : undefined,
    bridgePorts: list('bridge-ports'),
    slaves: list('bond-slaves') ?? list('slaves'),
    bondMode: last('bond-mode'),
    primary: last('bond-primary'),
    hashPolicy: last('bond-xmit-hash-policy'),
    rawDevice: last('vlan-raw-device'),
  };
  return {
    name,
    autostart: autostart.has(name),
    addresses: addressesOf(options),
    vlanAware: last('bridge-vlan-aware') === 'yes',
    ...(Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined)) as Partial<typeof entry>),
  } as ConfiguredInterface;
}

function addressesOf(options: readonly (readonly [string, string])[]): readonly string[] {
  const found: string[] = [];
  for (const [key, value] of options) {
    if (key === 'address') found.push(value);
    const before = found.at(-1);
    if (key === 'netmask' && before !== undefined && !before.includes('/'))
      found[found.length - 1] = `${before}/${prefixOf(value)}`;
  }
  return found;
}

/** `255.255.255.0` or `24`. */
function prefixOf(netmask: string): number {
  if (!netmask.includes('.')) return Number(netmask);
  const bits = netmask.split('.').map((part) => Number(part).toString(2).replaceAll('0', '').length);
  return bits.reduce((sum, count) => sum + count, 0);
}

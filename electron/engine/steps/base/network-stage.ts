import { asText, parseEntries } from '../../facts/parse/text.ts';
import { type Command, change } from '../../shell/command.ts';
import type { WantedInterface } from '../../site/host-network.ts';

/** An interface as `pvesh get /nodes/N/network` shows it: every key with its value as text. */
export type ShownInterface = ReadonlyMap<string, string>;

/** Keys that `pvesh set` takes back. It is no patch: what is not sent again is gone, and without a cidr the method is manual. */
const SENT_AGAIN = [
  'cidr',
  'gateway',
  'cidr6',
  'gateway6',
  'autostart',
  'mtu',
  'comments',
  'comments6',
  'bridge_ports',
  'bridge_vlan_aware',
  'bridge_vids',
  'slaves',
  'bond_mode',
  'bond-primary',
  'bond_xmit_hash_policy',
  'vlan-id',
  'vlan-raw-device',
  'ovs_bonds',
  'ovs_bridge',
  'ovs_options',
  'ovs_ports',
  'ovs_tag',
] as const;

/** By interface name. */
export function shownInterfaces(json: string): ReadonlyMap<string, ShownInterface> {
  const found = new Map<string, ShownInterface>();
  for (const entry of parseEntries(json, 'the network')) {
    const values = Object.entries(entry).flatMap(([key, value]): [string, string][] =>
      typeof value === 'string' || typeof value === 'number' ? [[key, String(value)]] : [],
    );
    found.set(asText(entry.iface) ?? '', new Map(values));
  }
  return found;
}

/**
 * The commands that prepare what is wanted, in an order that the vendor takes: a port is given up before it is taken (he
 * refuses one that two interfaces name), and what carries another interface comes before it. Only of what differs.
 */
export function stagingCommands(
  node: string,
  wanted: readonly WantedInterface[],
  shown: ReadonlyMap<string, ShownInterface>,
  comment: (entry: WantedInterface) => string,
): readonly Command<'change'>[] {
  const commands: Command<'change'>[] = [];
  const present = new Map([...shown].map(([name, values]) => [name, new Map(values)]));
  const taken = new Map(wanted.flatMap((entry) => (entry.ports ?? []).map((port) => [port, entry.name] as const)));

  for (const [name, values] of present) {
    for (const key of ['bridge_ports', 'slaves']) {
      const ports = words(values.get(key));
      const kept = ports.filter((port) => (taken.get(port) ?? name) === name);
      if (kept.length === ports.length) continue;
      values.set(key, kept.join(' '));
      commands.push(setCommand(node, name, values));
    }
  }
  for (const entry of inOrder(wanted)) {
    const before = present.get(entry.name);
    const values = new Map(before ?? []);
    values.set('type', entry.type);
    fill(values, entry, taken.has(entry.name));
    if (comment(entry) !== '' && !values.has('comments')) values.set('comments', comment(entry));
    if (before && same(before, values)) continue;
    commands.push(before ? setCommand(node, entry.name, values) : createCommand(node, entry.name, values));
    present.set(entry.name, values);
  }
  return commands;
}

function fill(values: Map<string, string>, entry: WantedInterface, isPort: boolean): void {
  if (entry.cidr !== undefined) {
    const isV6 = entry.cidr.includes(':');
    values.set(isV6 ? 'cidr6' : 'cidr', entry.cidr);
    if (entry.gateway !== undefined) values.set(isV6 ? 'gateway6' : 'gateway', entry.gateway);
  } else if (isPort)
    for (const key of ['cidr', 'cidr6', 'gateway', 'gateway6']) if (values.has(key)) values.set(key, '');
  if (entry.mtu !== undefined) values.set('mtu', `${entry.mtu}`);
  if (entry.type === 'bridge') {
    values.set('bridge_ports', (entry.ports ?? []).join(' '));
    if (entry.vlanAware) values.set('bridge_vlan_aware', '1');
    else if (values.has('bridge_vlan_aware')) values.set('bridge_vlan_aware', '');
  }
  if (entry.type === 'bond') {
    values.set('slaves', (entry.ports ?? []).join(' '));
    values.set('bond_mode', entry.bondMode ?? '');
    if (entry.primary !== undefined) values.set('bond-primary', entry.primary);
    if (entry.hashPolicy !== undefined) values.set('bond_xmit_hash_policy', entry.hashPolicy);
  }
  if (entry.type !== 'eth' || entry.cidr !== undefined) values.set('autostart', '1');
}

function createCommand(node: string, name: string, values: ReadonlyMap<string, string>): Command<'change'> {
  return change`pvesh create ${`/nodes/${node}/network`} --iface ${name} --type ${values.get('type') ?? ''} ${optionsOf(values)}`;
}

/** Everything that the interface has and shall keep is sent again; what it shall lose is named. */
function setCommand(node: string, name: string, values: ReadonlyMap<string, string>): Command<'change'> {
  const lost = SENT_AGAIN.filter((key) => values.get(key) === '');
  const options = [...optionsOf(values), ...(lost.length > 0 ? ['--delete', lost.join(',')] : [])];
  return change`pvesh set ${`/nodes/${node}/network/${name}`} --type ${values.get('type') ?? ''} ${options}`;
}

function optionsOf(values: ReadonlyMap<string, string>): readonly string[] {
  return SENT_AGAIN.flatMap((key) => {
    const value = values.get(key);
    // the vendor shows a comment with the newline that its file needs
    return value === undefined || value === ''
      ? []
      : [`--${key}`, key.startsWith('comments') ? value.trimEnd() : value];
  });
}

/** What carries another comes first. */
function inOrder(wanted: readonly WantedInterface[]): readonly WantedInterface[] {
  const left = [...wanted];
  const done: WantedInterface[] = [];
  while (left.length > 0) {
    const next = left.findIndex((entry) =>
      [...(entry.ports ?? []), ...(entry.device === undefined ? [] : [entry.device])].every(
        (name) => !left.some((other) => other.name === name),
      ),
    );
    // a ring is refused by the rules of the site; here it only must not hang
    done.push(...left.splice(Math.max(0, next), 1));
  }
  return done;
}

function same(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  const keys = new Set([...a.keys(), ...b.keys()]);
  return [...keys].every((key) => words(a.get(key)).join(' ') === words(b.get(key)).join(' '));
}

function words(text: string | undefined): readonly string[] {
  return (text ?? '').split(/[\s,]+/).filter((word) => word !== '');
}

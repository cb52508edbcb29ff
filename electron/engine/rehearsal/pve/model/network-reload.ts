import type { SimHost, World } from '../../kernel/program.ts';
import {
  addressesOf,
  type InterfaceStanza,
  LIVE_INTERFACES,
  readInterfaces,
  STAGED_INTERFACES,
} from './interfaces-file.ts';
import { addressOf } from './network.ts';
import { type NodeState, pveSlice } from './slice.ts';

/**
 * What ifreload makes of /etc/network/interfaces: the addresses of the host, and whether packets for its management address
 * still come to a port that has the cable. A change is counted; taken back, it never was.
 */
export function reloadInterfaces(world: World, host: SimHost): void {
  const live = readInterfaces(host, LIVE_INTERFACES) ?? [];
  const node = pveSlice(world).nodes[host.name];
  const management = node?.management ?? managementOf(host, live);
  const before = JSON.stringify(Object.fromEntries(host.addresses));
  world.setAddresses(host, addressesOf(live));
  const after = JSON.stringify(Object.fromEntries(host.addresses));
  if (after !== before) {
    const last = node?.reloaded;
    if (last && last.before === after && last.after === before) {
      world.takeBackEffect(host, `network.reload ${before}`);
      delete node.reloaded;
    } else {
      world.effect(host, `network.reload ${after}`);
      if (node) node.reloaded = { before, after };
    }
  }
  // on a real host its own kernel decides who reaches it
  if (!node || !management || host.real) return;
  node.management = management;
  const text = JSON.stringify(live);
  const isOrdered = world.takeFault(`network.cut@${host.name}`) || world.takeFault('network.cut');
  if (isOrdered) node.cutWith = text;
  const isCut = node.cutWith === text || !carries(live, management, host);
  if (isCut && world.isPlugged(host)) {
    node.isCutOff = true;
    world.setPlugged(host, false);
  } else if (!isCut && node.isCutOff) {
    delete node.isCutOff;
    delete node.cutWith;
    world.setPlugged(host, true);
  }
}

/** The vendor's pvenetcommit: what is prepared becomes the configuration. */
export function commitStaged(host: SimHost): void {
  if (readInterfaces(host, STAGED_INTERFACES)) host.files.rename(STAGED_INTERFACES, LIVE_INTERFACES);
}

type Management = NonNullable<NodeState['management']>;

/** The address that the node was installed with, and the ports with the cable. */
function managementOf(host: SimHost, live: readonly InterfaceStanza[]): Management | undefined {
  const address = addressOf(host);
  if (address === undefined) return undefined;
  const first = [...host.addresses].find(([, list]) => list.some((cidr) => cidr.split('/')[0] === address))?.[0] ?? '';
  const bridge = live.find((entry) => entry.name === first);
  const port = portsOf(bridge).filter((name) => host.hardware.nics.some((nic) => nic.name === name));
  return { address, ports: port.length > 0 ? port : host.hardware.nics.slice(0, 1).map((nic) => nic.name) };
}

function portsOf(entry: InterfaceStanza | undefined): readonly string[] {
  const text = `${entry?.options['bridge-ports'] ?? ''} ${entry?.options['bond-slaves'] ?? ''}`;
  return text.split(/\s+/).filter((name) => name !== '' && name !== 'none');
}

function carries(live: readonly InterfaceStanza[], management: Management, host: SimHost): boolean {
  const carrier = live.find(
    (entry) =>
      entry.autostart && entry.method === 'static' && entry.options.address?.split('/')[0] === management.address,
  );
  const seen = new Set<string>();
  const reaches = (name: string): boolean => {
    if (seen.has(name)) return false;
    seen.add(name);
    if (host.hardware.nics.some((nic) => nic.name === name)) return management.ports.includes(name);
    const entry = live.find((stanza) => stanza.name === name);
    const device = entry?.options['vlan-raw-device'] ?? /^(.+)\.\d+$/.exec(name)?.[1];
    return [...portsOf(entry), ...(device === undefined ? [] : [device])].some(reaches);
  };
  return carrier !== undefined && reaches(carrier.name);
}

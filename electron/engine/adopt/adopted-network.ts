import type { HostNetwork } from '../../api/site-network.ts';
import type { HostFacts } from '../facts/host-facts.ts';
import type { ConfiguredInterface } from '../facts/parse/interfaces-file.ts';
import { MANAGEMENT_BRIDGE } from '../site/host-network.ts';
import { addressOf } from '../site/net.ts';
import type { Remarks } from './remarks.ts';

type Bond = HostNetwork['bonds'][number];
type Vlan = HostNetwork['vlans'][number];
type Bridge = HostNetwork['bridges'][number];

/** Numbers that bonding takes for its modes. */
const MODES: readonly Bond['mode'][] = [
  'balance-rr',
  'active-backup',
  'balance-xor',
  'broadcast',
  '802.3ad',
  'balance-tlb',
  'balance-alb',
];
const HASHES = ['layer2', 'layer2+3', 'layer3+4'] as const;
const NAME = /^[a-zA-Z][a-zA-Z0-9_.-]{0,14}$/;

/**
 * The bonds, VLANs and bridges of a node, beyond the one bridge that an installer makes. What carries the management address goes
 * without it: that address is the host's own. undefined = there is nothing beyond.
 */
export function adoptedNetwork(
  host: { readonly name: string; readonly address: string; readonly links: Readonly<Record<string, string>> },
  facts: HostFacts,
  written: ReadonlyMap<string, ConfiguredInterface>,
  remarks: Remarks,
): HostNetwork | undefined {
  const physical = new Set(
    facts.interfaces.known
      ? facts.interfaces.value.flatMap(({ physical: isPort, name, altNames }) =>
          isPort ? [name, ...(altNames ?? [])] : [],
        )
      : [],
  );
  const links = Object.values(host.links);
  const bonds: Bond[] = [];
  const vlans: Vlan[] = [];
  const bridges: Bridge[] = [];
  const notHeld = (text: string): void => remarks.notHeld(`${host.name}: ${text}`);

  for (const entry of written.values()) {
    const own = entry.addresses.map(addressOf);
    const addressed = addressedOf(entry, host.address, notHeld);
    if (entry.slaves !== undefined) {
      const bond = bondOf(entry, addressed);
      if (bond) bonds.push(bond);
      else notHeld(`bond ${entry.name} (${entry.bondMode ?? 'no mode'}, ports ${entry.slaves.join(' ')})`);
    } else if (entry.bridgePorts !== undefined) {
      if (isInstallers(entry, own.includes(host.address))) continue;
      const { name, bridgePorts, vlanAware } = entry;
      const fits =
        /^vmbr\d{1,4}$/.test(name) && bridgePorts.length <= 8 && bridgePorts.every((port) => NAME.test(port));
      if (fits) bridges.push({ name, ports: [...bridgePorts], vlanAware, ...addressed });
      else notHeld(`bridge ${name} (ports ${bridgePorts.join(' ')})`);
    } else if (physical.has(entry.name)) {
      const others = entry.addresses.filter((cidr) => !links.includes(addressOf(cidr)));
      if (others.length > 0) notHeld(`address ${others.join(', ')} of port ${entry.name}`);
    } else {
      const vlan = vlanOf(entry, addressed);
      if (vlan) vlans.push(vlan);
      else notHeld(`interface ${entry.name} (${entry.addresses.join(', ') || 'without address'})`);
    }
  }
  return bonds.length + vlans.length + bridges.length === 0 ? undefined : { bonds, vlans, bridges };
}

/** The bridge as every installation has it: the management address on one port. */
function isInstallers(entry: ConfiguredInterface, isManagement: boolean): boolean {
  const { name, bridgePorts = [], vlanAware, mtu, addresses } = entry;
  return (
    name === MANAGEMENT_BRIDGE &&
    isManagement &&
    bridgePorts.length === 1 &&
    !vlanAware &&
    mtu === undefined &&
    addresses.length === 1 &&
    !/^(bond\d+|.+\.\d+)$/.test(bridgePorts[0] ?? '')
  );
}

function addressedOf(
  { name, addresses, gateway, mtu }: ConfiguredInterface,
  management: string,
  notHeld: (text: string) => void,
): Pick<Bridge, 'address' | 'gateway' | 'mtu'> {
  const isManagement = addresses.some((cidr) => addressOf(cidr) === management);
  const others = addresses.filter((cidr) => addressOf(cidr) !== management);
  const [address, ...more] = isManagement ? [undefined, ...others] : others;
  if (more.length > 0) notHeld(`further address ${more.join(', ')} of ${name}`);
  const isMtu = mtu !== undefined && mtu >= 1280 && mtu <= 65_520;
  if (!isManagement && gateway !== undefined) notHeld(`gateway ${gateway} of ${name}`);
  return { ...(address === undefined ? {} : { address }), ...(isMtu ? { mtu } : {}) };
}

function bondOf(
  { name, slaves = [], bondMode = '0', primary, hashPolicy }: ConfiguredInterface,
  addressed: Pick<Bond, 'address' | 'gateway' | 'mtu'>,
): Bond | undefined {
  const mode =
    MODES.find((entry) => entry === bondMode) ?? (/^\d$/.test(bondMode) ? MODES[Number(bondMode)] : undefined);
  const hash = HASHES.find((entry) => entry === hashPolicy);
  const fits =
    /^bond\d{1,4}$/.test(name) && slaves.length >= 1 && slaves.length <= 8 && slaves.every((s) => NAME.test(s));
  if (!fits || mode === undefined) return undefined;
  return {
    name,
    ports: [...slaves],
    mode,
    ...(mode === 'active-backup' && primary !== undefined && slaves.includes(primary) ? { primary } : {}),
    ...((mode === '802.3ad' || mode === 'balance-xor') && hash !== undefined ? { hashPolicy: hash } : {}),
    ...addressed,
  };
}

/** By its name (`bond0.20`), as the site file names it too. */
function vlanOf(
  { name, rawDevice }: ConfiguredInterface,
  addressed: Pick<Vlan, 'address' | 'gateway' | 'mtu'>,
): Vlan | undefined {
  const [, device = '', digits = ''] = /^(.+)\.(\d{1,4})$/.exec(name) ?? [];
  const tag = Number(digits);
  if (!NAME.test(device) || tag < 1 || tag > 4094 || (rawDevice !== undefined && rawDevice !== device))
    return undefined;
  return { device, tag, ...addressed };
}

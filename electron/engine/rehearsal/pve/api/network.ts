import { die, parameterError } from '../cli/api-error.ts';
import { handMadeSchema } from '../cli/command-schema.ts';
import { writeHostText } from '../model/host-text.ts';
import {
  type InterfaceStanza,
  interfacesText,
  LIVE_INTERFACES,
  readInterfaces,
  STAGED_INTERFACES,
  typeOf,
} from '../model/interfaces-file.ts';
import { commitStaged, reloadInterfaces } from '../model/network-reload.ts';
import type { ApiCall } from './call.ts';
import type { Route } from './routes.ts';
import { runWorker } from './worker.ts';

type Values = Readonly<Record<string, string>>;

const TYPES = '<OVSBond | OVSBridge | OVSIntPort | OVSPort | alias | bond | bridge | eth | vlan>';
const OPTIONS = {
  type: TYPES,
  address: '<string>',
  autostart: '<boolean>',
  bridge_ports: '<string>',
  bridge_vlan_aware: '<boolean>',
  cidr: '<string>',
  comments: '<string>',
  gateway: '<string>',
  mtu: '<integer> (1280 - 65520)',
  netmask: '<string>',
  delete: '<string>',
  slaves: '<string>',
  bond_mode:
    '<802.3ad | active-backup | balance-alb | balance-rr | balance-slb | balance-tlb | balance-xor | broadcast | lacp-balance-slb | lacp-balance-tcp>',
  'bond-primary': '<string>',
  bond_xmit_hash_policy: '<layer2 | layer2+3 | layer3+4>',
  'vlan-id': '<integer> (1 - 4094)',
  'vlan-raw-device': '<string>',
  bridge_vids: '<string>',
  comments6: '<string>',
};
const N = '/nodes/{node}/network';

/** Writing the network: every change is staged in interfaces.new; a reload or a reboot activates it (pve-facts 1.4). */
export const networkRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: `${N}/{iface}`,
    run: (call, values) => {
      const entry = find(pending(call), values.iface ?? '');
      if (!entry) throw parameterError({ iface: 'interface does not exist' });
      return shown(entry);
    },
  },
  {
    method: 'POST',
    path: N,
    takes: handMadeSchema({ ...OPTIONS, iface: '<string>' }, ['iface', 'type']),
    run: (call, values) => {
      const stanzas = pending(call);
      if (find(stanzas, values.iface ?? '')) throw parameterError({ iface: 'interface already exists' });
      const wanted = stanzaOf(values);
      checkPorts(stanzas, wanted, values.type === 'bond' ? 'slaves' : 'bridge_ports');
      stage(call, [...stanzas, wanted]);
    },
  },
  {
    method: 'PUT',
    path: `${N}/{iface}`,
    takes: handMadeSchema(OPTIONS, ['type']),
    run: (call, values) => {
      const known = pending(call);
      const name = values.iface ?? '';
      const isCard = call.host.hardware.nics.some((nic) => nic.name === name);
      if (!find(known, name) && !isCard) throw parameterError({ iface: 'interface does not exist' });
      // No patch: what is not sent again is gone, and without a cidr the method becomes manual.
      const wanted = stanzaOf(values);
      checkPorts(known, wanted, values.type === 'bond' ? 'slaves' : 'bridge_ports');
      stage(
        call,
        find(known, name) ? known.map((entry) => (entry.name === name ? wanted : entry)) : [...known, wanted],
      );
    },
  },
  {
    method: 'DELETE',
    path: `${N}/{iface}`,
    run: (call, values) => {
      const stanzas = pending(call);
      if (!find(stanzas, values.iface ?? '')) throw parameterError({ iface: 'interface does not exist' });
      stage(
        call,
        stanzas.filter((entry) => entry.name !== values.iface),
      );
    },
  },
  {
    method: 'PUT',
    path: N,
    takes: handMadeSchema({ 'regenerate-frr': '<boolean>' }),
    run: (call) => runWorker(call, 'srvreload', 'networking', reload),
  },
  {
    method: 'DELETE',
    path: N,
    run: (call) => {
      if (call.host.files.stat(STAGED_INTERFACES)) call.host.files.remove(STAGED_INTERFACES);
    },
  },
];

async function reload(call: ApiCall): Promise<void> {
  await call.sleep(2);
  commitStaged(call.host);
  const reloaded = await call.host.real?.run(['ifreload', '-a']);
  if (reloaded && reloaded.code !== 0) die(`command 'ifreload -a' failed: exit code ${reloaded.code}`);
  reloadInterfaces(call.world, call.host);
}

/** GET /nodes/{node}/network: what is prepared, else the file, and the ports that it does not name. */
export function nodeNetwork(call: ApiCall): unknown[] {
  const stanzas = pending(call);
  const cards = call.host.hardware.nics
    .filter((nic) => !find(stanzas, nic.name))
    .map((nic): InterfaceStanza => ({ name: nic.name, autostart: false, method: 'manual', options: {}, comments: [] }));
  const isCard = (entry: InterfaceStanza): boolean => typeOf(entry.name, entry.options) === 'eth';
  const all = [...stanzas.filter((entry) => !isCard(entry)), ...stanzas.filter(isCard), ...cards];
  return all.map((entry) => ({
    ...shown(entry),
    active: 1,
    ...(isCard(entry) ? { exists: 1 } : {}),
    iface: entry.name,
  }));
}

function pending(call: ApiCall): readonly InterfaceStanza[] {
  return readInterfaces(call.host, STAGED_INTERFACES) ?? readInterfaces(call.host, LIVE_INTERFACES) ?? [];
}

/** Writes what is prepared; refuses what the vendor's writer refuses. */
function stage(call: ApiCall, stanzas: readonly InterfaceStanza[]): void {
  const has = (name: string): boolean =>
    find(stanzas, name) !== undefined || call.host.hardware.nics.some((nic) => nic.name === name);
  for (const entry of stanzas) {
    const type = typeOf(entry.name, entry.options);
    const missing = portsOf(entry).find((port) => !has(port));
    if (missing !== undefined)
      die(
        type === 'bond'
          ? `bond '${entry.name}' - unable to find bond slave '${missing}'`
          : `bridge '${entry.name}' - unable to find bridge port '${missing}'`,
      );
    const addressed = portsOf(entry).find((port) => find(stanzas, port)?.options.address !== undefined);
    if (addressed !== undefined)
      die(`iface ${addressed} - ip address can't be set on interface if bridged in ${entry.name}`);
    const parent =
      type === 'vlan' ? (entry.options['vlan-raw-device'] ?? /^(.+)\.\d+$/.exec(entry.name)?.[1]) : undefined;
    if (parent !== undefined && !has(parent)) die(`vlan '${entry.name}' - unable to find parent '${parent}'`);
  }
  writeHostText(call.host, STAGED_INTERFACES, interfacesText(stanzas));
  call.world.changed();
}

/** The vendor refuses a port that another interface names. */
function checkPorts(stanzas: readonly InterfaceStanza[], wanted: InterfaceStanza, key: string): void {
  for (const other of stanzas) {
    if (other.name === wanted.name) continue;
    const twice = portsOf(wanted).find((port) => portsOf(other).includes(port));
    if (twice !== undefined) throw parameterError({ [key]: `${twice} is already used on interface '${other.name}'.` });
  }
  const gateway = wanted.options.gateway;
  const second = stanzas.find((other) => other.name !== wanted.name && other.options.gateway !== undefined);
  if (gateway !== undefined && second)
    throw parameterError({ gateway: `Default gateway already exists on interface '${second.name}'.` });
}

function portsOf({ options }: InterfaceStanza): readonly string[] {
  return `${options['bridge-ports'] ?? ''} ${options['bond-slaves'] ?? ''}`
    .split(/\s+/)
    .filter((port) => port !== '' && port !== 'none');
}

function find(stanzas: readonly InterfaceStanza[], name: string): InterfaceStanza | undefined {
  return stanzas.find((entry) => entry.name === name);
}

function stanzaOf(values: Values): InterfaceStanza {
  const cidr = values.cidr ?? (values.address && values.netmask ? `${values.address}/${values.netmask}` : undefined);
  const name = values.iface ?? '';
  const ofType: Record<string, string | undefined> =
    values.type === 'bridge'
      ? {
          'bridge-ports': values.bridge_ports || 'none',
          'bridge-stp': 'off',
          'bridge-fd': '0',
          ...(values.bridge_vlan_aware === '1'
            ? { 'bridge-vlan-aware': 'yes', 'bridge-vids': values.bridge_vids ?? '2-4094' }
            : {}),
        }
      : values.type === 'bond'
        ? {
            'bond-slaves': values.slaves || 'none',
            'bond-miimon': '100',
            'bond-mode': values.bond_mode ?? 'balance-rr',
            'bond-primary': values['bond-primary'],
            'bond-xmit-hash-policy': values.bond_xmit_hash_policy,
          }
        : values.type === 'vlan' && !/\.\d+$/.test(name)
          ? { 'vlan-raw-device': values['vlan-raw-device'] }
          : {};
  const options = {
    address: cidr,
    gateway: values.gateway,
    ...ofType,
    mtu: values.mtu,
  };
  return {
    name,
    autostart: values.autostart === '1',
    method: cidr ? 'static' : 'manual',
    options: Object.fromEntries(
      Object.entries(options).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
    comments: values.comments ? values.comments.replace(/\n$/, '').split('\n') : [],
  };
}

function shown({ name, method, options, autostart, comments }: InterfaceStanza): Readonly<Record<string, unknown>> {
  const [address, netmask] = (options.address ?? '').split('/');
  const type = typeOf(name, options);
  const device = options['vlan-raw-device'] ?? /^(.+)\.\d+$/.exec(name)?.[1];
  return {
    ...(autostart ? { autostart: 1 } : {}),
    ...(options.address ? { address, cidr: options.address, netmask } : {}),
    ...(options.gateway ? { gateway: options.gateway } : {}),
    ...(options.mtu ? { mtu: options.mtu } : {}),
    ...(type === 'bridge'
      ? {
          bridge_ports: options['bridge-ports'] === 'none' ? '' : options['bridge-ports'],
          bridge_stp: 'off',
          bridge_fd: '0',
          ...(options['bridge-vlan-aware'] === 'yes'
            ? { bridge_vlan_aware: 1, bridge_vids: options['bridge-vids'] }
            : {}),
        }
      : {}),
    ...(type === 'bond'
      ? {
          slaves: options['bond-slaves'] === 'none' ? '' : options['bond-slaves'],
          bond_mode: options['bond-mode'],
          bond_miimon: '100',
          ...(options['bond-primary'] ? { 'bond-primary': options['bond-primary'] } : {}),
          ...(options['bond-xmit-hash-policy'] ? { bond_xmit_hash_policy: options['bond-xmit-hash-policy'] } : {}),
        }
      : {}),
    ...(type === 'vlan' ? { 'vlan-raw-device': device, 'vlan-id': /(\d+)$/.exec(name)?.[1] } : {}),
    ...(comments.length > 0 ? { comments: comments.map((line) => `${line}\n`).join('') } : {}),
    families: ['inet'],
    method,
    method6: 'manual',
    priority: type === 'eth' ? 3 : 4,
    type,
  };
}

import { die, parameterError } from '../cli/api-error.ts';
import { handMadeSchema } from '../cli/command-schema.ts';
import { writeHostText } from '../model/host-text.ts';
import {
  addressesOf,
  type InterfaceStanza,
  interfacesText,
  LIVE_INTERFACES,
  readInterfaces,
  STAGED_INTERFACES,
} from '../model/interfaces-file.ts';
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
      stage(call, [...stanzas, stanzaOf(values)]);
    },
  },
  {
    method: 'PUT',
    path: `${N}/{iface}`,
    takes: handMadeSchema(OPTIONS, ['type']),
    run: (call, values) => {
      const stanzas = pending(call);
      if (!find(stanzas, values.iface ?? '')) throw parameterError({ iface: 'interface does not exist' });
      // No patch: what is not sent again is gone, and without a cidr the method becomes manual.
      stage(
        call,
        stanzas.map((entry) => (entry.name === values.iface ? stanzaOf(values) : entry)),
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
  const staged = readInterfaces(call.host, STAGED_INTERFACES);
  await call.sleep(2);
  if (staged) call.host.files.rename(STAGED_INTERFACES, LIVE_INTERFACES);
  const live = readInterfaces(call.host, LIVE_INTERFACES) ?? [];
  const reloaded = await call.host.real?.run(['ifreload', '-a']);
  if (reloaded && reloaded.code !== 0) die(`command 'ifreload -a' failed: exit code ${reloaded.code}`);
  const before = JSON.stringify(Object.fromEntries(call.host.addresses));
  call.world.setAddresses(call.host, addressesOf(live));
  if (JSON.stringify(Object.fromEntries(call.host.addresses)) !== before)
    call.world.effect(call.host, 'network.reload');
}

function pending(call: ApiCall): readonly InterfaceStanza[] {
  return readInterfaces(call.host, STAGED_INTERFACES) ?? readInterfaces(call.host, LIVE_INTERFACES) ?? [];
}

function stage(call: ApiCall, stanzas: readonly InterfaceStanza[]): void {
  writeHostText(call.host, STAGED_INTERFACES, interfacesText(stanzas));
  call.world.changed();
}

function find(stanzas: readonly InterfaceStanza[], name: string): InterfaceStanza | undefined {
  return stanzas.find((entry) => entry.name === name);
}

function stanzaOf(values: Values): InterfaceStanza {
  const cidr = values.cidr ?? (values.address && values.netmask ? `${values.address}/${values.netmask}` : undefined);
  const bridge: Record<string, string> =
    values.type === 'bridge'
      ? { 'bridge-ports': values.bridge_ports ?? 'none', 'bridge-stp': 'off', 'bridge-fd': '0' }
      : {};
  return {
    name: values.iface ?? '',
    autostart: values.autostart === '1',
    method: cidr ? 'static' : 'manual',
    options: {
      ...(cidr ? { address: cidr } : {}),
      ...(values.gateway ? { gateway: values.gateway } : {}),
      ...bridge,
      ...(values.mtu ? { mtu: values.mtu } : {}),
    },
    comments: values.comments ? values.comments.split('\n') : [],
  };
}

function shown({ name, method, options, autostart, comments }: InterfaceStanza): Readonly<Record<string, unknown>> {
  const [address, netmask] = (options.address ?? '').split('/');
  return {
    ...(autostart ? { autostart: 1 } : {}),
    ...(options.address ? { address, cidr: options.address, netmask } : {}),
    ...(options.gateway ? { gateway: options.gateway } : {}),
    ...(options['bridge-ports'] ? { bridge_ports: options['bridge-ports'], bridge_stp: 'off', bridge_fd: '0' } : {}),
    ...(comments.length > 0 ? { comments: comments.map((line) => `${line}\n`).join('') } : {}),
    families: ['inet'],
    method,
    method6: 'manual',
    priority: 3,
    type: name.startsWith('vmbr') ? 'bridge' : 'eth',
  };
}

import type { Change } from '../../../api/plan.ts';
import type { Host, Site } from '../../../api/site.ts';
import { type Interface, interfaceCalled } from '../../facts/host/interfaces.ts';
import type { ConfiguredInterface } from '../../facts/parse/interfaces-file.ts';
import { portNames, type WantedInterface, wantedInterfaces } from '../../site/host-network.ts';

type Configured = ReadonlyMap<string, ConfiguredInterface>;

/**
 * What a node's own interfaces shall be: those of `hosts[].network` under the names that its ports have now (a port is found by
 * its MAC where the inventory knows it), and the ports below them, which give up addresses and carry as large packets.
 */
export function wantedOn(
  site: Site,
  host: Host,
  seen: readonly Interface[],
  written: Configured,
): readonly WantedInterface[] {
  const live = inKernelNames(written, seen);
  const macs = portNames(site, host);
  const own = wantedInterfaces(host);
  const virtual = new Set(own.map(({ name }) => name));
  const nameOf = (name: string): string => {
    const mac = virtual.has(name) ? undefined : macs.get(name);
    const port = seen.find((entry) => entry.physical && mac !== undefined && entry.mac === mac);
    return (port ?? (virtual.has(name) ? undefined : interfaceCalled(seen, name)))?.name ?? name;
  };
  const named = own.map((entry): WantedInterface => {
    const device = entry.device === undefined ? undefined : nameOf(entry.device);
    return {
      ...entry,
      ...(entry.ports === undefined ? {} : { ports: entry.ports.map(nameOf) }),
      ...(entry.primary === undefined ? {} : { primary: nameOf(entry.primary) }),
      ...(device === undefined ? {} : { device, name: `${device}.${entry.tag ?? 0}` }),
    };
  });
  const below = new Map<string, WantedInterface>();
  for (const entry of named) {
    for (const port of [...(entry.ports ?? []), ...(entry.device === undefined ? [] : [entry.device])]) {
      if (named.some(({ name }) => name === port)) continue;
      const isMember = entry.ports?.includes(port) ?? false;
      const addressed = isMember && (live.get(port)?.addresses.length ?? 0) > 0;
      // a bond gives its own to its slaves
      const mtu = entry.type === 'bond' ? undefined : entry.mtu;
      const before = below.get(port)?.mtu ?? 0;
      if (!addressed && mtu === undefined && !below.has(port)) continue;
      below.set(port, {
        name: port,
        type: 'eth',
        ...(mtu === undefined && before === 0 ? {} : { mtu: Math.max(mtu ?? 0, before) }),
      });
    }
  }
  return [...below.values(), ...named];
}

/** The file as the kernel reads it: a port that it calls by a further name (9.x) is the port. */
function inKernelNames(written: Configured, seen: readonly Interface[]): Configured {
  const nameOf = (name: string): string => interfaceCalled(seen, name)?.name ?? name;
  return new Map(
    [...written.values()].map((entry) => {
      const { bridgePorts, slaves, primary, rawDevice } = entry;
      const named: ConfiguredInterface = {
        ...entry,
        name: nameOf(entry.name),
        ...(bridgePorts === undefined ? {} : { bridgePorts: bridgePorts.map(nameOf) }),
        ...(slaves === undefined ? {} : { slaves: slaves.map(nameOf) }),
        ...(primary === undefined ? {} : { primary: nameOf(primary) }),
        ...(rawDevice === undefined ? {} : { rawDevice: nameOf(rawDevice) }),
      };
      return [named.name, named];
    }),
  );
}

/** What an interface of the file is not yet as it is wanted; empty = as wanted. */
export function differences(
  wanted: WantedInterface,
  found: ConfiguredInterface | undefined,
  wantedAll: readonly WantedInterface[],
): readonly Change[] {
  const { name } = wanted;
  const changes: Change[] = [];
  const compare = (what: string, before: string | undefined, after: string): void => {
    if ((before ?? '') !== after)
      changes.push({
        what,
        ...(before === undefined || before === '' ? {} : { before }),
        after: after === '' ? '-' : after,
      });
  };
  if (!found && wanted.type !== 'eth') return [{ what: name, after: described(wanted) }];
  if (wanted.cidr !== undefined) compare(`address of ${name}`, found?.addresses.join(' '), wanted.cidr);
  else if (isPort(name, wantedAll)) compare(`address of ${name}`, found?.addresses.join(' '), '');
  if (wanted.gateway !== undefined) compare(`gateway of ${name}`, found?.gateway, wanted.gateway);
  if (wanted.mtu !== undefined)
    compare(`MTU of ${name}`, found?.mtu === undefined ? undefined : `${found.mtu}`, `${wanted.mtu}`);
  if (wanted.type === 'bridge') {
    compare(`ports of ${name}`, sorted(found?.bridgePorts), sorted(wanted.ports));
    compare(`VLAN awareness of ${name}`, found?.vlanAware ? 'yes' : 'no', wanted.vlanAware ? 'yes' : 'no');
  }
  if (wanted.type === 'bond') {
    compare(`ports of ${name}`, sorted(found?.slaves), sorted(wanted.ports));
    compare(`mode of ${name}`, found?.bondMode, wanted.bondMode ?? '');
    if (wanted.primary !== undefined) compare(`primary port of ${name}`, found?.primary, wanted.primary);
    if (wanted.hashPolicy !== undefined) compare(`hash policy of ${name}`, found?.hashPolicy, wanted.hashPolicy);
  }
  if (wanted.type !== 'eth' || wanted.cidr !== undefined)
    compare(`start of ${name}`, found?.autostart ? 'with the node' : 'by hand', 'with the node');
  return changes;
}

/** What is configured as wanted and yet not so in the kernel: it was never applied, or somebody took it away. */
export function notActive(wanted: WantedInterface, seen: readonly Interface[]): readonly Change[] {
  const entry = seen.find(({ name }) => name === wanted.name);
  if (!entry) return [{ what: wanted.name, before: 'not active', after: described(wanted) }];
  const missing = wanted.cidr !== undefined && !entry.addresses.includes(wanted.cidr);
  return [
    ...(missing ? [{ what: `address of ${wanted.name}`, before: 'not active', after: wanted.cidr ?? '' }] : []),
    ...(wanted.ports ?? []).flatMap((port) => {
      const master = seen.find(({ name }) => name === port)?.master;
      return master === wanted.name
        ? []
        : [{ what: `${port}`, before: master || 'not active', after: `port of ${wanted.name}` }];
    }),
  ];
}

/** All that is still to be done on a node. */
export function networkChanges(
  wanted: readonly WantedInterface[],
  written: Configured,
  seen: readonly Interface[],
): readonly Change[] {
  const live = inKernelNames(written, seen);
  const changes = wanted.flatMap((entry) => differences(entry, live.get(entry.name), wanted));
  return changes.length > 0 ? changes : wanted.flatMap((entry) => notActive(entry, seen));
}

/** Whether packets for an address would still reach a port of the hardware, once the file is as wanted. */
export function reachesHardware(
  address: string,
  wanted: readonly WantedInterface[],
  written: Configured,
  seen: readonly Interface[],
): boolean {
  const live = inKernelNames(written, seen);
  const carrier = [...live.values()].find((entry) =>
    entry.addresses.some((own) => own.split('/')[0] === address),
  )?.name;
  if (carrier === undefined) return true; // it is not this file that gives it
  const physical = new Set(seen.filter((entry) => entry.physical).map(({ name }) => name));
  const taken = new Map<string, string>(
    wanted.flatMap((entry) => (entry.ports ?? []).map((port) => [port, entry.name] as const)),
  );
  const below = (name: string): readonly string[] => {
    const own = wanted.find((entry) => entry.name === name);
    const found = live.get(name);
    const ports = own?.ports ?? [...(found?.bridgePorts ?? []), ...(found?.slaves ?? [])];
    const device = own?.device ?? found?.rawDevice ?? /^(.+)\.\d+$/.exec(name)?.[1];
    return [...ports.filter((port) => (taken.get(port) ?? name) === name), ...(device === undefined ? [] : [device])];
  };
  const reaches = (name: string, depth: number): boolean =>
    physical.has(name) ? true : depth > 0 && below(name).some((port) => reaches(port, depth - 1));
  if (physical.has(carrier)) return !taken.has(carrier);
  return reaches(carrier, 8);
}

/** A port of the wanted bonds and bridges has no address of its own. */
function isPort(name: string, wanted: readonly WantedInterface[]): boolean {
  return wanted.some((entry) => entry.ports?.includes(name));
}

function described(wanted: WantedInterface): string {
  const parts = [
    wanted.type === 'vlan' ? `VLAN ${wanted.tag} on ${wanted.device}` : wanted.type,
    ...(wanted.bondMode === undefined ? [] : [wanted.bondMode]),
    ...(wanted.ports === undefined || wanted.ports.length === 0 ? [] : [`ports ${wanted.ports.join(', ')}`]),
    ...(wanted.cidr === undefined ? [] : [wanted.cidr]),
    ...(wanted.mtu === undefined ? [] : [`MTU ${wanted.mtu}`]),
  ];
  return parts.join(', ');
}

function sorted(list: readonly string[] | undefined): string {
  return [...(list ?? [])].sort().join(' ');
}

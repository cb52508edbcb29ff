import type { Host, Site } from '../../../api/site.ts';
import { installedHosts } from '../../site/delivery.ts';
import type { SimHardware } from '../kernel/hardware.ts';
import type { World } from '../kernel/program.ts';
import type { SimWorld } from '../kernel/world.ts';
import { BareMachine } from './bare-machine.ts';
import { installState, type MachineState } from './model/install-state.ts';
import { newMachine } from './model/new-machine.ts';
import type { RehearsedMachine, RehearsedMachines } from './rehearsed-machines.ts';
import { takeAt } from './take-at.ts';

/** Dead CMOS batteries start again at the year of their firmware. */
const CLOCK_BEHIND_SECONDS = -20 * 365 * 86_400;

/**
 * The bare machines of a site: one for every host that our media install. What they are and what lies on their disks is kept in
 * the world's state; sticks are not, and after a restart of this process every machine that ran no installed system is off.
 */
export function openRehearsedMachines(world: SimWorld, site: Site): RehearsedMachines {
  const listeners = new Set<() => void>();
  let isToldSoon = false;
  const tell = () => {
    if (isToldSoon) return;
    isToldSoon = true;
    setImmediate(() => {
      isToldSoon = false;
      for (const listener of [...listeners]) listener();
    });
  };
  world.subscribe((event) => {
    if (event.type === 'host' || event.type === 'changed') tell();
  });
  const machines = new Map<string, BareMachine>();
  world.subscribe((event) => {
    if (event.type !== 'host' || event.change !== 'powered-on') return;
    for (const machine of machines.values()) if (machine.state.hostName === event.host.name) machine.restarted();
  });
  for (const host of installedHosts(site)) {
    const state = stateOf(world, site, host);
    machines.set(host.name, new BareMachine({ world, site, state, onChange: tell }));
  }
  const named = (name: string): BareMachine => {
    const machine = machines.get(name);
    if (!machine) throw new RangeError(`no simulated machine is named ${name}`);
    return machine;
  };
  const view = ({ state, power }: BareMachine): RehearsedMachine => ({
    name: state.name,
    mac: state.hardware.nics[0]?.mac ?? '',
    serial: state.hardware.systemSerial,
    power,
  });
  return {
    connectLaptop: (address, port, target) => world.connectOutside(address, port, target),
    get machines() {
      return [...machines.values()].map(view);
    },
    insertStick: (name, stick) => {
      named(name).stick = stick;
    },
    removeStick: (name) => {
      named(name).stick = undefined;
    },
    powerOn: (name) => named(name).powerOn(),
    powerOff: (name) => named(name).powerOff(),
    screen: (name) => named(name).screen,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    mistake: (kind, name) => takeAt(world, `install.${kind}`, name),
    wait: (seconds, signal) => world.clock.sleep(seconds, signal),
  };
}

/** The machine as it was left, or a new one. A host that stands already (a kept site that was rehearsed as installed) is its system. */
function stateOf(world: World, site: Site, host: Host): MachineState {
  const { machines } = installState(world);
  const known = machines[host.name];
  const state = known ?? newMachine(site, host);
  machines[host.name] = state;
  if (!known && world.hosts.has(host.name)) {
    state.hostName = host.name;
    for (const { name, use } of world.hosts.get(host.name)?.hardware.disks ?? []) if (use) state.disks[name] = use;
  }
  if (state.hostName === undefined && !state.waiting) {
    if (takeAt(world, 'install.disk-missing', host.name)) machines[host.name] = withoutSystemDisk(host, state);
    if (takeAt(world, 'install.clock-wrong', host.name)) state.clockOffsetSeconds = CLOCK_BEHIND_SECONDS;
  }
  return machines[host.name] ?? state;
}

/** The first disk that the plan erases is in no bay. */
function withoutSystemDisk(host: Host, state: MachineState): MachineState {
  const { disks } = state.hardware;
  const { diskSerials = [], diskPaths = [] } = host.install ?? {};
  const missing =
    disks.find((disk) => diskSerials.includes(disk.serial)) ??
    disks.find((disk) => diskPaths.some((path) => `/dev/${disk.name}`.endsWith(path))) ??
    disks[0];
  const hardware: SimHardware = { ...state.hardware, disks: disks.filter((disk) => disk !== missing) };
  return { ...state, hardware };
}

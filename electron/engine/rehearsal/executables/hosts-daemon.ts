import { chmodSync, existsSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { checkFaults } from '../kernel/faults.ts';
import type { CommandSet } from '../kernel/program.ts';
import { createWorld, type SimWorld } from '../kernel/world.ts';
import { pveCommandSet } from '../pve/command-set.ts';
import { pmxcfsMount } from '../pve/pmxcfs/mount.ts';
import { type CallEnd, type ProgramCall, serveConnection } from './connection.ts';
import { answerControl } from './control.ts';
import { EtcPve } from './etc-pve.ts';
import { RealCorosync } from './real-corosync.ts';
import { RealHostHands } from './real-hands.ts';
import { realHostSet } from './real-host-set.ts';
import { RealPackages } from './real-packages.ts';
import { ServedPorts } from './served-ports.ts';
import { type HostsSpec, simHostSpec } from './spec.ts';
import { StateStore } from './state-store.ts';

const SYNC_AFTER_MS = 50;
const SYNC_EVERY_MS = 1000;
/** pmxcfs notices quorum up to some seconds after corosync says it has it. */
const HOLD_MS = 6000;

export interface HostsDaemonOptions {
  readonly spec: HostsSpec;
  /** Folder of the state; made when missing. A state that lies there is gone on from. */
  readonly stateFolder: string;
  readonly socketPath: string;
  /** Told, one line each, what nobody asked for: power, refusals, defects. */
  readonly report: (event: Readonly<Record<string, unknown>>) => void;
}

export interface HostsDaemon {
  readonly world: SimWorld;
  /** True where it went on from a saved state. */
  readonly resumed: boolean;
  close(): Promise<void>;
}

/**
 * Serves the simulator as executables of real hosts: one world for all of them, their wrappers on a unix socket, /etc/pve
 * kept on each real root. Throws an Error with a sentence where the state, the socket or a root cannot be used.
 */
export async function openHostsDaemon(options: HostsDaemonOptions): Promise<HostsDaemon> {
  const { spec, report } = options;
  for (const host of spec.hosts)
    if (!existsSync(host.root)) throw new Error(`the root ${host.root} of host ${host.name} is not there`);
  await refuseSecondDaemon(options.socketPath);
  const store = new StateStore(options.stateFolder);
  const state = store.load(spec.compression);
  const sets: readonly CommandSet[] = [pveCommandSet];
  checkFaults(spec.faults, sets);
  const roots = new Map(spec.hosts.map((host) => [host.name, host.root]));
  const hands = new Map(
    spec.hosts.flatMap(({ name, leader }) =>
      leader === undefined ? [] : [[name, new RealHostHands(leader)] as const],
    ),
  );
  const real = realHostSet(
    roots,
    hands,
    sets.flatMap((set) => set.mounts ?? []),
    state === undefined,
  );
  const world = createWorld({
    seed: spec.seed,
    hosts: spec.hosts.map(simHostSpec),
    commandSets: [real.set, ...sets],
    compression: spec.compression,
    ...(state ? { state } : { faults: spec.faults }),
    blobs: store.worldFolder,
  });
  // A host that came into the spec later is added; it is laid out like the first ones.
  const added = spec.hosts.filter((host) => !world.hosts.has(host.name));
  real.layingOut(state === undefined || added.length > 0);
  for (const host of added) world.addHost(simHostSpec(host));
  world.tick();
  real.layingOut(false);

  const written = store.loadWritten();
  const folders = [...world.hosts.values()]
    .filter((host) => host.os === 'pve' && roots.has(host.name))
    .map((host) => ({
      name: host.name,
      etcPve: new EtcPve(roots.get(host.name) ?? '', host, pmxcfsMount, HOLD_MS / spec.compression, written[host.name]),
    }));
  const corosyncs = [...world.hosts.values()].flatMap((host) => {
    const own = host.os === 'pve' ? hands.get(host.name) : undefined;
    const trouble = (text: string) => report({ event: 'real', text });
    return own ? [new RealCorosync(host, own, () => world.changed(), trouble)] : [];
  });
  const packages = [...world.hosts.values()].map((host) => new RealPackages(roots.get(host.name) ?? '', host));
  const takeIn = () => {
    for (const each of packages) each.takeIn();
    for (const { etcPve } of folders) for (const text of etcPve.takeIn()) report({ event: 'refused', text });
  };
  const sync = () => {
    takeIn();
    let changed = false;
    for (const { etcPve } of folders) changed = etcPve.writeOut() || changed;
    if (changed) store.saveWritten(Object.fromEntries(folders.map(({ name, etcPve }) => [name, etcPve.state])));
    for (const corosync of corosyncs) corosync.follow();
  };
  const guarded = (work: () => void) => {
    try {
      work();
    } catch (error) {
      report({ event: 'defect', text: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  };
  sync();
  store.follow(world);
  store.flush(world);

  let soon: NodeJS.Timeout | undefined;
  const unsubscribe = world.subscribe((event) => {
    if (event.type === 'host') report({ event: 'host', host: event.host.name, change: event.change });
    if (event.type !== 'changed' || soon) return;
    soon = setTimeout(() => {
      soon = undefined;
      guarded(sync);
    }, SYNC_AFTER_MS);
  });
  const timer = setInterval(() => guarded(sync), SYNC_EVERY_MS);
  const ports = new ServedPorts(world, new Map(spec.hosts.map((host) => [host.name, host.ports])), (text) =>
    report({ event: 'port', text }),
  );
  await ports.settled();

  const run = async (call: ProgramCall): Promise<CallEnd> => {
    const host = world.hosts.get(call.host);
    const name = call.argv[0] ?? '';
    const fail = (text: string, code: number): CallEnd => {
      call.stderr(Buffer.from(`${text}\n`));
      return { code };
    };
    if (!host) return fail(`${name}: the simulator has no host named ${call.host}`, 125);
    guarded(sync);
    if (host.powered && world.findProgram(host, name) === 'missing')
      return fail(`bash: line 1: ${name}: command not found`, 127);
    const defects = world.defects.length;
    const end = await world.start(host, call.argv, {
      cwd: call.cwd,
      env: call.env,
      umask: call.umask,
      stdin: call.stdin,
      signal: call.signal,
      stdout: call.stdout,
      stderr: call.stderr,
    });
    for (const text of world.defects.slice(defects)) report({ event: 'defect', text });
    guarded(sync);
    guarded(() => store.flush(world));
    return end;
  };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serveConnection(socket, {
      run,
      control: async (request) => {
        const answer = await answerControl(world, request);
        guarded(sync);
        guarded(() => store.flush(world));
        return answer;
      },
    });
  });
  await listen(server, options.socketPath);
  return {
    world,
    resumed: state !== undefined,
    close: async () => {
      clearInterval(timer);
      clearTimeout(soon);
      unsubscribe();
      await ports.close();
      for (const corosync of corosyncs) await corosync.close();
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      guarded(sync);
      store.close();
      world.close();
    },
  };
}

async function listen(server: Server, path: string): Promise<void> {
  rmSync(path, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(new Error(`the socket ${path} cannot be made: ${error.message}`)));
    server.listen(path, resolve);
  });
  chmodSync(path, 0o600);
}

function refuseSecondDaemon(path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = connect(path);
    probe.on('error', () => resolve());
    probe.on('connect', () => {
      probe.destroy();
      reject(new Error(`another daemon answers at ${path}`));
    });
  });
}

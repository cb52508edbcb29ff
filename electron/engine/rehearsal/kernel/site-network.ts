import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, createServer as createNetServer, type Server, type Socket } from 'node:net';
import { fail } from '../../../api/diagnostic.ts';
import { servedHostKeys } from './host-keys.ts';
import type { SimHost, SimService } from './program.ts';
import type { SimulatedHost } from './simulated-host.ts';
import { type HostSshServer, startSshServer } from './ssh-server.ts';
import type { SimWorld } from './world.ts';

/** What dialling a simulated address gives. */
export type Resolution =
  | { readonly kind: 'open'; readonly host: string; readonly port: number }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unreachable' };

/** The address map as plain JSON: `network.json` holds it for clients in other processes. */
export interface NetworkMap {
  readonly version: 1;
  /** Every simulated address, and whether its host answers at all. */
  readonly addresses: Readonly<Record<string, 'up' | 'down'>>;
  /** `192.168.1.11:22` -> port on 127.0.0.1. */
  readonly open: Readonly<Record<string, number>>;
}

/** Pure: what a map says about one address and port. Loopback names are never redirected. */
export function resolveIn(map: NetworkMap, address: string, port: number): Resolution {
  if (map.addresses[address] !== 'up') return { kind: 'unreachable' };
  const real = map.open[`${address}:${port}`];
  return real === undefined ? { kind: 'refused' } : { kind: 'open', host: '127.0.0.1', port: real };
}

export interface SiteNetwork {
  resolve(address: string, port: number): Resolution;
  map(): NetworkMap;
  /** Told after every change of the map. */
  subscribe(listener: (map: NetworkMap) => void): () => void;
  /** Resolves when every listener that follows from the world's present state is up. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

interface PortListener {
  readonly service: SimService;
  readonly server: Server;
  readonly port: number;
  readonly sockets: Set<Socket>;
}

interface HostListeners {
  ssh: HostSshServer | undefined;
  readonly ports: Map<number, PortListener>;
}

/** Puts real listeners on 127.0.0.1 behind the world's hosts and keeps them equal to the world's state. */
export async function serveNetwork(world: SimWorld): Promise<SiteNetwork> {
  const hosts = new Map<SimulatedHost, HostListeners>();
  const listeners = new Set<(map: NetworkMap) => void>();
  let queue: Promise<void> = Promise.resolve();
  let closed = false;

  const map = (): NetworkMap => {
    const addresses: Record<string, 'up' | 'down'> = {};
    const open: Record<string, number> = {};
    for (const host of world.hosts.values()) {
      const found = hosts.get(host);
      for (const list of host.addresses.values()) {
        for (const entry of list) {
          const address = entry.split('/')[0] as string;
          const isUp = isOn(host);
          addresses[address] = isUp ? 'up' : 'down';
          if (!isUp || !found) continue;
          if (found.ssh) open[`${address}:22`] = found.ssh.port;
          for (const [port, listener] of found.ports)
            if (listensAt(listener.service, address)) open[`${address}:${port}`] = listener.port;
        }
      }
    }
    return { version: 1, addresses, open };
  };

  const dial = async (from: SimulatedHost, target: string, port: number): Promise<Socket> => {
    const address = /^[\d.:a-f]+$/i.test(target) ? target : (lookUp(from, target) ?? target);
    const isSelf = address === '127.0.0.1' || address === '::1';
    const host = isSelf ? from : world.hostAt(address);
    if (!host || !world.reachable(from, host)) throw new Error('No route to host');
    const found = hosts.get(host);
    const listener = found?.ports.get(port);
    const answers = listener && listensAt(listener.service, isSelf ? '127.0.0.1' : address);
    const real = port === 22 ? found?.ssh?.port : answers ? listener.port : undefined;
    if (real === undefined) throw new Error('Connection refused');
    return new Promise((resolve, reject) => {
      const socket = connect(real, '127.0.0.1');
      socket.once('connect', () => resolve(socket));
      socket.once('error', reject);
    });
  };

  const adjust = async (): Promise<void> => {
    for (const [host, found] of [...hosts]) {
      if (!host.removed && isOn(host) && !closed) continue;
      hosts.delete(host);
      await found.ssh?.close();
      for (const listener of found.ports.values()) await closeListener(listener);
    }
    if (closed) return;
    for (const host of world.hosts.values()) {
      if (!isOn(host)) continue;
      const found = hosts.get(host) ?? { ssh: undefined, ports: new Map() };
      hosts.set(host, found);
      const wantsSsh = (host.units.get('ssh') ?? { active: 'active' }).active === 'active';
      if (found.ssh && found.ssh.hostKeys !== servedHostKeys(host).join()) {
        await found.ssh.close();
        found.ssh = undefined;
      }
      if (wantsSsh && !found.ssh) found.ssh = await startSshServer(world, host, dial);
      else if (!wantsSsh && found.ssh) {
        await found.ssh.close();
        found.ssh = undefined;
      }
      for (const [port, listener] of [...found.ports]) {
        if (host.ports.get(port) === listener.service) continue;
        found.ports.delete(port);
        await closeListener(listener);
      }
      for (const [port, service] of host.ports) {
        if (!found.ports.has(port)) found.ports.set(port, await listen(service));
      }
    }
    const present = map();
    for (const listener of [...listeners]) listener(present);
  };
  const adjustSoon = () => {
    queue = queue.then(adjust).catch((error: unknown) => {
      world.defects.push(`network: ${error instanceof Error ? error.message : String(error)}`);
    });
  };

  let sshStates = '';
  const unsubscribe = world.subscribe((event) => {
    if (event.type === 'host' || event.type === 'port') {
      // Without power, or with its cables out, all connections end at once; the rest follows in order.
      if (event.type === 'host' && !isOn(event.host)) {
        const found = hosts.get(event.host);
        void found?.ssh?.close();
      }
      adjustSoon();
    } else if (event.type === 'changed') {
      const present = [...world.hosts.values()]
        .map(
          (host) =>
            `${host.units.get('ssh')?.active ?? 'active'} ${host.files.digest('/etc/ssh/ssh_host_ed25519_key')}`,
        )
        .join();
      if (present !== sshStates) {
        sshStates = present;
        adjustSoon();
      }
    }
  });
  await adjust();
  return {
    resolve: (address, port) => resolveIn(map(), address, port),
    map,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    settled: async () => {
      let before: Promise<void>;
      do {
        before = queue;
        await before;
      } while (before !== queue);
    },
    close: async () => {
      closed = true;
      unsubscribe();
      await queue;
      await adjust();
    },
  };
}

/** Whether a service of a host answers at one of its addresses. */
export function listensAt(service: SimService, address: string): boolean {
  return service.address === undefined || service.address === address;
}

/** Somebody can reach it. */
function isOn(host: SimulatedHost): boolean {
  return host.powered && host.plugged;
}

async function listen(service: SimService): Promise<PortListener> {
  const { http, tls } = service;
  const server: Server = http
    ? tls
      ? encrypted(tls, http)
      : createHttpServer(http)
    : createNetServer((socket) => socket.on('error', () => undefined));
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(fail('rehearsal.no-listener', { evidence: [error.message] })));
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return { service, server, sockets, port: typeof address === 'object' && address !== null ? address.port : 0 };
}

function encrypted(tls: NonNullable<SimService['tls']>, http: NonNullable<SimService['http']>): Server {
  const server = createHttpsServer({ key: tls.key, cert: tls.cert }, http);
  const { present } = tls;
  if (present)
    server.prependListener('connection', () => {
      const now = present();
      if (now) server.setSecureContext({ key: now.key, cert: now.cert });
    });
  return server;
}

function closeListener(listener: PortListener): Promise<void> {
  return new Promise((resolve) => {
    listener.server.close(() => resolve());
    for (const socket of listener.sockets) socket.destroy();
  });
}

/** A name in the host's own /etc/hosts. */
export function lookUp(host: SimHost, name: string): string | undefined {
  const data = host.files.read('/etc/hosts');
  if (!data) return undefined;
  for (const line of Buffer.from(data).toString('utf8').split('\n')) {
    const [address, ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (address !== undefined && names.includes(name)) return address;
  }
  return undefined;
}

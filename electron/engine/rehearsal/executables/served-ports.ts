import { rmSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createNetServer, type Server, type Socket } from 'node:net';
import type { SimService } from '../kernel/program.ts';
import type { SimWorld } from '../kernel/world.ts';

interface Listener {
  readonly service: SimService;
  readonly server: Server;
  readonly sockets: Set<Socket>;
}

/** Serves ports of the hosts where the spec says; they open, close and change their certificate with the world's state. */
export class ServedPorts {
  readonly #world: SimWorld;
  readonly #places: ReadonlyMap<string, Readonly<Record<string, string>>>;
  readonly #report: (text: string) => void;
  readonly #listeners = new Map<string, Listener>();
  readonly #unsubscribe: () => void;
  #queue: Promise<void>;
  #closed = false;

  constructor(
    world: SimWorld,
    places: ReadonlyMap<string, Readonly<Record<string, string>>>,
    report: (text: string) => void,
  ) {
    this.#world = world;
    this.#places = places;
    this.#report = report;
    this.#unsubscribe = world.subscribe((event) => {
      if (event.type === 'port' || event.type === 'host') this.#adjustSoon();
    });
    this.#queue = this.#adjust();
  }

  settled(): Promise<void> {
    return this.#queue;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#unsubscribe();
    await this.#queue;
    await this.#adjust();
  }

  #adjustSoon(): void {
    this.#queue = this.#queue.then(() => this.#adjust());
  }

  async #adjust(): Promise<void> {
    for (const [name, places] of this.#places) {
      const host = this.#world.hosts.get(name);
      for (const [port, place] of Object.entries(places)) {
        const service = host?.powered && !this.#closed ? host.ports.get(Number(port)) : undefined;
        const key = `${name} ${port}`;
        const present = this.#listeners.get(key);
        if (present?.service === service) continue;
        if (present) await closeListener(present);
        this.#listeners.delete(key);
        if (!service) continue;
        try {
          this.#listeners.set(key, await listen(service, place));
        } catch (error) {
          this.#report(
            `port ${port} of ${name} is not served at ${place}: ${error instanceof Error ? error.message : String(error)}`,
          );
        }
      }
    }
  }
}

async function listen(service: SimService, place: string): Promise<Listener> {
  const { http, tls } = service;
  const server: Server = http
    ? tls
      ? createHttpsServer({ key: tls.key, cert: tls.cert }, http)
      : createHttpServer(http)
    : createNetServer((socket) => socket.on('error', () => undefined));
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    if (place.startsWith('/')) {
      rmSync(place, { force: true });
      server.listen(place, resolve);
    } else {
      const cut = place.lastIndexOf(':');
      server.listen(Number(place.slice(cut + 1)), place.slice(0, cut).replace(/^\[|\]$/g, ''), resolve);
    }
  });
  return { service, server, sockets };
}

function closeListener(listener: Listener): Promise<void> {
  return new Promise((resolve) => {
    listener.server.close(() => resolve());
    for (const socket of listener.sockets) socket.destroy();
  });
}

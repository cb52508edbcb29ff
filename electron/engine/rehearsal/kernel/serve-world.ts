import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { fail } from '../../../api/diagnostic.ts';
import type { Dialer } from '../../transport/port.ts';
import { createDialer, type NetworkFile, readNetworkFile } from './dialer.ts';
import { layOutHostKeys } from './host-keys.ts';
import { type SiteNetwork, serveNetwork } from './site-network.ts';
import type { SimWorld } from './world.ts';
import type { SeenCommand } from './world-options.ts';
import { writeWhole } from './write-whole.ts';

/** At 300 times the speed half a second of the site. */
const TICK_EVERY_MS = 2;

/** What a client may ask of a running rehearsal over its control channel. */
export type ControlRequest =
  | { readonly do: 'resolve'; readonly address: string; readonly port: number }
  | { readonly do: 'fault'; readonly name: string }
  | { readonly do: 'power'; readonly host: string; readonly on: boolean }
  | { readonly do: 'reboot'; readonly host: string }
  | { readonly do: 'step-began'; readonly itemId: string; readonly hosts: readonly string[] }
  | { readonly do: 'step-ended'; readonly itemId: string }
  | { readonly do: 'link'; readonly a: string; readonly b: string; readonly up: boolean }
  | { readonly do: 'new-host-key'; readonly host: string }
  | { readonly do: 'effects' }
  | { readonly do: 'seen' }
  | { readonly do: 'defects' }
  | { readonly do: 'hosts' }
  | { readonly do: 'now' }
  | { readonly do: 'clock' }
  /** The time, line by line, until the client hangs up. */
  | { readonly do: 'ticks' };

export interface ServedWorld {
  readonly network: SiteNetwork;
  readonly dialer: Dialer;
  readonly control: NetworkFile['control'];
  /** Answers a control request in process. */
  ask(request: ControlRequest): unknown;
  close(): Promise<void>;
}

export interface ServeOptions {
  /** Where `network.json` is kept up to date for clients in other processes. */
  readonly networkFile?: string;
}

/** Serves a world on loopback: SSH and open ports of every host, the address map, the control channel. */
export async function serveWorld(world: SimWorld, options: ServeOptions = {}): Promise<ServedWorld> {
  if (world.hasFault('host-key.changed')) {
    for (const host of world.hosts.values()) if (world.takeFault('host-key.changed')) layOutHostKeys(host, true);
  }
  world.tick(); // what was ordered to go wrong has done so before anybody looks
  const network = await serveNetwork(world);
  const token = randomBytes(24).toString('hex');
  const ask = (wanted: ControlRequest) => answer(world, network, wanted);
  const server = createServer((incoming, outgoing) => {
    handle(incoming, outgoing, token, ask, () => world.now()).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(fail('rehearsal.no-listener', { evidence: [error.message] })));
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const control = { port: typeof address === 'object' && address !== null ? address.port : 0, token };
  const { networkFile } = options;
  const publish = () => {
    if (networkFile !== undefined)
      writeWhole(
        networkFile,
        Buffer.from(JSON.stringify({ ...network.map(), control } satisfies NetworkFile, null, 2)),
      );
  };
  publish();
  const unsubscribe = network.subscribe(publish);
  return {
    network,
    dialer: createDialer((wanted, port) => network.resolve(wanted, port)),
    control,
    ask,
    close: async () => {
      unsubscribe();
      await network.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      world.close();
    },
  };
}

/** Asks a rehearsal in another process, found through its `network.json`. */
export function askControl(networkFile: string, wanted: ControlRequest): Promise<unknown> {
  const { control } = readNetworkFile(networkFile);
  const body = JSON.stringify(wanted);
  return new Promise((resolve, reject) => {
    const call = request(
      {
        host: '127.0.0.1',
        port: control.port,
        method: 'POST',
        headers: { authorization: `Bearer ${control.token}`, 'content-length': Buffer.byteLength(body) },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          if (response.statusCode === 200) resolve(JSON.parse(text));
          else reject(new Error(`the rehearsal answered ${response.statusCode}: ${text}`));
        });
      },
    );
    call.on('error', () => reject(fail('rehearsal.network-file-unreadable', { params: { file: networkFile } })));
    call.end(body);
  });
}

/** Hears the time of a rehearsal in another process, until the given function is called or that process is gone. */
export function followTicks(networkFile: string, onTick: (now: number) => void, onEnd: () => void): () => void {
  const { control } = readNetworkFile(networkFile);
  const body = JSON.stringify({ do: 'ticks' } satisfies ControlRequest);
  const call = request(
    {
      host: '127.0.0.1',
      port: control.port,
      method: 'POST',
      headers: { authorization: `Bearer ${control.token}`, 'content-length': Buffer.byteLength(body) },
      agent: false,
    },
    (response) => {
      let rest = '';
      response.setEncoding('latin1');
      response.on('data', (chunk: string) => {
        const lines = `${rest}${chunk}`.split('\n');
        rest = lines.pop() ?? '';
        const last = Number(lines.at(-1));
        if (lines.length > 0 && Number.isFinite(last)) onTick(last);
      });
      response.on('error', () => {}); // its end follows
      response.once('close', onEnd);
    },
  );
  call.once('socket', (socket) => socket.unref());
  call.once('error', onEnd);
  call.end(body);
  return () => call.destroy();
}

async function handle(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  token: string,
  ask: (wanted: ControlRequest) => unknown,
  now: () => number,
): Promise<void> {
  const given = Buffer.from(incoming.headers.authorization ?? '');
  const right = Buffer.from(`Bearer ${token}`);
  if (given.length !== right.length || !timingSafeEqual(given, right)) {
    outgoing.writeHead(401).end('wrong token');
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  try {
    const wanted = JSON.parse(Buffer.concat(chunks).toString('utf8')) as ControlRequest;
    if (wanted.do === 'ticks') {
      outgoing.writeHead(200, { 'content-type': 'text/plain' });
      const ticking = setInterval(() => {
        // a client that was stopped reads the time that it then is
        if (outgoing.writableLength === 0) outgoing.write(`${now()}\n`);
      }, TICK_EVERY_MS);
      outgoing.once('close', () => clearInterval(ticking));
      return;
    }
    const result = ask(wanted);
    outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result ?? null));
  } catch (error) {
    outgoing.writeHead(400).end(error instanceof Error ? error.message : String(error));
  }
}

function answer(world: SimWorld, network: SiteNetwork, wanted: ControlRequest): unknown {
  const hostNamed = (name: string) => {
    const host = world.hosts.get(name);
    if (!host) throw new Error(`no simulated host is named ${name}`);
    return host;
  };
  switch (wanted.do) {
    case 'resolve':
      return network.resolve(wanted.address, wanted.port);
    case 'fault':
      world.orderFault(wanted.name);
      return null;
    case 'power':
      world.setPower(hostNamed(wanted.host), wanted.on);
      return null;
    case 'reboot':
      world.reboot(hostNamed(wanted.host));
      return null;
    case 'step-began':
      world.steps.began(wanted.itemId, wanted.hosts);
      return null;
    case 'step-ended':
      world.steps.ended(wanted.itemId);
      return null;
    case 'link':
      world.setLink(hostNamed(wanted.a), hostNamed(wanted.b), wanted.up);
      return null;
    case 'new-host-key':
      layOutHostKeys(hostNamed(wanted.host), true);
      return null;
    case 'effects':
      return Object.fromEntries(world.effects);
    case 'seen':
      return world.seen satisfies readonly SeenCommand[];
    case 'defects':
      return world.defects;
    case 'hosts':
      return [...world.hosts.values()].map((host) => ({
        name: host.name,
        os: host.os,
        powered: host.powered,
        addresses: Object.fromEntries(host.addresses),
        ports: [...host.ports.keys()],
      }));
    case 'now':
      return world.now();
    case 'clock':
      return { now: world.now(), compression: world.clock.compression };
    default:
      throw new Error(`unknown request ${(wanted as { readonly do: string }).do}`);
  }
}

import { askService, type ServiceAnswer } from '../kernel/ask-service.ts';
import type { SimHost, World } from '../kernel/program.ts';
import { listensAt, lookUp } from '../kernel/site-network.ts';
import { complaintAbout, trustedFor } from './certificate-trust.ts';

/** A pull that failed. `byDaemon` false = docker says it without `Error response from daemon: `. */
export class PullError extends Error {
  readonly byDaemon: boolean;
  constructor(message: string, byDaemon = true) {
    super(message);
    this.byDaemon = byDaemon;
  }
}

/** A registry that answers, and is trusted. */
export interface RegistrySession {
  ask(path: string, headers?: Readonly<Record<string, string>>, method?: string): Promise<ServiceAnswer>;
}

const HUB = 'registry-1.docker.io';
/** glibc is not asked: Go's resolver waits 5 s twice for each of two kinds of records (measured: 20.0 s). */
const DNS_SECONDS = 20;
/** An address of the own network that nobody has (measured: 3.1 s). */
const NO_ROUTE_SECONDS = 3;
/** Docker's limit for the first question to a registry. */
const PING_SECONDS = 15;

/**
 * What `docker` does before it pulls from a registry: finds it, connects, checks its certificate, asks for /v2/. Throws
 * {@link PullError} with the sentences seen of Debian 13's docker.io 26.1.5.
 */
export async function openRegistry(
  world: World,
  host: SimHost,
  registry: string,
  sleep: (seconds: number) => Promise<void>,
): Promise<RegistrySession> {
  const at = registry === 'docker.io' ? HUB : registry;
  const [name = '', given] = splitPort(at);
  // daemon: 127.0.0.0/8 and localhost are insecure registries by themselves
  const isOwn = /^127\./.test(name) || name === 'localhost';
  const failed = (why: string, scheme = 'https') => new PullError(`Get "${scheme}://${at}/v2/": ${why}`);
  const trusted = trustedFor(host, at);
  if ('refusal' in trusted) throw new PullError(trusted.refusal);
  const address = await resolve(world, host, name, failed, sleep);
  const target = isOwn ? host : world.hostAt(address);
  const port = given ?? 443;
  if (!target || !world.reachable(host, target)) throw await unreachable(host, address, port, failed, sleep);
  const service = world.openPorts(target).get(port);
  if (!service?.http || !listensAt(service, isOwn ? '127.0.0.1' : address))
    throw failed(`dial tcp ${address}:${port}: connect: connection refused`, isOwn ? 'http' : 'https');
  if (!service.tls && !isOwn) throw failed('http: server gave HTTP response to HTTPS client');
  if (service.tls && !isOwn) {
    const complaint = complaintAbout(service.tls.cert, name, trusted.roots, world.now());
    if (complaint !== undefined) throw failed(`${tlsPrefix(host)}${complaint}`);
  }
  const { http } = service;
  const ask: RegistrySession['ask'] = (path, headers = {}, method = 'GET') =>
    world.holdTime(() => askService({ http }, path, { host: at, 'user-agent': 'docker/26.1.5', ...headers }, method));
  const { status } = await ask('/v2/');
  if (status === 401) throw failed('no basic auth credentials', service.tls ? 'https' : 'http');
  if (status !== 200) throw failed(`unexpected status code ${status}`);
  return { ask };
}

function splitPort(registry: string): readonly [string, number | undefined] {
  const match = /^(.*?)(?::(\d+))?$/.exec(registry);
  return [match?.[1] ?? registry, match?.[2] === undefined ? undefined : Number(match[2])];
}

async function resolve(
  world: World,
  host: SimHost,
  name: string,
  failed: (why: string) => PullError,
  sleep: (seconds: number) => Promise<void>,
): Promise<string> {
  if (/^[\d.]+$/.test(name)) return name;
  const known = lookUp(host, name);
  if (known !== undefined) return known;
  const servers = Buffer.from(host.files.read('/etc/resolv.conf') ?? []).toString('utf8');
  const server = /^nameserver\s+(\S+)/m.exec(servers)?.[1];
  const port = 32_768 + Math.floor(world.random() * 28_000);
  if (server === undefined)
    throw failed(`dial tcp: lookup ${name} on [::1]:53: read udp [::1]:${port}->[::1]:53: read: connection refused`);
  await sleep(DNS_SECONDS);
  const own = [...host.addresses.values()].flat()[0]?.split('/')[0] ?? '127.0.0.1';
  throw failed(`dial tcp: lookup ${name} on ${server}:53: read udp ${own}:${port}->${server}:53: i/o timeout`);
}

async function unreachable(
  host: SimHost,
  address: string,
  port: number,
  failed: (why: string) => PullError,
  sleep: (seconds: number) => Promise<void>,
): Promise<PullError> {
  if (isNear(host, address)) {
    await sleep(NO_ROUTE_SECONDS);
    return failed(`dial tcp ${address}:${port}: connect: no route to host`);
  }
  await sleep(PING_SECONDS);
  return failed(
    'net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
  );
}

function isNear(host: SimHost, address: string): boolean {
  const value = (text: string) => text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  return [...host.addresses.values()].flat().some((entry) => {
    const [own = '', bits = '32'] = entry.split('/');
    const block = 2 ** (32 - Number(bits));
    return own.includes('.') && Math.floor(value(own) / block) === Math.floor(value(address) / block);
  });
}

/** Go says that it is TLS that failed since 1.20; Debian 12's docker.io 20.10 is made with 1.19. */
function tlsPrefix(host: SimHost): string {
  const version = host.packages.get('docker.io') ?? host.packages.get('docker-ce') ?? '';
  return Number.parseInt(version.replace(/^\d+:/, ''), 10) < 24 ? '' : 'tls: failed to verify certificate: ';
}

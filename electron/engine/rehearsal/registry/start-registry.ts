import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { refusalToRead } from '../kernel/permissions.ts';
import type { SimHost, SimService, World } from '../kernel/program.ts';
import { answerRegistry, type RegistryRun } from './registry-api.ts';
import { ConfigRefusal, type RegistryConfig, readRegistryConfig } from './registry-config.ts';
import { RegistryStore } from './registry-store.ts';
import { UploadDesk } from './upload-desk.ts';

const USAGE = 'Usage:\n  registry serve <config> [flags]\n\nFlags:\n  -h, --help   help for serve';
const NO_SECRET =
  'No HTTP secret provided - generated random secret. This may cause problems with uploads if multiple registries are behind a load-balancer. To provide a shared secret, fill in http.secret in the configuration file or set the REGISTRY_HTTP_SECRET environment variable.';
const RANKS = { error: 0, warn: 1, info: 2, debug: 3 } as const;
const FIRST_FREE_PORT = 1024;

/** How a start of the program went: it serves, or it ended. `lines`: what it printed. */
export type Start =
  | { readonly kind: 'serves'; readonly lines: readonly string[]; readonly port: number; readonly service: SimService }
  | { readonly kind: 'ended'; readonly lines: readonly string[]; readonly exitCode: number };

/**
 * `docker-registry serve CONFIG` as a user of a simulated host, up to the point where it listens or ends: the order of its
 * checks and its words are those seen of Debian's 2.8.3.
 */
export function startRegistry(world: World, host: SimHost, user: string, configPath: string): Start {
  const lines: string[] = [];
  const ended = (exitCode = 1): Start => ({ kind: 'ended', lines, exitCode });
  let config: RegistryConfig;
  try {
    config = configOf(host, user, configPath);
  } catch (error) {
    if (!(error instanceof ConfigRefusal)) throw error;
    lines.push(...error.message.split('\n'), ...(error.exitCode === 1 ? USAGE.split('\n') : []));
    return ended(error.exitCode);
  }
  const say = printer(world, host, config, lines);
  if (config.secret === '') say('warn', NO_SECRET);
  say('info', 'redis not configured');
  const place = placeOf(world, host, config.address, user);
  if (typeof place === 'string') {
    fatal(world, lines, place);
    return ended();
  }
  let tls: SimService['tls'];
  if (config.tls) {
    say('info', 'restricting TLS version to tls1.2 or higher');
    const pair = keyPair(host, user, config.tls);
    if (typeof pair === 'string') {
      fatal(world, lines, pair);
      return ended();
    }
    tls = pair;
  }
  say('info', `listening on ${place.shown}${tls ? ', tls' : ''}`);
  const run: RegistryRun = {
    config,
    store: new RegistryStore(host, config.rootDirectory, user),
    uploads: new UploadDesk(config.secret),
    now: () => world.now(),
    newId: () => newUuid(world),
  };
  const service: SimService = {
    description: 'docker-registry',
    ...(place.address === undefined ? {} : { address: place.address }),
    ...(tls ? { tls } : {}),
    // bytes that come from outside take real time
    http: (request, response) => {
      world
        .holdTime(() => answerRegistry(run, request, response))
        .catch(() => response.destroy())
        .finally(() => world.changed());
    },
  };
  return { kind: 'serves', lines, port: place.port, service };
}

function configOf(host: SimHost, user: string, path: string): RegistryConfig {
  const refusal = refusalToRead(host, user, path);
  if (refusal !== undefined) throw new ConfigRefusal(`configuration error: open ${path}: ${refusal}`);
  return readRegistryConfig(Buffer.from(host.files.read(path) ?? []).toString('utf8'), path);
}

function placeOf(
  world: World,
  host: SimHost,
  given: string,
  user: string,
): string | { readonly port: number; readonly address: string | undefined; readonly shown: string } {
  const colon = given.lastIndexOf(':');
  if (given !== '' && colon < 0) return `listen tcp: address ${given}: missing port in address`;
  const name = given.slice(0, Math.max(0, colon)).replace(/^\[|\]$/g, '');
  const port = Number(given.slice(colon + 1));
  if (!Number.isInteger(port) || port > 65_535) return `listen tcp: address ${given.slice(colon + 1)}: invalid port`;
  const isAll = name === '' || name === '0.0.0.0' || name === '::';
  const refused = (why: string) => `listen tcp ${given}: bind: ${why}`;
  const own = [...host.addresses.values()].flat().map((entry) => entry.split('/')[0]);
  if (!isAll && name !== '127.0.0.1' && !own.includes(name)) return refused('cannot assign requested address');
  if (port < FIRST_FREE_PORT && port !== 0 && user !== 'root') return refused('permission denied');
  if (port === 22 || world.openPorts(host).has(port)) return refused('address already in use');
  const shown = isAll ? `[::]:${port}` : given;
  return { port, address: isAll ? undefined : name, shown };
}

/** Certificate and key that belong together; a text is the program's refusal. */
function keyPair(
  host: SimHost,
  user: string,
  paths: { readonly certificate: string; readonly key: string },
): string | { readonly cert: string; readonly key: string } {
  for (const path of [paths.certificate, paths.key]) {
    const refusal = refusalToRead(host, user, path);
    if (refusal !== undefined) return `open ${path}: ${refusal}`;
  }
  const text = (path: string) => Buffer.from(host.files.read(path) ?? []).toString('utf8');
  const cert = text(paths.certificate);
  const key = text(paths.key);
  if (!cert.includes('-----BEGIN CERTIFICATE-----')) return 'tls: failed to find any PEM data in certificate input';
  if (!/-----BEGIN ([A-Z]+ )*PRIVATE KEY-----/.test(key)) return 'tls: failed to find any PEM data in key input';
  try {
    const leaf = new X509Certificate(cert).publicKey;
    const own = createPublicKey(createPrivateKey(key));
    if (leaf.asymmetricKeyType !== own.asymmetricKeyType) return 'tls: private key type does not match public key type';
    const isPair = leaf
      .export({ type: 'spki', format: 'der' })
      .equals(own.export({ type: 'spki', format: 'der' }) as Buffer);
    return isPair ? { cert, key } : 'tls: private key does not match public key';
  } catch {
    return 'x509: malformed certificate';
  }
}

/** Lines in logrus' text form, with the fields of the configuration. */
function printer(world: World, host: SimHost, config: RegistryConfig, lines: string[]) {
  const version = (host.packages.get('docker-registry') ?? '2.8.3+ds1').replace(/-[^-]*$/, '');
  const fields = {
    ...config.fields,
    'go.version': version.startsWith('2.8.2') ? 'go1.19.8' : 'go1.24.4',
    'instance.id': newUuid(world),
    version,
  };
  const tail = Object.entries(fields)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => ` ${name}=${value}`)
    .join('');
  return (level: 'warn' | 'info', message: string) => {
    if (RANKS[level] > RANKS[config.level]) return;
    lines.push(`time="${stamp(world)}" level=${level === 'warn' ? 'warning' : level} msg="${message}"${tail}`);
  };
}

function fatal(world: World, lines: string[], message: string): void {
  lines.push(`time="${stamp(world)}" level=fatal msg="${message}"`);
}

function stamp(world: World): string {
  return new Date(world.now()).toISOString().replace('Z', '000000Z');
}

function newUuid(world: World): string {
  const hex = Array.from({ length: 32 }, () => Math.floor(world.random() * 16).toString(16)).join('');
  const variant = '89ab'[Number.parseInt(hex[16] as string, 16) % 4];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

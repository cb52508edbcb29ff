import { parseYaml, type Yaml } from '../docker/go-yaml.ts';

/** What of docker-registry's configuration file changes what it does here. */
export interface RegistryConfig {
  readonly level: 'error' | 'warn' | 'info' | 'debug';
  /** `log.fields`: they stand in every line of the log. */
  readonly fields: Readonly<Record<string, string>>;
  readonly rootDirectory: string;
  readonly deleteEnabled: boolean;
  /** `HOST:PORT` as given; '' = any free port. */
  readonly address: string;
  readonly secret: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly tls: { readonly certificate: string; readonly key: string } | undefined;
  /** The realm of `auth.htpasswd`. */
  readonly realm: string | undefined;
}

/** A configuration that the program refuses: its own words, and how it ends. */
export class ConfigRefusal extends Error {
  readonly exitCode: number;
  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

const LEVELS = ['error', 'warn', 'info', 'debug'] as const;
/** Below `storage` but no driver (configuration.go). */
const NO_DRIVERS = new Set(['maintenance', 'cache', 'delete', 'redirect', 'tag']);

type Mapping = { readonly [key: string]: Yaml };

/** Reads the file as docker-registry 2.8 does. Throws {@link ConfigRefusal} in its words. */
export function readRegistryConfig(source: string, path: string): RegistryConfig {
  const refuse = (why: string) => new ConfigRefusal(`configuration error: error parsing ${path}: ${why}`);
  let tree: Mapping;
  try {
    tree = mapping(parseYaml(source));
  } catch (error) {
    throw refuse(error instanceof Error ? error.message : String(error));
  }
  const version = tree.version === undefined || tree.version === null ? '' : String(tree.version);
  if (version !== '0.1') throw refuse(`unsupported version: "${version}"`);
  const log = mapping(tree.log);
  const level = LEVELS.find((name) => name === (log.level ?? 'info'));
  if (!level) throw refuse(`invalid loglevel ${String(log.level)} Must be one of [${LEVELS.join(', ')}]`);
  const storage = mapping(tree.storage);
  const drivers = Object.keys(storage).filter((name) => !NO_DRIVERS.has(name));
  if (drivers.length === 0) throw refuse('no storage configuration provided');
  if (drivers.length > 1) throw refuse(`must provide exactly one storage type. Provided: [${drivers.join(' ')}]`);
  if (drivers[0] !== 'filesystem') throw new ConfigRefusal(`panic: StorageDriver not registered: ${drivers[0]}`, 2);
  const http = mapping(tree.http);
  const tls = mapping(http.tls);
  const htpasswd = mapping(tree.auth).htpasswd;
  return {
    level,
    fields: strings(log.fields),
    rootDirectory: text(mapping(storage.filesystem).rootdirectory) || '/var/lib/registry',
    deleteEnabled: mapping(storage.delete).enabled === true,
    address: text(http.addr),
    secret: text(http.secret),
    headers: Object.fromEntries(
      Object.entries(mapping(http.headers)).map(([name, values]) => [
        name,
        Array.isArray(values) ? values.join(', ') : text(values),
      ]),
    ),
    // registry.go: a certificate given turns TLS on, the key is then taken as it is
    tls: text(tls.certificate) === '' ? undefined : { certificate: text(tls.certificate), key: text(tls.key) },
    realm: htpasswd === undefined ? undefined : text(mapping(htpasswd).realm),
  };
}

function mapping(value: Yaml | undefined): Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Mapping) : {};
}

function text(value: Yaml | undefined): string {
  return value === undefined || value === null ? '' : String(value);
}

function strings(value: Yaml | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(mapping(value)).map(([name, entry]) => [name, text(entry)]));
}

import { createHash } from 'node:crypto';
import { ComposeError } from './compose-error.ts';
import { parseYaml, type Yaml } from './go-yaml.ts';
import { InterpolationFormatError, interpolate } from './interpolate.ts';
import { extendedServices, mergeCompose } from './merge-compose.ts';

export interface ComposeService {
  readonly name: string;
  /** Where the file says it; else PROJECT-SERVICE-1. */
  readonly containerName: string | undefined;
  readonly image: string;
  readonly pullPolicy: string;
  readonly restart: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly envFiles: readonly { readonly path: string; readonly required: boolean }[];
  readonly ports: readonly PublishedPort[];
  readonly mounts: readonly Mount[];
  readonly labels: Readonly<Record<string, string>>;
  readonly dependsOn: Readonly<Record<string, string>>;
  readonly health:
    | {
        readonly intervalSeconds: number;
        readonly retries: number;
        readonly startSeconds: number;
        /** Between two probes while it starts; undefined = as the daemon has it. */
        readonly startIntervalSeconds?: number;
      }
    | undefined;
  readonly command: string;
  /** Digest of the whole interpolated service: compose makes the container anew when it differs. */
  readonly hash: string;
}
export interface PublishedPort {
  readonly published: number;
  readonly target: number;
  readonly address: string;
}
export interface Mount {
  /** A host path for a bind, a volume's name otherwise. */
  readonly source: string;
  readonly target: string;
  readonly isBind: boolean;
}
export interface ComposeProject {
  readonly name: string;
  readonly folder: string;
  readonly file: string;
  readonly services: readonly ComposeService[];
  readonly volumes: readonly string[];
  /** What compose does not make itself. */
  readonly external: readonly { readonly kind: 'volume' | 'network'; readonly name: string }[];
  /** The interpolated file, for `config`. */
  readonly model: Yaml;
}

/** What compose 2.26 accepts below a service; anything else is refused as the real schema does. */
const SERVICE_KEYS = new Set(
  (
    'annotations attach blkio_config build cap_add cap_drop cgroup cgroup_parent command configs container_name cpu_count cpu_percent ' +
    'cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpu_shares cpus cpuset credential_spec depends_on deploy develop ' +
    'device_cgroup_rules devices dns dns_opt dns_search domainname entrypoint env_file environment expose extends external_links ' +
    'extra_hosts group_add healthcheck hostname image init ipc isolation labels links logging mac_address mem_limit mem_reservation ' +
    'mem_swappiness memswap_limit network_mode networks oom_kill_disable oom_score_adj pid pids_limit platform ports privileged ' +
    'profiles pull_policy read_only restart runtime scale secrets security_opt shm_size stdin_open stop_grace_period stop_signal ' +
    'storage_opt sysctls tmpfs tty ulimits user userns_mode uts volumes volumes_from working_dir'
  ).split(' '),
);
const TOP_KEYS = new Set(['name', 'version', 'services', 'volumes', 'networks', 'secrets', 'configs']);

type Mapping = { readonly [key: string]: Yaml };
const isMapping = (value: Yaml | undefined): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A compose file as it was found. */
export interface ComposeSource {
  readonly file: string;
  readonly text: string;
}

/** Parses, interpolates and merges compose files, the later over the earlier. `env` is the shell's environment over the project's .env. */
export function parseCompose(
  sources: readonly [ComposeSource, ...ComposeSource[]],
  options: {
    readonly folder: string;
    readonly projectName: string | undefined;
    readonly env: ReadonlyMap<string, string>;
  },
): ComposeProject {
  const [first, ...others] = sources;
  const model = others.reduce(
    (merged, source) => mergeCompose(merged, readModel(source, options.env)),
    readModel(first, options.env),
  );
  const name =
    options.projectName ??
    options.env.get('COMPOSE_PROJECT_NAME') ??
    (typeof model.name === 'string' ? model.name : projectNameOf(options.folder));
  if (!/^[a-z0-9][a-z0-9_-]*$/.test(name))
    throw new ComposeError(
      `invalid project name "${name}": must consist only of lowercase alphanumeric characters, hyphens, and underscores as well as start with a letter or number`,
      15,
    );
  const { services } = model;
  if (!isMapping(services) || Object.keys(services).length === 0) throw new ComposeError('empty compose file', 15);
  const declared = keysOf(model.volumes);
  const parsed = Object.entries(services)
    // without --profile none of these starts, and its file need not be whole
    .filter(([, body]) => !(isMapping(body) && Array.isArray(body.profiles) && body.profiles.length > 0))
    .map(([service, body]) => {
      if (!isMapping(body))
        throw new ComposeError(`validating ${first.file}: services.${service} must be a mapping`, 15);
      return parseService(service, body, { ...options, file: first.file, declared });
    });
  for (const [service, body] of Object.entries(services))
    if (parsed.some(({ name: each }) => each === service)) mustBeDeclared(service, body, model);
  for (const service of parsed)
    for (const needed of Object.keys(service.dependsOn))
      if (!parsed.some((entry) => entry.name === needed))
        throw new ComposeError(
          `service "${service.name}" depends on undefined service "${needed}": invalid compose project`,
          15,
        );
  return {
    name,
    folder: options.folder,
    file: sources.map(({ file }) => file).join(','),
    services: parsed,
    volumes: declared.filter((volume) => externalName(model.volumes, volume) === undefined),
    external: (['volume', 'network'] as const).flatMap((kind) =>
      keysOf(model[`${kind}s`]).flatMap((key) => {
        const needed = externalName(model[`${kind}s`], key);
        return needed === undefined ? [] : [{ kind, name: needed }];
      }),
    ),
    model: { name, ...model },
  };
}

const keysOf = (part: Yaml | undefined): readonly string[] => (isMapping(part) ? Object.keys(part) : []);

/** What Docker has to have already, as it is called there; undefined = compose makes it. */
function externalName(part: Yaml | undefined, key: string): string | undefined {
  const body = isMapping(part) ? part[key] : undefined;
  if (!isMapping(body)) return undefined;
  const { external, name } = body;
  if (isMapping(external)) return String(external.name ?? name ?? key);
  return String(external ?? false) === 'true' ? String(name ?? key) : undefined;
}

/** Volumes are looked at with their mounts. */
function mustBeDeclared(service: string, body: Yaml, model: Mapping): void {
  for (const kind of ['network', 'secret', 'config'] as const) {
    const [used, declared] = [isMapping(body) ? body[`${kind}s`] : undefined, model[`${kind}s`]];
    const list: readonly Yaml[] = isMapping(used) ? Object.keys(used) : Array.isArray(used) ? used : [];
    for (const name of list.map((entry) => String(isMapping(entry) ? entry.source : entry)))
      if (name !== 'default' && !(isMapping(declared) && name in declared))
        throw new ComposeError(`service "${service}" refers to undefined ${kind} ${name}: invalid compose project`, 15);
  }
}

function readModel({ file, text }: ComposeSource, env: ReadonlyMap<string, string>): Mapping {
  let tree: Yaml;
  try {
    tree = parseYaml(text);
  } catch (error) {
    throw new ComposeError((error as Error).message, 15);
  }
  if (!isMapping(tree)) throw new ComposeError('Top-level object must be a mapping', 15);
  const model = expand(tree, env) as Mapping;
  if (model.include !== undefined) throw new ComposeError('include is not simulated', 15);
  for (const key of Object.keys(model))
    if (!TOP_KEYS.has(key) && !key.startsWith('x-'))
      throw new ComposeError(`validating ${file}: (root) Additional property ${key} is not allowed`, 15);
  return isMapping(model.services) ? { ...model, services: extendedServices(model.services, file) } : model;
}

function projectNameOf(folder: string): string {
  return (
    folder
      .split('/')
      .filter((part) => part !== '')
      .at(-1) ?? 'default'
  )
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '');
}

function expand(value: Yaml, env: ReadonlyMap<string, string>, path = ''): Yaml {
  if (typeof value === 'string') {
    try {
      return interpolate(value, env);
    } catch (error) {
      if (error instanceof InterpolationFormatError)
        throw new ComposeError(
          `invalid interpolation format for ${path}.\nYou may need to escape any $ with another $.\n${value}`,
          15,
        );
      throw new ComposeError(`error while interpolating ${path}: ${(error as Error).message}`, 15);
    }
  }
  const below = (key: string) => (path === '' ? key : `${path}.${key}`);
  if (Array.isArray(value)) return value.map((entry: Yaml) => expand(entry, env, below('[]')));
  if (isMapping(value))
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, expand(entry, env, below(key))]));
  return value;
}

interface Around {
  readonly file: string;
  readonly folder: string;
  readonly declared: readonly string[];
  readonly env: ReadonlyMap<string, string>;
}

function parseService(name: string, body: Mapping, { file, folder, declared, env }: Around): ComposeService {
  for (const key of Object.keys(body)) {
    if (key === 'build') throw new ComposeError(`service "${name}": build is not simulated, give an image`, 15);
    if (!SERVICE_KEYS.has(key) && !key.startsWith('x-'))
      throw new ComposeError(`validating ${file}: services.${name} Additional property ${key} is not allowed`, 15);
  }
  if (typeof body.image !== 'string')
    throw new ComposeError(
      `service "${name}" has neither an image nor a build context specified: invalid compose project`,
      15,
    );
  const list = (value: Yaml | undefined): readonly Yaml[] =>
    value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
  return {
    name,
    containerName: typeof body.container_name === 'string' ? body.container_name : undefined,
    image: /[:@]/.test(body.image.slice(body.image.lastIndexOf('/') + 1)) ? body.image : `${body.image}:latest`,
    pullPolicy: typeof body.pull_policy === 'string' ? body.pull_policy : 'missing',
    restart: body.restart === undefined ? 'no' : String(body.restart),
    environment: environmentOf(body.environment, env),
    envFiles: list(body.env_file).map((entry) => {
      const path = isMapping(entry) ? String(entry.path) : String(entry);
      return { path: within(folder, path), required: !(isMapping(entry) && entry.required === false) };
    }),
    ports: list(body.ports).flatMap((entry) => portOf(entry, name)),
    mounts: list(body.volumes).map((entry) => mountOf(entry, name, folder, declared)),
    labels: pairs(body.labels),
    dependsOn: dependencies(body.depends_on),
    health: healthOf(body.healthcheck, name, file),
    command: Array.isArray(body.command)
      ? body.command.join(' ')
      : typeof body.command === 'string'
        ? body.command
        : 'docker-entrypoint',
    hash: createHash('sha256').update(JSON.stringify(body)).digest('hex'),
  };
}

/** A name without a value is that of the shell or of .env; where neither has it, the container has it not. */
function environmentOf(value: Yaml | undefined, env: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  const bare = isMapping(value)
    ? Object.keys(value).filter((key) => value[key] === null)
    : Array.isArray(value)
      ? value.map(String).filter((text) => !text.includes('='))
      : [];
  return Object.fromEntries(
    Object.entries(pairs(value)).flatMap(([key, text]): [string, string][] => {
      const own = bare.includes(key) ? env.get(key) : text;
      return own === undefined ? [] : [[key, own]];
    }),
  );
}

function pairs(value: Yaml | undefined): Readonly<Record<string, string>> {
  if (value === undefined || value === null) return {};
  if (isMapping(value))
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, entry === null ? '' : String(entry)]));
  if (!Array.isArray(value)) throw new ComposeError('environment and labels must be a list or a mapping', 15);
  return Object.fromEntries(
    value.map((entry: Yaml) => {
      const text = String(entry);
      const equals = text.indexOf('=');
      return equals < 0 ? [text, ''] : [text.slice(0, equals), text.slice(equals + 1)];
    }),
  );
}

function dependencies(value: Yaml | undefined): Readonly<Record<string, string>> {
  if (Array.isArray(value)) return Object.fromEntries(value.map((entry: Yaml) => [String(entry), 'service_started']));
  if (!isMapping(value)) return {};
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [
      name,
      isMapping(entry) ? String(entry.condition ?? 'service_started') : 'service_started',
    ]),
  );
}

function portOf(entry: Yaml, service: string): readonly PublishedPort[] {
  if (isMapping(entry)) {
    if (entry.published === undefined || entry.protocol === 'udp') return [];
    return portRange(String(entry.published), String(entry.target), String(entry.host_ip ?? '0.0.0.0'));
  }
  const match = /^(?:(\d+\.\d+\.\d+\.\d+|\[[0-9a-fA-F:]+\]):)?(?:(\d+(?:-\d+)?):)?(\d+(?:-\d+)?)(?:\/(tcp|udp))?$/.exec(
    String(entry),
  );
  const [, address = '0.0.0.0', published, target = '', protocol] = match ?? [];
  if (!match || [published ?? '1', target].some((text) => text.split('-').some((port) => Number(port) > 65_535)))
    throw new ComposeError(`services.${service}.ports: invalid containerPort: ${String(entry)}`, 15);
  // nothing is asked over UDP in a rehearsal
  return published === undefined || protocol === 'udp' ? [] : portRange(published, target, address);
}

function portRange(published: string, target: string, address: string): readonly PublishedPort[] {
  const [first = 0, last = first] = published.split('-').map(Number);
  const [inside = 0] = target.split('-').map(Number);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => ({
    published: first + index,
    target: inside + index,
    address,
  }));
}

function mountOf(entry: Yaml, service: string, folder: string, declared: readonly string[]): Mount {
  const [source = '', target = ''] = isMapping(entry)
    ? [String(entry.source ?? ''), String(entry.target ?? '')]
    : String(entry).split(':');
  if (target === '') return { source: '', target: source, isBind: false };
  if (isMapping(entry) && (source === '' || entry.type === 'tmpfs')) return { source: '', target, isBind: false };
  const isBind = /^[./~]/.test(source);
  if (!isBind && !declared.includes(source))
    throw new ComposeError(`service "${service}" refers to undefined volume ${source}: invalid compose project`, 15);
  return { source: isBind ? within(folder, source) : source, target, isBind };
}

function seconds(value: Yaml | undefined, fallback: number): number {
  if (value === undefined || value === null) return fallback;
  const match = /^(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s)?$/.exec(String(value));
  return match ? Number(match[1] ?? 0) * 60 + Number(match[2] ?? 0) : fallback;
}

const HEALTH_KEYS = ['test', 'interval', 'timeout', 'retries', 'start_period', 'start_interval', 'disable'];

function healthOf(value: Yaml | undefined, service: string, file: string): ComposeService['health'] {
  if (!isMapping(value)) return undefined;
  for (const key of Object.keys(value))
    if (!HEALTH_KEYS.includes(key) && !key.startsWith('x-'))
      throw new ComposeError(
        `validating ${file}: services.${service}.healthcheck Additional property ${key} is not allowed`,
        15,
      );
  if (value.disable === true) return undefined;
  return {
    intervalSeconds: seconds(value.interval, 30),
    retries: Number(value.retries ?? 3),
    startSeconds: seconds(value.start_period, 0),
    ...(value.start_interval === undefined ? {} : { startIntervalSeconds: seconds(value.start_interval, 5) }),
  };
}

function within(folder: string, path: string): string {
  if (path.startsWith('/')) return path;
  const parts = folder.split('/');
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

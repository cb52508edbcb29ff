import { createHash } from 'node:crypto';
import { interpolate } from './interpolate.ts';
import { parseYaml, type Yaml } from './yaml-subset.ts';

export interface ComposeService {
  readonly name: string;
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
    | { readonly intervalSeconds: number; readonly retries: number; readonly startSeconds: number }
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
  /** The interpolated file, for `config`. */
  readonly model: Yaml;
}

/** A refusal in the words of compose, with its exit code. */
export class ComposeError extends Error {
  override readonly name = 'ComposeError';
  readonly code: number;
  constructor(message: string, code = 1) {
    super(message);
    this.code = code;
  }
}

/** What compose accepts below a service; anything else is refused as the real schema does. */
const SERVICE_KEYS = new Set(
  'image pull_policy restart environment env_file ports volumes labels depends_on healthcheck command entrypoint container_name hostname user working_dir networks expose logging deploy stop_grace_period stop_signal init read_only tmpfs cap_add cap_drop security_opt privileged extra_hosts ulimits shm_size tty stdin_open profiles secrets configs dns mem_limit cpus sysctls platform'.split(
    ' ',
  ),
);
const TOP_KEYS = new Set(['name', 'version', 'services', 'volumes', 'networks', 'secrets', 'configs']);

type Mapping = { readonly [key: string]: Yaml };
const isMapping = (value: Yaml | undefined): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Parses and interpolates a compose file. `env` is the shell's environment over the project's .env. */
export function parseCompose(
  source: string,
  options: {
    readonly file: string;
    readonly folder: string;
    readonly projectName: string | undefined;
    readonly env: ReadonlyMap<string, string>;
  },
): ComposeProject {
  let tree: Yaml;
  try {
    tree = parseYaml(source);
  } catch (error) {
    throw new ComposeError(`parsing ${options.file}: ${(error as Error).message}`, 15);
  }
  if (!isMapping(tree)) throw new ComposeError('Top-level object must be a mapping', 15);
  const model = expand(tree, options.env) as Mapping;
  for (const key of Object.keys(model))
    if (!TOP_KEYS.has(key) && !key.startsWith('x-'))
      throw new ComposeError(`validating ${options.file}: (root) Additional property ${key} is not allowed`, 15);
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
  const declared = isMapping(model.volumes) ? Object.keys(model.volumes) : [];
  const parsed = Object.entries(services).map(([service, body]) => {
    if (!isMapping(body))
      throw new ComposeError(`validating ${options.file}: services.${service} must be a mapping`, 15);
    return parseService(service, body, options.file, options.folder, declared);
  });
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
    file: options.file,
    services: parsed,
    volumes: declared,
    model: { name, ...model },
  };
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

function expand(value: Yaml, env: ReadonlyMap<string, string>): Yaml {
  if (typeof value === 'string') {
    try {
      return interpolate(value, env);
    } catch (error) {
      throw new ComposeError((error as Error).message, 15);
    }
  }
  if (Array.isArray(value)) return value.map((entry: Yaml) => expand(entry, env));
  if (isMapping(value))
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, expand(entry, env)]));
  return value;
}

function parseService(
  name: string,
  body: Mapping,
  file: string,
  folder: string,
  declared: readonly string[],
): ComposeService {
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
    image: body.image.includes(':', body.image.lastIndexOf('/') + 1) ? body.image : `${body.image}:latest`,
    pullPolicy: typeof body.pull_policy === 'string' ? body.pull_policy : 'missing',
    restart: body.restart === undefined ? 'no' : String(body.restart),
    environment: pairs(body.environment),
    envFiles: list(body.env_file).map((entry) => {
      const path = isMapping(entry) ? String(entry.path) : String(entry);
      return { path: within(folder, path), required: !(isMapping(entry) && entry.required === false) };
    }),
    ports: list(body.ports).flatMap((entry) => portOf(entry, name)),
    mounts: list(body.volumes).map((entry) => mountOf(entry, name, folder, declared)),
    labels: pairs(body.labels),
    dependsOn: dependencies(body.depends_on),
    health: healthOf(body.healthcheck),
    command: Array.isArray(body.command)
      ? body.command.join(' ')
      : typeof body.command === 'string'
        ? body.command
        : 'docker-entrypoint',
    hash: createHash('sha256').update(JSON.stringify(body)).digest('hex'),
  };
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
    if (entry.published === undefined) return [];
    return [
      {
        published: Number(entry.published),
        target: Number(entry.target),
        address: String(entry.host_ip ?? '0.0.0.0'),
      },
    ];
  }
  const match = /^(?:(\d+\.\d+\.\d+\.\d+|\[::\]):)?(?:(\d+):)?(\d+)(?:\/tcp)?$/.exec(String(entry));
  if (!match || Number(match[3]) > 65535 || Number(match[2] ?? 1) > 65535)
    throw new ComposeError(`services.${service}.ports: invalid containerPort: ${String(entry)}`, 15);
  if (match[2] === undefined) return [];
  return [{ published: Number(match[2]), target: Number(match[3]), address: match[1] ?? '0.0.0.0' }];
}

function mountOf(entry: Yaml, service: string, folder: string, declared: readonly string[]): Mount {
  const [source = '', target = ''] = isMapping(entry)
    ? [String(entry.source ?? ''), String(entry.target ?? '')]
    : String(entry).split(':');
  if (target === '') return { source: '', target: source, isBind: false };
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

function healthOf(value: Yaml | undefined): ComposeService['health'] {
  if (!isMapping(value) || value.disable === true) return undefined;
  return {
    intervalSeconds: seconds(value.interval, 30),
    retries: Number(value.retries ?? 3),
    startSeconds: seconds(value.start_period, 0),
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

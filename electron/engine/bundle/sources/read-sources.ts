import { dirname, resolve } from 'node:path';
import { parse } from 'smol-toml';
import { type DiagnosticError, fail } from '../../../api/diagnostic.ts';
import { Secret } from '../../shell/command.ts';
import type { HttpCredential, HttpSettings } from '../http/http-settings.ts';
import { isBundlePath } from '../layout.ts';
import { DigestSchema } from '../lock/lock.ts';
import { readBounded } from '../lock/lock-file.ts';
import { type FileSource, type SourcesFile, SourcesFileSchema } from './sources.ts';

const MAX_BYTES = 1024 * 1024;
const MAX_CA_BYTES = 1024 * 1024;
export const DEFAULT_PARALLEL = 4;

/** Where things come from, ready for use: secrets read, files of authorities loaded. */
export interface Sources {
  readonly http: HttpSettings;
  readonly registries: Readonly<Record<string, { readonly url: string }>>;
  readonly archives: Readonly<Record<string, { readonly url: string }>>;
  readonly files: readonly FileSource[];
  /** Paths on this computer; whether anything is there is not looked at here. */
  readonly nodeIsos: readonly string[];
  readonly parallel: number;
}

export interface SecretPlaces {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Of the site's vault; absent = there is none. */
  readonly vault?: (name: string) => Promise<Secret>;
}

/** What holds where no file says otherwise: the public places, directly. */
export const DEFAULT_SOURCES: Sources = {
  http: {},
  registries: {},
  archives: {},
  files: [],
  nodeIsos: [],
  parallel: DEFAULT_PARALLEL,
};

/**
 * Reads `sources.toml`. Throws bundle.sources-missing, bundle.sources-broken (names the field), bundle.clear-secret where a
 * password stands in the file itself, bundle.no-secret where a reference leads nowhere.
 */
export async function readSources(file: string, places: SecretPlaces): Promise<Sources> {
  const bytes = await readBounded(file, MAX_BYTES);
  if (bytes === undefined) throw fail('bundle.sources-missing', { params: { file }, subject: { file } });
  const read = parseSources(Buffer.from(bytes).toString('utf8'), file);
  const secret = (reference: string, field: string) => secretBehind(reference, field, file, places);
  const certificates: string[] = [];
  for (const name of read.trust?.caFiles ?? []) {
    const path = resolve(dirname(file), name);
    const pem = await readBounded(path, MAX_CA_BYTES);
    if (pem === undefined) throw broken(file, `trust.caFiles: ${path}`);
    certificates.push(Buffer.from(pem).toString('latin1'));
  }
  const credentials: Record<string, HttpCredential> = {};
  for (const [host, entry] of Object.entries(read.credentials ?? {})) {
    const field = `credentials.${host}`;
    credentials[host] =
      'token' in entry
        ? { kind: 'bearer', token: await secret(entry.token, `${field}.token`) }
        : { kind: 'basic', username: entry.username, password: await secret(entry.password, `${field}.password`) };
  }
  const { proxy } = read;
  const password = proxy?.password === undefined ? undefined : await secret(proxy.password, 'proxy.password');
  return {
    http: {
      ...(certificates.length > 0 ? { trust: { certificates } } : {}),
      ...(proxy
        ? {
            proxy: {
              url: proxy.url,
              ...(proxy.username === undefined ? {} : { username: proxy.username }),
              ...(password ? { password } : {}),
              ...(proxy.exceptHosts ? { exceptHosts: proxy.exceptHosts } : {}),
            },
          }
        : {}),
      mirrors: (read.mirrors ?? []).map(({ of, at, only }) => ({ of, at, ...(only === undefined ? {} : { only }) })),
      credentials,
    },
    registries: read.registries ?? {},
    archives: read.archives ?? {},
    files: read.files ?? [],
    nodeIsos: (read.nodeIsos ?? []).map((path) => resolve(dirname(file), path)),
    parallel: read.parallel ?? DEFAULT_PARALLEL,
  };
}

/** The file as it is written, checked; no secret is read. */
export function parseSources(text: string, file: string): SourcesFile {
  let raw: unknown;
  try {
    raw = parse(text);
  } catch (error) {
    throw broken(file, error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'TOML');
  }
  const read = SourcesFileSchema.safeParse(raw);
  if (!read.success) {
    const issue = read.error.issues[0];
    throw broken(file, issue ? `${issue.path.map(String).join('.')}: ${issue.message}` : 'format');
  }
  const sources = read.data;
  for (const [field, url] of urlsOf(sources)) {
    const { username, password } = new URL(url);
    if (username !== '' || password !== '') throw clearSecret(file, field);
  }
  const references: (readonly [string, string | undefined])[] = [
    ['proxy.password', sources.proxy?.password],
    ...Object.entries(sources.credentials ?? {}).map(([host, entry]): [string, string] =>
      'token' in entry ? [`credentials.${host}.token`, entry.token] : [`credentials.${host}.password`, entry.password],
    ),
  ];
  for (const [field, reference] of references) {
    if (reference !== undefined && !isReference(reference)) throw clearSecret(file, field);
  }
  for (const [index, entry] of (sources.files ?? []).entries()) {
    if (!isBundlePath(entry.path)) throw broken(file, `files.${index}.path: ${entry.path}`);
    if (entry.digest !== undefined && !DigestSchema.safeParse(entry.digest).success)
      throw broken(file, `files.${index}.digest: sha256:... / sha512:...`);
  }
  return sources;
}

function urlsOf(sources: SourcesFile): readonly (readonly [string, string])[] {
  const named = (area: string, record: Readonly<Record<string, { readonly url: string }>> = {}) =>
    Object.entries(record).map(([name, { url }]) => [`${area}.${name}.url`, url] as const);
  return [
    ...(sources.proxy ? [['proxy.url', sources.proxy.url] as const] : []),
    ...(sources.mirrors ?? []).flatMap(({ of, at }, index) =>
      [of, ...at].map((url) => [`mirrors.${index}`, url] as const),
    ),
    ...named('registries', sources.registries),
    ...named('archives', sources.archives),
    ...(sources.files ?? []).flatMap(({ url, sums }, index) =>
      [url, sums].flatMap((each) => (each === undefined ? [] : [[`files.${index}`, each] as const])),
    ),
  ];
}

function isReference(value: string): boolean {
  return /^(env:[A-Za-z_][A-Za-z0-9_]*|secret:[a-z0-9][a-z0-9-]{0,63})$/.test(value);
}

async function secretBehind(reference: string, field: string, file: string, places: SecretPlaces): Promise<Secret> {
  const name = reference.slice(reference.indexOf(':') + 1);
  if (reference.startsWith('env:')) {
    const value = places.env[name];
    if (value !== undefined && value !== '') return new Secret(value);
  } else if (places.vault) return places.vault(name);
  throw fail('bundle.no-secret', { params: { file, field, reference }, subject: { file, field } });
}

/** The value is not repeated: it may be the password. */
function clearSecret(file: string, field: string): DiagnosticError {
  return fail('bundle.clear-secret', { params: { file, field }, subject: { file, field } });
}

function broken(file: string, what: string): DiagnosticError {
  return fail('bundle.sources-broken', { params: { file, what: what.slice(0, 300) }, subject: { file } });
}

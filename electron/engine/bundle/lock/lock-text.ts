import { parse, stringify } from 'smol-toml';
import type { z } from 'zod';
import { type DiagnosticError, fail } from '../../../api/diagnostic.ts';
import { LOCK_FILE } from '../layout.ts';
import { itemKey, LOCK_SCHEMA_VERSION, type Lock, type LockedFile, type LockItem, LockSchema } from './lock.ts';

/** A lock of 32 nodes, 500 packages and 100 images has about 1 MB. */
export const MAX_LOCK_BYTES = 32 * 1024 * 1024;

/** What older schema versions become, by the version that they lead away from. None yet. */
export const LOCK_MIGRATIONS: ReadonlyMap<number, (raw: Readonly<Record<string, unknown>>) => Record<string, unknown>> =
  new Map();

/**
 * A lock out of its text. Throws bundle.lock-broken (names the first thing that does not fit), bundle.lock-newer.
 * @param file for the diagnostics
 */
export function parseLock(text: string, file: string = LOCK_FILE): Lock {
  if (Buffer.byteLength(text) > MAX_LOCK_BYTES) throw broken(file, `larger than ${MAX_LOCK_BYTES} bytes`);
  let raw: Record<string, unknown>;
  try {
    raw = parse(text);
  } catch (error) {
    throw broken(file, error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'TOML');
  }
  for (let version = raw.schemaVersion; version !== LOCK_SCHEMA_VERSION; version = raw.schemaVersion) {
    if (typeof version !== 'number') throw broken(file, 'schemaVersion');
    if (version > LOCK_SCHEMA_VERSION) {
      throw fail('bundle.lock-newer', {
        params: { file, found: version, current: LOCK_SCHEMA_VERSION },
        subject: { file },
      });
    }
    const migrate = LOCK_MIGRATIONS.get(version);
    if (!migrate) throw broken(file, `schemaVersion ${version}`);
    raw = { ...migrate(raw), schemaVersion: version + 1 };
  }
  const read = LockSchema.safeParse(raw);
  if (!read.success) throw broken(file, firstIssue(read.error));
  checkPaths(read.data, file);
  return read.data;
}

/** The text of a lock: items by kind and name, files by path, keys in one order, so that two locks can be laid side by side. */
export function lockText(lock: Lock): string {
  const { schemaVersion, site, publicKey, stale = [] } = lock;
  const head = {
    schemaVersion,
    site,
    ...(publicKey ? { publicKey } : {}),
    ...(stale.length > 0 ? { stale: [...stale].sort() } : {}),
  };
  const items = [...lock.items].sort(byKindAndName).map(itemText);
  const made = [...lock.made].sort(byPath).map((file) => `[[made]]\n${stringify(file)}`);
  const parts = [
    `# Everything in this bundle, and where it comes from. Written by "sitewright bundle make"; not to be edited by hand.`,
    stringify(head),
    ...(items.length === 0 ? ['items = []'] : []),
    ...(made.length === 0 ? ['made = []'] : []),
  ];
  return `${parts.map((part) => part.trimEnd()).join('\n')}\n\n${[...items, ...made].map((part) => `${part.trimEnd()}\n`).join('\n')}`;
}

function itemText({ kind, name, version, source, digest, sizeBytes, licence, why, detail, files }: LockItem): string {
  const own = { kind, name, ...(version === undefined ? {} : { version }), source, digest, sizeBytes, licence };
  const lines = [...files].sort(byPath).map(fileLine);
  return [
    `[[items]]\n${stringify({ ...own, why: [...why].sort() }).trimEnd()}`,
    `files = [\n${lines.join('')}]`,
    ...(detail ? [`[items.detail]\n${stringify(sortedKeys(detail)).trimEnd()}`] : []),
  ].join('\n');
}

function fileLine({ path, sizeBytes, sha256 }: LockedFile): string {
  const digest = sha256 === undefined ? '' : `, sha256 = "${sha256}"`;
  return `  { path = ${JSON.stringify(path)}, sizeBytes = ${sizeBytes}${digest} },\n`;
}

/** Two items may share a file (a layer); then they say the same about it. Names that differ in case alone are one on a stick. */
function checkPaths(lock: Lock, file: string): void {
  const known = new Map<string, LockedFile>();
  for (const entry of [...lock.items.flatMap(({ files }) => files), ...lock.made]) {
    const before = known.get(entry.path.toLowerCase());
    known.set(entry.path.toLowerCase(), entry);
    if (!before) continue;
    const agrees = before.path === entry.path && before.sha256 === entry.sha256 && before.sizeBytes === entry.sizeBytes;
    if (!agrees) throw broken(file, `${entry.path}: named twice, differently`);
  }
  const keys = new Set<string>();
  for (const key of lock.items.map(itemKey)) {
    if (keys.has(key)) throw broken(file, `${key}: twice`);
    keys.add(key);
  }
}

function byKindAndName(a: LockItem, b: LockItem): number {
  return a.kind === b.kind ? order(a.name, b.name) : order(a.kind, b.kind);
}

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return order(a.path, b.path);
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function sortedKeys<Value>(record: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => order(a, b)));
}

function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue ? `${issue.path.map(String).join('.')}: ${issue.message}` : 'format';
}

function broken(file: string, what: string): DiagnosticError {
  return fail('bundle.lock-broken', { params: { file, what: what.slice(0, 300) }, subject: { file } });
}

import { createHash } from 'node:crypto';
import type { SimHost, World } from '../../kernel/program.ts';
import { ApiError, die } from '../cli/api-error.ts';
import { type Database, type NodeState, pveSlice } from './slice.ts';

/** The configuration database a node works on. */
export function databaseOf(world: World, node: NodeState): Database {
  const database = pveSlice(world).databases[node.databaseId];
  if (!database) throw new ApiError(`no database ${node.databaseId}`);
  return database;
}

/** A database of its own for a node. */
export function newDatabase(world: World, caKey: string): string {
  const slice = pveSlice(world);
  slice.counters.database += 1;
  const id = `db${slice.counters.database}`;
  slice.databases[id] = { files: {}, directories: {}, version: 1, caKey, rrd: {} };
  return id;
}

/** `pmxcfs -l`: what is changed from now on is this node's alone, also where its database is shared. */
export function forkDatabase(world: World, node: NodeState): void {
  const slice = pveSlice(world);
  if (!Object.values(slice.nodes).some((other) => other !== node && other.databaseId === node.databaseId)) return;
  const shared = databaseOf(world, node);
  const id = newDatabase(world, shared.caKey);
  slice.databases[id] = structuredClone(shared);
  node.databaseId = id;
}

export function readText(database: Database, path: string): string | undefined {
  return database.files[path]?.text;
}

/** Writes one file below /etc/pve (path without that prefix); makes its directories. */
export function writeText(world: World, database: Database, path: string, text: string): void {
  database.version += 1;
  const modifiedAt = Math.floor(world.now() / 1000);
  const parts = path.split('/');
  for (let depth = 1; depth < parts.length; depth += 1) {
    const directory = parts.slice(0, depth).join('/');
    database.directories[directory] ??= modifiedAt;
  }
  const known = database.files[path];
  if (known) Object.assign(known, { text, modifiedAt, version: database.version });
  else database.files[path] = { text, modifiedAt, version: database.version };
  world.changed();
}

export function removeText(world: World, database: Database, path: string): void {
  if (database.files[path] === undefined) return;
  delete database.files[path];
  database.version += 1;
  world.changed();
}

/** The digest the vendor's API shows: SHA-1 of the file. */
export function digestOf(text: string): string {
  return createHash('sha1').update(text, 'utf8').digest('hex');
}

/** Names directly below a directory of the database. */
export function namesBelow(database: Database, directory: string): readonly string[] {
  const prefix = directory === '' ? '' : `${directory}/`;
  const names = new Set<string>();
  for (const path of [...Object.keys(database.files), ...Object.keys(database.directories)]) {
    if (!path.startsWith(prefix) || path === directory) continue;
    names.add(path.slice(prefix.length).split('/')[0] ?? '');
  }
  return [...names];
}

/** The node's own state; dies on a host that is no PVE node. */
export function nodeOf(world: World, host: SimHost): NodeState {
  return pveSlice(world).nodes[host.name] ?? die(`host '${host.name}' is no PVE node`);
}

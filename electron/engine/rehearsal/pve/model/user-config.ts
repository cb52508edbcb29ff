import type { World } from '../../kernel/program.ts';
import { readText, writeText } from './database.ts';
import type { Database } from './slice.ts';

export interface UserEntry {
  enable: boolean;
  expire: number;
  firstname: string;
  lastname: string;
  email: string;
  comment: string;
  keys: string;
  readonly tokens: Record<string, { expire: number; privsep: boolean; comment: string }>;
  /** Set where the file gives the field at all (the API shows empty ones then). */
  readonly shown: boolean;
}

interface AclEntry {
  readonly path: string;
  readonly propagate: boolean;
  /** `u@r`, `u@r!t` or `@group`. */
  readonly who: string;
  readonly role: string;
}

/** user.cfg: users with their tokens, groups, pools, own roles, access rules. */
export interface UserConfig {
  readonly users: Record<string, UserEntry>;
  readonly groups: Record<string, { users: string[]; comment: string }>;
  readonly pools: Record<string, { comment: string; vms: string[]; storages: string[] }>;
  readonly roles: Record<string, string[]>;
  acl: AclEntry[];
}

export function readUsers(database: Database): UserConfig {
  const config: UserConfig = { users: {}, groups: {}, pools: {}, roles: {}, acl: [] };
  const list = (text: string | undefined) => (text ?? '').split(',').filter((item) => item !== '');
  for (const line of (readText(database, 'user.cfg') ?? '').split('\n')) {
    const [kind, ...fields] = line.split(':');
    const at = (index: number) => decode(fields[index] ?? '');
    if (kind === 'user') {
      config.users[at(0)] = {
        enable: at(1) === '1',
        expire: Number(at(2)) || 0,
        firstname: at(3),
        lastname: at(4),
        email: at(5),
        comment: at(6),
        keys: at(7),
        tokens: {},
        shown: true,
      };
    } else if (kind === 'token') {
      const [user = '', token = ''] = at(0).split('!');
      const owner = config.users[user];
      if (owner) owner.tokens[token] = { expire: Number(at(1)) || 0, privsep: at(2) === '1', comment: at(3) };
    } else if (kind === 'group') config.groups[at(0)] = { users: list(fields[1]), comment: at(2) };
    else if (kind === 'pool') config.pools[at(0)] = { comment: at(1), vms: list(fields[2]), storages: list(fields[3]) };
    else if (kind === 'role') config.roles[at(0)] = list(fields[1]);
    else if (kind === 'acl') {
      for (const who of list(fields[2]))
        for (const role of list(fields[3])) config.acl.push({ path: at(1), propagate: at(0) === '1', who, role });
    }
  }
  config.users['root@pam'] ??= emptyUser();
  return config;
}

export function emptyUser(): UserEntry {
  return {
    enable: true,
    expire: 0,
    firstname: '',
    lastname: '',
    email: '',
    comment: '',
    keys: '',
    tokens: {},
    shown: false,
  };
}

/** Writes user.cfg in the vendor's order. */
export function writeUsers(world: World, database: Database, config: UserConfig): void {
  const lines: string[] = [];
  for (const [id, user] of sortedEntries(config.users)) {
    const fields = [
      id,
      user.enable ? '1' : '0',
      String(user.expire),
      ...[user.firstname, user.lastname, user.email, user.comment].map(encode),
      user.keys,
    ];
    lines.push(`user:${fields.join(':')}:`);
    for (const [name, token] of sortedEntries(user.tokens))
      lines.push(`token:${id}!${name}:${token.expire}:${token.privsep ? 1 : 0}:${encode(token.comment)}:`);
  }
  lines.push('');
  for (const [name, group] of sortedEntries(config.groups))
    lines.push(`group:${name}:${[...group.users].sort().join(',')}:${encode(group.comment)}:`);
  lines.push('');
  for (const [name, pool] of sortedEntries(config.pools))
    lines.push(
      `pool:${name}:${encode(pool.comment)}:${[...pool.vms].sort().join(',')}:${[...pool.storages].sort().join(',')}:`,
    );
  lines.push('');
  for (const [name, privileges] of sortedEntries(config.roles))
    lines.push(`role:${name}:${[...privileges].sort().join(',')}:`);
  lines.push('');
  lines.push(...aclLines(config.acl));
  const text = `${lines.join('\n')}\n`;
  if (text !== readText(database, 'user.cfg')) writeText(world, database, 'user.cfg', text);
}

/** One line a path, propagate flag and set of members: `acl:1:/:tf@pve:Installer:`. */
function aclLines(acl: readonly AclEntry[]): string[] {
  const groups = new Map<string, Set<string>>();
  for (const entry of acl) {
    const roles = acl
      .filter((other) => other.path === entry.path && other.who === entry.who && other.propagate === entry.propagate)
      .map((other) => other.role);
    const key = `${entry.path}\0${entry.propagate ? 1 : 0}\0${[...new Set(roles)].sort().join(',')}`;
    groups.set(key, (groups.get(key) ?? new Set()).add(entry.who));
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, members]) => {
      const [path, propagate, roles] = key.split('\0');
      return `acl:${propagate}:${path}:${[...members].sort().join(',')}:${roles}:`;
    });
}

function sortedEntries<T>(record: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}

function encode(text: string): string {
  return text.replace(/[%:\n\r]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}

function decode(text: string): string {
  return text.replace(/%([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

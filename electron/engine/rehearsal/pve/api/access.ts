import { randomUUID } from 'node:crypto';
import { die, parameterError } from '../cli/api-error.ts';
import { databaseOf, readText, writeText } from '../model/database.ts';
import { BUILT_IN_ROLES, builtInRole } from '../model/privileges.ts';
import { emptyUser, readUsers, type UserConfig, writeUsers } from '../model/user-config.ts';
import type { ApiCall } from './call.ts';
import type { Values } from './cluster-create.ts';
import { withClusterLock } from './guards.ts';
import { hashedPassword } from './guest-values.ts';

/** Runs a change of user.cfg under its lock; counts an effect only where the file changed. */
async function change(call: ApiCall, failure: string, key: string, work: (config: UserConfig) => void): Promise<void> {
  await withClusterLock(call, 'user_cfg', failure, () => {
    const database = databaseOf(call.world, call.node);
    const before = readText(database, 'user.cfg');
    const config = readUsers(database);
    work(config);
    writeUsers(call.world, database, config);
    if (readText(database, 'user.cfg') !== before) call.world.effect(call.host, key);
  });
}

export function users(call: ApiCall): UserConfig {
  return readUsers(databaseOf(call.world, call.node));
}

const privilegeList = (text: string) => text.split(/[,;\s]+/).filter((item) => item !== '');

export async function addRole(call: ApiCall, values: Values): Promise<void> {
  const role = values.roleid ?? '';
  if (/^PVE/i.test(role))
    throw parameterError({ roleid: "cannot use role ID starting with the (case-insensitive) 'PVE' namespace" });
  await change(call, 'create role failed', `role.add ${role}`, (config) => {
    if (config.roles[role] || BUILT_IN_ROLES.includes(role)) die(`role '${role}' already exists`);
    config.roles[role] = privilegeList(values.privs ?? '');
  });
}

export async function modifyRole(call: ApiCall, values: Values): Promise<void> {
  const role = values.roleid ?? '';
  if (BUILT_IN_ROLES.includes(role)) die(`auto-generated role '${role}' cannot be modified`);
  await change(call, 'update role failed', `role.modify ${role}`, (config) => {
    const known = config.roles[role] ?? die(`role '${role}' does not exist`);
    const given = privilegeList(values.privs ?? '');
    config.roles[role] = values.append === '1' ? [...new Set([...known, ...given])] : given;
  });
}

export async function deleteRole(call: ApiCall, role: string): Promise<void> {
  if (BUILT_IN_ROLES.includes(role)) die(`auto-generated role '${role}' cannot be deleted`);
  await change(call, 'delete role failed', `role.delete ${role}`, (config) => {
    if (!config.roles[role]) die(`role '${role}' does not exist`);
    delete config.roles[role];
    config.acl = config.acl.filter((entry) => entry.role !== role);
  });
}

/** Privileges of any role, own or built in. */
export function rolePrivileges(call: ApiCall, role: string): readonly string[] {
  return users(call).roles[role] ?? builtInRole(call.version, role) ?? die(`role '${role}' does not exist`);
}

export function listRoles(call: ApiCall): unknown[] {
  const own = Object.entries(users(call).roles).map(([roleid, privs]) => ({
    privs: [...privs].sort().join(','),
    roleid,
    special: 0,
  }));
  const fixed = BUILT_IN_ROLES.map((roleid) => ({
    privs: (builtInRole(call.version, roleid) ?? []).join(','),
    roleid,
    special: 1,
  }));
  return [...fixed, ...own];
}

export async function addUser(call: ApiCall, values: Values): Promise<void> {
  const id = values.userid ?? '';
  await change(call, 'create user failed', `user.add ${id}`, (config) => {
    if (config.users[id]) die(`user '${id}' already exists`);
    config.users[id] = { ...emptyUser(), shown: true };
    applyUser(call, config, id, values);
  });
}

export async function modifyUser(call: ApiCall, values: Values): Promise<void> {
  const id = values.userid ?? '';
  await change(call, 'update user failed', `user.modify ${id}`, (config) => {
    if (!config.users[id]) die(`no such user ('${id}')`);
    applyUser(call, config, id, values);
  });
}

function applyUser(call: ApiCall, config: UserConfig, id: string, values: Values): void {
  const user = config.users[id];
  if (!user) return;
  if (values.enable !== undefined) user.enable = values.enable === '1';
  if (values.expire !== undefined) user.expire = Number(values.expire);
  for (const field of ['firstname', 'lastname', 'email', 'comment', 'keys'] as const) {
    const value = values[field];
    if (value !== undefined) user[field] = value;
  }
  for (const group of privilegeList(values.groups ?? ''))
    (config.groups[group] ?? die(`no such group '${group}'`)).users.push(id);
  if (values.password !== undefined) setPassword(call, id, values.password);
}

export function setPassword(call: ApiCall, id: string, password: string): void {
  if (!users(call).users[id] && !id.endsWith('@pve')) die(`no such user ('${id}')`);
  const database = databaseOf(call.world, call.node);
  if (id.endsWith('@pam')) {
    call.world.setPassword(call.host, id.replace(/@pam$/, ''), password);
    return;
  }
  const name = id.split('@')[0] ?? '';
  const others = (readText(database, 'priv/shadow.cfg') ?? '')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith(`${name}:`));
  writeText(
    call.world,
    database,
    'priv/shadow.cfg',
    `${[...others, `${name}:${hashedPassword(password)}:`].join('\n')}\n`,
  );
}

/** Deleting an unknown user succeeds. */
export async function deleteUser(call: ApiCall, id: string): Promise<void> {
  await change(call, 'delete user failed', `user.delete ${id}`, (config) => {
    if (!config.users[id]) return;
    delete config.users[id];
    for (const group of Object.values(config.groups)) group.users = group.users.filter((user) => user !== id);
    config.acl = config.acl.filter((entry) => entry.who !== id && !entry.who.startsWith(`${id}!`));
  });
}

export function userEntry(call: ApiCall, id: string): Record<string, unknown> {
  const config = users(call);
  const user = config.users[id] ?? die(`no such user ('${id}')`);
  const groups = Object.entries(config.groups)
    .filter(([, group]) => group.users.includes(id))
    .map(([name]) => name);
  const tokens = Object.entries(user.tokens).map(([name, token]) => [name, tokenInfo(token)] as const);
  return {
    ...(user.comment === '' ? {} : { comment: user.comment }),
    email: user.email,
    enable: user.enable ? 1 : 0,
    expire: user.expire,
    groups,
    tokens: tokens.length === 0 ? null : Object.fromEntries(tokens),
  };
}

/** GET /access/users; `full` adds groups as text and tokens as a list. */
export function listUsers(call: ApiCall, values: Values = {}): unknown[] {
  const config = users(call);
  const written = readText(databaseOf(call.world, call.node), 'user.cfg') !== undefined;
  return Object.entries(config.users).map(([userid, user]) => {
    const realm = userid.split('@').at(-1);
    const known = realm === 'pam' || realm === 'pve';
    const text = user.comment !== '';
    return {
      userid,
      enable: user.enable ? 1 : 0,
      ...(written ? { expire: user.expire } : {}),
      ...(known ? { 'realm-type': realm } : {}),
      ...(text ? { comment: user.comment } : {}),
      ...(user.email !== '' || (text && userid !== 'root@pam') ? { email: user.email } : {}),
      ...(values.full === '1' ? fullEntry(config, userid) : {}),
    };
  });
}

function fullEntry(config: UserConfig, userid: string): Record<string, unknown> {
  const groups = Object.entries(config.groups).flatMap(([name, group]) => (group.users.includes(userid) ? [name] : []));
  const tokens = Object.entries(config.users[userid]?.tokens ?? {});
  return {
    groups: groups.sort().join(','),
    tokens: tokens.map(([tokenid, token]) => ({ tokenid, ...tokenInfo(token) })),
  };
}

export function tokenInfo(token: { expire: number; privsep: boolean; comment: string }): Record<string, unknown> {
  return {
    expire: token.expire,
    privsep: token.privsep ? 1 : 0,
    ...(token.comment === '' ? {} : { comment: token.comment }),
  };
}

export function requireToken(
  config: UserConfig,
  id: string,
  token: string,
): { expire: number; privsep: boolean; comment: string } {
  const user = config.users[id] ?? die(`no such user ('${id}')`);
  return user.tokens[token] ?? die(`no such token '${token}' for user '${id}'`);
}

/** The secret is given back once and kept in priv/token.cfg. */
export async function addToken(call: ApiCall, values: Values): Promise<unknown> {
  const id = values.userid ?? '';
  const token = values.tokenid ?? '';
  const known = users(call).users[id] ?? die(`no such user ('${id}')`);
  if (known.tokens[token]) throw parameterError({ tokenid: 'Token already exists.' });
  const secret = randomUUID();
  await change(call, '', `token.add ${id}!${token}`, (config) => {
    const user = config.users[id];
    if (user)
      user.tokens[token] = {
        expire: Number(values.expire ?? '0'),
        privsep: values.privsep !== '0',
        comment: values.comment ?? '',
      };
  });
  const database = databaseOf(call.world, call.node);
  writeText(
    call.world,
    database,
    'priv/token.cfg',
    `${readText(database, 'priv/token.cfg') ?? ''}${id}!${token} ${secret}\n`,
  );
  const info: Record<string, unknown> = { privsep: values.privsep === undefined ? 1 : values.privsep };
  if (values.comment !== undefined) info.comment = values.comment;
  if (values.expire !== undefined) info.expire = values.expire;
  return { 'full-tokenid': `${id}!${token}`, info, value: secret };
}

export async function modifyToken(call: ApiCall, values: Values): Promise<unknown> {
  const id = values.userid ?? '';
  const token = values.tokenid ?? '';
  requireToken(users(call), id, token);
  await change(call, '', `token.modify ${id}!${token}`, (config) => {
    const entry = requireToken(config, id, token);
    if (values.comment !== undefined) entry.comment = values.comment;
    if (values.expire !== undefined) entry.expire = Number(values.expire);
    if (values.privsep !== undefined) entry.privsep = values.privsep === '1';
  });
  return tokenInfo(requireToken(users(call), id, token));
}

export async function removeToken(call: ApiCall, id: string, token: string): Promise<void> {
  requireToken(users(call), id, token);
  await change(call, '', `token.remove ${id}!${token}`, (config) => {
    delete config.users[id]?.tokens[token];
    config.acl = config.acl.filter((entry) => entry.who !== `${id}!${token}`);
  });
  const database = databaseOf(call.world, call.node);
  const rest = (readText(database, 'priv/token.cfg') ?? '')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith(`${id}!${token} `));
  writeText(call.world, database, 'priv/token.cfg', rest.map((line) => `${line}\n`).join(''));
}

const ACL_PATH =
  /^\/(?:$|(?:access(?:\/(?:groups|realm)(?:\/[^/]+)?)?|nodes(?:\/[^/]+)?|pool(?:\/[^/]+(?:\/[^/]+)*)?|sdn(?:\/.+)?|storage(?:\/[^/]+)?|vms(?:\/\d+)?|mapping(?:\/.+)?)$)/;

/** PUT /access/acl: idempotent both ways. */
export async function updateAcl(call: ApiCall, values: Values, remove: boolean): Promise<void> {
  const path = values.path ?? '';
  if (!ACL_PATH.test(path)) throw parameterError({ path: `invalid ACL path '${path}'` });
  const subjects = [
    ...privilegeList(values.users ?? ''),
    ...privilegeList(values.tokens ?? ''),
    ...privilegeList(values.groups ?? '').map((group) => `@${group}`),
  ];
  if (subjects.length === 0) throw parameterError({ users: 'property is missing and it is not optional' });
  const roles = privilegeList(values.roles ?? '');
  await change(
    call,
    'ACL update failed',
    `acl.${remove ? 'delete' : 'modify'} ${path} ${subjects.join(',')} ${roles.join(',')}`,
    (config) => {
      for (const role of roles) {
        if (!config.roles[role] && !BUILT_IN_ROLES.includes(role)) die(`role '${role}' does not exist`);
        for (const who of subjects) {
          if (!remove) assertSubject(config, who);
          const same = (entry: { path: string; who: string; role: string }) =>
            entry.path === path && entry.who === who && entry.role === role;
          config.acl = config.acl.filter((entry) => !same(entry));
          if (!remove) config.acl.push({ path, who, role, propagate: values.propagate !== '0' });
        }
      }
    },
  );
}

function assertSubject(config: UserConfig, who: string): void {
  if (who.startsWith('@')) {
    if (!config.groups[who.slice(1)]) die(`group '${who.slice(1)}' does not exist`);
    return;
  }
  const [user = '', token] = who.split('!');
  if (!config.users[user]) die(token === undefined ? `user '${user}' does not exist` : `no such user ('${user}')`);
  if (token !== undefined) requireToken(config, user, token);
}

export function listAcl(call: ApiCall): unknown[] {
  return users(call).acl.map((entry) => ({
    path: entry.path,
    propagate: entry.propagate ? 1 : 0,
    roleid: entry.role,
    type: entry.who.startsWith('@') ? 'group' : entry.who.includes('!') ? 'token' : 'user',
    ugid: entry.who.replace(/^@/, ''),
  }));
}

export async function addGroup(call: ApiCall, values: Values): Promise<void> {
  const id = values.groupid ?? '';
  await change(call, 'create group failed', `group.add ${id}`, (config) => {
    if (config.groups[id]) die(`group '${id}' already exists`);
    config.groups[id] = { users: [], comment: values.comment ?? '' };
  });
}

export async function deleteGroup(call: ApiCall, id: string): Promise<void> {
  await change(call, 'delete group failed', `group.delete ${id}`, (config) => {
    if (!config.groups[id]) die(`group '${id}' does not exist`);
    delete config.groups[id];
  });
}

export async function addPool(call: ApiCall, values: Values): Promise<void> {
  const id = values.poolid ?? '';
  await change(call, 'create pool failed', `pool.add ${id}`, (config) => {
    if (config.pools[id]) die(`pool '${id}' already exists`);
    config.pools[id] = { comment: values.comment ?? '', vms: [], storages: [] };
  });
}

export async function modifyPool(call: ApiCall, values: Values): Promise<void> {
  const id = values.poolid ?? '';
  await change(call, 'update pools failed', `pool.modify ${id}`, (config) => {
    const pool = config.pools[id] ?? die(`pool '${id}' does not exist`);
    if (values.comment !== undefined) pool.comment = values.comment;
    for (const vmid of privilegeList(values.vms ?? '')) {
      if (values.delete === '1') pool.vms = pool.vms.filter((entry) => entry !== vmid);
      else if (pool.vms.includes(vmid)) die(`VM ${vmid} is already a pool member`);
      else pool.vms.push(vmid);
    }
  });
}

export async function deletePool(call: ApiCall, id: string): Promise<void> {
  await change(call, 'delete pool failed', `pool.delete ${id}`, (config) => {
    if (!config.pools[id]) die(`pool '${id}' does not exist`);
    delete config.pools[id];
  });
}

/** Whether a token may use the API: its secret fits and neither it nor its user has expired. */
export function tokenUser(call: ApiCall, header: string): string | undefined {
  const match = /^PVEAPIToken=([^=]+)=(\S+)$/.exec(header);
  if (!match?.[1]) return undefined;
  const lines = (readText(databaseOf(call.world, call.node), 'priv/token.cfg') ?? '').split('\n');
  return lines.includes(`${match[1]} ${match[2]}`) ? match[1] : undefined;
}

/** Effective privileges by path of a user or of a token (a token with privsep has only what its own rules give). */
export function permissions(call: ApiCall, who: string): Record<string, Record<string, number>> {
  const config = users(call);
  const [user = '', token] = who.split('!');
  const privsep = token !== undefined && requireToken(config, user, token).privsep;
  if (user === 'root@pam' && !privsep)
    return { '/': Object.fromEntries((builtInRole(call.version, 'Administrator') ?? []).map((name) => [name, 1])) };
  const groups = Object.entries(config.groups)
    .filter(([, group]) => group.users.includes(user))
    .map(([name]) => `@${name}`);
  const subjects = privsep ? [who] : [user, ...groups];
  const paths = ['/', '/access', '/access/groups', '/nodes', '/pool', '/sdn', '/storage', '/vms'];
  const result: Record<string, Record<string, number>> = {};
  for (const path of [...new Set([...paths, ...config.acl.map((entry) => entry.path)])]) {
    const rights: Record<string, number> = {};
    for (const entry of config.acl) {
      const applies =
        entry.path === path || (entry.propagate && (entry.path === '/' || path.startsWith(`${entry.path}/`)));
      if (!applies || !subjects.includes(entry.who)) continue;
      for (const privilege of rolePrivileges(call, entry.role)) rights[privilege] = entry.propagate ? 1 : 0;
    }
    if (Object.keys(rights).length > 0) result[path] = rights;
  }
  return result;
}

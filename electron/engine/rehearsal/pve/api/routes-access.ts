import { die } from '../cli/api-error.ts';
import { handMadeSchema } from '../cli/command-schema.ts';
import { databaseOf } from '../model/database.ts';
import { findStorage } from '../model/storage-config.ts';
import * as access from './access.ts';
import type { ApiCall } from './call.ts';
import { clusterResources } from './cluster-status.ts';
import { REALMS } from './realms.ts';
import type { Route } from './routes.ts';
import { addStorage, listStorages, removeStorage, storageEntry, updateStorage } from './storage.ts';

export const accessRoutes: readonly Route[] = [
  { method: 'GET', path: '/access/users', run: access.listUsers, takes: 'pveum user list' },
  { method: 'POST', path: '/access/users', run: access.addUser, takes: 'pveum user add' },
  {
    method: 'GET',
    path: '/access/users/{userid}',
    run: (call, values) => access.userEntry(call, values.userid ?? ''),
  },
  { method: 'PUT', path: '/access/users/{userid}', run: access.modifyUser, takes: 'pveum user modify' },
  {
    method: 'DELETE',
    path: '/access/users/{userid}',
    run: (call, values) => access.deleteUser(call, values.userid ?? ''),
  },
  { method: 'GET', path: '/access/users/{userid}/token', run: tokens },
  {
    method: 'GET',
    path: '/access/users/{userid}/token/{tokenid}',
    run: (call, values) =>
      access.tokenInfo(access.requireToken(access.users(call), values.userid ?? '', values.tokenid ?? '')),
  },
  {
    method: 'POST',
    path: '/access/users/{userid}/token/{tokenid}',
    run: access.addToken,
    takes: 'pveum user token add',
  },
  {
    method: 'PUT',
    path: '/access/users/{userid}/token/{tokenid}',
    run: access.modifyToken,
    takes: 'pveum user token modify',
  },
  {
    method: 'DELETE',
    path: '/access/users/{userid}/token/{tokenid}',
    run: (call, values) => access.removeToken(call, values.userid ?? '', values.tokenid ?? ''),
  },
  { method: 'GET', path: '/access/roles', run: access.listRoles },
  { method: 'POST', path: '/access/roles', run: access.addRole, takes: 'pveum role add' },
  {
    method: 'GET',
    path: '/access/roles/{roleid}',
    run: (call, values) =>
      Object.fromEntries(access.rolePrivileges(call, values.roleid ?? '').map((name) => [name, 1])),
  },
  { method: 'PUT', path: '/access/roles/{roleid}', run: access.modifyRole, takes: 'pveum role modify' },
  {
    method: 'DELETE',
    path: '/access/roles/{roleid}',
    run: (call, values) => access.deleteRole(call, values.roleid ?? ''),
  },
  { method: 'GET', path: '/access/acl', run: access.listAcl },
  {
    method: 'PUT',
    path: '/access/acl',
    run: (call, values) => access.updateAcl(call, values, values.delete === '1'),
    takes: handMadeSchema(
      {
        path: '<string>',
        roles: '<string>',
        users: '<string>',
        groups: '<string>',
        tokens: '<string>',
        propagate: '<boolean>',
        delete: '<boolean>',
      },
      ['path', 'roles'],
    ),
  },
  { method: 'GET', path: '/access/domains', run: () => REALMS },
  {
    method: 'GET',
    path: '/access/groups',
    run: (call) =>
      Object.entries(access.users(call).groups).map(([groupid, group]) => ({
        groupid,
        users: group.users.join(','),
        ...(group.comment ? { comment: group.comment } : {}),
      })),
  },
  { method: 'POST', path: '/access/groups', run: access.addGroup, takes: 'pveum group add' },
  {
    method: 'GET',
    path: '/access/permissions',
    run: (call, values) => access.permissions(call, values.userid ?? call.user),
    takes: handMadeSchema({ userid: '<string>', path: '<string>' }),
  },
  {
    method: 'GET',
    path: '/pools',
    run: (call) =>
      Object.entries(access.users(call).pools).map(([poolid, pool]) => ({
        poolid,
        ...(pool.comment ? { comment: pool.comment } : {}),
      })),
  },
  { method: 'POST', path: '/pools', run: access.addPool, takes: 'pveum pool add' },
  { method: 'GET', path: '/pools/{poolid}', run: pool },
  { method: 'GET', path: '/storage', run: listStorages, takes: handMadeSchema({ type: '<string>' }) },
  { method: 'POST', path: '/storage', run: addStorage, takes: 'pvesm add' },
  {
    method: 'GET',
    path: '/storage/{storage}',
    run: (call, values) =>
      storageEntry(
        call,
        findStorage(databaseOf(call.world, call.node), values.storage ?? '') ??
          die(`storage '${values.storage}' does not exist`),
      ),
  },
  { method: 'PUT', path: '/storage/{storage}', run: updateStorage, takes: 'pvesm set' },
  { method: 'DELETE', path: '/storage/{storage}', run: (call, values) => removeStorage(call, values.storage ?? '') },
];

function tokens(call: ApiCall, values: Readonly<Record<string, string>>): unknown[] {
  const user = access.users(call).users[values.userid ?? ''] ?? die(`no such user ('${values.userid}')`);
  return Object.entries(user.tokens).map(([tokenid, token]) => ({ ...access.tokenInfo(token), tokenid }));
}

function pool(call: ApiCall, values: Readonly<Record<string, string>>): unknown {
  const found = access.users(call).pools[values.poolid ?? ''] ?? die(`no such pool '${values.poolid}'`);
  const members = (clusterResources(call, 'vm') as { vmid: number; tags?: string }[])
    .filter((entry) => found.vms.includes(String(entry.vmid)))
    .map(({ tags: _hidden, ...entry }) => entry);
  return { ...(found.comment ? { comment: found.comment } : {}), members, poolid: values.poolid };
}

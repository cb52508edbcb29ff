import * as access from '../api/access.ts';
import { REALMS } from '../api/realms.ts';
import { die } from '../cli/api-error.ts';
import type { Tool } from '../cli/tool.ts';

const SECONDS = 0.55;
type V = Readonly<Record<string, string>>;
const of = (values: V, name: string): string => values[name] ?? '';

/** Users, tokens, roles, access rules: cluster-wide, in user.cfg. */
export const pveum: Tool = {
  name: 'pveum',
  commands: {
    'role add': { run: (call, { values }) => access.addRole(call, values), seconds: SECONDS },
    'role modify': { run: (call, { values }) => access.modifyRole(call, values), seconds: SECONDS },
    'role delete': { run: (call, { values }) => access.deleteRole(call, of(values, 'roleid')), seconds: SECONDS },
    'role list': { run: (call) => access.listRoles(call), seconds: SECONDS, columns: ['privs', 'roleid', 'special'] },
    'user add': { run: (call, { values }) => access.addUser(call, values), seconds: SECONDS },
    'user modify': { run: (call, { values }) => access.modifyUser(call, values), seconds: SECONDS },
    'user delete': { run: (call, { values }) => access.deleteUser(call, of(values, 'userid')), seconds: SECONDS },
    'user list': { run: (call) => access.listUsers(call), seconds: SECONDS },
    'user permissions': {
      run: (call, { values }) => access.permissions(call, values.userid ?? 'root@pam'),
      seconds: SECONDS,
    },
    'user token add': { run: (call, { values }) => access.addToken(call, values), seconds: SECONDS },
    'user token modify': { run: (call, { values }) => access.modifyToken(call, values), seconds: 0.7 },
    'user token delete': {
      run: (call, { values }) => access.removeToken(call, of(values, 'userid'), of(values, 'tokenid')),
      seconds: 0.7,
    },
    'user token remove': {
      run: (call, { values }) => access.removeToken(call, of(values, 'userid'), of(values, 'tokenid')),
      seconds: 0.7,
    },
    'user token list': {
      run: (call, { values }) => {
        const user = access.users(call).users[of(values, 'userid')] ?? die(`no such user ('${of(values, 'userid')}')`);
        return Object.entries(user.tokens).map(([tokenid, token]) => ({ ...access.tokenInfo(token), tokenid }));
      },
      seconds: SECONDS,
    },
    'user token permissions': {
      run: (call, { values }) => access.permissions(call, `${of(values, 'userid')}!${of(values, 'tokenid')}`),
      seconds: SECONDS,
    },
    'acl modify': { run: (call, { values }) => access.updateAcl(call, values, false), seconds: SECONDS },
    'acl delete': { run: (call, { values }) => access.updateAcl(call, values, true), seconds: SECONDS },
    'acl list': { run: (call) => access.listAcl(call), seconds: SECONDS },
    'group add': { run: (call, { values }) => access.addGroup(call, values), seconds: SECONDS },
    'group delete': { run: (call, { values }) => access.deleteGroup(call, of(values, 'groupid')), seconds: SECONDS },
    'group list': {
      run: (call) =>
        Object.entries(access.users(call).groups).map(([groupid, group]) => ({
          groupid,
          users: group.users.join(','),
          ...(group.comment ? { comment: group.comment } : {}),
        })),
      seconds: SECONDS,
    },
    'pool add': { run: (call, { values }) => access.addPool(call, values), seconds: SECONDS },
    'pool modify': { run: (call, { values }) => access.modifyPool(call, values), seconds: SECONDS },
    'pool delete': { run: (call, { values }) => access.deletePool(call, of(values, 'poolid')), seconds: SECONDS },
    'pool list': {
      run: (call) => Object.keys(access.users(call).pools).map((poolid) => ({ poolid })),
      seconds: SECONDS,
    },
    'realm list': { run: () => REALMS, seconds: SECONDS },
    'realm sync': {
      run: (_call, { values }) =>
        die(`Cannot sync realm type '${of(values, 'realm')}'! Only LDAP/AD realms can be synced.`),
      seconds: SECONDS,
    },
    passwd: {
      run: async (call, { values }) => {
        const lines = Buffer.from(await call.stdin())
          .toString('utf8')
          .split('\n');
        access.setPassword(call, of(values, 'userid'), values.password || (lines[0] ?? ''));
      },
      seconds: SECONDS,
    },
  },
  aliases: {
    'user token remove': 'user token delete',
    useradd: 'user add',
    usermod: 'user modify',
    userdel: 'user delete',
    groupadd: 'group add',
    groupdel: 'group delete',
    roleadd: 'role add',
    rolemod: 'role modify',
    roledel: 'role delete',
    aclmod: 'acl modify',
    acldel: 'acl delete',
  },
};

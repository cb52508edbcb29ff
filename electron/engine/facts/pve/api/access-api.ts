import type { ApiTwin } from '../../api-twin.ts';
import { listValue } from '../../parse/section-config.ts';
import { asFlag, asNumber, asText, entriesOf } from '../../parse/text.ts';
import { type PveAccess, sortedAccess } from '../access.ts';

const USERS = ['/access/users', '--full', '1'];
const ROLES = ['/access/roles'];
const ACLS = ['/access/acl'];

/** GET /access/users with tokens, /access/roles (the vendor's own are marked special) and /access/acl. */
export const accessApi: ApiTwin<PveAccess> = {
  asks: () => [USERS, ROLES, ACLS],
  parse: ({ json }) => {
    const users = entriesOf(json(USERS), 'the users');
    return sortedAccess({
      users: users.map((user) => ({
        id: asText(user.userid) ?? '',
        // absent = enabled, as in user.cfg
        enabled: user.enable === undefined || asFlag(user.enable),
        comment: asText(user.comment) ?? '',
      })),
      tokens: users.flatMap((user) =>
        entriesOf(user.tokens ?? [], 'the tokens').map((token) => ({
          id: `${asText(user.userid) ?? ''}!${asText(token.tokenid) ?? ''}`,
          separated: token.privsep === undefined || asFlag(token.privsep),
          expiresAtSeconds: asNumber(token.expire) ?? 0,
          comment: asText(token.comment) ?? '',
        })),
      ),
      roles: entriesOf(json(ROLES), 'the roles')
        .filter((role) => !asFlag(role.special))
        .map((role) => [asText(role.roleid) ?? '', listValue(asText(role.privs))]),
      acls: entriesOf(json(ACLS), 'the rights').map((acl) => ({
        path: asText(acl.path) ?? '',
        who: [`${acl.type === 'group' ? '@' : ''}${asText(acl.ugid) ?? ''}`],
        roles: [asText(acl.roleid) ?? ''],
        propagate: acl.propagate === undefined || asFlag(acl.propagate),
      })),
    });
  },
};

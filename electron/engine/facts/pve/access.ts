import type { FileFact } from '../fact-group.ts';
import { compareText, listValue } from '../parse/section-config.ts';
import { parseGuarded } from '../parse/text.ts';

export interface PveUser {
  readonly id: string;
  readonly enabled: boolean;
  readonly comment: string;
}
export interface PveToken {
  /** `user@realm!name`. */
  readonly id: string;
  /** Rights are the intersection of the user's and the token's own. */
  readonly separated: boolean;
  readonly expiresAtSeconds: number;
  readonly comment: string;
}
export interface PveAcl {
  readonly path: string;
  /** Users, `@group`s and tokens. */
  readonly who: readonly string[];
  readonly roles: readonly string[];
  readonly propagate: boolean;
}
export interface PveAccess {
  readonly users: ReadonlyMap<string, PveUser>;
  readonly tokens: ReadonlyMap<string, PveToken>;
  /** Roles made on this site (the vendor's own are not in the file): name -> privileges, sorted. */
  readonly roles: ReadonlyMap<string, readonly string[]>;
  /** One entry for each path, name and role, sorted. */
  readonly acls: readonly PveAcl[];
}

/** Users, tokens, own roles and ACLs (user.cfg). Token secrets are in another file, which is never read. */
export const access: FileFact<PveAccess> = {
  id: 'access',
  paths: ['/etc/pve/user.cfg'],
  parse: ({ texts }) => parseGuarded(texts.get('/etc/pve/user.cfg') ?? '', parseAccess),
};

/** Always there, as the vendor's parser guarantees. */
const ROOT: PveUser = { id: 'root@pam', enabled: true, comment: '' };

/** Reads user.cfg: colon separated lines, text fields escaped as %XX. Throws on a line of a kind that it does not know. */
export function parseAccess(text: string): PveAccess {
  const users = new Map<string, PveUser>();
  const tokens = new Map<string, PveToken>();
  const roles = new Map<string, readonly string[]>();
  const acls: PveAcl[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const [kind = '', ...fields] = line.trim().split(':').map(plainText);
    const [first = '', second = '', third = '', fourth = ''] = fields;
    if (kind === 'user') users.set(first, { id: first, enabled: second !== '0', comment: fields[6] ?? '' });
    // token:user@realm!name:expire:privsep:comment:
    else if (kind === 'token')
      tokens.set(first, {
        id: first,
        expiresAtSeconds: Number(second) || 0,
        separated: third !== '0',
        comment: fourth,
      });
    else if (kind === 'role') roles.set(first, listValue(second));
    // acl:propagate:path:who:roles:
    else if (kind === 'acl')
      acls.push({ propagate: first !== '0', path: second, who: listValue(third), roles: listValue(fourth) });
    else if (!OTHER_KINDS.includes(kind) && !kind.startsWith('#'))
      throw new Error(`line ${index + 1} of user.cfg is of no known kind: ${kind.slice(0, 40)}`);
  }
  return sortedAccess({ users: [...users.values()], tokens: [...tokens.values()], roles: [...roles], acls });
}

/** Kinds of lines that we have no use for; '' = an empty line. */
const OTHER_KINDS: readonly string[] = ['', 'group', 'pool'];

/** The value as it compares alike, whatever way and order it came. */
export function sortedAccess(access: {
  readonly users: readonly PveUser[];
  readonly tokens: readonly PveToken[];
  readonly roles: readonly (readonly [string, readonly string[]])[];
  readonly acls: readonly PveAcl[];
}): PveAccess {
  const users = access.users.some(({ id }) => id === ROOT.id) ? access.users : [...access.users, ROOT];
  const acls = access.acls.flatMap(({ path, who, roles, propagate }) =>
    who.flatMap((name) => roles.map((role): PveAcl => ({ path, who: [name], roles: [role], propagate }))),
  );
  const key = (acl: PveAcl): string => [acl.path, ...acl.who, ...acl.roles].join('\n');
  return {
    users: new Map([...users].sort(byKey(({ id }) => id)).map((user) => [user.id, user])),
    tokens: new Map([...access.tokens].sort(byKey(({ id }) => id)).map((token) => [token.id, token])),
    roles: new Map([...access.roles].sort(byKey(([name]) => name))),
    acls: acls.sort(byKey(key)),
  };
}

function byKey<T>(key: (value: T) => string): (a: T, b: T) => number {
  return (a, b) => compareText(key(a), key(b));
}

function plainText(field: string): string {
  try {
    return decodeURIComponent(field);
  } catch {
    return field;
  }
}

/** Whether `who` has exactly this role at a path. */
export function hasAcl(acls: readonly PveAcl[], path: string, who: string, role: string): boolean {
  return acls.some((acl) => acl.path === path && acl.who.includes(who) && acl.roles.includes(role));
}

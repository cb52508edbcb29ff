import type { FileFact } from '../fact-group.ts';
import { listValue } from '../parse/section-config.ts';
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
  readonly acls: readonly PveAcl[];
}

/** Users, tokens, own roles and ACLs (user.cfg). Token secrets are in another file, which is never read. */
export const access: FileFact<PveAccess> = {
  id: 'access',
  paths: ['/etc/pve/user.cfg'],
  parse: (files) => parseGuarded(files.get('/etc/pve/user.cfg') ?? '', parseAccess),
};

/** Reads user.cfg: colon separated lines, text fields escaped as %XX. */
export function parseAccess(text: string): PveAccess {
  const users = new Map<string, PveUser>();
  const tokens = new Map<string, PveToken>();
  const roles = new Map<string, readonly string[]>();
  const acls: PveAcl[] = [];
  for (const line of text.split('\n')) {
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
  }
  return { users, tokens, roles, acls };
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

import { diagnostic } from '../../../api/diagnostic.ts';
import type { Site } from '../../../api/site.ts';
import { extraFact } from '../../facts/registry.ts';
import { type ApiAccount, COLLECTOR, TERRAFORM, wantsCollector, wantsTerraform } from '../../pve/api-accounts.ts';
import { changeHost } from '../../pve/change-host.ts';
import { change } from '../../shell/command.ts';
import { ownershipTag } from '../../site/derive.ts';
import { mustKnow, notNamed, type OwnableKind } from '../kind.ts';
import { carriesMark, removeMark } from '../marks.ts';
import { marksFact } from '../ownership-facts.ts';

const USER_CFG = '/etc/pve/user.cfg';

/** Users of the API with our comment; their tokens and rights go with them (pve-facts 7). */
export const apiUserKind: OwnableKind = {
  kind: 'api-user',
  after: [],
  why: notNamed,
  find: (sight) =>
    [...mustKnow(sight, sight.facts.access, USER_CFG).users.values()]
      .filter((user) => carriesMark(sight.site, user.comment))
      .map(({ id }) => ({
        id,
        name: id,
        nodes: [],
        isNamed: wantedAccounts(sight.site).some((account) => account.user === id),
      })),
  remove: async (context, sight, thing) => {
    await changeHost(context.transport(sight.host), context, change`pveum user delete ${thing.id}`, {
      already: /no such user/,
    });
  },
};

/** Tokens with our comment, of users that stay. */
export const apiTokenKind: OwnableKind = {
  kind: 'api-token',
  after: [],
  why: notNamed,
  find: (sight) => {
    const { tokens, users } = mustKnow(sight, sight.facts.access, USER_CFG);
    const wanted = wantedAccounts(sight.site);
    return [...tokens.values()]
      .filter((token) => carriesMark(sight.site, token.comment))
      .filter(
        (token) =>
          !carriesMark(sight.site, users.get(userOf(token.id))?.comment) ||
          wanted.some(({ user }) => user === userOf(token.id)),
      )
      .map(({ id }) => ({ id, name: id, nodes: [], isNamed: wanted.some((account) => account.tokenId === id) }));
  },
  remove: async (context, sight, thing) => {
    const name = thing.id.slice(thing.id.indexOf('!') + 1);
    await changeHost(
      context.transport(sight.host),
      context,
      change`pveum user token remove ${userOf(thing.id)} ${name}`,
      { already: /no such token/ },
    );
  },
};

/** Roles that we made, by the mark beside them. */
export const apiRoleKind: OwnableKind = {
  kind: 'api-role',
  after: ['api-user', 'api-token'],
  why: notNamed,
  find: (sight) => {
    const { roles } = mustKnow(sight, sight.facts.access, USER_CFG);
    return mustKnow(sight, extraFact(sight.facts, marksFact), '/etc/pve/sitewright')
      .filter((mark) => mark.kind === 'role' && mark.tag === ownershipTag(sight.site) && roles.has(mark.name))
      .map(({ name }) => ({
        id: name,
        name,
        nodes: [],
        isNamed: wantedAccounts(sight.site).some((account) => account.role === name),
      }));
  },
  guard: (sight, thing) => {
    const { acls, users } = mustKnow(sight, sight.facts.access, USER_CFG);
    const isOurs = (who: string) => carriesMark(sight.site, users.get(userOf(who))?.comment);
    const others = acls
      .filter((acl) => acl.roles.includes(thing.id))
      .flatMap((acl) => acl.who)
      .filter((who) => !isOurs(who));
    return others.length > 0
      ? diagnostic('ownership.in-use', { params: { name: thing.name, users: [...new Set(others)].join(', ') } })
      : undefined;
  },
  remove: async (context, sight, thing) => {
    await changeHost(
      context.transport(sight.host),
      context,
      change`pveum role delete ${thing.id} && ${removeMark(sight.site, { kind: 'role', nature: 'role', name: thing.id })}`,
      { already: /does not exist/ },
    );
  },
};

/** The accounts that the site calls for. */
function wantedAccounts(site: Site): readonly ApiAccount[] {
  return [...(wantsCollector(site) ? [COLLECTOR] : []), ...(wantsTerraform(site) ? [TERRAFORM] : [])];
}

function userOf(tokenId: string): string {
  return tokenId.split('!')[0] ?? tokenId;
}

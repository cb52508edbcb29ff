import { diagnostic } from '../../../api/diagnostic.ts';
import type { ConfigSection } from '../../facts/parse/section-config.ts';
import { listValue } from '../../facts/parse/section-config.ts';
import { changeHost } from '../../pve/change-host.ts';
import { until } from '../../pve/patience.ts';
import { change } from '../../shell/command.ts';
import { haResources, ownershipTag } from '../../site/derive.ts';
import { type ClusterSight, mustKnow, notNamed, type OwnableKind, type OwnedThing } from '../kind.ts';
import { carriesMark } from '../marks.ts';

const MANAGER_LIMIT_MS = 60_000;

/** HA resources with our comment. Taken away, the guest goes on running, without failover (pve-facts 5.1). */
export const haResourceKind: OwnableKind = {
  kind: 'ha-resource',
  after: [],
  why: notNamed,
  find: (sight) =>
    mustKnow(sight, sight.facts.haResources, '/etc/pve/ha/resources.cfg')
      .filter((section) => carriesMark(sight.site, section.values.comment))
      .map((section) => {
        const sid = `${section.type}:${section.id}`;
        return {
          id: sid,
          name: sid,
          nodes: [],
          isNamed: haResources(sight.site).some((resource) => resource.sid === sid),
          guestId: Number(section.id),
        };
      }),
  remove: async (context, sight, thing) => {
    await changeHost(context.transport(sight.host), context, change`ha-manager remove ${thing.id}`, {
      already: /not HA managed/,
    });
    // the manager lets go at its next round; until then a stop would be its business
    await until(context, { deadlineMs: MANAGER_LIMIT_MS, everyMs: 3_000 }, async () => {
      const seen = (await context.look(sight.host)).facts.hosts.get(sight.host);
      const status = seen?.reached ? seen.facts.haManagerStatus : undefined;
      return status?.known && !status.value?.services.has(thing.id) ? true : undefined;
    });
  },
};

/** HA rules of 9.x, by our comment or by the name that carries the site's id. */
export const haRuleKind: OwnableKind = {
  kind: 'ha-rule',
  // with its last resource the rule goes by itself
  after: ['ha-resource'],
  why: notNamed,
  find: (sight) =>
    mustKnow(sight, sight.facts.haRules, '/etc/pve/ha/rules.cfg')
      .filter((section) => isOurTie(sight, section))
      .map((section) => {
        const sids = listValue(section.values.resources);
        return tie(
          section.id,
          sids.some((sid) => isWanted(sight, sid)),
          sids,
        );
      }),
  remove: async (context, sight, thing) => {
    await changeHost(context.transport(sight.host), context, change`ha-manager rules remove ${thing.id}`);
  },
};

/** HA groups of 8.x, likewise. */
export const haGroupKind: OwnableKind = {
  kind: 'ha-group',
  after: ['ha-resource'],
  why: notNamed,
  find: (sight) =>
    mustKnow(sight, sight.facts.haGroups, '/etc/pve/ha/groups.cfg')
      .filter((section) => isOurTie(sight, section))
      .map((section) => {
        const sid = `vm:${/-(\d+)$/.exec(section.id)?.[1] ?? ''}`;
        return tie(section.id, isWanted(sight, sid), [sid]);
      }),
  guard: (sight, thing, leaving) => {
    const users = mustKnow(sight, sight.facts.haResources, '/etc/pve/ha/resources.cfg').filter(
      (section) => section.values.group === thing.id && !leaving.has(Number(section.id)),
    );
    const isOurs = (section: ConfigSection) =>
      carriesMark(sight.site, section.values.comment) && !isWanted(sight, `${section.type}:${section.id}`);
    const others = users.filter((section) => !isOurs(section)).map((section) => `${section.type}:${section.id}`);
    return others.length > 0
      ? diagnostic('ownership.in-use', { params: { name: thing.name, users: others.join(', ') } })
      : undefined;
  },
  remove: async (context, sight, thing) => {
    await changeHost(context.transport(sight.host), context, change`ha-manager groupremove ${thing.id}`, {
      already: /no such ha group|migrated to rules/,
    });
  },
};

function isOurTie(sight: ClusterSight, section: ConfigSection): boolean {
  const prefix = `${ownershipTag(sight.site)}-`;
  const bare = section.id.replace(/^ha-group-/, ''); // as an upgrade to 9.x renames our group
  const hasOurName = bare.startsWith(prefix) && /^\d+$/.test(bare.slice(prefix.length));
  return hasOurName || carriesMark(sight.site, section.values.comment);
}

function isWanted(sight: ClusterSight, sid: string): boolean {
  return haResources(sight.site).some((resource) => resource.sid === sid);
}

function tie(id: string, isNamed: boolean, sids: readonly string[]): OwnedThing {
  const guestId = sids.length === 1 ? Number(/^vm:(\d+)$/.exec(sids[0] ?? '')?.[1] ?? Number.NaN) : Number.NaN;
  return { id, name: id, nodes: [], isNamed, ...(Number.isNaN(guestId) ? {} : { guestId }) };
}

import type { World } from '../../kernel/program.ts';
import { haGroups, haResources, haRules, writeHaGroups, writeHaResources, writeHaRules } from '../model/ha-config.ts';
import type { Database, HaTimers, NodeState } from '../model/slice.ts';

/** The manager tries about once a minute. */
const EVERY_SECONDS = 60;

/**
 * Groups of a cluster that was upgraded become rules by themselves once every node is new enough: each used group G the
 * node-affinity rule `ha-group-G` (strict = restricted), nofailback the resources' failback (pve-facts 5.2).
 */
export function migrateGroups(
  world: World,
  database: Database,
  nodes: readonly NodeState[],
  timers: HaTimers,
  now: number,
): void {
  const groups = haGroups(database);
  const isOld = nodes.some((node) => world.hosts.get(node.name)?.osVersion.startsWith('8'));
  if (groups.length === 0 || isOld) {
    delete timers.groupsDue;
    return;
  }
  timers.groupsDue ??= now + EVERY_SECONDS;
  if (now < timers.groupsDue) return;
  delete timers.groupsDue;
  const resources = haResources(database);
  const made = groups.flatMap((group) => {
    const users = resources.filter((section) => section.values.group === group.id);
    if (users.length === 0) return [];
    return [
      {
        type: 'node-affinity',
        id: `ha-group-${group.id}`,
        values: {
          nodes: group.values.nodes ?? '',
          resources: users.map((section) => `${section.type}:${section.id}`).join(','),
          ...(group.values.restricted === '1' ? { strict: '1' } : {}),
          ...(group.values.comment === undefined ? {} : { comment: group.values.comment }),
        },
      },
    ];
  });
  for (const section of resources) {
    const group = groups.find((entry) => entry.id === section.values.group);
    if (group?.values.nofailback === '1') section.values.failback = '0';
    delete section.values.group;
  }
  writeHaResources(world, database, resources);
  writeHaRules(world, database, [...haRules(database), ...made]);
  writeHaGroups(world, database, []);
  const host = world.hosts.get(nodes[0]?.name ?? '');
  if (host) world.effect(host, 'ha.groups-migrated');
}

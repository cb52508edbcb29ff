import { haGroups, haResource, haRules } from '../model/ha-config.ts';
import type { Database } from '../model/slice.ts';

/** Nodes a service may run on, best first: by group (8.x) or node-affinity rule (9.x), then by name. */
export function nodePriorities(database: Database, sid: string, live: readonly string[]): readonly string[] {
  const group = haGroups(database).find((entry) => entry.id === haResource(database, sid)?.values.group);
  const rule = haRules(database).find(
    (entry) =>
      entry.type === 'node-affinity' &&
      entry.values.disable !== '1' &&
      (entry.values.resources ?? '').split(',').includes(sid),
  );
  const wanted = group?.values.nodes ?? rule?.values.nodes;
  const strict = (group?.values.restricted ?? rule?.values.strict ?? '0') === '1';
  const priority = new Map(
    (wanted ?? '')
      .split(',')
      .filter((entry) => entry !== '')
      .map((entry) => [entry.split(':')[0] ?? '', Number(entry.split(':')[1] ?? '0')]),
  );
  const listed = live
    .filter((name) => priority.has(name))
    .sort((a, b) => (priority.get(b) ?? 0) - (priority.get(a) ?? 0) || (a < b ? -1 : 1));
  if (listed.length > 0 || strict) return listed;
  return [...live].sort();
}

import { fail } from '../../../api/diagnostic.ts';
import { until } from '../../pve/patience.ts';
import { read } from '../../shell/command.ts';
import { clusterView } from '../machines/support/cluster-view.ts';
import { allNodes } from '../machines/support/guests.ts';
import { mustSucceed } from '../machines/support/run-change.ts';
import type { ApplyContext, View } from '../step.ts';

const LIMIT_MINUTES = 5;

export interface TieKind {
  readonly by: 'rule' | 'group';
  /** The cluster after a wait. */
  readonly view?: View;
}

/**
 * How this cluster ties machines to nodes, asked of it. 8.x: groups. 9.x: rules, but an upgraded cluster keeps its groups
 * until its HA manager has turned them into rules, about once a minute and only when every node is new enough
 * (pve-behaviour 6): that is waited for, as neither is taken meanwhile. While a node of 8.x is left the groups are in force.
 */
export async function tieKind(context: ApplyContext, host: string): Promise<TieKind> {
  const command = read`pvesh get /cluster/ha/rules --output-format json`;
  const rules = await context.transport(host).exec(command);
  // 8.x does not know the path; a node without quorum or out of memory says something else
  if (rules.code !== 0 && /No 'get' handler defined/.test(rules.stderr + rules.stdout)) return { by: 'group' };
  mustSucceed(host, command, rules);
  if (await groupsAreGone(context, host)) return { by: 'rule' };
  if (hasOlderNode(context)) return { by: 'group' };
  context.note(`${host}: HA groups are still there; waiting until Proxmox has turned them into rules`);
  const options = { deadlineMs: LIMIT_MINUTES * 60_000, everyMs: 10_000 };
  const gone = await until(context, options, async () => ((await groupsAreGone(context, host)) ? true : undefined));
  if (!gone)
    throw fail('availability.groups-left', {
      params: { minutes: LIMIT_MINUTES, node: masterNode(context) ?? host },
      subject: { host },
    });
  return { by: 'rule', view: await context.look(...allNodes(context.site)) };
}

/** An answer (even an empty list) means that groups are still in force. */
async function groupsAreGone(context: ApplyContext, host: string): Promise<boolean> {
  const command = read`pvesh get /cluster/ha/groups --output-format json`;
  const groups = await context.transport(host).exec(command);
  if (groups.code !== 0 && /migrated to rules/.test(groups.stderr + groups.stdout)) return true;
  mustSucceed(host, command, groups);
  return false;
}

function hasOlderNode(view: View): boolean {
  return allNodes(view.site).some((name) => {
    const sight = view.facts.hosts.get(name);
    const packages = sight?.reached ? sight.facts.packages : undefined;
    return packages?.known === true && /^[0-8]\./.test(packages.value.get('pve-manager') ?? '');
  });
}

function masterNode(view: View): string | undefined {
  const cluster = clusterView(view);
  return cluster.known && cluster.facts.haManagerStatus.known
    ? cluster.facts.haManagerStatus.value?.masterNode
    : undefined;
}

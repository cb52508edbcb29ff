import { DiagnosticError, fail } from '../../../api/diagnostic.ts';
import { until } from '../../pve/patience.ts';
import { clusterView, unknownFact } from '../machines/support/cluster-view.ts';
import { allNodes } from '../machines/support/guests.ts';
import type { ApplyContext, View } from '../step.ts';

const LIMIT_MINUTES = 3;

/** A rule counts the nodes of the HA manager's status, and a tie to a node that it does not know yet ties to nothing (pve-facts 5.2). */
export async function nodesKnown(context: ApplyContext): Promise<void> {
  let view: View = context;
  let missing = unknownNodes(view);
  const known = await until(context, { deadlineMs: LIMIT_MINUTES * 60_000, everyMs: 5_000 }, async () => {
    if (missing.length === 0) return true;
    view = await context.look(...allNodes(context.site));
    missing = unknownNodes(view);
    return missing.length === 0 ? true : undefined;
  });
  if (!known)
    throw fail('availability.nodes-unknown', {
      params: { nodes: missing.join(', '), minutes: LIMIT_MINUTES },
    });
}

/** Nodes that the HA manager does not list, or that answer us and are not online to it. */
function unknownNodes(view: View): readonly string[] {
  const cluster = clusterView(view);
  if (!cluster.known) throw new DiagnosticError(cluster.diagnostic);
  const { haManagerStatus: status } = cluster.facts;
  if (!status.known) throw new DiagnosticError(unknownFact(cluster.host, '/etc/pve/ha/manager_status', status.why));
  return allNodes(view.site).filter((name) => {
    const state = status.value?.nodes.get(name);
    if (state === undefined) return true;
    return view.facts.hosts.get(name)?.reached === true && state !== 'online' && state !== 'maintenance';
  });
}

import { type Diagnostic, diagnostic } from '../../../api/diagnostic.ts';
import { clusterView } from '../machines/support/cluster-view.ts';
import { allNodes } from '../machines/support/guests.ts';
import type { View } from '../step.ts';

/**
 * For work that takes a node off the network for moments. Where nothing is under HA a moment without quorum stops nothing: the
 * machines run on, and no node resets itself (pve-facts 5.4).
 * @returns why the rest could not bear it
 */
export function bearsAbsence(view: View, node: string): Diagnostic | undefined {
  const cluster = clusterView(view);
  if (!cluster.known || !cluster.facts.haResources.known) return undefined;
  const watched = cluster.facts.haResources.value.some((section) => section.values.state !== 'ignored');
  return watched ? quorumWithout(view, node) : undefined;
}

/**
 * Whether the cluster keeps its quorum without one of its nodes, by the votes that corosync counts now.
 * @returns why it does not; undefined = it does, or there is no cluster yet that could lose it
 */
export function quorumWithout(view: View, node: string): Diagnostic | undefined {
  for (const name of [...allNodes(view.site).filter((entry) => entry !== node), node]) {
    const sight = view.facts.hosts.get(name);
    if (!sight?.reached) continue;
    const { quorum, corosync, members } = sight.facts;
    if (!quorum.known || !corosync.known || !members.known) continue;
    const entry = corosync.value?.nodes.find((member) => member.name === node);
    if (!quorum.value.running || !entry) return undefined;
    // a node that is off has no vote to lose
    const isOnline = members.value.members.some((member) => member.name === node && member.online);
    const left = quorum.value.totalVotes - (isOnline ? entry.votes : 0);
    const { needed } = quorum.value;
    return left >= needed
      ? undefined
      : diagnostic('availability.quorum-at-risk', {
          params: { node, left, needed },
          evidence: [`${name}: ${quorum.value.totalVotes} of ${quorum.value.expectedVotes} votes`],
          subject: { host: node },
        });
  }
  return undefined;
}

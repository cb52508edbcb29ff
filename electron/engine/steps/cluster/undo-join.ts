import { fail } from '../../../api/diagnostic.ts';
import { changeHost } from '../../pve/change-host.ts';
import { until } from '../../pve/patience.ts';
import { change } from '../../shell/command.ts';
import { coordinator } from '../../site/derive.ts';
import { factOf } from '../sight.ts';
import type { ApplyContext } from '../step.ts';
import { leaveCluster } from './leave-cluster.ts';
import { isQuorateMember } from './membership.ts';

const QUORUM_DEADLINE_MS = 60_000;

/**
 * Takes a node out again whose join broke off (pve-facts 2.4, recovery), so that the cluster is quorate and the node can
 * join afresh: first the node, so that it does not come back by itself, then the cluster. A node that does not answer is
 * only taken out of the cluster: without the cluster's votes it can do no harm, and its own part is done when it is back.
 * Each part looks first; repeating it is harmless.
 */
export async function undoJoin(context: ApplyContext, node: string): Promise<void> {
  const first = coordinator(context.site).name;
  context.note(`${node}: its join broke off; taking it back`);
  const view = await context.look(first, node);
  if (view.facts.hosts.get(node)?.reached && !(await leaveCluster(context, node)))
    throw fail('cluster.not-alone', { params: { host: node }, subject: { host: node } });
  await forgetMember(context, node);
}

/**
 * Takes a node that is off or bare out of the cluster's configuration: where the cluster has lost its quorum through it, the
 * votes that are there suffice for that one change (`pvecm expected`). Nothing happens where it is not listed.
 */
export async function forgetMember(context: ApplyContext, node: string): Promise<void> {
  const first = coordinator(context.site).name;
  const transport = context.transport(first);
  const before = await context.look(first);
  if (factOf(before, first, 'corosync')?.nodes.some((entry) => entry.name === node)) {
    const quorum = factOf(before, first, 'quorum');
    if (!quorum.quorate) {
      // votes of others that are only cut off must not be counted away: they may be alive and at work
      const others = factOf(before, first, 'members').members.filter((member) => !member.online);
      if (others.some((member) => member.name !== node))
        throw fail('pve.no-quorum', {
          params: { host: first },
          evidence: others.map((member) => `${member.name}: offline`),
          subject: { host: first },
        });
      context.note(
        `${first}: no quorum; ${quorum.totalVotes} of ${quorum.expectedVotes} votes suffice until ${node} is out`,
      );
      await changeHost(transport, context, change`pvecm expected ${Math.max(1, quorum.totalVotes)}`);
      await hasQuorum(context, first);
    }
    // an exit code that counts: this one is no task (pve-facts 2.12)
    await changeHost(transport, context, change`pvecm delnode ${node}`, {
      already: /is not a known host of the cluster/,
      timeoutMs: 120_000,
    });
  }
  await hasQuorum(context, first, node);
}

/** Waits until the first node may write again, and lists the departed no more. */
async function hasQuorum(context: ApplyContext, first: string, gone?: string): Promise<void> {
  const there = await until(context, { deadlineMs: QUORUM_DEADLINE_MS, everyMs: 2_000 }, async () => {
    const sight = (await context.look(first)).facts.hosts.get(first);
    if (!sight?.reached) return undefined;
    const { members, pmxcfs } = sight.facts;
    if (!members.known || !pmxcfs.known || !pmxcfs.value.writable) return undefined;
    if (members.value.members.some((member) => member.name === gone)) return undefined;
    return isQuorateMember(context.site, members.value) ? true : undefined;
  });
  if (!there) throw fail('pve.no-quorum', { params: { host: first }, subject: { host: first } });
}

import { type Diagnostic, diagnostic } from '../../../api/diagnostic.ts';
import type { Change } from '../../../api/plan.ts';
import { coordinator, pveNodes, witnessHost } from '../../site/derive.ts';
import { decide, factOf } from '../sight.ts';
import type { CheckVerdict, Step, View } from '../step.ts';
import { offlineMember } from './offline-member.ts';
import { removeWitness, setUpWitness } from './qdevice.ts';

/**
 * The witness gives its vote (QDevice) where the number of nodes is even, so that one node may die and the others go on; with
 * an odd number it has none, as Proxmox supports no other (pve-facts 2.9).
 */
export const witnessVoteStep: Step = {
  id: 'cluster.witness-vote',
  phase: 'cluster',
  title: () => ({ en: 'Vote of the witness', es: 'Voto del testigo' }),
  targets: (site) => (site.cluster && witnessHost(site) ? [coordinator(site).name] : []),
  needs: ['cluster.join-node', 'cluster.witness-packages'],
  risk: 'disruptive',
  order: 'one-at-a-time',
  touches: (site) => [
    ...pveNodes(site).map((host) => host.name),
    ...(site.cluster?.witness ? [site.cluster.witness] : []),
  ],
  concerns: ({ site }) => [...pveNodes(site), witnessHost(site)].flatMap((host) => (host ? [host.name] : [])),
  guard: (view) => offlineMember(view, 'cluster.witness-vote'),
  check: (view, target) => decide([], () => checkVote(view, target)),
  apply: async (context) => {
    const { site, target } = context;
    const witness = witnessHost(site);
    const nodes = factOf(context, target, 'corosync')?.nodes.length ?? pveNodes(site).length;
    if (witness && nodes % 2 === 0) await setUpWitness(context, witness);
    else await removeWitness(context);
  },
};

function checkVote(view: View, target: string): CheckVerdict {
  const witness = witnessHost(view.site);
  if (!witness) return { state: 'satisfied' };
  const subject = { host: target, step: 'cluster.witness-vote' };
  const blocked = (trouble: Diagnostic): CheckVerdict => ({ state: 'blocked', diagnostic: trouble });
  const config = factOf(view, target, 'corosync');
  const members = factOf(view, target, 'members').members;
  const changeTo = (nodes: number): Change =>
    nodes % 2 === 0
      ? { what: 'votes', before: `${nodes}`, after: `${nodes + 1} (witness ${witness.name})` }
      : { what: 'votes', before: `${nodes + 1}`, after: `${nodes} (witness ${witness.name} not used)` };

  const nodes = pveNodes(view.site);
  const absent = nodes.some((node) => !members.some((member) => member.name === node.name));
  if (config === undefined || absent)
    return {
      state: 'later',
      waitsFor: ['cluster.join-node'],
      changes: nodes.length % 2 === 0 ? [changeTo(nodes.length)] : [],
    };
  if (config.device && config.device.host !== witness.address)
    return blocked(
      diagnostic('cluster.other-witness', { params: { seen: config.device.host, wanted: witness.address }, subject }),
    );
  // counted as the cluster is, which may have a member that the site no longer names
  const count = config.nodes.length;
  if ((count % 2 === 0) !== (config.device !== undefined)) {
    const offline = members.find((member) => !member.online);
    if (offline) return blocked(diagnostic('cluster.member-offline', { params: { host: offline.name }, subject }));
    return { state: 'needed', changes: [changeTo(count)] };
  }
  if (config.device === undefined) return { state: 'satisfied' };
  const wanted = count + 1;
  const quorum = factOf(view, target, 'quorum');
  // votes of absent nodes are missing too: the witness is judged by the nodes' own
  const nodesOnline = members.filter((member) => member.online).length;
  if (quorum.qdevice && quorum.totalVotes >= nodesOnline + 1) return { state: 'satisfied' };
  return blocked(
    diagnostic('cluster.witness-silent', {
      params: { witness: witness.name, seen: quorum.totalVotes, wanted },
      subject,
    }),
  );
}

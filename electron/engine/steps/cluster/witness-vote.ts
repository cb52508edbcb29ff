import { type Diagnostic, DiagnosticError, diagnostic, fail } from '../../../api/diagnostic.ts';
import { failureOf } from '../../pve/failure.ts';
import { until } from '../../pve/patience.ts';
import { establishTrust, makeOwnKey } from '../../pve/ssh-trust.ts';
import { change } from '../../shell/command.ts';
import { coordinator, expectedVotes, pveNodes, witnessHost } from '../../site/derive.ts';
import { decide, factOf } from '../sight.ts';
import type { ApplyContext, CheckVerdict, Step, View } from '../step.ts';

const VOTES_DEADLINE_MS = 60_000;
/** Left by a try that broke off: setup then wants to be told that it may start afresh. */
const CERTIFICATE_STORE = '/etc/corosync/qdevice/net/nssdb';

/** The witness gives the third vote (QDevice), so that one node may die and the other goes on. */
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
  check: (view, target) => decide([], () => checkVote(view, target)),
  apply: async (context) => {
    const { target, site } = context;
    const witness = witnessHost(site);
    if (!witness) return;
    const view = await letIn(context, target, witness.name, witness.address);
    if (factOf(view, target, 'corosync')?.device === undefined) {
      const leftover = factOf(view, target, 'nodeFiles').has(CERTIFICATE_STORE);
      await setUp(context, witness.address, leftover);
    }
    const wanted = expectedVotes(site);
    let seen = 0;
    const there = await until(context, { deadlineMs: VOTES_DEADLINE_MS, everyMs: 2_000 }, async () => {
      const quorum = factOf(await context.look(target), target, 'quorum');
      seen = quorum.totalVotes;
      return quorum.qdevice && quorum.totalVotes === wanted ? true : undefined;
    });
    if (there) return;
    throw fail('cluster.witness-silent', {
      params: { witness: witness.name, seen, wanted },
      subject: { host: target, step: 'cluster.witness-vote' },
    });
  },
};

/** The vendor's setup logs in to the witness as root without a question. */
async function letIn(context: ApplyContext, node: string, witness: string, address: string): Promise<View> {
  let view = await context.look(node, witness);
  if (factOf(view, node, 'sshFiles').publicKey === undefined) {
    await makeOwnKey(context.transport(node), context);
    view = await context.look(node, witness);
  }
  await establishTrust(
    {
      near: { host: node, transport: context.transport(node), files: factOf(view, node, 'sshFiles') },
      far: { host: witness, transport: context.transport(witness), files: factOf(view, witness, 'sshFiles'), address },
    },
    context,
  );
  return view;
}

async function setUp(context: ApplyContext, address: string, leftover: boolean): Promise<void> {
  const { target } = context;
  const options = { signal: context.signal, timeoutMs: 180_000 };
  const plain = change`pvecm qdevice setup ${address}`;
  const afresh = change`pvecm qdevice setup ${address} --force 1`;
  const transport = context.transport(target);
  let command = leftover ? afresh : plain;
  let result = await transport.job(leftover ? 'cluster.witness-vote.afresh' : 'cluster.witness-vote', command, options);
  if (result.code !== 0 && !leftover && /already initialised, set force/.test(`${result.stdout}\n${result.stderr}`)) {
    command = afresh;
    result = await transport.job('cluster.witness-vote.afresh', command, options);
  }
  const done = result.code === 0 || /QDevice already configured/.test(`${result.stdout}\n${result.stderr}`);
  if (!done) throw new DiagnosticError(failureOf(target, command, result));
}

function checkVote(view: View, target: string): CheckVerdict {
  const witness = witnessHost(view.site);
  if (!witness) return { state: 'satisfied' };
  const subject = { host: target, step: 'cluster.witness-vote' };
  const blocked = (trouble: Diagnostic): CheckVerdict => ({ state: 'blocked', diagnostic: trouble });
  const wanted = expectedVotes(view.site);
  const nodes = pveNodes(view.site);
  const config = factOf(view, target, 'corosync');
  const members = factOf(view, target, 'members').members;
  const change = { what: 'votes', before: `${nodes.length}`, after: `${wanted} (witness ${witness.name})` };

  const absent = nodes.some((node) => !members.some((member) => member.name === node.name));
  if (config === undefined || absent) return { state: 'later', waitsFor: ['cluster.join-node'], changes: [change] };
  if (config.device === undefined) {
    const offline = members.find((member) => !member.online);
    if (offline) return blocked(diagnostic('cluster.member-offline', { params: { host: offline.name }, subject }));
    return { state: 'needed', changes: [change] };
  }
  if (config.device.host !== witness.address)
    return blocked(
      diagnostic('cluster.other-witness', { params: { seen: config.device.host, wanted: witness.address }, subject }),
    );
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

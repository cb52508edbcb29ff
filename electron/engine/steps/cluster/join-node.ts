import { randomBytes } from 'node:crypto';
import { type Diagnostic, DiagnosticError, diagnostic, fail } from '../../../api/diagnostic.ts';
import { changeHost } from '../../pve/change-host.ts';
import { saidBy } from '../../pve/failure.ts';
import { until } from '../../pve/patience.ts';
import { change } from '../../shell/command.ts';
import { coordinator, linkAddresses, pveNodes, witnessHost } from '../../site/derive.ts';
import type { ExecResult } from '../../transport/port.ts';
import { decide, factOf, factsOf, verdictOf } from '../sight.ts';
import type { ApplyContext, CheckVerdict, Step, View } from '../step.ts';
import { HELD_KEYS, holdKeys, releaseKeys } from './hold-keys.ts';
import { isHalfJoined, isQuorateMember, isReinstalled, joinState, linkArguments, memberFiles } from './membership.ts';
import { offlineMember } from './offline-member.ts';
import { removeWitness, setUpWitness } from './qdevice.ts';
import { undoJoin } from './undo-join.ts';

/** pvecm itself waits for quorum for ever (pve-facts 2.4); a join takes 11 to 12 s. */
const JOIN_LIMIT_S = 120;
/** timeout(1) ended it. */
const TIMED_OUT = 124;
const SETTLE_DEADLINE_MS = 60_000;

/** The node is a member of the cluster: both sides see it online with quorum, and its certificate is there. */
export const joinNodeStep: Step = {
  id: 'cluster.join-node',
  phase: 'cluster',
  title: () => ({ en: 'Join the cluster', es: 'Unir al clúster' }),
  targets: (site) =>
    site.cluster
      ? pveNodes(site)
          .slice(1)
          .map((host) => host.name)
      : [],
  needs: ['cluster.create', 'cluster.trust', 'base.cluster-links', 'cluster.links', 'base.hosts-file', 'base.time'],
  risk: 'disruptive',
  order: 'one-at-a-time',
  // the others only get a new list of members, which nothing here looks at
  touches: (site, target) => [coordinator(site).name, target],
  guard: (view, target) => offlineMember(view, 'cluster.join-node', target),
  check: (view, target) => decide(['cluster.create'], () => checkJoin(view, target)),
  apply: async (context) => {
    const { target, site } = context;
    const first = coordinator(site).name;
    let view = await context.look(target, first);
    if (isHalfJoined(view, first, target)) {
      await undoJoin(context, target);
      view = await context.look(target, first);
    }
    let result: ExecResult | undefined;
    let state: Settled;
    if (factOf(view, target, 'members').cluster === undefined) {
      const hadWitness = factOf(view, first, 'corosync')?.device !== undefined && (await removeWitness(context));
      await clearFormerMember(context, view, target);
      await holdKeys(context, target);
      result = await join(context);
      state = await settleOrTidy(context, result, hadWitness);
    } else state = await settle(context, undefined);
    if (!state.whole) state = await makeCertificate(context, result);
    if (state.holdsKeys) await releaseKeys(context, target);
  },
};

interface Settled {
  readonly whole: boolean;
  /** Keys held for the join are still there. */
  readonly holdsKeys: boolean;
}

/** Ends with 0 for nearly every failure: only what both sides say afterwards counts. */
async function join(context: ApplyContext): Promise<ExecResult> {
  const { target, site } = context;
  const first = coordinator(site);
  const host = pveNodes(site).find((entry) => entry.name === target) ?? first;
  // a broken-off try, whoever took it back, may have left the result of its job: the text of this one is another
  return context.transport(target).job(
    `cluster.join-node.${target}`,
    change`: ${randomBytes(8).toString('hex')}
timeout --kill-after=10 ${JOIN_LIMIT_S} pvecm add ${first.address} --use_ssh 1 ${linkArguments(host)}`,
    { signal: context.signal, timeoutMs: (JOIN_LIMIT_S + 30) * 1000 },
  );
}

/** Waits until both sides agree; throws where they do not in time. Gives whether the certificate is there too. */
async function settle(context: ApplyContext, result: ExecResult | undefined): Promise<Settled> {
  const { target, site } = context;
  const first = coordinator(site).name;
  const isOver = result !== undefined && (refusal(result) !== undefined || result.code === TIMED_OUT);
  const state = await until(context, { deadlineMs: isOver ? 0 : SETTLE_DEADLINE_MS, everyMs: 2_000 }, async () => {
    const view = await context.look(target, first);
    // the cluster file system restarts: for some seconds its facts are unknown
    const ready = [target, first].every((host) => {
      const sight = view.facts.hosts.get(host);
      return sight?.reached && sight.facts.members.known && sight.facts.nodeFiles.known;
    });
    const seen = ready ? joinState(view, first, target) : undefined;
    if (!seen?.joined) return undefined;
    return { whole: seen.whole, holdsKeys: factOf(view, target, 'nodeFiles').has(HELD_KEYS) };
  });
  if (state) return state;
  const subject = { host: target, step: 'cluster.join-node' };
  const evidence = result ? saidBy(result) : [];
  const reason = result && refusal(result);
  if (reason !== undefined) throw fail('cluster.join-refused', { params: { host: target, reason }, evidence, subject });
  const seconds = isOver ? JOIN_LIMIT_S : SETTLE_DEADLINE_MS / 1000;
  throw fail('cluster.join-unsettled', { params: { host: target, seconds, first }, evidence, subject });
}

/**
 * Where the join did not go through: the node is taken out again, so that the cluster has its quorum and the node can join
 * afresh, and a witness that was put aside for it votes again. Then throws why it did not join.
 */
async function settleOrTidy(context: ApplyContext, result: ExecResult, hadWitness: boolean): Promise<Settled> {
  const { target, site } = context;
  const first = coordinator(site).name;
  try {
    return await settle(context, result);
  } catch (error) {
    if (!(error instanceof DiagnosticError) || context.signal.aborted) throw error;
    let isTakenOut = false;
    try {
      if (isHalfJoined(await context.look(target, first), first, target)) {
        await undoJoin(context, target);
        isTakenOut = true;
      }
      const left = factOf(await context.look(target), target, 'nodeFiles');
      if (left.has(HELD_KEYS)) await releaseKeys(context, target);
      const witness = hadWitness ? witnessHost(site) : undefined;
      if (witness) await setUpWitness(context, witness);
    } catch (second) {
      if (!(second instanceof DiagnosticError)) throw second;
      const [cause] = second.diagnostics;
      throw fail('cluster.join-not-undone', {
        params: { host: target, first, reason: cause.code },
        evidence: [...error.diagnostics[0].evidence, cause.code, ...cause.evidence],
        subject: { host: target, step: 'cluster.join-node' },
      });
    }
    const [{ code, evidence }] = error.diagnostics;
    if (!isTakenOut || code !== 'cluster.join-unsettled') throw error;
    throw fail('cluster.join-stuck', {
      params: { host: target, seconds: JOIN_LIMIT_S, first },
      evidence,
      subject: { host: target, step: 'cluster.join-node' },
    });
  }
}

/** Seen once in three joins on 9.1: a member without certificate (pve-behaviour, pvecm add). */
async function makeCertificate(context: ApplyContext, result: ExecResult | undefined): Promise<Settled> {
  const { target } = context;
  context.note(`${target} has no certificate; making it again`);
  const transport = context.transport(target);
  await changeHost(transport, context, change`pvecm updatecerts --force 1`, { timeoutMs: 120_000 });
  // pveproxy first waits for quorum (9.x: up to 80 s) and, at its first start without internet, for the network
  await changeHost(transport, context, change`systemctl restart pvedaemon pveproxy`, { timeoutMs: 300_000 });
  const state = await settle(context, result);
  if (state.whole) return state;
  throw fail('cluster.no-certificate', {
    params: { host: target },
    evidence: result ? saidBy(result) : [],
    subject: { host: target, step: 'cluster.join-node' },
  });
}

/** Files of a former member of this name: a removal leaves them (pve-facts 2.12), and they would tell of a whole member. */
async function clearFormerMember(context: ApplyContext, view: View, node: string): Promise<void> {
  const first = coordinator(context.site).name;
  const left = memberFiles(node).filter((file) => factOf(view, first, 'nodeFiles').has(file));
  if (left.length === 0 || factOf(view, first, 'corosync')?.nodes.some((entry) => entry.name === node)) return;
  await changeHost(context.transport(first), context, change`rm -f ${left}`);
}

/** The reason that pvecm gave for not joining, in its own words; undefined = it did not refuse. */
export function refusal(result: ExecResult): string | undefined {
  const lines = `${result.stdout}\n${result.stderr}`.split('\n').map((line) => line.trim());
  const detected = lines.filter((line) => line.startsWith('* ') || line.startsWith('! '));
  const said = lines.find((line) =>
    /^(An error occurred on the cluster node:|unable to copy ssh ID|Unknown option|.*unable to parse option|\d{3} )/.test(
      line,
    ),
  );
  if (said === undefined && detected.length === 0) return undefined;
  return [said, ...detected].filter((part) => part !== undefined).join(' ');
}

function checkJoin(view: View, target: string): CheckVerdict {
  const name = view.site.cluster?.name ?? '';
  const first = coordinator(view.site);
  const node = pveNodes(view.site).find((entry) => entry.name === target) ?? first;
  const subject = { host: target, step: 'cluster.join-node' };
  const blocked = (trouble: Diagnostic): CheckVerdict => ({ state: 'blocked', diagnostic: trouble });
  const joining = [
    { what: `cluster ${name}`, after: `member ${target}` },
    ...linkAddresses(node).map(({ link, address }) => ({ what: `link ${link}`, after: address })),
  ] as const;

  factsOf(view, target); // not reached is not half-joined
  const seen = factOf(view, first.name, 'members');
  if (seen.cluster === undefined) return { state: 'later', waitsFor: ['cluster.create'], changes: joining };
  if (isHalfJoined(view, first.name, target))
    return { state: 'needed', changes: [{ what: `join of ${target}`, before: 'broken off', after: 'made again' }] };
  const own = factOf(view, target, 'members');
  if (own.cluster !== undefined && own.cluster.name !== name)
    return blocked(
      diagnostic('cluster.other-cluster', { params: { host: target, seen: own.cluster.name, wanted: name }, subject }),
    );
  if (own.cluster === undefined) {
    const guests = [...factOf(view, target, 'vmList').keys()];
    if (guests.length > 0)
      return blocked(
        diagnostic('cluster.joiner-has-guests', { params: { host: target, guests: guests.join(', ') }, subject }),
      );
    if (isReinstalled(view, first.name, target))
      return blocked(diagnostic('cluster.member-reinstalled', { params: { host: target, cluster: name }, subject }));
    if (!isQuorateMember(view.site, seen))
      return blocked(diagnostic('pve.no-quorum', { params: { host: first.name }, subject }));
    const device = factOf(view, first.name, 'corosync')?.device;
    if (!device) return { state: 'needed', changes: [joining[0], ...joining.slice(1)] };
    const witness = witnessHost(view.site);
    if (witness?.address !== device.host)
      return blocked(diagnostic('cluster.foreign-witness', { params: { host: target, seen: device.host }, subject }));
    const aside = { what: `vote of ${witness.name}`, before: 'counted', after: 'put aside' };
    return { state: 'needed', changes: [aside, ...joining] };
  }
  const state = joinState(view, first.name, target);
  if (!state.joined)
    return blocked(
      diagnostic('pve.no-quorum', {
        params: { host: own.cluster.quorate ? first.name : target },
        evidence: seen.members.map((member) => `${member.name}: ${member.online ? 'online' : 'offline'}`),
        subject,
      }),
    );
  if (!state.whole) return { state: 'needed', changes: [{ what: `certificate of ${target}`, after: 'made again' }] };
  return verdictOf(
    factOf(view, target, 'nodeFiles').has(HELD_KEYS) ? [{ what: 'keys held for the join', after: 'given back' }] : [],
  );
}

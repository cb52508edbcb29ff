import { type Diagnostic, diagnostic, fail } from '../../../api/diagnostic.ts';
import { changeHost } from '../../pve/change-host.ts';
import { saidBy } from '../../pve/failure.ts';
import { until } from '../../pve/patience.ts';
import { change } from '../../shell/command.ts';
import { coordinator, linkAddresses, pveNodes } from '../../site/derive.ts';
import type { ExecResult } from '../../transport/port.ts';
import { decide, factOf } from '../sight.ts';
import type { ApplyContext, CheckVerdict, Step, View } from '../step.ts';
import { isQuorateMember, joinState, linkArguments } from './membership.ts';

/** pvecm itself waits for quorum for ever (pve-facts 2.4); a join takes 11 to 12 s. */
const JOIN_LIMIT_S = 120;
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
  touches: (site) => pveNodes(site).map((host) => host.name),
  guard: (view) => offlineMember(view),
  check: (view, target) => decide(['cluster.create'], () => checkJoin(view, target)),
  apply: async (context) => {
    const { target, site } = context;
    const first = coordinator(site);
    const view = await context.look(target, first.name);
    let result: ExecResult | undefined;
    if (factOf(view, target, 'members').cluster === undefined) {
      const host = pveNodes(site).find((entry) => entry.name === target) ?? first;
      // ends with 0 for nearly every failure: only what both sides say afterwards counts
      result = await context
        .transport(target)
        .job(
          `cluster.join-node.${target}`,
          change`timeout --kill-after=10 ${JOIN_LIMIT_S} pvecm add ${first.address} --use_ssh 1 ${linkArguments(host)}`,
          { signal: context.signal, timeoutMs: (JOIN_LIMIT_S + 30) * 1000 },
        );
    }
    const settled = await settle(context, result);
    if (settled.whole) return;

    // seen once in three joins on 9.1: a member without certificate (pve-behaviour, pvecm add)
    context.note(`${target} has no certificate; making it again`);
    const transport = context.transport(target);
    await changeHost(transport, context, change`pvecm updatecerts --force 1`, { timeoutMs: 120_000 });
    // pveproxy first waits for quorum (9.x: up to 80 s) and, at its first start without internet, for the network
    await changeHost(transport, context, change`systemctl restart pvedaemon pveproxy`, { timeoutMs: 300_000 });
    if (!(await settle(context, result)).whole)
      throw fail('cluster.no-certificate', {
        params: { host: target },
        evidence: result ? saidBy(result) : [],
        subject: { host: target, step: 'cluster.join-node' },
      });
  },
};

/** Waits until both sides agree; throws where they do not in time. Gives whether the certificate is there too. */
async function settle(context: ApplyContext, result: ExecResult | undefined): Promise<{ readonly whole: boolean }> {
  const { target, site } = context;
  const first = coordinator(site).name;
  const refused = result && refusal(result);
  const state = await until(
    context,
    { deadlineMs: refused === undefined ? SETTLE_DEADLINE_MS : 0, everyMs: 2_000 },
    async () => {
      const view = await context.look(target, first);
      // the cluster file system restarts: for some seconds its facts are unknown
      const ready = [target, first].every((host) => {
        const sight = view.facts.hosts.get(host);
        return sight?.reached && sight.facts.members.known && sight.facts.nodeFiles.known;
      });
      const seen = ready ? joinState(view, first, target) : undefined;
      return seen?.joined ? seen : undefined;
    },
  );
  if (state) return state;
  const subject = { host: target, step: 'cluster.join-node' };
  const evidence = result ? saidBy(result) : [];
  if (refused !== undefined)
    throw fail('cluster.join-refused', { params: { host: target, reason: refused }, evidence, subject });
  throw fail('cluster.join-stuck', { params: { host: target, seconds: JOIN_LIMIT_S, first }, evidence, subject });
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

  const own = factOf(view, target, 'members');
  if (own.cluster !== undefined && own.cluster.name !== name)
    return blocked(
      diagnostic('cluster.other-cluster', { params: { host: target, seen: own.cluster.name, wanted: name }, subject }),
    );
  const seen = factOf(view, first.name, 'members');
  if (seen.cluster === undefined) return { state: 'later', waitsFor: ['cluster.create'], changes: joining };
  if (own.cluster === undefined) {
    const guests = [...factOf(view, target, 'vmList').keys()];
    if (guests.length > 0)
      return blocked(
        diagnostic('cluster.joiner-has-guests', { params: { host: target, guests: guests.join(', ') }, subject }),
      );
    if (!isQuorateMember(view.site, seen))
      return blocked(diagnostic('pve.no-quorum', { params: { host: first.name }, subject }));
    return { state: 'needed', changes: [joining[0], ...joining.slice(1)] };
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
  if (state.whole) return { state: 'satisfied' };
  return { state: 'needed', changes: [{ what: `certificate of ${target}`, after: 'made again' }] };
}

/** A join with an absent member would take the quorum away from the rest. */
function offlineMember(view: View): Diagnostic | undefined {
  const sight = view.facts.hosts.get(coordinator(view.site).name);
  if (!sight?.reached || !sight.facts.members.known) return undefined;
  const absent = sight.facts.members.value.members.find((member) => !member.online);
  return absent
    ? diagnostic('cluster.member-offline', { params: { host: absent.name }, subject: { step: 'cluster.join-node' } })
    : undefined;
}

import { type Diagnostic, describeDiagnostic, diagnostic } from '../../api/diagnostic.ts';
import type { Site } from '../../api/site.ts';
import type { HostFacts } from '../facts/host-facts.ts';
import type { Step, View } from '../steps/step.ts';
import { checkItem } from './check-item.ts';
import { itemId, itemView } from './item-view.ts';
import { type Standing, speakerOf, standingOf } from './standing.ts';

/**
 * What the silence of a host means for the others (decision 0013). Before a site stands, everything has to be looked at before
 * the first change. Once it stands, a host of it that is off or cannot be reached holds back what concerns it, and nothing
 * else: what cannot be read there stays unknown, and the others go on as long as their cluster is quorate.
 */
export interface Hold {
  /** The silent host. */
  readonly host: string;
  /** The claim is known not to be true, and only cannot be made true now. Else nobody can say. */
  readonly isUntrue: boolean;
  readonly diagnostic: Diagnostic;
}

/** What holds an item back; undefined = it is true, or no silent host concerns it. */
export type HoldOf = (step: Step, target: string) => Hold | undefined;

const NOTHING: HoldOf = () => undefined;

/** Which items silent hosts hold back, by these facts. Each is judged once. Pure. */
export function holdsOf(steps: readonly Step[], view: View): HoldOf {
  const standing = standingOf(view);
  if (!standing || standing.away.size === 0) return NOTHING;
  const byId = new Map(steps.map((step) => [step.id as string, step]));
  const judged = new Map<string, Hold | undefined>();
  const holdOf: HoldOf = (step, target) => {
    const id = itemId(step, target);
    if (judged.has(id)) return judged.get(id);
    judged.set(id, undefined); // a list of steps that goes in a circle is refused elsewhere
    const hold = judge(step, target);
    judged.set(id, hold);
    return hold;
  };

  const judge = (step: Step, target: string): Hold | undefined => {
    const verdict = checkItem(step, view, target);
    if (verdict.state === 'satisfied') return undefined;
    const id = itemId(step, target);
    const isUntrue = verdict.state !== 'blocked';
    const concerns = concernsOf(standing, step, view, target);
    const held = (host: string, said?: Diagnostic): Hold => ({
      host,
      isUntrue,
      diagnostic: awayDiagnostic(id, host, said ?? standing.away.get(host)),
    });

    const own = concerns.find((host) => standing.away.has(host));
    if (own !== undefined) return held(own);
    if (verdict.state === 'blocked') {
      // the check rests on a fact of that host, or says so itself
      const why = verdict.diagnostic;
      const silent = [...standing.away].find(([host, reason]) => reason === why || host === why.subject.host);
      return silent && held(silent[0], why);
    }
    if (verdict.state === 'needed' && concerns.length > 0) {
      const refusal = step.guard?.(itemView(step, view, target), speakerOf(step, view, target));
      const voter = refusal && [...standing.away.keys()].find((host) => hasVote(standing.facts, view.site, host));
      if (voter !== undefined) return held(voter, refusal);
    }
    return heldByNeed(step, target, verdict.state === 'later' ? verdict.waitsFor : [], concerns);
  };

  /**
   * What it needs is known not to be true and is held back itself: for the whole cluster, or where this item works. And what
   * cannot be decided before another item waits with that one: with the one of its own target, where there is one.
   */
  const heldByNeed = (
    step: Step,
    target: string,
    waitsFor: readonly string[],
    concerns: readonly string[],
  ): Hold | undefined => {
    for (const id of new Set([...step.needs, ...waitsFor])) {
      const need = id === step.id ? undefined : byId.get(id);
      if (!need) continue;
      const all = need.targets(view.site);
      const isHere = (at: string): boolean =>
        at === target || at === 'site' || need.forCluster === true || concerns.includes(at);
      const untrue = all.filter((at) => isHere(at) && holdOf(need, at)?.isUntrue);
      const first =
        untrue[0] ?? (waitsFor.includes(id) ? lastHope(need, all.includes(target) ? [target] : all) : undefined);
      const hold = first === undefined ? undefined : holdOf(need, first);
      if (hold)
        return {
          host: hold.host,
          isUntrue: true,
          diagnostic: awayDiagnostic(itemId(step, target), hold.host, hold.diagnostic),
        };
    }
    return undefined;
  };

  /** The first of these items that is held back, where no other of them may still become true. */
  const lastHope = (need: Step, targets: readonly string[]): string | undefined => {
    const open = targets.filter((at) => checkItem(need, view, at).state !== 'satisfied');
    return open.every((at) => holdOf(need, at)) ? open[0] : undefined;
  };

  return holdOf;
}

/** The notice about each host that holds items back. */
export function awayNotices(holds: readonly Hold[]): readonly Diagnostic[] {
  return [...new Set(holds.map(({ host }) => host))].map((host) =>
    diagnostic('run.host-away', {
      params: { host, count: holds.filter((hold) => hold.host === host).length },
      subject: { host },
    }),
  );
}

function awayDiagnostic(step: string, host: string, said: Diagnostic | undefined): Diagnostic {
  const isOurs = said?.code === 'step.host-away';
  return diagnostic('step.host-away', {
    params: { host },
    evidence: !said ? [] : isOurs ? [said.subject.step ?? '-'] : [describeDiagnostic(said, 'en').summary],
    subject: { host, step },
  });
}

/** Hosts without which an item cannot be made true. */
function concernsOf({ facts }: Standing, step: Step, view: View, target: string): readonly string[] {
  if (step.concerns) return step.concerns(view, target);
  const machine = view.site.machines.find(({ name }) => name === target);
  if (!machine) return [speakerOf(step, view, target)];
  // the node that has it, whatever the site file says
  return [(facts.vmList.known ? facts.vmList.value.get(machine.id)?.node : undefined) ?? machine.node];
}

function hasVote({ corosync }: HostFacts, site: Site, name: string): boolean {
  if (!corosync.known || !corosync.value) return false;
  const address = site.hosts.find((host) => host.name === name)?.address;
  return corosync.value.nodes.some((node) => node.name === name) || corosync.value.device?.host === address;
}

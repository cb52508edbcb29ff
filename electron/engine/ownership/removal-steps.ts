import { DiagnosticError, fail } from '../../api/diagnostic.ts';
import type { Site } from '../../api/site.ts';
import { hostByName } from '../site/derive.ts';
import { distance } from '../site/nearest.ts';
import { allNodes } from '../steps/machines/support/guests.ts';
import type { CheckVerdict, Step, View } from '../steps/step.ts';
import { clusterSight, type FoundOrphan, findOrphans, type Orphans } from './find-orphans.ts';
import type { OwnableKind } from './kind.ts';
import { ownableKinds } from './kinds/index.ts';

/**
 * The orphans that a person confirmed by name, with what goes with them. Throws `ownership.*`, before anything is changed: for
 * a name that is no orphan, for one that means two, and where orphans are there and none was named.
 */
export function confirmedOrphans(orphans: Orphans, typed: readonly string[]): readonly FoundOrphan[] {
  const { found } = orphans;
  const wholes = found.filter(({ orphan }) => orphan.partOf === undefined);
  if (typed.length === 0 && wholes.length > 0)
    throw fail('ownership.unconfirmed', {
      params: { names: wholes.map(({ orphan }) => orphan.name).join(', ') },
      evidence: found.map(inWords),
    });
  const meant = typed.map((name) => {
    const matches = found.filter(({ orphan }) => orphan.name === name || `${orphan.kind}:${orphan.name}` === name);
    const [first] = matches;
    if (!first) {
      const near = [...found].sort((a, b) => distance(a.orphan.name, name) - distance(b.orphan.name, name));
      throw fail('ownership.not-an-orphan', {
        params: { name },
        evidence: [...near.map(inWords), ...orphans.unknown.map((entry) => entry.code)],
      });
    }
    if (matches.length > 1)
      throw fail('ownership.ambiguous', {
        params: { name },
        evidence: matches.map(({ orphan }) => `${orphan.kind}:${orphan.name}`),
      });
    return first;
  });
  return found.filter(
    (entry) => meant.includes(entry) || meant.some(({ orphan, thing }) => goesWith(entry, orphan.name, thing.id)),
  );
}

function goesWith(entry: FoundOrphan, name: string, guestId: string): boolean {
  return entry.orphan.partOf === name && String(entry.thing.guestId) === guestId;
}

function inWords({ orphan }: FoundOrphan): string {
  return `${orphan.kind}:${orphan.name} (${orphan.where})${orphan.partOf === undefined ? '' : `, with ${orphan.partOf}`}`;
}

/** One step a kind: everything confirmed of it is gone. Each is looked at again, its mark included, right before it goes. */
export function removalSteps(confirmed: readonly FoundOrphan[]): readonly Step[] {
  const kinds = ownableKinds.filter((kind) => confirmed.some((entry) => entry.kind === kind));
  return kinds.map((kind) =>
    removalStep(
      kind,
      kinds,
      confirmed.filter((entry) => entry.kind === kind),
    ),
  );
}

function removalStep(kind: OwnableKind, kinds: readonly OwnableKind[], all: readonly FoundOrphan[]): Step {
  const find = (view: View, target: string): FoundOrphan | undefined => {
    const wanted = all.find(({ thing }) => thing.name === target)?.thing.id;
    return findOrphans(view).found.find((entry) => entry.kind === kind && entry.thing.id === wanted);
  };
  return {
    id: `removal.${kind.kind}`,
    phase: 'removal',
    title: (_site: Site, target) => ({
      en: `Remove ${target}`.slice(0, 33),
      es: `Retirar ${target}`.slice(0, 33),
    }),
    targets: () => all.map(({ thing }) => thing.name),
    needs: kinds.filter((other) => kind.after.includes(other.kind)).map((other) => `removal.${other.kind}`),
    risk: 'destructive',
    order: 'one-at-a-time',
    // an instance of a stack is on a machine
    touches: (site) => {
      const places = all.flatMap(({ thing }) => thing.nodes).filter((name) => hostByName(site, name));
      return [...new Set([...allNodes(site), ...places])];
    },
    concerns: (view, target) => find(view, target)?.thing.nodes ?? [],
    check(view, target): CheckVerdict {
      const sight = clusterSight(view);
      if (!sight)
        return {
          state: 'blocked',
          diagnostic: fail('ownership.no-sight', { params: { name: target } }).diagnostics[0],
        };
      const entry = find(view, target);
      // unknown is not gone
      kind.find(sight);
      if (!entry) return { state: 'satisfied' };
      if (entry.orphan.diagnostic) return { state: 'blocked', diagnostic: entry.orphan.diagnostic };
      const { name, where } = entry.orphan;
      return { state: 'needed', changes: [{ what: `${kind.kind} ${name}`, before: where, after: 'removed' }] };
    },
    async apply(context) {
      const view = await context.look(...allNodes(context.site));
      const sight = clusterSight(view);
      const entry = find(view, context.target);
      if (!sight || !entry) return;
      const obstacle = kind.guard?.(sight, entry.thing, new Set());
      if (obstacle) throw new DiagnosticError(obstacle);
      context.note(`removes ${kind.kind} ${entry.thing.id} (${entry.orphan.where})`);
      await kind.remove(context, sight, entry.thing);
    },
  };
}

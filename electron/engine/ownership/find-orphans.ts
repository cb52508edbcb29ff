import { type Diagnostic, DiagnosticError } from '../../api/diagnostic.ts';
import type { Orphan } from '../../api/plan.ts';
import { pveNodes } from '../site/derive.ts';
import { clusterView } from '../steps/machines/support/cluster-view.ts';
import type { View } from '../steps/step.ts';
import type { ClusterSight, OwnableKind, OwnedThing } from './kind.ts';
import { ownableKinds } from './kinds/index.ts';

/** One orphan with what is needed to take it away. */
export interface FoundOrphan {
  readonly orphan: Orphan;
  readonly kind: OwnableKind;
  readonly thing: OwnedThing;
}

export interface Orphans {
  readonly found: readonly FoundOrphan[];
  /** Kinds about which nothing could be known: their orphans, if any, are not in the list. */
  readonly unknown: readonly Diagnostic[];
}

/** What carries this site's mark and is not in the site file. Pure; sends nothing. */
export function findOrphans(view: View): Orphans {
  const sight = clusterSight(view);
  if (!sight) return { found: [], unknown: [] };
  const unknown: Diagnostic[] = [];
  const things: { readonly kind: OwnableKind; readonly thing: OwnedThing }[] = [];
  for (const kind of ownableKinds) {
    const found = tryTo(unknown, () => kind.find(sight)) ?? [];
    for (const thing of found)
      if (!thing.isNamed) things.push({ kind, thing: { ...thing, name: nameOf(thing, found) } });
  }
  const guests = things.filter(({ kind }) => kind.kind === 'machine' || kind.kind === 'template');
  const leaving = new Set(guests.map(({ thing }) => Number(thing.id)));
  const found = things.map(({ kind, thing }): FoundOrphan => {
    const whole = guests.find((guest) => guest.thing !== thing && Number(guest.thing.id) === thing.guestId);
    const obstacle = tryTo(unknown, () => kind.guard?.(sight, thing, leaving));
    const orphan: Orphan = {
      kind: kind.kind,
      name: thing.name,
      where: thing.nodes.join(', ') || 'cluster',
      why: kind.why(view.site, thing),
      ...(whole ? { partOf: whole.thing.name } : {}),
      ...(obstacle ? { diagnostic: obstacle } : {}),
    };
    return { orphan, kind, thing };
  });
  return { found, unknown };
}

/** The name that is typed: with the id where two of a kind are called the same. */
function nameOf(thing: OwnedThing, all: readonly OwnedThing[]): string {
  return all.filter(({ name }) => name === thing.name).length > 1 ? `${thing.name} (${thing.id})` : thing.name;
}

/** The cluster as a node that can speak for it sees it; undefined where there is none. */
export function clusterSight(view: View): ClusterSight | undefined {
  if (pveNodes(view.site).length === 0) return undefined;
  const cluster = clusterView(view);
  return cluster.known ? { view, site: view.site, host: cluster.host, facts: cluster.facts } : undefined;
}

function tryTo<T>(unknown: Diagnostic[], work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    unknown.push({ ...error.diagnostics[0], severity: 'warning' });
    return undefined;
  }
}

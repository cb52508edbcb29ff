import { DiagnosticError, fail } from '../../api/diagnostic.ts';
import type { DrillOffer, DrillOrder } from '../../api/drill.ts';
import type { Site } from '../../api/site.ts';
import { haResources, linkAddresses, pveNodes } from '../site/derive.ts';
import type { Drill } from './drill.ts';
import { failoverDrill } from './failover.ts';
import { linkDrill } from './link.ts';
import { quorumDrill } from './quorum.ts';
import { restoreDrill } from './restore.ts';

/** Every drill that can be asked for on a site, the most telling first. */
export function drillsOf(site: Site): readonly Drill[] {
  const nodes = pveNodes(site);
  const underHa = site.machines.filter((machine) => haResources(site).some(({ vmId }) => vmId === machine.id));
  return [
    ...(underHa.length > 0 ? underHa : site.machines.slice(0, 1)).map((machine) => failoverDrill(site, machine)),
    // a person tries the last node rather than the one that leads
    ...[...nodes].reverse().flatMap((node) => linkAddresses(node).map(({ link }) => linkDrill(site, node, link))),
    ...[...nodes].reverse().map((node) => quorumDrill(site, node)),
    ...site.machines.map((machine) => restoreDrill(site, machine)),
  ];
}

/** The drills of a site as a person chooses among them. */
export function drillOffers(site: Site): readonly DrillOffer[] {
  return drillsOf(site).map(({ order, title, warning, target, lastsSeconds, refused }) => ({
    order,
    title,
    warning,
    confirm: target,
    lastsSeconds,
    ...(refused ? { refused } : {}),
  }));
}

/**
 * The drill that was asked for; what was not named is taken from the first that fits. Throws `drill.unknown-target`, and
 * what the site never bears.
 */
export function drillOf(site: Site, order: DrillOrder): Drill {
  const ofKind = drillsOf(site).filter((drill) => drill.order.kind === order.kind);
  if (ofKind.length === 0) throw fail(order.kind === 'failover' ? 'drill.no-ha' : 'drill.no-machine');
  for (const what of ['machine', 'node', 'link'] as const) {
    if (order[what] === undefined || ofKind.some((drill) => drill.order[what] === order[what])) continue;
    const known = [...new Set(ofKind.map((drill) => drill.order[what] ?? ''))].filter((name) => name !== '');
    throw fail('drill.unknown-target', { params: { what, name: String(order[what]), known: known.join(', ') } });
  }
  const wanted = ofKind.filter((drill) =>
    (['machine', 'node', 'link'] as const).every(
      (what) => order[what] === undefined || drill.order[what] === order[what],
    ),
  );
  const found = wanted.find((drill) => !drill.refused) ?? wanted[0];
  if (!found) throw fail('drill.unknown-target', { params: { what: 'drill', name: order.kind, known: '' } });
  if (found.refused) throw new DiagnosticError(found.refused);
  return found;
}

/** Refuses where something else was typed than the name of what is broken. Throws `drill.not-confirmed`. */
export function checkConfirmed(drill: Drill, typed: string): void {
  if (typed !== drill.target) throw fail('drill.not-confirmed', { params: { typed, wanted: drill.target } });
}

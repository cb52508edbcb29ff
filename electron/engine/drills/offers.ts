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

const UNKNOWN = {
  machine: 'drill.unknown-machine',
  node: 'drill.unknown-node',
  link: 'drill.unknown-link',
} as const;

/**
 * The drill that was asked for; what was not named is taken from the first that fits. Throws `drill.unknown-*` and
 * `drill.not-about`, and what the site never bears.
 */
export function drillOf(site: Site, order: DrillOrder): Drill {
  const { kind } = order;
  let fits = drillsOf(site).filter((drill) => drill.order.kind === kind);
  if (fits.length === 0) throw fail(kind === 'failover' ? 'drill.no-ha' : 'drill.no-machine');
  for (const what of ['machine', 'node', 'link'] as const) {
    const asked = order[what];
    if (asked === undefined) continue;
    const known = [...new Set(fits.map((drill) => drill.order[what]))].filter((name) => name !== undefined);
    const name = String(asked);
    if (known.length === 0) throw fail('drill.not-about', { params: { name, kind } });
    fits = fits.filter((drill) => drill.order[what] === asked);
    if (fits.length === 0) throw fail(UNKNOWN[what], { params: { name, known: known.join(', ') } });
  }
  const found = fits.find((drill) => !drill.refused) ?? fits[0];
  if (found?.refused) throw new DiagnosticError(found.refused);
  return found as Drill;
}

/** Refuses where something else was typed than the name of what is broken. Throws `drill.not-confirmed`. */
export function checkConfirmed(drill: Drill, typed: string): void {
  if (typed !== drill.target) throw fail('drill.not-confirmed', { params: { typed, wanted: drill.target } });
}

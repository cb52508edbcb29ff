import type { DrillKind, DrillOffer, DrillOrder } from '../../api/drill.ts';
import { fill } from '../../api/text.ts';
import { EXIT, type ExitCode, print, type Session } from '../session.ts';
import { diagnosticView } from '../view/diagnostics.ts';
import { showOffers, showWarning } from '../view/drill-view.ts';
import { followRun } from './follow.ts';
import { type RehearsalFlags, where } from './site-runs.ts';

export interface DrillFlags extends RehearsalFlags {
  readonly machine?: string;
  readonly node?: string;
  readonly link?: number;
  readonly confirm?: string;
  readonly takeLock?: boolean;
  readonly json?: boolean;
}

const TEXT = {
  abort: {
    en: 'Stopping: the site is being put back. What stays different is named at the end.',
    es: 'Deteniendo: se está restableciendo el sitio. Lo que quede distinto se nombra al final.',
  },
} as const;

/**
 * `sitewright drill SITE` lists the drills that the site can have; with a kind one of them is begun, once the name of what it
 * breaks was typed. Ctrl+C ends it at once and puts the site back. Exit code: passed 0, failed 1, refused before anything
 * was begun 2, stopped 3.
 */
export async function drillCommand(
  session: Session,
  site: string,
  kind: DrillKind | undefined,
  flags: DrillFlags,
): Promise<ExitCode> {
  const { client, language, out } = session;
  if (kind === undefined) {
    const offers = await client.runs.drillOffers({ site });
    if (flags.json) for (const offer of offers) print(out, JSON.stringify(offerView(offer, session)));
    else showOffers(session, offers);
    return EXIT.done;
  }
  const { machine, node, link, confirm } = flags;
  const order: DrillOrder = { kind, machine, node, link };
  const simulated = where(flags);
  if (confirm === undefined && !flags.json) {
    const meant = offerFor(await client.runs.drillOffers({ site }), order);
    if (meant && !meant.refused) showWarning(session, meant);
  }
  const takeLock = flags.takeLock ? { takeLock: true } : {};
  // without the name nothing begins: the engine says which it is, or why the order is none
  const asked = { site, ...simulated, drill: order, confirm: confirm ?? '', ...takeLock };
  const { runId } = await client.runs.drill(asked);
  return followRun(session, runId, { ...flags, stopsAtOnce: fill(TEXT.abort, language) });
}

/** Which drill an order means, as the engine chooses: what was not named is taken from the first that the site bears. */
function offerFor(offers: readonly DrillOffer[], order: DrillOrder): DrillOffer | undefined {
  const fits = offers.filter((offer) =>
    (['kind', 'machine', 'node', 'link'] as const).every(
      (what) => order[what] === undefined || offer.order[what] === order[what],
    ),
  );
  return fits.find((offer) => !offer.refused) ?? fits[0];
}

/** An offer as `--json` shows it. */
function offerView({ order, title, warning, confirm, lastsSeconds, refused }: DrillOffer, session: Session) {
  const { language } = session;
  return {
    ...order,
    title: fill(title, language),
    warning: fill(warning, language),
    confirm,
    lastsSeconds,
    refused: refused ? diagnosticView(refused, language) : null,
  };
}

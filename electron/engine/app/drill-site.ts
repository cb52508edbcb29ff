import { DiagnosticError } from '../../api/diagnostic.ts';
import type { Drill } from '../drills/drill.ts';
import { runDrill } from '../drills/run-drill.ts';
import type { RunContext, WorkResult } from '../run/start-run.ts';
import { pveNodes } from '../site/derive.ts';
import type { View } from '../steps/step.ts';
import { applySite, lockOf, planSite, type WorkOrder, type Workshop } from './run-desk-apply.ts';
import type { SiteSession } from './site-session.ts';

/** Copies run once in a while, HA settles: the plan is asked again for this long before a difference counts. */
const SETTLE_MS = 5 * 60_000;
const SETTLE_EVERY_MS = 15_000;

/** Nothing of the site is there: neither its cluster nor one of its machines, as far as its nodes say. */
function isBare(view: View): boolean {
  return pveNodes(view.site).every(({ name }) => {
    const sight = view.facts.hosts.get(name);
    if (!sight?.reached) return false;
    const { quorum, vmList } = sight.facts;
    return quorum.known && !quorum.value.running && vmList.known && vmList.value.size === 0;
  });
}

/** A rehearsed site of which nothing has been made yet. */
export async function isBareRehearsal(session: SiteSession): Promise<boolean> {
  return session.rehearsal !== undefined && isBare(session.view(await session.look()));
}

/** One drill on a site. A rehearsed site is made first, where nothing of it is there yet. */
export async function drillSite(
  session: SiteSession,
  run: RunContext,
  shop: Workshop,
  drill: Drill,
  order: WorkOrder = {},
): Promise<WorkResult> {
  const { transports, clock, rehearsal } = session;
  if (await isBareRehearsal(session)) {
    const applied = await applySite(session, run, shop, order);
    if (applied.failed > 0 || applied.cancelled || run.stopMode()) return applied;
  }
  const { siteLock } = await lockOf(session, shop, order);
  const onLog = (line: {
    readonly host: string;
    readonly level: 'look' | 'change' | 'out' | 'err' | 'note';
    readonly text: string;
  }) => run.emit({ type: 'log', itemId: `drill.${drill.order.kind}`, ...line });
  const trueItems = async () =>
    (await planSite(session, shop, {})).items.filter((item) => item.action === 'skip').map((item) => item.id);
  try {
    await siteLock?.hold(run, await session.look());
    const before = await trueItems();
    const view = session.view(await session.look());
    const last = await runDrill(drill, view, {
      site: session.site,
      signal: run.signal,
      rehearsed: run.rehearsed,
      now: () => clock.now(),
      note: (text) => run.emit({ type: 'log', host: '', level: 'note', text }),
      reconnect: (host) => transports.reconnect(host),
      endJob: (host, id) => transports.change(host, onLog).reapJob(id),
      switchOn: (host) => rehearsal?.tell({ do: 'power', host, on: true }),
      handsWith: (signal) => ({
        read: (host) => transports.read(host, onLog),
        change: (host) => transports.change(host, onLog),
        wait: (ms) => clock.wait(ms, signal),
        look: async (...hosts) => session.view(await session.look({ ...(hosts.length > 0 ? { hosts } : {}), signal })),
      }),
      differsFromBefore: async (signal) => {
        const end = clock.now() + SETTLE_MS;
        for (;;) {
          const now = await trueItems();
          const missing = before.filter((id) => !now.includes(id));
          if (missing.length === 0 || clock.now() > end) return missing;
          await clock.wait(SETTLE_EVERY_MS, signal);
        }
      },
      tell: (state) => run.emit({ type: 'drill', drill: state }),
    });
    await run.record('drill-finished', { drill: last });
    if (last.diagnostic && last.moments.length === 0) throw new DiagnosticError(last.diagnostic);
    if (last.diagnostic) run.emit({ type: 'diagnostic', diagnostic: last.diagnostic });
    return { changed: 0, unchanged: 0, failed: last.state === 'failed' ? 1 : 0, cancelled: last.state === 'stopped' };
  } finally {
    await siteLock?.release(run);
  }
}

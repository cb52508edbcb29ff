import { fail } from '../../api/diagnostic.ts';
import type { StandingCheck } from '../../api/run.ts';
import type { Check, CheckContext } from '../checks/check.ts';
import { runChecks } from '../checks/run-checks.ts';
import type { RunContext, WorkResult } from '../run/start-run.ts';
import { answersLogged } from '../transport/answers-logged.ts';
import type { OnLog } from '../transport/host-transport.ts';
import { sha256Of } from '../workspace/sha256.ts';
import { allChecks } from './all-steps.ts';
import type { RunShelf } from './run-shelf.ts';
import type { SiteSession } from './site-session.ts';
import type { ReadySite } from './site-shelf.ts';
import { CHECKS_KEPT, standingChecks } from './standing-checks.ts';

/** Some of the smoke tests, and what stands of all of them before. */
export interface SomeChecks {
  readonly ids: readonly string[];
  readonly standing: readonly StandingCheck[];
}

/**
 * Finds what stands of the tests that are not asked again, so that such a run ends with an answer to all of them.
 * Throws check.unknown, and check.ask-all where that is not known of the site as it is.
 */
export async function someChecks(
  runs: RunShelf,
  ready: ReadySite,
  rehearsed: boolean,
  ids: readonly string[],
): Promise<SomeChecks> {
  const all = allChecks(ready.site).map(({ id }) => id);
  const unknown = ids.find((id) => !all.includes(id));
  if (unknown !== undefined) throw fail('check.unknown', { params: { check: unknown, known: all.join(', ') } });
  const before = (await runs.list(ready)).filter((run) => run.rehearsed === rehearsed);
  const stands = await standingChecks(before, (runId) => runs.folderOf(runId));
  const isOfThisSite = stands?.siteSha256 === sha256Of(ready.text);
  const standing = (stands?.checks ?? []).filter(({ result }) => all.includes(result.id));
  const isWhole = all.every((id) => ids.includes(id) || standing.some(({ result }) => result.id === id));
  if (!isOfThisSite || !isWhole) throw fail('check.ask-all', { params: { check: ids.join(', ') } });
  return { ids, standing };
}

/** The smoke tests, all or some. */
export async function smokeSite(session: SiteSession, run: RunContext, some?: SomeChecks): Promise<WorkResult> {
  const context = (check: Check): CheckContext => ({
    site: session.site,
    transport: (host) => {
      const log: OnLog = (line) => run.emit({ type: 'log', itemId: check.id, ...line });
      return answersLogged(session.transports.read(host, log), log, session.redactor);
    },
    dialer: session.dialer,
    secret: (ref) => {
      if (!check.secrets?.includes(ref))
        throw fail('step.undeclared-secret', { params: { step: check.id, secret: ref } });
      return session.secrets.get(ref);
    },
    rehearsed: run.rehearsed,
    signal: run.signal,
    wait: (ms) => session.clock.wait(ms, run.signal),
    now: () => session.clock.now(),
  });
  if (some) {
    const kept = some.standing.filter(({ result }) => !some.ids.includes(result.id));
    run.emit({ type: 'checks-standing', checks: [...some.standing] });
    await run.record(CHECKS_KEPT, { kept: kept.map(({ result, runId }) => ({ id: result.id, runId })) });
  }
  const asked = allChecks(session.site).filter(({ id }) => !some || some.ids.includes(id));
  const results = await runChecks(asked, {
    rehearsed: run.rehearsed,
    context,
    emit: (event) => run.emit(event),
  });
  for (const result of results) await run.record('check-finished', { result });
  const failed = results.filter((result) => result.outcome === 'failed').length;
  return { changed: 0, unchanged: 0, failed, cancelled: false };
}

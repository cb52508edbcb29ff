import { diagnostic } from '../../api/diagnostic.ts';
import { isWithoutDifference, MOST_RUNS } from '../../api/run-history.ts';
import { EXIT, type ExitCode, print, type Session } from '../session.ts';
import { printDiagnostics, printFailure } from '../view/diagnostics.ts';
import { showComparison, showHistory } from '../view/history-view.ts';

export interface HistoryFlags {
  readonly json?: boolean;
  readonly all?: boolean;
}

/** So many runs stand on a screen. */
const SHOWN = 20;

/**
 * `sitewright history SITE [--all]`: the runs of a site, newest first. `sitewright history SITE RUN_A RUN_B`: what two of them did
 * otherwise; exit 0 where nothing differs, 4 where something does.
 */
export async function historyCommand(
  session: Session,
  site: string,
  runs: readonly string[],
  flags: HistoryFlags,
): Promise<ExitCode> {
  const [left, right, ...more] = runs;
  if (left === undefined) return listed(session, site, flags);
  if (right === undefined || more.length > 0) {
    const wrong =
      right === undefined
        ? diagnostic('cli.missing-argument', { params: { name: 'run', command: 'history' } })
        : diagnostic('cli.too-many-arguments', { params: { command: 'history' } });
    printFailure(session, [wrong], flags.json);
    return EXIT.badInput;
  }
  const comparison = await session.client.runs.compare({ site, left, right });
  if (flags.json) print(session.out, JSON.stringify(comparison));
  else {
    printDiagnostics(session, comparison.diagnostics);
    showComparison(session, comparison);
  }
  return isWithoutDifference(comparison) ? EXIT.done : EXIT.changes;
}

async function listed(session: Session, site: string, flags: HistoryFlags): Promise<ExitCode> {
  const limit = flags.all ? MOST_RUNS : SHOWN;
  for (let before: string | undefined; ; ) {
    const page = await session.client.runs.history({ site, limit, before });
    if (flags.json) for (const run of page.runs) print(session.out, JSON.stringify(run));
    else showHistory(session, page, { isFirst: before === undefined, isLast: flags.all !== true });
    before = flags.all ? page.next : undefined;
    if (before === undefined) return EXIT.done;
  }
}

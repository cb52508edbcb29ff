import type { BundleWorkView } from '../../api/bundle.ts';
import { type Diagnostic, DiagnosticError, diagnostic } from '../../api/diagnostic.ts';
import type { RunEvent } from '../../api/run.ts';
import type { Session } from '../session.ts';

/**
 * Follows work on a bundle that is told by what it came to, not by its stages. Ctrl+C stops it at once; undefined = it was stopped.
 * Throws what it failed with, unless it came to something: a bundle that is not to be used is an answer.
 */
export async function bundleWork(
  session: Session,
  runId: string,
  onEvent?: (event: RunEvent) => void,
): Promise<BundleWorkView | undefined> {
  const release = session.onInterrupt(() => {
    session.client.runs.stop({ runId, mode: 'now' }).catch(() => undefined);
  });
  let view: BundleWorkView | undefined;
  const failures: Diagnostic[] = [];
  try {
    for await (const event of await session.client.runs.events({ runId, after: 0 })) {
      onEvent?.(event);
      if (event.type === 'bundle') view = event.bundle;
      if (event.type === 'step-finished' && event.diagnostic) failures.push(event.diagnostic);
      if (event.type === 'diagnostic' && event.diagnostic.severity === 'error') failures.push(event.diagnostic);
      if (event.type !== 'run-finished') continue;
      if (event.outcome === 'cancelled') return undefined;
      if (view && (view.verdict || view.update || view.carried)) return view;
      break;
    }
  } finally {
    release();
  }
  const [first, ...rest] = failures;
  throw new DiagnosticError(first ?? diagnostic('app.unknown-run', { params: { run: runId } }), ...rest);
}

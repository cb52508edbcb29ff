import type { Diagnostic } from '../../api/diagnostic.ts';
import type { RunEvent, RunKind } from '../../api/run.ts';
import { EXIT, type ExitCode, print, type Session } from '../session.ts';
import { exitCodeFor } from '../view/failure.ts';
import { RunView } from '../view/run-view.ts';

const TEXT = {
  afterStep: {
    en: 'Stopping after the running step. Ctrl+C again stops it now.',
    es: 'Se detendrá tras el paso en curso. Ctrl+C otra vez lo detiene ya.',
  },
  now: { en: 'Stopping now.', es: 'Deteniendo ya.' },
} as const;

/**
 * Shows a run until it ends. Ctrl+C once stops after the running step, twice stops the remote process too; where `stopsAtOnce`
 * says what that means, the first one stops at once.
 * Exit code: done 0, failed 1, cancelled 3.
 */
export async function followRun(
  session: Session,
  runId: string,
  options: { readonly json?: boolean; readonly onEvent?: (event: RunEvent) => void; readonly stopsAtOnce?: string },
): Promise<ExitCode> {
  const view = new RunView(session);
  let last: Diagnostic | undefined;
  let kind: RunKind | undefined;
  const release = session.onInterrupt((times) => {
    // A run that ended in this moment needs no stopping.
    const mode = times === 1 && options.stopsAtOnce === undefined ? 'after-step' : 'now';
    session.client.runs.stop({ runId, mode }).catch(() => undefined);
    const text = TEXT[mode === 'now' ? 'now' : 'afterStep'][session.language];
    if (!options.json) print(session.err, options.stopsAtOnce ?? text);
  });
  try {
    for await (const event of await session.client.runs.events({ runId, after: 0 })) {
      options.onEvent?.(event);
      if (options.json) print(session.out, JSON.stringify(event));
      else view.show(event);
      if (event.type === 'step-finished' && event.diagnostic) last = event.diagnostic;
      if (event.type === 'run-started') kind = event.kind;
      if (event.type === 'run-finished') {
        if (event.outcome === 'done') return EXIT.done;
        if (event.outcome === 'cancelled') return EXIT.cancelled;
        // Work on this laptop alone: what refused it before a byte was written is bad input.
        return (kind === 'flash' || kind === 'bundle' || kind === 'handover') && last
          ? exitCodeFor([last])
          : EXIT.failed;
      }
    }
  } finally {
    release();
  }
  return EXIT.failed;
}

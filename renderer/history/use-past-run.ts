import { useEffect, useState } from 'react';
import type { Diagnostic } from '../../electron/api/diagnostic.ts';
import type { PastRun } from '../../electron/api/run-history.ts';
import { useEngine } from '../app/engine-context.ts';
import { failureDiagnostics } from '../bridge/failure.ts';
import { followEvents } from '../state/run.ts';
import { emptyRun, foldRun, type RunState } from '../state/run-fold.ts';

export interface PastRunInView {
  readonly run: PastRun | undefined;
  /** As its events tell it; of one that goes on, as it stands now. */
  readonly state: RunState | undefined;
  readonly failure: readonly Diagnostic[];
}

/** One run of a site's history, apart from the runs that the other pages are about. */
export function usePastRun(siteRef: string, runId: string): PastRunInView {
  const engine = useEngine();
  const [run, setRun] = useState<PastRun>();
  const [state, setState] = useState<RunState>();
  const [failure, setFailure] = useState<readonly Diagnostic[]>([]);
  useEffect(() => {
    const control = new AbortController();
    const { signal } = control;
    const read = async (): Promise<void> => {
      // Asked for first: an engine that began anew knows its events only then.
      const found = await engine.runs.past({ site: siteRef, runId });
      if (signal.aborted) return;
      setRun(found);
      let folded = emptyRun(runId);
      const take = (events: Parameters<typeof foldRun>[1]): number => {
        folded = foldRun(folded, events);
        if (!signal.aborted && events.length > 0) setState(folded);
        return folded.seq;
      };
      if (found.outcome === 'interrupted') {
        // It has no end to wait for.
        const events: Parameters<typeof foldRun>[1][number][] = [];
        for await (const event of await engine.runs.events({ runId, after: 0, log: 'none' }, { signal }))
          events.push(event);
        take(events);
      } else await followEvents(engine, { runId, log: 'none' }, signal, take);
      if (found.outcome === 'running' && !signal.aborted) setRun(await engine.runs.past({ site: siteRef, runId }));
    };
    read().catch((error: unknown) => !signal.aborted && setFailure(failureDiagnostics(error)));
    return () => control.abort();
  }, [engine, siteRef, runId]);
  return { run, state, failure };
}

import { useCallback, useEffect, useRef, useState } from 'react';
import type { Diagnostic } from '../../electron/api/diagnostic.ts';
import type { HistoryFilter, PastRun } from '../../electron/api/run-history.ts';
import { useEngine } from '../app/engine-context.ts';
import { failureDiagnostics } from '../bridge/failure.ts';
import { useRun } from '../state/run.ts';

/** Read at a time: more than a screen, and at once on any disk. */
const PAGE = 60;

export interface HistoryInView {
  /** Undefined until the first page is there. */
  readonly runs: readonly PastRun[] | undefined;
  readonly hasOlder: boolean;
  /** Digest of site.toml as it is now. */
  readonly siteSha256: string | undefined;
  readonly failure: readonly Diagnostic[];
  /** Reads on behind the last run. */
  older(): Promise<void>;
}

interface Read {
  readonly runs: readonly PastRun[];
  readonly next: string | undefined;
  readonly siteSha256: string;
}

/** The runs of a site that the filter lets through, as far as they were asked for; read anew when a run begins or ends. */
export function useHistory(siteRef: string, filter: HistoryFilter): HistoryInView {
  const engine = useEngine();
  const stir = useRun(({ at }) =>
    Object.values(at)
      .map((run) => `${run.runId} ${run.outcome ?? ''}`)
      .join(),
  );
  const [read, setRead] = useState<Read>();
  const [failure, setFailure] = useState<readonly Diagnostic[]>([]);
  const turn = useRef(0);
  const ask = useCallback(
    async (before: string | undefined, known: readonly PastRun[]) => {
      turn.current += 1;
      const mine = turn.current;
      setFailure([]);
      try {
        const { runs, next, siteSha256 } = await engine.runs.history({ site: siteRef, filter, before, limit: PAGE });
        if (turn.current === mine) setRead({ runs: [...known, ...runs], next, siteSha256 });
      } catch (error) {
        if (turn.current === mine) setFailure(failureDiagnostics(error));
      }
    },
    [engine, siteRef, filter],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: that a run began or ended is why it is asked again
  useEffect(() => void ask(undefined, []), [ask, stir]);
  return {
    runs: read?.runs,
    hasOlder: read?.next !== undefined,
    siteSha256: read?.siteSha256,
    failure,
    older: () => ask(read?.next, read?.runs ?? []),
  };
}

import { useCallback } from 'react';
import { useEngine } from '../app/engine-context.ts';
import type { RunState } from '../state/run-fold.ts';
import { useAsked } from '../ui/use-asked.ts';

/** The number under which the report has this answer to a check; undefined where its report does not have it. */
export type NumberOf = (checkId: string) => string | undefined;

/** Asked anew when the run that is shown ends. */
export function useCheckNumbers(siteRef: string, run: RunState | undefined): NumberOf {
  const engine = useEngine();
  const ended = run?.finishedAt;
  const { value } = useAsked(
    // biome-ignore lint/correctness/useExhaustiveDependencies: the end of a run is why it is asked again
    useCallback(() => engine.report.numbers({ site: siteRef }), [engine, siteRef, ended]),
  );
  return (checkId) => {
    const answered = run && (run.checksOfBefore[checkId]?.runId ?? run.runId);
    return value?.find(({ key, runId }) => key === `check:${checkId}` && runId === answered)?.number;
  };
}

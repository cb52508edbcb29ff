import type { Step } from './step.ts';

/**
 * Everything is looked at before the first change: every step of a later phase needs every step of the preflight to be
 * true, on all its hosts. Said once for all steps, so that a new check, or a new step, cannot be left out. What the silence of a
 * host means once the site stands is `plan/away.ts`' matter.
 */
export function afterPreflight(steps: readonly Step[]): readonly Step[] {
  const first = steps.filter(({ phase }) => phase === 'preflight').map(({ id }) => id);
  return steps.map((step) =>
    step.phase === 'preflight' ? step : { ...step, needs: [...new Set([...first, ...step.needs])] },
  );
}

import type { Step } from '../steps/step.ts';

/**
 * Checks the list of steps: ids once, and every step after those it needs, so that the list reads as it runs. A wrong
 * list is a fault of ours and throws.
 */
export function orderedSteps(steps: readonly Step[]): readonly Step[] {
  const seen = new Set<string>();
  for (const step of steps) {
    if (seen.has(step.id)) throw new RangeError(`step ${step.id} is listed twice`);
    for (const need of step.needs) {
      if (!seen.has(need)) throw new RangeError(`step ${step.id} needs ${need}, which is not listed before it`);
    }
    seen.add(step.id);
  }
  return steps;
}

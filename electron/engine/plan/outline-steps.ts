import type { OutlineStep } from '../../api/plan.ts';
import type { Site } from '../../api/site.ts';
import type { Step } from '../steps/step.ts';
import { orderedSteps } from './ordered-steps.ts';

/** The steps that a site has, in their order, each with the hosts that it works on: from the site alone, no host is asked. Pure. */
export function outlineSteps(steps: readonly Step[], site: Site): readonly OutlineStep[] {
  return orderedSteps(steps).flatMap((step) => {
    const byTitle = new Map<string, OutlineStep>();
    for (const target of step.targets(site)) {
      const title = step.title(site, target);
      // Where a step is called otherwise on another host (the join of each node), each of its names is a line.
      const before = byTitle.get(title.en);
      const targets = [...(before?.targets ?? []), target];
      byTitle.set(title.en, { stepId: step.id, title, phase: step.phase, risk: step.risk, targets });
    }
    return [...byTitle.values()];
  });
}

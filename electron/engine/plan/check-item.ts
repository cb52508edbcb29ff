import { DiagnosticError, diagnostic } from '../../api/diagnostic.ts';
import type { CheckVerdict, Step, View } from '../steps/step.ts';
import { itemId, itemView } from './item-view.ts';
import { speakerOf } from './standing.ts';

/** Asks a step about one target. A check that throws has not decided anything: that is `blocked`, never `needed`. */
export function checkItem(step: Step, view: View, target: string): CheckVerdict {
  try {
    return step.check(itemView(step, view, target), speakerOf(step, view, target));
  } catch (error) {
    if (error instanceof DiagnosticError) return { state: 'blocked', diagnostic: error.diagnostics[0] };
    const id = itemId(step, target);
    return {
      state: 'blocked',
      diagnostic: diagnostic('step.crashed', {
        params: { step: id },
        evidence: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
        subject: { step: id },
      }),
    };
  }
}

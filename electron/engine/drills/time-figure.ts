import type { DrillFigure } from '../../api/drill.ts';
import type { Text } from '../../api/text.ts';
import type { DrillContext } from './drill.ts';

/** Reports how long something took, by the context's clock: from `sinceMs` until now, or until `untilMs`. */
export function timeFigure(
  context: DrillContext,
  id: DrillFigure['id'],
  title: Text,
  sinceMs: number,
  untilMs = context.now(),
): void {
  context.figure({ id, title, value: (untilMs - sinceMs) / 1000, unit: 'seconds' });
}

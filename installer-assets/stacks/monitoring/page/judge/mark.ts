/** How something is: fine, to be looked at, broken, not known, or not in use. What is not known is never fine. */
export type Mark = 'ok' | 'warning' | 'critical' | 'unknown' | 'off';

const WEIGHT: Readonly<Record<Mark, number>> = { critical: 4, warning: 3, unknown: 2, ok: 1, off: 0 };

/** The mark that a whole has by its parts; `off` where it has none. */
export function worst(marks: readonly Mark[]): Mark {
  return marks.reduce((found: Mark, mark) => (WEIGHT[mark] > WEIGHT[found] ? mark : found), 'off');
}

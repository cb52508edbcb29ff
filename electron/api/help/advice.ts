import type { DiagnosticCode } from '../diagnostics/index.ts';
import type { Text } from '../text.ts';
import type { HelpCheck } from './check.ts';

/** What is known of a code beyond its sentence and hint: written for those that a technician most likely meets. */
export interface Advice {
  /** Why it happens, or why it matters. */
  readonly why: Text;
  /** What to do, in this order. */
  readonly todo: readonly [Text, ...Text[]];
  readonly checks?: readonly HelpCheck[];
  readonly related?: readonly DiagnosticCode[];
}

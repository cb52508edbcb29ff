import type { DiagnosticCode } from '../diagnostics/index.ts';
import type { Text } from '../text.ts';
import type { HelpCheck } from './check.ts';

/** One entry of the troubleshooting: what is seen, how to look, what to do. */
export interface Topic {
  readonly symptom: Text;
  readonly checks: readonly [HelpCheck, ...HelpCheck[]];
  readonly remedy: readonly [Text, ...Text[]];
  readonly codes: readonly DiagnosticCode[];
}

import { ORPCError } from '@orpc/client';
import { DIAGNOSTIC_ERROR, DiagnosticErrorDataSchema } from '../../api/contract.ts';
import type { Diagnostic } from '../../api/diagnostic.ts';
import { EXIT, type ExitCode } from '../session.ts';

/** The diagnostics that a failed call carried; undefined where it was no failure of the contract. */
export function diagnosticsOf(error: unknown): readonly Diagnostic[] | undefined {
  if (!(error instanceof ORPCError) || error.code !== DIAGNOSTIC_ERROR) return undefined;
  const parsed = DiagnosticErrorDataSchema.safeParse(error.data);
  return parsed.success ? parsed.data.diagnostics : undefined;
}

/** Bad input is 2; everything that was tried and did not work is 1. */
const INPUT_AREAS = [
  'site.',
  'answer.',
  'vault.',
  'workspace.',
  'contract.bad-input',
  'image.',
  'drive.',
  'flash.confirm',
];
export function exitCodeFor(diagnostics: readonly Diagnostic[]): ExitCode {
  const first = diagnostics.find((entry) => entry.severity === 'error') ?? diagnostics[0];
  return first && INPUT_AREAS.some((area) => first.code.startsWith(area)) ? EXIT.badInput : EXIT.failed;
}

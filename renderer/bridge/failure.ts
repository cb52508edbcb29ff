import { ORPCError } from '@orpc/client';
import { type Diagnostic, diagnostic } from '../../electron/api/diagnostic.ts';
import { DIAGNOSTIC_ERROR, DiagnosticErrorDataSchema } from '../../electron/api/procedure.ts';

/** Whatever a call threw, as diagnostics that a page can show. */
export function failureDiagnostics(error: unknown): readonly Diagnostic[] {
  if (error instanceof ORPCError && error.code === DIAGNOSTIC_ERROR) {
    const parsed = DiagnosticErrorDataSchema.safeParse(error.data);
    if (parsed.success) return parsed.data.diagnostics;
  }
  const seen = error instanceof Error ? error.message : String(error);
  return [diagnostic('app.engine-silent', { evidence: [seen] })];
}

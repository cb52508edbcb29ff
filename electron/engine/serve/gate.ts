import { ORPCError } from '@orpc/server';
import { type Diagnostic, DiagnosticError, diagnostic } from '../../api/diagnostic.ts';
import { DIAGNOSTIC_ERROR, type ProcedureMeta, type Surface } from '../../api/procedure.ts';

/** What every handler may know of its caller. */
export interface CallContext {
  readonly surface: Surface;
}

interface GateOptions {
  readonly context: CallContext;
  readonly path: readonly string[];
  readonly procedure: { readonly '~orpc': { readonly meta: Readonly<Record<string, unknown>> } };
  next(): Promise<unknown>;
}

/**
 * The one gate in front of every procedure, on every surface: refuses what the surface may not call, and turns whatever
 * a handler throws into the one declared error. Given to oRPC's handlers as a client interceptor.
 */
export async function gate(options: GateOptions): Promise<unknown> {
  const path = options.path.join('.');
  const meta = options.procedure['~orpc'].meta as unknown as ProcedureMeta;
  if (!meta.surfaces.includes(options.context.surface)) {
    throw declared(
      [diagnostic('contract.not-allowed-here', { params: { path, surface: options.context.surface } })],
      403,
    );
  }
  try {
    return await options.next();
  } catch (error) {
    throw toDeclared(error, path);
  }
}

function declared(diagnostics: readonly Diagnostic[], status = 422): ORPCError<typeof DIAGNOSTIC_ERROR, unknown> {
  return new ORPCError(DIAGNOSTIC_ERROR, {
    defined: true,
    status,
    message: diagnostics[0]?.code ?? 'diagnostic',
    data: { diagnostics },
  });
}

function toDeclared(error: unknown, path: string): ORPCError<typeof DIAGNOSTIC_ERROR, unknown> {
  if (error instanceof DiagnosticError) return declared(error.diagnostics);
  if (error instanceof ORPCError) {
    if (error.code === DIAGNOSTIC_ERROR) return error as ORPCError<typeof DIAGNOSTIC_ERROR, unknown>;
    if (error.code === 'BAD_REQUEST') {
      return declared([diagnostic('contract.bad-input', { params: { path }, evidence: issuesOf(error.data) })], 400);
    }
  }
  const seen = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return declared([diagnostic('contract.internal', { params: { path }, evidence: [seen.slice(0, 500)] })], 500);
}

/** zod's issues as `field: reason`, never with the value that was sent. */
function issuesOf(data: unknown): readonly string[] {
  const issues = (data as { issues?: readonly { message?: unknown; path?: readonly unknown[] }[] } | undefined)?.issues;
  if (!Array.isArray(issues)) return [];
  return issues.slice(0, 20).map((issue) => `${(issue.path ?? []).join('.') || '(input)'}: ${String(issue.message)}`);
}

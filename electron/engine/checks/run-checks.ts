import { DiagnosticError, diagnostic } from '../../api/diagnostic.ts';
import type { CheckResult, RunEventBody } from '../../api/run.ts';
import type { Check, CheckContext } from './check.ts';

export interface RunChecksOptions {
  /** A rehearsed check never ends as "passed". */
  readonly rehearsed: boolean;
  /** Gives the context of one check: its secrets only. */
  context(check: Check): CheckContext;
  emit(event: RunEventBody): void;
}

/**
 * Runs checks one after the other and says each beginning and end. A crash is a failed check; only being stopped ends
 * the rest. Rejects with the signal's reason when stopped.
 */
export async function runChecks(checks: readonly Check[], options: RunChecksOptions): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of checks) {
    const context = options.context(check);
    context.signal.throwIfAborted();
    options.emit({ type: 'check-started', checkId: check.id, title: check.title });
    const result = await runCheck(check, context, options.rehearsed);
    context.signal.throwIfAborted();
    results.push(result);
    options.emit({ type: 'check-finished', result });
  }
  return results;
}

async function runCheck(check: Check, context: CheckContext, rehearsed: boolean): Promise<CheckResult> {
  const startedAt = context.now();
  const base = { id: check.id, title: check.title, expected: check.expected };
  const done = (rest: Pick<CheckResult, 'outcome' | 'seen'> & Partial<CheckResult>): CheckResult => ({
    ...base,
    ...rest,
    durationMs: Math.max(0, context.now() - startedAt),
  });
  try {
    const reason = check.applicable?.(context.site);
    if (reason) return done({ outcome: 'not-applicable', seen: [], reason });
    const finding = await check.run(context);
    if (finding.passed === 'not-applicable')
      return done({ outcome: 'not-applicable', seen: finding.seen, reason: finding.reason });
    if (finding.passed) return done({ outcome: rehearsed ? 'rehearsed' : 'passed', seen: finding.seen });
    return done({ outcome: 'failed', seen: finding.seen, diagnostic: finding.diagnostic });
  } catch (error) {
    const cause = error instanceof DiagnosticError ? error.diagnostics[0] : undefined;
    const why = error instanceof Error ? error.message : String(error);
    return done({
      outcome: 'failed',
      seen: [],
      diagnostic: diagnostic('check.could-not-run', {
        params: { why },
        evidence: cause ? cause.evidence : [],
        subject: cause?.subject ?? {},
      }),
    });
  }
}

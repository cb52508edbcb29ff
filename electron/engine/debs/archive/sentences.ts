import { DiagnosticError, fail } from '../../../api/diagnostic.ts';
import type { DiagnosticCode } from '../../../api/diagnostics/index.ts';
import type { TextParams } from '../../../api/text.ts';
import type { ArchiveSource } from './archive-source.ts';

/** How an archive is called in sentences: `debian trixie-updates`. */
export function archiveName(source: Pick<ArchiveSource, 'id' | 'suite'>): string {
  return `${source.id} ${source.suite}`;
}

/** A failure that names the archive. */
export function archiveFail(
  code: Extract<DiagnosticCode, `archive.${string}`>,
  source: ArchiveSource,
  params: TextParams = {},
  evidence: readonly string[] = [],
): DiagnosticError {
  return fail(code, {
    params: { archive: archiveName(source), url: source.url, ...params },
    evidence,
    subject: { file: archiveName(source) },
  });
}

/** A failure as a person reads it, cut where a server sent something long. */
export function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 300);
}

/** A moment in UTC without seconds: `2026-11-21 19:30 UTC`. */
export function moment(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** Ends where the run was cancelled. */
export function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted)
    throw signal.reason instanceof Error ? signal.reason : new DOMException('cancelled', 'AbortError');
}

/** Whether a failure already has its sentence. */
export function isDiagnosed(error: unknown): error is DiagnosticError {
  return error instanceof DiagnosticError;
}

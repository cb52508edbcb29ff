import { ORPCError } from '@orpc/client';
import { type Diagnostic, DiagnosticError, diagnostic } from '../../api/diagnostic.ts';
import { DIAGNOSTIC_ERROR, DiagnosticErrorDataSchema } from '../../api/procedure.ts';
import { EXIT, type ExitCode } from '../session.ts';

/** Why a command failed, whatever was thrown: what is none of our failures is a mistake of our own, told without its stack. */
export function diagnosticsOf(error: unknown): readonly Diagnostic[] {
  if (error instanceof DiagnosticError) return error.diagnostics;
  if (error instanceof ORPCError && error.code === DIAGNOSTIC_ERROR) {
    const parsed = DiagnosticErrorDataSchema.safeParse(error.data);
    if (parsed.success) return parsed.data.diagnostics;
  }
  const seen = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return [diagnostic('contract.internal', { params: { path: 'sitewright' }, evidence: [seen.slice(0, 500)] })];
}

/** Bad input is 2; everything that was tried and did not work is 1; what a person ended is 3. */
const INPUT_AREAS = [
  'cli.',
  'site.',
  'selection.',
  'storage.wipe-unknown',
  'ownership.unconfirmed',
  'ownership.not-an-orphan',
  'ownership.ambiguous',
  'answer.',
  'vault.',
  'workspace.',
  'contract.bad-input',
  'image.',
  'drive.',
  'app.unreadable-file',
  'app.folder-exists',
  'app.unknown-run',
  'report.no-run',
  'report.not-a-report',
  'rehearsal.unknown-fault',
  'run.not-found',
  'flash.request-bad',
  'flash.not-found',
  'flash.no-such-file',
  'flash.not-a-drive',
  'flash.not-an-image',
  'flash.confirm-mismatch',
  'flash.overlay-bad',
  'flash.base-needed',
  'flash.base-size',
  'flash.too-small',
  'flash.retarget-other-base',
  'flash.not-a-stick',
  'flash.named-twice',
  'inventory.',
  'drill.not-confirmed',
  'drill.unknown-',
  'drill.not-about',
  'drill.no-margin',
  'drill.no-ha',
  'drill.one-link',
  'drill.no-machine',
  'erasure.',
  'flash.system-drive',
  'flash.mounted',
  'flash.source-on-drive',
  'deploy.',
  'bundle.no-lock',
  'bundle.signing-key-form',
  'bundle.pinned-key-broken',
  'bundle.lock-',
  'bundle.other-site',
  'bundle.no-source',
  'bundle.no-digest',
  'bundle.put-by-hand',
  'bundle.sources-',
  'bundle.clear-secret',
  'bundle.no-secret',
  'bundle.delta-base',
  'bundle.not-a-delta',
  'bundle.out-not-empty',
  'bundle.volume-size',
  'bundle.volume-missing',
  'bundle.no-place',
  'update.',
];
/** In those areas, what was not the fault of the input. */
const TRIED = [
  'deploy.host-',
  'deploy.damaged',
  'deploy.half-copied',
  'workspace.locked',
  'image.write-failed',
  'drive.list-failed',
  'drive.module-missing',
  'update.busy',
  'update.under-way',
  'update.restart-first',
  'update.permission-not-given',
  'update.no-agent',
  'update.no-elevation',
  'update.install-failed',
  'update.still-before',
];

export function exitCodeFor(diagnostics: readonly Diagnostic[]): ExitCode {
  const first = diagnostics.find((entry) => entry.severity === 'error') ?? diagnostics[0];
  if (!first) return EXIT.failed;
  const begins = (area: string) => first.code.startsWith(area);
  if (first.code === 'image.cancelled' || first.code === 'flash.cancelled') return EXIT.cancelled;
  return INPUT_AREAS.some(begins) && !TRIED.some(begins) ? EXIT.badInput : EXIT.failed;
}

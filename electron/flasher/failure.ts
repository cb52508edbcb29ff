import type { FlasherFailure } from '../api/drive.ts';

/** How anything in the flasher fails: a code of the catalogue, never a bare string. */
export class FlashFailure extends Error {
  override readonly name = 'FlashFailure';
  readonly code: FlasherFailure;
  readonly params: Readonly<Record<string, string | number>>;
  readonly evidence: readonly string[];
  constructor(
    code: FlasherFailure,
    params: Readonly<Record<string, string | number>> = {},
    evidence: readonly string[] = [],
  ) {
    super(code);
    this.code = code;
    this.params = params;
    this.evidence = evidence;
  }
}

/** Throws `flash.cancelled` once the parent has said that it is enough, or is gone. */
export function refuseCancelled(signal: AbortSignal, device: string): void {
  if (signal.aborted) throw new FlashFailure('flash.cancelled', { device });
}

/** Sorts an error of the operating system on `device`; `position` is where work stood. */
export function fromSystemError(error: unknown, device: string, position: number): FlashFailure {
  if (error instanceof FlashFailure) return error;
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? '';
  const evidence = [error instanceof Error ? error.message : String(error)];
  if (code === 'ENOENT') return new FlashFailure('flash.not-found', { device }, evidence);
  if (code === 'EACCES' || code === 'EPERM') return new FlashFailure('flash.permission', { device }, evidence);
  if (code === 'EBUSY') return new FlashFailure('flash.busy', { device }, evidence);
  if (code === 'EEXIST') {
    return new FlashFailure('flash.identity-changed', { device, what: 'file', confirmed: 'none', seen: 'exists' });
  }
  if (code === 'EROFS') return new FlashFailure('flash.read-only', { device }, evidence);
  if (['ENODEV', 'ENXIO', 'ENOMEDIUM'].includes(code)) return new FlashFailure('flash.vanished', { device }, evidence);
  return new FlashFailure('flash.write-failed', { device, position }, evidence);
}

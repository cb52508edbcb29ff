import { type Diagnostic, DiagnosticError, diagnostic } from '../../api/diagnostic.ts';
import type { FlasherDrive, FlasherEvent } from '../../api/drive.ts';
import type { RunFlasher } from './run-flasher.ts';

type Progress = Omit<Extract<FlasherEvent, { event: 'progress' }>, 'event' | 'drive'>;

export type DriveEnd =
  | { readonly kind: 'done'; readonly event: Extract<FlasherEvent, { event: 'done' }> }
  | { readonly kind: 'identified'; readonly event: Extract<FlasherEvent, { event: 'identified' }> }
  | { readonly kind: 'failed'; readonly diagnostics: readonly Diagnostic[]; readonly touched: boolean };

export interface RunDrivesOptions {
  readonly drives: readonly FlasherDrive[];
  readonly runFlasher: RunFlasher;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((drive: number, progress: Progress) => void) | undefined;
  /** Once for each drive. */
  readonly onEnd: (drive: number, end: DriveEnd) => void;
}

/**
 * One run of the flasher; every drive comes to an end: what the flasher said of it, or that the helper could not be
 * started, or died before it was finished.
 */
export async function runDrives({ drives, runFlasher, signal, onProgress, onEnd }: RunDrivesOptions): Promise<void> {
  const ended = new Set<number>();
  const opened = new Set<number>();
  const end = (drive: number, how: DriveEnd) => {
    if (ended.has(drive) || drives[drive] === undefined) return;
    ended.add(drive);
    onEnd(drive, how);
  };
  const onEvent = (event: FlasherEvent) => {
    const device = drives[event.drive]?.device ?? '';
    switch (event.event) {
      case 'opened':
        opened.add(event.drive);
        break;
      case 'progress': {
        const { phase, doneBytes, totalBytes, bytesPerSecond, secondsLeft } = event;
        onProgress?.(event.drive, { phase, doneBytes, totalBytes, bytesPerSecond, secondsLeft });
        break;
      }
      case 'failed': {
        const { code, params, evidence, touched } = event;
        const options = { params: { device, ...params }, evidence, subject: { drive: device } };
        end(event.drive, { kind: 'failed', diagnostics: [diagnostic(code, options)], touched });
        break;
      }
      case 'done':
        end(event.drive, { kind: 'done', event });
        break;
      case 'identified':
        end(event.drive, { kind: 'identified', event });
    }
  };
  let why: readonly Diagnostic[] | undefined;
  try {
    await runFlasher({ request: { version: 2, drives: [...drives] }, signal, onEvent });
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    why = error.diagnostics;
  }
  for (const [index, { device }] of drives.entries()) {
    const touched = opened.has(index);
    // Stopped while permission was being asked for: nothing went wrong, and nothing was written.
    const code = signal?.aborted && !touched ? 'flash.cancelled' : 'flash.helper-died';
    const ending = diagnostic(code, { params: { device }, subject: { drive: device } });
    end(index, { kind: 'failed', diagnostics: code === 'flash.cancelled' ? [ending] : (why ?? [ending]), touched });
  }
}

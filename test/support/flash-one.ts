import { closeSync, openSync, statSync } from 'node:fs';
import { type Diagnostic, DiagnosticError } from '../../electron/api/diagnostic.ts';
import type { DriveIdentity } from '../../electron/api/drive.ts';
import { fileStamp } from '../../electron/engine/image/file-stamp.ts';
import {
  type FlashDrivesOptions,
  type FlashProgress,
  type FlashResult,
  type FlashWrite,
  flashDrives,
} from '../../electron/engine/usb/flash-drives.ts';

export type FlashOptions = FlashWrite &
  Omit<FlashDrivesOptions, 'images' | 'onProgress' | 'onEnd'> & {
    readonly onProgress?: ((progress: FlashProgress) => void) | undefined;
  };

/** Writes one image to one drive or file; throws what the only outcome says. */
export async function flash(options: FlashOptions): Promise<FlashResult> {
  const { imagePath, device, confirm, shown, ...common } = options;
  const [outcome] = await flashDrives({ ...common, images: [{ imagePath, device, confirm, shown }] });
  if (outcome?.outcome === 'done') return outcome;
  const [first, ...rest] = outcome?.diagnostics ?? [];
  throw new DiagnosticError(first as Diagnostic, ...rest);
}

/** A file to be written: nothing of ours makes one that is not there. Gives back its path. */
export function emptyFile(path: string): string {
  closeSync(openSync(path, 'w', 0o600));
  return path;
}

/** The same, as the flasher is told of it. */
export function emptyFileIdentity(path: string): DriveIdentity {
  const { dev, ino } = statSync(emptyFile(path));
  return { kind: 'file', serial: '', sizeBytes: 0, sequence: `${dev}:${ino}`, backingFile: path };
}

/** What the flasher is told of a base whose digest was taken now. */
export function stampOf(path: string): string {
  return fileStamp(statSync(path, { bigint: true }));
}

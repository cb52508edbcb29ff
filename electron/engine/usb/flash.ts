import { type Diagnostic, DiagnosticError } from '../../api/diagnostic.ts';
import {
  type FlashDrivesOptions,
  type FlashProgress,
  type FlashResult,
  type FlashWrite,
  flashDrives,
} from './flash-drives.ts';

export type { FlashProgress, FlashResult };

export type FlashOptions = FlashWrite &
  Omit<FlashDrivesOptions, 'images' | 'onProgress' | 'onEnd'> & {
    readonly onProgress?: ((progress: FlashProgress) => void) | undefined;
  };

/**
 * Writes one image to one drive or file, as {@link flashDrives}. Errors are Diagnostics (`flash.*`, `drive.*`, `image.*`);
 * unless one says that nothing was written, a drive that failed does not boot.
 */
export async function flash(options: FlashOptions): Promise<FlashResult> {
  const { imagePath, device, confirm, shown, ...common } = options;
  const [outcome] = await flashDrives({ ...common, images: [{ imagePath, device, confirm, shown }] });
  if (outcome?.outcome === 'done') return outcome;
  const [first, ...rest] = outcome?.diagnostics ?? [];
  throw new DiagnosticError(first as Diagnostic, ...rest);
}

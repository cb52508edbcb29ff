import { writeFileAtomicSync } from '../../workspace/atomic-file-sync.ts';

/** Replaces a file of the rehearsal whole, for its owner only (0600). */
export function writeWhole(path: string, data: Uint8Array): void {
  writeFileAtomicSync(path, data, 0o600);
}

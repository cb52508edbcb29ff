import { DiagnosticError, fail } from '../../api/diagnostic.ts';
import { type PatchToVerify, readPatched } from './patched-image.ts';
import { checkDescriptors } from './verify-descriptors.ts';
import { checkExtents, checkOrder } from './verify-extents.ts';
import { checkTables } from './verify-tables.ts';
import { checkFiles, checkPathTables, checkRoot, compareTrees } from './verify-trees.ts';

/**
 * Checks a patch without trusting who made it: reads base and patch together as one image and compares with the base.
 * Gives back what does not hold, in English, as evidence; empty = the patch is good. Nothing of the plan but its bytes
 * is looked at. The rules are those of `iso-findings.md`, "What a validator should check".
 */
export function findPatchFaults(patch: PatchToVerify): readonly string[] {
  const faults: string[] = [];
  const sizeBytes = patch.sizeBytes ?? patch.base.sizeBytes;
  if (sizeBytes < patch.base.sizeBytes) return [`the image shrinks to ${sizeBytes} bytes`];
  checkOrder(patch.extents, sizeBytes, faults);
  if (faults.length > 0) return faults;
  try {
    const image = readPatched(patch, sizeBytes);
    if (typeof image === 'string') return [image];
    checkExtents(image, faults);
    if (faults.length > 0) return faults;
    checkDescriptors(image, faults);
    checkTables(image, faults);
    for (const { before, after } of image.pairs) {
      compareTrees(image, before, after, faults);
      checkRoot(image, before, after, faults);
      checkPathTables(image, before, after, faults);
      checkFiles(image, after, faults);
    }
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    faults.push(`the patched image cannot be read: ${error.message} ${error.diagnostics[0].evidence.join(' ')}`);
  }
  return faults;
}

/** As {@link findPatchFaults}, throwing `image.patch-refused` with the faults as evidence. */
export function verifyPatch(patch: PatchToVerify): void {
  const faults = findPatchFaults(patch);
  if (faults.length > 0) throw fail('image.patch-refused', { evidence: faults.slice(0, 20) });
}

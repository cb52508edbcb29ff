import { BLOCK_BYTES, SYSTEM_AREA_BLOCKS } from './iso/sector.ts';
import { type PatchedImage, rootChange } from './patched-image.ts';

/** Fields of a primary or supplementary descriptor (ECMA-119 8.4): volume space size; extent and length of the root. */
const VOLUME_SIZE = { from: 80, to: 88 };
const ROOT_PLACE = { from: 158, to: 174 };

/**
 * Volume descriptors are as in the base, byte for byte: dates, ids, El Torito, path tables. Only an image that grows says
 * its new size, and a root that is longer or elsewhere its new place.
 */
export function checkDescriptors(image: PatchedImage, faults: string[]): void {
  const { base, patched, analysis, grown, sizeBytes, pairs } = image;
  for (let block = SYSTEM_AREA_BLOCKS; block < analysis.volumes.endBlock; block += 1) {
    const before = base.read(block * BLOCK_BYTES, BLOCK_BYTES);
    const after = patched.read(block * BLOCK_BYTES, BLOCK_BYTES);
    const pair = pairs.find((candidate) => candidate.before.volume.block === block);
    if (pair && grown) after.copy(before, VOLUME_SIZE.from, VOLUME_SIZE.from, VOLUME_SIZE.to);
    if (pair && rootChange(pair.before, pair.after) !== 'same-place') {
      after.copy(before, ROOT_PLACE.from, ROOT_PLACE.from, ROOT_PLACE.to);
    }
    if (!before.equals(after)) faults.push(`volume descriptor at block ${block} differs`);
    if (pair && grown && pair.after.volume.volumeBlocks * BLOCK_BYTES !== sizeBytes) {
      faults.push(`${pair.after.volume.kind}: the volume has ${pair.after.volume.volumeBlocks} blocks`);
    }
  }
}

import { BLOCK_BYTES } from './iso/sector.ts';

/** One zero block stays before the first thing a patch adds, or xorriso takes the Gap partition for that file. */
export const BLOCKS_BEFORE = 1;
/** Drives read ahead at a disc's end: these many zero blocks stay there. */
export const BLOCKS_BEHIND = 16;
/** pve-installer refuses a larger first-boot program. */
export const FIRST_BOOT_LIMIT_BYTES = 1024 * 1024;
/**
 * All files of one patch together: the largest first-boot program and ample room for answer and mode file. Bounds how
 * far an image grows, and so what re-targeting a stick has to look at.
 */
export const ADDED_LIMIT_BYTES = FIRST_BOOT_LIMIT_BYTES + 512 * 1024;
export const ADDED_LIMIT_BLOCKS = ADDED_LIMIT_BYTES / BLOCK_BYTES;
/** An image grows by whole multiples of this, or sgdisk complains of alignment; isohybrid images by whole cylinders. */
export const GROWTH_UNIT_BYTES = 64 * 1024;

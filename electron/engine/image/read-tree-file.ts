import { analyseBase } from './analyse-base.ts';
import { type ByteSource, openByteSource } from './byte-source.ts';
import { BLOCK_BYTES } from './iso/sector.ts';
import type { IsoTree } from './iso/walk-tree.ts';

const SMALL_FILE_BYTES = 4 * 1024 * 1024;

/** A small file of an image by its path; undefined where there is none, or none in one piece. */
export function readTreeFile(source: ByteSource, tree: IsoTree, path: string): Buffer | undefined {
  const entry = tree.entries.get(path);
  const [piece] = entry?.pieces ?? [];
  if (!piece || entry?.pieces.length !== 1 || entry.isDirectory || entry.sizeBytes > SMALL_FILE_BYTES) return undefined;
  // An empty file may name any block.
  return piece.sizeBytes === 0 ? Buffer.alloc(0) : source.read(piece.block * BLOCK_BYTES, piece.sizeBytes);
}

/** The same from the image file or stick itself. Errors: `image.*`. */
export function readImageFile(imagePath: string, path: string): Buffer | undefined {
  const source = openByteSource(imagePath);
  try {
    return readTreeFile(source, analyseBase(source).primary, path);
  } finally {
    source.close();
  }
}

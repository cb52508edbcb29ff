import { createHash } from 'node:crypto';
import { fail } from '../../api/diagnostic.ts';
import type { ByteSource } from '../image/byte-source.ts';
import { isSelfOrParent } from '../image/iso/directory-record.ts';
import { readDirectory } from '../image/iso/read-directory.ts';
import { BLOCK_BYTES } from '../image/iso/sector.ts';
import { alternateName, detectRockRidge, readSystemUse } from '../image/iso/system-use.ts';
import { readVolumeDescriptors } from '../image/iso/volume-descriptors.ts';

/** Descriptors, an installer's root directory and two files of ours take a tenth of this. */
const READ_LIMIT_BYTES = 512 * 1024;

export interface RootFile {
  /** `/answer.toml` */
  readonly path: string;
  readonly sha256: string;
}

/**
 * Digests of the files called `names` in the root directory of an ISO image, and nothing else of it: drives are listed every few
 * seconds, and nothing below the root tells whose stick it is. Reads at most half a MiB. Errors: `image.*`; what has no volume
 * descriptor is `image.not-iso9660`.
 */
export function readRootFiles(drive: ByteSource, names: readonly string[]): readonly RootFile[] {
  const source = bounded(drive);
  const { root } = readVolumeDescriptors(source).primary;
  const { records } = readDirectory(source, root.block, root.sizeBytes);
  const rockRidge = detectRockRidge(source, records[0]?.systemUse ?? Buffer.alloc(0), root.block);
  const files: RootFile[] = [];
  for (const record of records) {
    if (isSelfOrParent(record.id) || record.isDirectory || record.continues) continue;
    const use = rockRidge ? readSystemUse(source, record.systemUse, rockRidge.skip, root.block).entries : [];
    const name = alternateName(use) ?? record.id.toString('latin1').replace(/;\d+$/, '').toLowerCase();
    if (!names.includes(name)) continue;
    const bytes = record.sizeBytes === 0 ? '' : source.read(record.block * BLOCK_BYTES, record.sizeBytes);
    files.push({ path: `/${name}`, sha256: createHash('sha256').update(bytes).digest('hex') });
  }
  return files;
}

function bounded(source: ByteSource): ByteSource {
  let readBytes = 0;
  return {
    sizeBytes: source.sizeBytes,
    read(position, length) {
      readBytes += length;
      if (readBytes > READ_LIMIT_BYTES) throw fail('image.too-complex', { evidence: [`${readBytes} bytes of a root`] });
      return source.read(position, length);
    },
  };
}

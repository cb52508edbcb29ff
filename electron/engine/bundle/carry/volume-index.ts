import { join } from 'node:path';
import { z } from 'zod';
import { fail } from '../../../api/diagnostic.ts';
import { isBundlePath } from '../layout.ts';
import { readBounded } from '../lock/lock-file.ts';

/** Lies beside the volumes; a copy of it goes onto every stick. */
export const VOLUME_INDEX = 'bundle.volumes.json';
const MAX_INDEX_BYTES = 32 * 1024 * 1024;

/**
 * How a bundle was cut: its files one after the other, the lock last, cut every so many bytes into `bundle.001`, `bundle.002`.
 */
const VolumeIndexSchema = z
  .strictObject({
    format: z.literal('sitewright-bundle-volumes'),
    version: z.literal(1),
    files: z
      .array(
        z
          .strictObject({
            path: z.string().refine((value) => isBundlePath(value), 'not a path inside a bundle'),
            sizeBytes: z.int().min(0),
          })
          .readonly(),
      )
      .readonly(),
    volumes: z
      .array(
        z
          .strictObject({
            name: z.string().regex(/^bundle\.[0-9]{3,}$/),
            sizeBytes: z.int().min(0),
            sha256: z.string().regex(/^[0-9a-f]{64}$/),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly();
export type VolumeIndex = z.infer<typeof VolumeIndexSchema>;

/** The index of a set of volumes, from the first folder that has it. Throws bundle.volume-damaged, bundle.volume-missing. */
export async function readVolumeIndex(folders: readonly string[]): Promise<VolumeIndex> {
  for (const folder of folders) {
    const file = join(folder, VOLUME_INDEX);
    const bytes = await readBounded(file, MAX_INDEX_BYTES);
    if (bytes === undefined) continue;
    try {
      return VolumeIndexSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
    } catch {
      throw fail('bundle.volume-damaged', { params: { file, why: 'JSON' }, subject: { file } });
    }
  }
  throw fail('bundle.volume-missing', { params: { volume: VOLUME_INDEX, count: folders.length } });
}

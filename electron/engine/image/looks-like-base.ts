import { type Diagnostic, diagnostic } from '../../api/diagnostic.ts';
import type { Zone } from '../../api/drive.ts';
import type { BaseAnalysis } from './analyse-base.ts';
import type { ByteSource } from './byte-source.ts';
import { BLOCK_BYTES, SYSTEM_AREA_BLOCKS } from './iso/sector.ts';
import { retargetZones } from './retarget-zones.ts';

/** How many single blocks of content are compared, spread evenly over the image. */
const SAMPLES = 64;

export interface LooksLikeOptions {
  /** Named in the diagnostic. */
  readonly file: string;
}

/**
 * Whether a stick or file carries this base with some patch of ours, whole or broken off halfway: compared are, outside of
 * what a patch may change, the boot code and tables, the volume descriptors with their dates, the path tables, every
 * directory but the roots (names and places of all files), the boot catalogue, and samples of the content.
 * Reading every byte is the only full proof; this one costs milliseconds. undefined = it does; else why not
 * (`image.not-this-base`).
 */
export function looksLikeThisBase(
  source: ByteSource,
  base: ByteSource,
  analysis: BaseAnalysis,
  options: LooksLikeOptions,
): Diagnostic | undefined {
  const differs = (what: string, position: number) =>
    diagnostic('image.not-this-base', {
      params: { file: options.file, what, position },
      subject: { file: options.file },
    });
  if (source.sizeBytes < base.sizeBytes) return differs('the size', source.sizeBytes);
  for (const { what, offset, length, except } of fixedRanges(base, analysis)) {
    const [seen, expected] = [source.read(offset, length), base.read(offset, length)];
    for (const field of except) {
      const from = Math.max(0, field.offset - offset);
      const to = Math.min(length, field.offset + field.length - offset);
      if (from < to) expected.copy(seen, from, from, to);
    }
    if (!seen.equals(expected)) {
      const at = seen.findIndex((byte, index) => byte !== expected[index]);
      return differs(what, offset + at);
    }
  }
  return undefined;
}

interface FixedRange extends Zone {
  readonly what: string;
  /** Parts of it that a patch may change. */
  readonly except: readonly Zone[];
}

function* fixedRanges(base: ByteSource, analysis: BaseAnalysis): Iterable<FixedRange> {
  const { volumes, trees, bootCatalog } = analysis;
  const zones = retargetZones(analysis);
  const range = (what: string, block: number, blocks: number): FixedRange => {
    const [offset, length] = [block * BLOCK_BYTES, blocks * BLOCK_BYTES];
    return { what, offset, length, except: zones.filter((zone) => touches(zone, { offset, length })) };
  };
  yield range('the volume descriptors', SYSTEM_AREA_BLOCKS, volumes.endBlock - SYSTEM_AREA_BLOCKS);
  yield range('the system area', 0, SYSTEM_AREA_BLOCKS);
  if (bootCatalog) yield range('the boot catalogue', bootCatalog.block, 1);
  for (const { volume, directories } of trees) {
    for (const block of new Set(Object.values(volume.pathTables).filter((table) => table !== 0))) {
      yield range('a path table', block, Math.ceil(volume.pathTableBytes / BLOCK_BYTES));
    }
    for (const { path, block, sizeBytes } of directories.slice(1)) {
      yield range(`the directory ${path}`, block, sizeBytes / BLOCK_BYTES);
    }
  }
  const blocks = Math.floor(base.sizeBytes / BLOCK_BYTES);
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    const block = Math.floor((blocks * sample) / SAMPLES);
    yield range('the content', block, 1);
  }
}

function touches(a: Zone, b: Zone): boolean {
  return a.offset < b.offset + b.length && b.offset < a.offset + a.length;
}

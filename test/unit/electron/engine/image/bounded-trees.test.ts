import { describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../../../../electron/api/diagnostic.ts';
import { analyseBase } from '../../../../../electron/engine/image/analyse-base.ts';
import { memoryByteSource } from '../../../../../electron/engine/image/byte-source.ts';

const BLOCK = 2048;
const ROOT = 20;

function both(bytes: Buffer, at: number, value: number): void {
  bytes.writeUInt32LE(value, at);
  bytes.writeUInt32BE(value, at + 4);
}

interface RecordParts {
  readonly id: Buffer;
  readonly block: number;
  readonly sizeBytes: number;
  readonly isDirectory?: boolean;
  readonly use?: Buffer;
}

function record({ id, block, sizeBytes, isDirectory = false, use = Buffer.alloc(0) }: RecordParts): Buffer {
  const head = 33 + id.length + (id.length % 2 === 0 ? 1 : 0);
  const bytes = Buffer.alloc(head + use.length + (use.length % 2));
  bytes.writeUInt8(bytes.length, 0);
  both(bytes, 2, block);
  both(bytes, 10, sizeBytes);
  bytes.writeUInt8(isDirectory ? 2 : 0, 25);
  Buffer.from([1, 0, 0, 1]).copy(bytes, 28);
  bytes.writeUInt8(id.length, 32);
  id.copy(bytes, 33);
  use.copy(bytes, head);
  return bytes;
}

/** A directory with '.' and '..' in whole blocks. */
function directory(
  image: Buffer,
  block: number,
  sizeBytes: number,
  children: readonly Buffer[],
  selfUse?: Buffer,
): void {
  const dot = (id: number, use?: Buffer) =>
    record({ id: Buffer.from([id]), block, sizeBytes, isDirectory: true, ...(use ? { use } : {}) });
  let at = block * BLOCK;
  for (const each of [dot(0, selfUse), dot(1), ...children]) {
    if ((at % BLOCK) + each.length > BLOCK) at += BLOCK - (at % BLOCK);
    each.copy(image, at);
    at += each.length;
  }
}

function imageOf(blocks: number, rootBytes: number): Buffer {
  const image = Buffer.alloc(blocks * BLOCK);
  const volume = image.subarray(16 * BLOCK, 17 * BLOCK);
  volume.write('\x01CD001\x01', 'latin1');
  both(volume, 80, blocks);
  Buffer.from([0, 8, 8, 0]).copy(volume, 128);
  record({ id: Buffer.from([0]), block: ROOT, sizeBytes: rootBytes, isDirectory: true }).copy(volume, 156);
  image.write('\xffCD001\x01', 17 * BLOCK, 'latin1');
  return image;
}

const rockRidge = Buffer.concat([
  Buffer.from([0x53, 0x50, 7, 1, 0xbe, 0xef, 0]),
  Buffer.concat([Buffer.from('PX\x24\x01', 'latin1'), Buffer.alloc(32)]),
]);

function continuation(block: number, length: number): Buffer {
  const entry = Buffer.alloc(28);
  entry.write('CE\x1c\x01', 'latin1');
  both(entry, 4, block);
  both(entry, 20, length);
  return entry;
}

function codesOf(image: Buffer): readonly string[] {
  try {
    return analyseBase(memoryByteSource(image)).refusals.map(({ code }) => code);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return error.diagnostics.map(({ code }) => code);
  }
}

describe('a tree made to exhaust its reader', () => {
  it('with more files than a call takes arguments is read', () => {
    const blocks = 4000;
    const image = imageOf(ROOT + blocks + 64, blocks * BLOCK);
    const children = Array.from({ length: 200_000 }, (_, index) => {
      const id = Buffer.from(index.toString(36).toUpperCase().padStart(4, '0'), 'latin1');
      return record({ id, block: ROOT, sizeBytes: 1 });
    });
    directory(image, ROOT, blocks * BLOCK, children);
    expect(codesOf(image)).toContain('image.no-rock-ridge');
  });

  it('whose records all name the same long attributes is refused before they are read for each', () => {
    const areaBlocks = 32;
    const areas = 31;
    const from = ROOT + 4;
    const image = imageOf(from + areas * areaBlocks + 1, 4 * BLOCK);
    for (let area = 0; area < areas; area += 1) {
      const at = (from + area * areaBlocks) * BLOCK;
      if (area + 1 < areas) continuation(from + (area + 1) * areaBlocks, areaBlocks * BLOCK).copy(image, at);
    }
    const use = continuation(from, areaBlocks * BLOCK);
    const children = Array.from({ length: 60 }, (_, index) =>
      record({ id: Buffer.from(`F${index}`.padEnd(4, '_'), 'latin1'), block: ROOT, sizeBytes: 1, use }),
    );
    directory(image, ROOT, 4 * BLOCK, children, rockRidge);
    expect(codesOf(image)).toEqual(['image.too-complex']);
  });

  it('with a path longer than any system has is refused', () => {
    const depth = 60;
    const image = imageOf(ROOT + depth + 2, BLOCK);
    for (let level = 0; level < depth; level += 1) {
      const block = ROOT + level;
      const id = Buffer.alloc(200, 0x41);
      const child = record({ id, block: block + 1, sizeBytes: BLOCK, isDirectory: true });
      directory(image, block, BLOCK, [child]);
    }
    directory(image, ROOT + depth, BLOCK, []);
    expect(codesOf(image)).toEqual(['image.too-complex']);
  });
});

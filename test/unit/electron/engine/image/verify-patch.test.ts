import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyseBase, type BaseAnalysis } from '../../../../../electron/engine/image/analyse-base.ts';
import { type Extent, memoryByteSource } from '../../../../../electron/engine/image/byte-source.ts';
import { planPatch } from '../../../../../electron/engine/image/plan-patch.ts';
import { findPatchFaults, verifyPatch } from '../../../../../electron/engine/image/verify-patch.ts';
import { makeScratch, makeStandIn, removeScratch } from '../../../../support/iso/stand-in-iso.ts';

const FILES = [
  { name: 'answer.toml', bytes: Buffer.from('x = 1\n') },
  { name: 'auto-installer-mode.toml', bytes: Buffer.from('mode = "iso"\n') },
];
let folder: string;
let image: Buffer;
let analysis: BaseAnalysis;
let good: readonly Extent[];

beforeAll(() => {
  folder = makeScratch('verify');
  makeStandIn('proxmox-joliet', join(folder, 'base.iso'), { contentBytes: 50_000 });
  image = readFileSync(join(folder, 'base.iso'));
  analysis = analyseBase(memoryByteSource(image));
  good = planPatch(analysis, FILES).extents;
});
afterAll(() => removeScratch(folder));

const faults = (extents: readonly Extent[], files = FILES) =>
  findPatchFaults({ base: memoryByteSource(image), analysis, extents, files }).join('\n');

/** The good patch with the bytes of one extent changed. */
function withBytes(index: number, change: (bytes: Buffer) => void): readonly Extent[] {
  return good.map((extent, at) => {
    const bytes = Buffer.from(extent.bytes);
    if (at === index) change(bytes);
    return { offset: extent.offset, bytes };
  });
}

/** Where the record named `name` (Rock Ridge) begins in the root. */
function recordAt(bytes: Buffer, name: string): number {
  const end = bytes.indexOf(`NM${String.fromCharCode(5 + name.length)}\x01\x00${name}`, 0, 'latin1');
  let at = 0;
  for (let next = 0; next < end; next += bytes[next] || 2048 - (next % 2048)) at = next;
  return at;
}

describe('the verifier', () => {
  it('finds nothing wrong with a good patch', () => {
    expect(faults(good)).toBe('');
    expect(() => verifyPatch({ base: memoryByteSource(image), analysis, extents: good, files: FILES })).not.toThrow();
  });

  const at = (block: number): Extent => ({ offset: block * 2048, bytes: Buffer.alloc(2048) });
  it.each([
    ['the system area', () => 0],
    ['a volume descriptor', () => 16],
    ['a directory', () => analysis.primary.directories[3]?.block ?? 0],
    ['a file', () => analysis.primary.entries.get('/pve-base.squashfs')?.pieces[0]?.block ?? 0],
    ['the boot catalogue', () => analysis.bootCatalog?.block ?? 0],
    ['a boot image', () => analysis.bootCatalog?.images[1]?.block ?? 0],
    ['a path table', () => analysis.volumes.primary.pathTables.m],
    ['the HFS+ partition', () => analysis.padding.start - 1],
    ['the backup GPT', () => Math.floor(image.length / 2048) - 2],
  ])('finds an extent on %s', (_what, block) => {
    expect(faults([...good, at(block())].sort((a, b) => a.offset - b.offset))).not.toBe('');
  });

  it('finds extents out of order, overlapping, or of half a block', () => {
    expect(faults([...good].reverse())).toContain('not sorted');
    expect(faults([...good.slice(0, 1), good[0] as Extent, ...good.slice(1)])).toContain('overlapping');
    expect(faults([...good, { offset: (good.at(-1)?.offset ?? 0) + 4096, bytes: Buffer.alloc(1000) }])).toContain(
      'whole',
    );
  });

  it('finds files that leave fewer than 16 zero blocks at the end', () => {
    expect(faults([...good, at(analysis.padding.end - 16)])).toContain('16 zero blocks');
  });

  it.each([
    ['a changed old record', (bytes: Buffer) => bytes.writeUInt8(1, recordAt(bytes, 'COPYING') + 25), 'differs'],
    ['a lost old file', (bytes: Buffer) => bytes.writeUInt8(0x58, bytes.indexOf('COPYRIGHT') + 3), 'is gone'],
    ['a changed root', (bytes: Buffer) => bytes.writeUInt8(9, 20), "'.' of the root"],
    [
      'an answer that is a directory in Rock Ridge',
      (bytes: Buffer) => {
        const px = bytes.indexOf('PX', recordAt(bytes, 'answer.toml'));
        bytes.writeUInt32LE(0o040555, px + 4);
        bytes.writeUInt32BE(0o040555, px + 8);
      },
      'no regular file',
    ],
    [
      'an answer at another place',
      (bytes: Buffer) => {
        const record = recordAt(bytes, 'answer.toml');
        bytes.writeUInt32LE(30, record + 2);
        bytes.writeUInt32BE(30, record + 6);
      },
      'other bytes',
    ],
  ])('finds %s', (_what, change, sentence) => {
    expect(faults(withBytes(0, change))).toContain(sentence);
  });

  it('refuses numbers whose two byte orders differ', () => {
    const broken = withBytes(0, (bytes) => bytes.writeUInt32LE(77, recordAt(bytes, 'answer.toml') + 2));
    expect(faults(broken)).toContain('cannot be read: image.broken-structure');
  });

  it('finds a file missing from Joliet alone', () => {
    const without = good.map((extent, index) =>
      index === 1 ? { ...extent, bytes: image.subarray(extent.offset, extent.offset + extent.bytes.length) } : extent,
    );
    expect(faults(without)).toContain('joliet: /answer.toml is missing');
  });

  it('finds other content than asked for', () => {
    expect(
      faults(good, [{ name: 'answer.toml', bytes: Buffer.from('x = 2\n') }, FILES[1] as (typeof FILES)[0]]),
    ).toContain('other bytes');
  });
});

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyseBase, type BaseAnalysis } from '../../../../../electron/engine/image/analyse-base.ts';
import type { NewFile } from '../../../../../electron/engine/image/arrange-root.ts';
import { type Extent, memoryByteSource, patchedByteSource } from '../../../../../electron/engine/image/byte-source.ts';
import { crc32 } from '../../../../../electron/engine/image/partitions/crc32.ts';
import { type ImagePatch, planPatch } from '../../../../../electron/engine/image/plan-patch.ts';
import { findPatchFaults } from '../../../../../electron/engine/image/verify-patch.ts';
import { readSeed, type Seed } from '../../../../support/iso/hostile-images.ts';
import { noise } from '../../../../support/iso/stand-in-iso.ts';
import { unsortRoots } from '../../../../support/iso/witnesses.ts';

const FOLDER = join(import.meta.dirname, '../../../../golden/image-fuzz');
const SMALL: readonly NewFile[] = [{ name: 'answer.toml', bytes: Buffer.from('x = 1\n') }];
const THREE = [
  ...SMALL,
  { name: 'auto-installer-mode.toml', bytes: Buffer.from('mode = "iso"\n') },
  { name: 'proxmox-first-boot', bytes: Buffer.from('#!/bin/sh\n') },
];
const LARGE = [...SMALL, { name: 'proxmox-first-boot', bytes: noise(1024 * 1024) }];

class Bench {
  readonly image: Buffer;
  readonly analysis: BaseAnalysis;
  readonly good: ImagePatch;
  readonly files: readonly NewFile[];
  readonly mayRelocate: boolean;

  constructor(seed: Seed, files: readonly NewFile[], rewrite = false) {
    this.image = readSeed(FOLDER, seed);
    if (rewrite) unsortRoots(this.image);
    this.analysis = analyseBase(memoryByteSource(this.image));
    this.good = planPatch(this.analysis, files, { rewrite });
    this.files = files;
    this.mayRelocate = rewrite;
  }

  faults(extents: readonly Extent[] = this.good.extents, mayRelocate = this.mayRelocate): string {
    const base = memoryByteSource(this.image);
    const { analysis, files } = this;
    const { sizeBytes } = this.good;
    return findPatchFaults({ base, analysis, extents, sizeBytes, files, mayRelocate }).join('\n');
  }

  /** Faults of the good patch with the patched image changed: the changed blocks are part of the patch. */
  faultsWith(change: (image: Buffer) => void): string {
    const base = memoryByteSource(this.image);
    const { extents, sizeBytes } = this.good;
    const whole = patchedByteSource(base, extents, sizeBytes).read(0, sizeBytes);
    const changed = Buffer.from(whole);
    change(changed);
    const blocks = new Set(extents.flatMap(({ offset, bytes }) => range(offset / 2048, bytes.length / 2048)));
    for (const block of range(0, sizeBytes / 2048)) {
      const slice = [block * 2048, (block + 1) * 2048] as const;
      if (!whole.subarray(...slice).equals(changed.subarray(...slice))) blocks.add(block);
    }
    const list = [...blocks].sort((a, b) => a - b);
    return this.faults(
      list.map((block) => ({ offset: block * 2048, bytes: changed.subarray(block * 2048, block * 2048 + 2048) })),
    );
  }
}

function range(start: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => start + index);
}

/** Changes the GPT so that all CRCs are right again, in one or both copies. */
function changeGpt(image: Buffer, which: 'both' | 'backup', change: (array: Buffer, header: Buffer) => void): void {
  for (const at of which === 'both' ? [512, image.length - 512] : [image.length - 512]) {
    const header = image.subarray(at, at + 512);
    const arrayAt = Number(header.readBigUInt64LE(72)) * 512;
    const array = image.subarray(arrayAt, arrayAt + header.readUInt32LE(80) * 128);
    change(array, header);
    header.writeUInt32LE(crc32(array), 88);
    header.writeUInt32LE(0, 16);
    header.writeUInt32LE(crc32(header.subarray(0, 92)), 16);
  }
}

describe('the verifier of an image that grows', () => {
  const bench = new Bench('grub', LARGE);
  const { image, analysis } = bench;
  const apmEntry = (analysis.tables.apm?.partitions.length ?? 0) * 2048;

  it('finds nothing wrong with a good patch', () => {
    expect(bench.good.place).toBe('append');
    expect(bench.faults()).toBe('');
    expect(bench.faultsWith(() => undefined)).toBe('');
  });

  it.each<[string, (image: Buffer) => unknown, string]>([
    ['boot code that changed', (now) => now.writeUInt8(9, 200), 'the system area differs'],
    ['an MBR entry that moved', (now) => now.writeUInt32LE(64, 446 + 8), 'mbr partition 1 moved'],
    ['an MBR entry that ends too early', (now) => now.writeUInt32LE(500, 446 + 12), 'mbr partition 1 ends'],
    ['an MBR entry that ends too late', (now) => now.writeUInt32LE(90_000, 446 + 12), 'mbr partition 1 goes on behind'],
    ['an MBR entry with another CHS end', (now) => now.writeUInt8(1, 446 + 6), 'CHS'],
    ['an Apple entry that ends too early', (now) => now.writeUInt32BE(3, apmEntry + 12), 'apm partition'],
    [
      'a partition with content that moved',
      (now) => changeGpt(now, 'both', (array) => array.writeBigUInt64LE(90n, 128 + 32)),
      'gpt partition 2 moved',
    ],
    [
      'a partition with content that became longer',
      (now) => changeGpt(now, 'both', (array) => array.writeUInt32LE(array.readUInt32LE(128 + 40) + 4, 128 + 40)),
      'gpt partition 2 has another length',
    ],
    [
      'arrays that differ',
      (now) => changeGpt(now, 'backup', (array) => array.writeUInt8(7, 128 * 100)),
      'arrays differ',
    ],
    [
      'headers with another GUID',
      (now) => changeGpt(now, 'both', (_, header) => header.writeUInt8(7, 60)),
      'the system area differs',
    ],
    [
      'a last usable sector inside the backup',
      (now) => changeGpt(now, 'both', (_, header) => header.writeBigUInt64LE(BigInt(now.length / 512 - 2), 48)),
      'overlaps',
    ],
    ['a backup header with a wrong CRC', (now) => now.writeUInt8(9, now.length - 512 + 60), 'cannot be read'],
    ['no backup header', (now) => now.fill(0, now.length - 512), 'zero blocks'],
    [
      'a volume that does not end with the image',
      (now) => {
        now.writeUInt32LE(now.length / 2048 - 1, 16 * 2048 + 80);
        now.writeUInt32BE(now.length / 2048 - 1, 16 * 2048 + 84);
      },
      'the volume has',
    ],
    ['another volume date', (now) => now.write('9', 16 * 2048 + 815), 'volume descriptor at block 16 differs'],
    ['bytes that belong to no file', (now) => now.writeUInt8(1, now.length - 30_000), 'belongs to nothing'],
    ['bytes behind the end of a file', (now) => now.write('x', now.indexOf('x = 1\n') + 100), 'its block is not zero'],
  ])('finds %s', (_what, change, sentence) => {
    expect(bench.faultsWith((now) => void change(now))).toContain(sentence);
  });

  it('finds an old backup GPT that was left behind', () => {
    const { backupStartBytes = 0, backupEndBytes = 0 } = analysis.tables.gpt ?? {};
    // Just more than the padding holds, so that no file covers the old backup.
    const medium = new Bench('grub', [{ name: 'proxmox-first-boot', bytes: noise(134 * 2048) }]);
    expect(medium.good.place).toBe('append');
    expect(medium.faults()).toBe('');
    const seen = medium.faultsWith((now) => image.copy(now, backupStartBytes, backupStartBytes, backupEndBytes));
    expect(seen).toContain('belongs to nothing');
  });

  it('finds an image that shrinks', () => {
    const base = memoryByteSource(image);
    const patch = { base, analysis, extents: bench.good.extents, files: LARGE, sizeBytes: image.length - 2048 };
    expect(findPatchFaults(patch).join()).toContain('shrinks');
  });
});

describe('the verifier of an image that keeps its size', () => {
  const bench = new Bench('grub', SMALL);
  it.each<[string, (image: Buffer) => unknown]>([
    ['the boot code', (now) => now.writeUInt8(9, 200)],
    ['the MBR entry', (now) => now.writeUInt32LE(9, 446 + 12)],
    ['the Apple map', (now) => now.writeUInt32BE(3, 2048 + 12)],
    ['the backup GPT', (now) => now.writeUInt8(9, now.length - 100)],
    ['the volume size', (now) => now.writeUInt32LE(9, 16 * 2048 + 80)],
    ['a path table', (now) => now.writeUInt8(9, bench.analysis.volumes.primary.pathTables.m * 2048 + 5)],
    [
      "'..' of a directory",
      (now) => now.writeUInt8(9, (bench.analysis.primary.directories[1]?.block ?? 0) * 2048 + 120),
    ],
  ])('finds a change to %s', (_what, change) => {
    expect(bench.faultsWith((now) => void change(now))).not.toBe('');
  });
});

describe('the verifier of a root that is longer', () => {
  const bench = new Bench('isohybrid', THREE);
  const { analysis } = bench;
  const [self] = analysis.primary.directories[0]?.records ?? [];
  const root = analysis.primary.volume.root.block * 2048;
  const ce = root + (self?.raw.indexOf('CE') ?? 0);
  const child = (analysis.primary.directories[1]?.block ?? 0) * 2048;
  const parent = child + (analysis.primary.directories[1]?.records[0]?.raw.length ?? 0);

  it('finds nothing wrong with a good patch', () => {
    expect(bench.good.roots).toEqual(['extend', 'in-place']);
    expect(bench.faults()).toBe('');
  });

  it.each<[string, (image: Buffer) => unknown, string]>([
    ["'..' that still says the old length", (now) => both(now, parent + 10, 2048), "'..' differs"],
    ["'..' with another flag", (now) => now.writeUInt8(0, parent + 25), ''],
    ['an area that did not move', (now) => both(now, ce + 4, root / 2048 + 1), ''],
    ['an area with other text', (now) => now.write('X', now.readUInt32LE(ce + 4) * 2048 + 20), 'continuation area'],
    ['a descriptor that says the old length', (now) => both(now, 16 * 2048 + 166, 2048), ''],
  ])('finds %s', (_what, change, sentence) => {
    const seen = bench.faultsWith((now) => void change(now));
    expect(seen).not.toBe('');
    expect(seen).toContain(sentence);
  });
});

describe('the verifier of a root that is elsewhere', () => {
  const bench = new Bench('isohybrid', SMALL, true);
  const { pathTables } = bench.analysis.volumes.primary;
  const old = bench.analysis.primary.volume.root;

  it('finds nothing wrong with a good patch that was asked for, and refuses it where it was not', () => {
    expect(bench.good.roots).toEqual(['relocate', 'relocate']);
    expect(bench.faults()).toBe('');
    expect(bench.faults(bench.good.extents, false)).toContain('the root is elsewhere');
  });

  it.each<[string, (image: Buffer) => unknown, string]>([
    [
      'a path table M that names the old root',
      (now) => now.writeUInt32BE(old.block, pathTables.m * 2048 + 2),
      'L and M differ',
    ],
    [
      'both path tables naming the old root',
      (now) => {
        now.writeUInt32BE(old.block, pathTables.m * 2048 + 2);
        now.writeUInt32LE(old.block, pathTables.l * 2048 + 2);
      },
      'path table and tree differ',
    ],
    ['an old root that changed', (now) => now.write('X', old.block * 2048 + 300), 'overlaps content'],
    ['a descriptor that names the old root', (now) => both(now, 16 * 2048 + 158, old.block), ''],
  ])('finds %s', (_what, change, sentence) => {
    const seen = bench.faultsWith((now) => void change(now));
    expect(seen).not.toBe('');
    expect(seen).toContain(sentence);
  });
});

function both(image: Buffer, at: number, value: number): void {
  image.writeUInt32LE(value, at);
  image.writeUInt32BE(value, at + 4);
}

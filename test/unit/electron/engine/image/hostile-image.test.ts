import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../../../../electron/api/diagnostic.ts';
import { analyseBase } from '../../../../../electron/engine/image/analyse-base.ts';
import { memoryByteSource } from '../../../../../electron/engine/image/byte-source.ts';
import { planPatch } from '../../../../../electron/engine/image/plan-patch.ts';
import { findPatchFaults } from '../../../../../electron/engine/image/verify-patch.ts';
import { makeScratch, makeStandIn, removeScratch, type StandIn } from '../../../../support/iso/stand-in-iso.ts';

const KINDS: readonly StandIn[] = ['proxmox', 'isohybrid-joliet', 'plain-joliet'];
const FILES = [
  { name: 'answer.toml', bytes: Buffer.from('x = 1\n') },
  { name: 'auto-installer-mode.toml', bytes: Buffer.from('mode = "iso"\n') },
];
const images = new Map<StandIn, Buffer>();
let folder: string;

beforeAll(() => {
  folder = makeScratch('hostile');
  for (const kind of KINDS) {
    const file = join(folder, `${kind}.iso`);
    makeStandIn(kind, file, { contentBytes: 60_000 });
    images.set(kind, readFileSync(file));
  }
});
afterAll(() => removeScratch(folder));

/** Reads, plans, checks. A Diagnostic is a proper answer; a patch that passes our own check is one too. */
function survive(image: Buffer): 'refused' | 'patched' {
  const source = memoryByteSource(image);
  try {
    const analysis = analyseBase(source);
    const { extents } = planPatch(analysis, FILES);
    const faults = findPatchFaults({ base: source, analysis, extents, files: FILES });
    return faults.length === 0 ? 'patched' : 'refused';
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return 'refused';
  }
}

describe.each(KINDS)('a hostile %s image', (kind) => {
  /** Where structure is: partition tables, descriptors, path tables, directories, and the end. */
  const position = () => {
    const image = images.get(kind) as Buffer;
    return fc.oneof(
      fc.integer({ min: 0, max: 16 * 2048 - 1 }),
      fc.integer({ min: 16 * 2048, max: 20 * 2048 - 1 }),
      fc.integer({ min: 18 * 2048, max: Math.min(120 * 2048, image.length - 1) }),
      fc.nat(image.length - 1),
    );
  };

  it('with some bytes changed is refused with a diagnostic or patched soundly: no crash, no hang', () => {
    const image = images.get(kind) as Buffer;
    const changes = fc.array(fc.tuple(position(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(changes, (list) => {
        const undo = list.map(([at]) => [at, image[at] ?? 0] as const);
        for (const [at, value] of list) image[at] = value;
        survive(image);
        for (const [at, value] of undo.reverse()) image[at] = value;
      }),
      { numRuns: 300, seed: 20_261_121 },
    );
  });

  it('with a number blown up (both byte orders) is refused or patched soundly', () => {
    const image = images.get(kind) as Buffer;
    const value = fc.constantFrom(0, 1, 0xffff, 0x7fffffff, 0xffffffff, Math.floor(image.length / 2048));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 * 512 }), value, (index, number) => {
        const at = 16 * 2048 + index * 4;
        if (at + 8 > image.length) return;
        const old = Buffer.from(image.subarray(at, at + 8));
        image.writeUInt32LE(number, at);
        image.writeUInt32BE(number, at + 4);
        survive(image);
        old.copy(image, at);
      }),
      { numRuns: 300, seed: 20_261_122 },
    );
  });

  it('cut off anywhere is refused', () => {
    const image = images.get(kind) as Buffer;
    fc.assert(
      fc.property(fc.nat(image.length - 20 * 2048), (length) => {
        expect(survive(image.subarray(0, length))).toBe('refused');
      }),
      { numRuns: 40, seed: 20_261_123 },
    );
    expect(survive(image)).toBe('patched');
  });
});

it('random bytes are no image', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 4096 }), (bytes) => {
      expect(survive(Buffer.from(bytes))).toBe('refused');
    }),
  );
});

describe('a directory that contains itself', () => {
  it('is refused instead of walked for ever', () => {
    const image = Buffer.from(images.get('proxmox') as Buffer);
    const root = image.readUInt32LE(16 * 2048 + 158);
    // The record of the first real directory in the root gets the root's own extent.
    for (let at = root * 2048; ; at += image[at] as number) {
      const isChild = image[at + 32] !== 1 || (image[at + 33] as number) > 1;
      if (!isChild || ((image[at + 25] as number) & 2) === 0) continue;
      image.writeUInt32LE(root, at + 2);
      image.writeUInt32BE(root, at + 6);
      image.writeUInt32LE(image.readUInt32LE(16 * 2048 + 166), at + 10);
      image.writeUInt32BE(image.readUInt32LE(16 * 2048 + 166), at + 14);
      break;
    }
    expect(() => analyseBase(memoryByteSource(image))).toThrow('image.broken-structure');
  });
});

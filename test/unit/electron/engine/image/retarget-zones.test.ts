import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyseBase, type BaseAnalysis } from '../../../../../electron/engine/image/analyse-base.ts';
import { memoryByteSource } from '../../../../../electron/engine/image/byte-source.ts';
import { looksLikeThisBase } from '../../../../../electron/engine/image/looks-like-base.ts';
import { makeImages, type NodeAnswer } from '../../../../../electron/engine/image/make-images.ts';
import { type Overlay, readOverlay } from '../../../../../electron/engine/image/overlay.ts';
import { largestImageBytes, planRetarget, retargetZones } from '../../../../../electron/engine/image/retarget-zones.ts';
import { sha256Of } from '../../../../../electron/engine/workspace/sha256.ts';
import { makeScratch, makeStandIn, noise, removeScratch, type StandIn } from '../../../../support/iso/stand-in-iso.ts';
import { unsortRoots } from '../../../../support/iso/witnesses.ts';

const MIB = 1024 * 1024;
const FULL_ROOT = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`more-${index}`, 'x']));
const secret = (node: string) => `secret-of-${node}`;
const node = (name: string, firstBootBytes: number): NodeAnswer => ({
  node: name,
  answer: `[global]\nfqdn = "${name}.example"\n# ${secret(name)}\n`,
  firstBoot: Buffer.concat([Buffer.from(`#!/bin/sh\n# ${secret(name)}\n`), noise(firstBootBytes, name.length)]),
});
const PAIRS = [
  ['padded', 'padded', node('a', 20_000), node('b', 4000)],
  ['appended', 'padded', node('a', MIB - 100), node('b', 4000)],
  ['padded', 'appended', node('a', 20_000), node('b', 900_000)],
  ['appended', 'appended', node('a', MIB - 100), node('b', 900_000)],
] as const;

interface Bench {
  readonly kind: StandIn;
  readonly fullRoot: boolean;
}
const BENCHES: readonly Bench[] = [
  { kind: 'proxmox', fullRoot: false },
  { kind: 'proxmox-joliet', fullRoot: true },
  { kind: 'isohybrid', fullRoot: true },
  { kind: 'isohybrid-joliet', fullRoot: false },
  { kind: 'plain', fullRoot: false },
  { kind: 'plain-joliet', fullRoot: false },
  { kind: 'no-padding', fullRoot: false },
];

let folder: string;
beforeAll(() => {
  folder = makeScratch('retarget');
});
afterAll(() => removeScratch(folder));

let turn = 0;
/** The complete image of a node, and its overlay. */
async function imageOf(
  base: string,
  wanted: NodeAnswer,
  rewrite = false,
): Promise<{ image: Buffer; overlay: Overlay }> {
  turn += 1;
  const options = {
    basePath: base,
    outDir: join(folder, `${turn}`),
    siteId: 'site',
    nodes: [wanted],
    acceptBase: sha256Of(readFileSync(base)),
    rewrite,
  };
  const { images } = await makeImages({ ...options, full: true });
  if (rewrite) return { image: readFileSync(images[0]?.file ?? ''), overlay: undefined as never };
  const overlays = await makeImages(options);
  return { image: readFileSync(images[0]?.file ?? ''), overlay: readOverlay(overlays.images[0]?.file ?? '') };
}

/** A stick of that size, with old content behind the image as far as no image of this base ever reaches. */
function stickWith(image: Buffer, sizeBytes: number, analysis: BaseAnalysis): Buffer {
  const stick = noise(sizeBytes, 77);
  stick.fill(0, 0, largestImageBytes(analysis));
  image.copy(stick);
  return stick;
}

function apply(stick: Buffer, plan: ReturnType<typeof planRetarget>): void {
  for (const { offset, bytes } of plan.writes) stick.set(bytes, offset);
  stick.fill(0, plan.blank.offset, plan.blank.offset + plan.blank.length);
}

describe.each(BENCHES)('a $kind stick (root full: $fullRoot)', ({ kind, fullRoot }) => {
  let base: string;
  let bytes: Buffer;
  let analysis: BaseAnalysis;

  beforeAll(() => {
    base = join(folder, `${kind}.iso`);
    makeStandIn(kind, base, { contentBytes: 200_000, ...(fullRoot ? { extra: FULL_ROOT } : {}) });
    bytes = readFileSync(base);
    analysis = analyseBase(memoryByteSource(bytes));
  });

  it.each(PAIRS)('made for A (%s) becomes B (%s) byte for byte, and nothing of A is left', async (_a, _b, a, b) => {
    const source = memoryByteSource(bytes);
    const [first, second] = [await imageOf(base, a), await imageOf(base, b)];
    const stick = stickWith(first.image, bytes.length + 8 * MIB, analysis);
    expect(stick.includes(secret('a'))).toBe(true);
    expect(looksLikeThisBase(memoryByteSource(stick), source, analysis, { file: 'stick' })).toBeUndefined();
    const plan = planRetarget(source, analysis, second.overlay);
    apply(stick, plan);
    expect(plan.imageSizeBytes).toBe(second.image.length);
    expect(stick.subarray(0, second.image.length).equals(second.image)).toBe(true);
    expect(stick.includes(secret('a'))).toBe(false);
    const end = largestImageBytes(analysis);
    expect(stick.subarray(second.image.length, end).every((byte) => byte === 0)).toBe(true);
    expect(stick.subarray(end).equals(noise(stick.length, 77).subarray(end))).toBe(true);
  });

  it('broken off in the middle of re-targeting is still known, and a second try ends well', async () => {
    const source = memoryByteSource(bytes);
    const [first, second] = [await imageOf(base, PAIRS[1][2]), await imageOf(base, PAIRS[1][3])];
    const plan = planRetarget(source, analysis, second.overlay);
    for (let done = 0; done <= plan.writes.length; done += 1) {
      const stick = stickWith(first.image, bytes.length + 8 * MIB, analysis);
      for (const [index, { offset, bytes: piece }] of plan.writes.entries()) {
        if (index < done) stick.set(piece, offset);
        if (index === done) stick.set(piece.subarray(0, Math.floor(piece.length / 4096 / 2) * 2048 + 512), offset);
      }
      expect(looksLikeThisBase(memoryByteSource(stick), source, analysis, { file: 'stick' })).toBeUndefined();
      apply(stick, plan);
      expect(stick.subarray(0, second.image.length).equals(second.image)).toBe(true);
    }
  });

  it('has zones that are sorted, disjoint and few, and writes that are whole for any sector size', async () => {
    const zones = retargetZones(analysis);
    for (const [index, { offset, length }] of zones.entries()) {
      expect(length).toBeGreaterThan(0);
      const before = zones[index - 1];
      if (before) expect(offset).toBeGreaterThan(before.offset + before.length);
    }
    expect(zones.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(8 * MIB);
    expect(zones.length).toBeLessThan(60);
    const { overlay } = await imageOf(base, PAIRS[1][3]);
    const { writes } = planRetarget(memoryByteSource(bytes), analysis, overlay);
    for (const [index, { offset, bytes: piece }] of writes.entries()) {
      expect(offset % 4096).toBe(0);
      if (index < writes.length - 1) expect(piece.length % 4096).toBe(0);
    }
  });

  it('with another base is not taken for this one', () => {
    const source = memoryByteSource(bytes);
    const reason = (change: (other: Buffer) => void) => {
      const other = Buffer.from(bytes);
      change(other);
      return looksLikeThisBase(memoryByteSource(other), source, analysis, { file: 'stick' })?.params.what;
    };
    const flip = (at: number) => (other: Buffer) => other.writeUInt8((other[at] ?? 0) ^ 1, at);
    expect(reason(() => undefined)).toBeUndefined();
    expect(reason(flip(16 * 2048 + 815))).toBe('the volume descriptors');
    expect(reason(flip(16 * 2048 + 45))).toBe('the volume descriptors');
    expect(reason(flip(100))).toBe('the system area');
    const [, directory] = analysis.primary.directories;
    expect(reason(flip((directory?.block ?? 0) * 2048 + 300))).toContain('the directory /');
    expect(reason(flip(analysis.volumes.primary.pathTables.l * 2048 + 12))).toBe('a path table');
    const cut = memoryByteSource(bytes.subarray(0, bytes.length - 2048));
    expect(looksLikeThisBase(cut, source, analysis, { file: 'stick' })?.params.what).toBe('the size');
    expect(looksLikeThisBase(memoryByteSource(noise(bytes.length)), source, analysis, { file: 'x' })).toBeDefined();
  });
});

describe('re-targeting', () => {
  it('also restores a base whose roots were copied elsewhere', async () => {
    const base = join(folder, 'unsorted.iso');
    makeStandIn('proxmox-joliet', base, { contentBytes: 200_000 });
    const bytes = readFileSync(base);
    unsortRoots(bytes);
    writeFileSync(base, bytes);
    const source = memoryByteSource(bytes);
    const analysis = analyseBase(source);
    const { image } = await imageOf(base, PAIRS[1][2], true);
    const stick = stickWith(image, bytes.length + 8 * MIB, analysis);
    expect(looksLikeThisBase(memoryByteSource(stick), source, analysis, { file: 'stick' })).toBeUndefined();
    for (const { offset, length } of retargetZones(analysis)) {
      stick.fill(0, offset, offset + length);
      bytes.copy(stick, offset, offset, Math.min(bytes.length, offset + length));
    }
    expect(stick.subarray(0, bytes.length).equals(bytes)).toBe(true);
    expect(stick.includes(secret('a'))).toBe(false);
  });

  it('refuses an overlay of another base, and one that writes where no patch of this base belongs', async () => {
    const base = join(folder, 'plain.iso');
    const other = join(folder, 'other.iso');
    makeStandIn('plain', other, { contentBytes: 300_000 });
    const source = memoryByteSource(readFileSync(base));
    const analysis = analyseBase(source);
    const foreign = (await imageOf(other, PAIRS[0][2])).overlay;
    expect(() => planRetarget(source, analysis, foreign)).toThrow('image.overlay-other-base');
    const own = (await imageOf(base, PAIRS[0][2])).overlay;
    const offset = (analysis.primary.entries.get('/pve-base.squashfs')?.pieces[0]?.block ?? 0) * 2048 + 8192;
    const bytes = source.read(offset, 2048);
    const far = { header: { ...own.header, replacedSha256: sha256Of(bytes) }, extents: [{ offset, bytes }] };
    expect(() => planRetarget(source, analysis, far)).toThrow('image.overlay-reaches-too-far');
    expect(statSync(base).size).toBe(source.sizeBytes);
  });
});

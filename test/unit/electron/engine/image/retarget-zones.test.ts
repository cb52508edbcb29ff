import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyseBase, type BaseAnalysis } from '../../../../../electron/engine/image/analyse-base.ts';
import { memoryByteSource } from '../../../../../electron/engine/image/byte-source.ts';
import { makeImages, type NodeAnswer } from '../../../../../electron/engine/image/make-images.ts';
import { type Overlay, readOverlay } from '../../../../../electron/engine/image/overlay.ts';
import { retargetZones } from '../../../../../electron/engine/image/retarget-zones.ts';
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

/** The bytes of `image` on a stick, with the base's put back in every zone and zeros behind its end: what is then left. */
function restored(image: Buffer, base: Buffer, analysis: BaseAnalysis): Buffer {
  const zones = retargetZones(analysis);
  const stick = Buffer.alloc(Math.max(...zones.map(({ offset, length }) => offset + length), image.length));
  image.copy(stick);
  for (const { offset, length } of zones) {
    stick.fill(0, offset, offset + length);
    base.copy(stick, offset, offset, Math.min(base.length, offset + length));
  }
  return stick;
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

  it.each(PAIRS)('made for A (%s) is the base again in its zones, and B (%s) lies in them', async (_a, _b, a, b) => {
    const [first, second] = [await imageOf(base, a), await imageOf(base, b)];
    expect(first.image.includes(secret('a'))).toBe(true);
    const stick = restored(first.image, bytes, analysis);
    expect(stick.subarray(0, bytes.length).equals(bytes)).toBe(true);
    expect(stick.subarray(bytes.length).every((byte) => byte === 0)).toBe(true);
    for (const { offset, bytes: piece } of second.overlay.extents) stick.set(piece, offset);
    expect(stick.subarray(0, second.image.length).equals(second.image)).toBe(true);
    expect(stick.subarray(second.image.length).every((byte) => byte === 0)).toBe(true);
  });

  it('has zones that are sorted, disjoint and few', () => {
    const zones = retargetZones(analysis);
    for (const [index, { offset, length }] of zones.entries()) {
      expect(length).toBeGreaterThan(0);
      const before = zones[index - 1];
      if (before) expect(offset).toBeGreaterThan(before.offset + before.length);
    }
    expect(zones.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(8 * MIB);
    expect(zones.length).toBeLessThan(60);
  });
});

it('an image whose roots were copied elsewhere is the base again in its zones too', async () => {
  const base = join(folder, 'unsorted.iso');
  makeStandIn('proxmox-joliet', base, { contentBytes: 200_000 });
  const bytes = readFileSync(base);
  unsortRoots(bytes);
  writeFileSync(base, bytes);
  const { image } = await imageOf(base, PAIRS[1][2], true);
  const stick = restored(image, bytes, analyseBase(memoryByteSource(bytes)));
  expect(stick.subarray(0, bytes.length).equals(bytes)).toBe(true);
  expect(stick.includes(secret('a'))).toBe(false);
});

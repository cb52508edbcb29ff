import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyseBase } from '../../../../electron/engine/image/analyse-base.ts';
import { openByteSource } from '../../../../electron/engine/image/byte-source.ts';
import { makeImages } from '../../../../electron/engine/image/make-images.ts';
import { retargetZones } from '../../../../electron/engine/image/retarget-zones.ts';
import { retarget } from '../../../../electron/engine/usb/retarget.ts';
import { flasherAsChild } from '../../../../electron/engine/usb/run-flasher.ts';
import { blankParts, headParts } from '../../../../electron/flasher/boot-order.ts';
import { emptyFile, flash } from '../../../support/flash-one.ts';
import { bundleFlasher, type TracedCall, tracingFlasher } from '../../../support/flasher.ts';
import { makeScratch, makeStandIn, removeScratch } from '../../../support/iso/stand-in-iso.ts';

const FIRST_BYTES = 4096;
const KIB = 1024;

let folder: string;
let base: string;
let flasherPath: string;
beforeAll(async () => {
  folder = makeScratch('boot-order');
  base = join(folder, 'base.iso');
  makeStandIn('proxmox', base, { contentBytes: 3_000_000 });
  flasherPath = await bundleFlasher(folder);
  const acceptBase = createHash('sha256').update(readFileSync(base)).digest('hex');
  const nodes = ['a', 'b'].map((node) => ({ node, answer: `[global]\nfqdn = "${node}.example"\n` }));
  const options = { basePath: base, outDir: folder, siteId: 'site', nodes, acceptBase };
  await makeImages(options);
  await makeImages({ ...options, full: true });
});
afterAll(() => removeScratch(folder));

/** What is written between two syncs: of it, any part may be there and any other not when the stick is pulled. */
function epochs(calls: readonly TracedCall[]): readonly (readonly TracedCall[])[] {
  const found: TracedCall[][] = [[]];
  for (const call of calls) {
    if (call.position === undefined) found.push([]);
    else found.at(-1)?.push(call);
  }
  return found.filter((epoch) => epoch.length > 0);
}

function checkFirstSectors(calls: readonly TracedCall[]): void {
  const all = epochs(calls);
  const first = all.flatMap((epoch, index) =>
    epoch.some(({ position }) => (position ?? 0) < FIRST_BYTES) ? [index] : [],
  );
  // Blanked before anything else is written, and there again when everything else is.
  expect(first).toEqual([0, all.length - 1]);
  for (const index of first) expect(all[index]).toEqual([{ position: 0, length: FIRST_BYTES }]);
  expect(calls.at(-1)).toEqual({});
  // The volume descriptors are durable before them, and what boot code reads before the descriptors.
  expect(all.at(-2)).toEqual([{ position: FIRST_BYTES, length: 12 * KIB }]);
  expect(all.at(-3)?.every(({ position = 0 }) => position >= 16 * KIB && position < 64 * KIB)).toBe(true);
  expect(all.at(-4)?.every(({ position = 0 }) => position >= 64 * KIB)).toBe(true);
}

describe('a stick that is pulled out while its head is written', () => {
  it('has its first sectors when all else is on it, and loses them before all else', async () => {
    const tracing = tracingFlasher(flasherPath, folder);
    const target = emptyFile(join(folder, 'written.img'));
    const options = { imagePath: join(folder, 'a.overlay'), basePath: base, device: target, confirm: target };
    await flash({ ...options, runFlasher: flasherAsChild(tracing.path) });
    checkFirstSectors(tracing.calls());
    expect(readFileSync(target).equals(readFileSync(join(folder, 'a.iso')))).toBe(true);
  });

  it('so too where it is made into another node’s', async () => {
    const tracing = tracingFlasher(flasherPath, folder);
    const target = join(folder, 'retargeted.img');
    copyFileSync(join(folder, 'a.iso'), target);
    const source = openByteSource(base);
    const zones = retargetZones(analyseBase(source));
    source.close();
    await retarget({
      target: { device: target, confirm: target },
      overlayPath: join(folder, 'b.overlay'),
      basePath: base,
      zones,
      runFlasher: flasherAsChild(tracing.path),
    });
    checkFirstSectors(tracing.calls());
    expect(readFileSync(target).equals(readFileSync(join(folder, 'b.iso')))).toBe(true);
  });

  it('gets every byte of its head once, in whole blocks', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 * KIB * KIB }), (length) => {
        for (const parts of [headParts(length), blankParts(length)]) {
          const sorted = [...parts].sort((a, b) => a.from - b.from);
          expect(sorted.map(({ from }) => from)).toEqual([0, ...sorted.slice(0, -1).map(({ to }) => to)]);
          expect(sorted.at(-1)?.to).toBe(length);
          for (const { from, to } of parts) expect(from < to && from % FIRST_BYTES === 0).toBe(true);
        }
        expect(headParts(length).at(-1)).toEqual(blankParts(length)[0]);
      }),
    );
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyseBase } from '../../../../../electron/engine/image/analyse-base.ts';
import { memoryByteSource } from '../../../../../electron/engine/image/byte-source.ts';
import { planPatch } from '../../../../../electron/engine/image/plan-patch.ts';
import { sha256Of } from '../../../../../electron/engine/workspace/sha256.ts';
import { readSeed, SEEDS } from '../../../../support/iso/hostile-images.ts';
import { noise } from '../../../../support/iso/stand-in-iso.ts';
import { unsortRoots } from '../../../../support/iso/witnesses.ts';

const GOLDEN = join(import.meta.dirname, '../../../../golden');
const EXPECTED = JSON.parse(readFileSync(join(GOLDEN, 'image-patches.json'), 'utf8')) as Readonly<
  Record<string, string>
>;
const THREE = [
  { name: 'answer.toml', bytes: Buffer.from('[global]\nfqdn = "pve1.example"\n') },
  { name: 'auto-installer-mode.toml', bytes: Buffer.from('mode = "iso"\n') },
  { name: 'proxmox-first-boot', bytes: Buffer.from('#!/bin/sh\n') },
];
const LARGE = [...THREE.slice(0, 2), { name: 'proxmox-first-boot', bytes: noise(1024 * 1024) }];

describe.each(SEEDS)('the patch of a %s image', (seed) => {
  it.each([
    ['with an answer', THREE, false],
    ['with a first-boot program of 1 MiB', LARGE, false],
    ['rewritten', THREE, true],
  ] as const)('%s is the same bytes on every machine and in every version', (how, files, rewrite) => {
    const image = readSeed(join(GOLDEN, 'image-fuzz'), seed);
    if (rewrite) unsortRoots(image);
    const { extents, sizeBytes, place, roots } = planPatch(analyseBase(memoryByteSource(image)), files, { rewrite });
    const parts = extents.map(({ offset, bytes }) => `${offset}+${bytes.length}=${sha256Of(bytes).slice(0, 16)}`);
    const seen = `${place}, ${roots.join(' and ')}, ${sizeBytes}: ${parts.join(' ')}`;
    expect(seen).toBe(EXPECTED[`${seed} ${how}`]);
  });
});

import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DiagnosticError } from '../../../../../electron/api/diagnostic.ts';
import { analyseBase, type BaseAnalysis } from '../../../../../electron/engine/image/analyse-base.ts';
import { openByteSource, patchedByteSource } from '../../../../../electron/engine/image/byte-source.ts';
import { type ImagePatch, planPatch } from '../../../../../electron/engine/image/plan-patch.ts';
import { rewriteOffer } from '../../../../../electron/engine/image/rewrite-offer.ts';
import { findPatchFaults } from '../../../../../electron/engine/image/verify-patch.ts';
import { makeScratch, noise, removeScratch, run } from '../../../../support/iso/stand-in-iso.ts';

/** More in a row by hand: SITEWRIGHT_RANDOM_IMAGES=600. */
const ROUNDS = Number(process.env.SITEWRIGHT_RANDOM_IMAGES ?? 24);
const FILES = [
  { name: 'answer.toml', bytes: Buffer.from('x = 1\n') },
  { name: 'auto-installer-mode.toml', bytes: Buffer.from('mode = "iso"\n') },
  { name: 'proxmox-first-boot', bytes: noise(5000) },
];
/** Every second image has to grow. */
const LARGE_FILES = [...FILES.slice(0, 2), { name: 'proxmox-first-boot', bytes: noise(600_000) }];
/** Refusals that a random but sound image may meet; anything else is a fault of ours. */
const FAIR = ['image.no-rock-ridge'];

let folder: string;
beforeAll(() => {
  folder = makeScratch('random');
});
afterAll(() => removeScratch(folder));

function random(seed: number): (below: number) => number {
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % below;
  };
}

const NAMES = [
  'a',
  'AUTO_INS',
  'auto-installer',
  'ANSWER',
  'answer.txt',
  'Answer.TOM',
  'proxmox',
  'PROXMOX_',
  'ñandú',
  'x.y.z',
  '.hidden',
  'auto_ins.tom',
  'B',
  'b.c',
  'long-'.repeat(20),
  'zz',
];

/** A small image of random names, depth and maker. */
function makeRandom(seed: number, file: string): string {
  const pick = random(seed);
  const root = join(folder, `root-${seed}`);
  mkdirSync(root);
  const fill = (at: string, depth: number) => {
    const count = 3 + pick(depth === 0 ? 26 : 6);
    for (let index = 0; index < count; index += 1) {
      const name = `${NAMES[pick(NAMES.length)]}${pick(3) === 0 ? '' : pick(50)}`;
      const path = join(at, name);
      try {
        const kind = pick(8);
        if (kind === 0 && depth < 3) {
          mkdirSync(path);
          fill(path, depth + 1);
        } else if (kind === 1) symlinkSync('somewhere/'.repeat(1 + pick(12)), path);
        else writeFileSync(path, noise(pick(4) === 0 ? 0 : pick(9000), seed), { flag: 'wx' });
      } catch (error) {
        if (!['EEXIST', 'EISDIR'].includes(String((error as NodeJS.ErrnoException).code))) throw error;
      }
    }
  };
  fill(root, 0);
  const options = [
    ['-r', '-R'][pick(2)] ?? '-r',
    ...(pick(2) === 0 ? ['-J', '-joliet-long'] : []),
    ...([[], ['-l'], ['-iso-level', '3'], ['-allow-lowercase', '-allow-multidot', '-l'], ['-N'], ['-d', '-l']][
      pick(6)
    ] ?? []),
  ];
  const maker = pick(2) === 0 ? 'genisoimage' : 'xorriso';
  const command = maker === 'xorriso' ? ['-as', 'mkisofs'] : [];
  const supported = maker === 'xorriso' ? options.filter((option) => option !== '-N') : options;
  run(maker, [...command, '-quiet', '-V', 'RANDOM', ...supported, '-o', file, root]);
  rmSync(root, { recursive: true, force: true });
  return `${maker} ${supported.join(' ')} (seed ${seed})`;
}

/** As someone would who is told that rewriting is the way out. */
function planOrRewrite(analysis: BaseAnalysis, files: typeof FILES, outcomes: Record<string, number>): ImagePatch {
  try {
    return planPatch(analysis, files);
  } catch (error) {
    if (!(error instanceof DiagnosticError) || rewriteOffer(error.diagnostics[0].code) !== 'offered') throw error;
    const { code } = error.diagnostics[0];
    outcomes[code] = (outcomes[code] ?? 0) + 1;
    return planPatch(analysis, files, { rewrite: true });
  }
}

it('random images of two makers are patched so that an outside tool sees all old files and the new ones', () => {
  const outcomes: Record<string, number> = {};
  for (let seed = 1; seed <= ROUNDS; seed += 1) {
    const file = join(folder, `${seed}.iso`);
    const how = makeRandom(seed, file);
    const source = openByteSource(file);
    try {
      const analysis = analyseBase(source);
      const files = seed % 2 === 0 ? FILES : LARGE_FILES;
      const patch = planOrRewrite(analysis, files, outcomes);
      const { extents, sizeBytes } = patch;
      const faults = findPatchFaults({ base: source, analysis, extents, sizeBytes, files, mayRelocate: true });
      expect(faults, how).toEqual([]);
      const patched = join(folder, `${seed}-patched.iso`);
      writeFileSync(patched, patchedByteSource(source, extents, sizeBytes).read(0, sizeBytes));
      const form = `${patch.place} ${patch.roots.join(' ')}`;
      outcomes[form] = (outcomes[form] ?? 0) + 1;
      const list = (image: string) =>
        run('xorriso', ['-indev', image, '-find', '/', '-exec', 'lsdl', '--'], true)
          .split('\n')
          .filter((line) => line.includes("'/"));
      const [before, after] = [list(file), list(patched)];
      expect(
        before.filter((line) => !after.includes(line)),
        how,
      ).toEqual([]);
      expect(after.length, how).toBe(before.length + FILES.length);
      expect(run('isoinfo', ['-R', '-i', patched, '-x', '/answer.toml']), how).toBe('x = 1\n');
      if (analysis.joliet) expect(run('isoinfo', ['-J', '-i', patched, '-x', '/answer.toml']), how).toBe('x = 1\n');
      rmSync(patched);
      outcomes.patched = (outcomes.patched ?? 0) + 1;
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      const { code } = error.diagnostics[0];
      expect(FAIR, `${how}: ${error.message} ${error.diagnostics[0].evidence.join()}`).toContain(code);
      outcomes[code] = (outcomes[code] ?? 0) + 1;
    } finally {
      source.close();
      rmSync(file, { force: true });
    }
  }
  if (ROUNDS > 24) process.stderr.write(`${JSON.stringify(outcomes)}\n`);
  expect(outcomes.patched ?? 0).toBeGreaterThan(ROUNDS / 3);
}, 600_000);

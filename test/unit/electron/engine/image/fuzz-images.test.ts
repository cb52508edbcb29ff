import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../../../../electron/api/diagnostic.ts';
import { analyseBase } from '../../../../../electron/engine/image/analyse-base.ts';
import { memoryByteSource } from '../../../../../electron/engine/image/byte-source.ts';
import { makeIsoIdentifier } from '../../../../../electron/engine/image/iso-identifier.ts';
import { readModeFile } from '../../../../../electron/engine/image/mode-file.ts';
import { decodeOverlay, digestReplaced, encodeOverlay } from '../../../../../electron/engine/image/overlay.ts';
import { planPatch } from '../../../../../electron/engine/image/plan-patch.ts';
import {
  findTargets,
  makeHostileCase,
  makeRandom,
  readSeed,
  runCase,
  SEEDS,
  type Seed,
} from '../../../../support/iso/hostile-images.ts';

const FOLDER = join(import.meta.dirname, '../../../../golden/image-fuzz');
/** More in a row by hand: SITEWRIGHT_FUZZ_CASES=100000. */
const CASES = Number(process.env.SITEWRIGHT_FUZZ_CASES ?? 250);
const images = new Map<Seed, Buffer>(SEEDS.map((seed) => [seed, readSeed(FOLDER, seed)]));
const imageOf = (seed: Seed): Buffer => images.get(seed) as Buffer;

interface GoldenCase {
  readonly title: string;
  readonly seed: Seed;
  readonly changes: readonly string[];
  readonly cutTo?: number;
  readonly outcome: string;
}
const HOSTILE = JSON.parse(readFileSync(join(FOLDER, 'hostile.json'), 'utf8')) as readonly GoldenCase[];

describe('an image with', () => {
  it.each(HOSTILE.map((entry) => [entry.title, entry] as const))('%s ends as it should', (_title, entry) => {
    const changes = entry.changes.map((text) => {
      const [at = '', hex = ''] = text.split(':');
      return { at: Number(at), bytes: Buffer.from(hex, 'hex') };
    });
    expect(runCase(imageOf(entry.seed), { changes, cutTo: entry.cutTo }).join(' ')).toBe(entry.outcome);
  });
});

describe.each(SEEDS)('a %s image, changed at random where its structure is,', (seed) => {
  it('is refused with a diagnostic or patched soundly, whatever is tried', () => {
    const image = imageOf(seed);
    const targets = findTargets(image);
    const before = createHash('sha256').update(image).digest('hex');
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.nat(0x7fffffff), (number) => {
        for (const outcome of runCase(image, makeHostileCase(image, targets, makeRandom(number)))) seen.add(outcome);
      }),
      { numRuns: CASES, seed: 20_261_121 },
    );
    expect(seen.size).toBeGreaterThan(5);
    expect(seen).toContain('patched');
    expect(createHash('sha256').update(image).digest('hex')).toBe(before);
  });
});

describe('a hostile overlay', () => {
  const image = imageOf('grub');
  const base = memoryByteSource(image);
  const analysis = analyseBase(base);
  const patch = planPatch(analysis, [{ name: 'answer.toml', bytes: Buffer.from('x = 1\n') }]);
  const header = {
    node: 'pve1',
    siteId: 'site',
    base: { sha256: 'a'.repeat(64), sizeBytes: base.sizeBytes, volumeId: 'PVE', acceptedAs: 'typed digest' },
    imageSizeBytes: patch.sizeBytes,
    replacedSha256: digestReplaced(base, patch.extents),
    extents: patch.extents.map(({ offset, bytes }) => ({ offset, length: bytes.length })),
    files: [],
  };
  const good = encodeOverlay({ header, extents: patch.extents });
  /** An overlay file with that header text, and its own digest right. */
  const sealed = (text: Buffer, body: Uint8Array): Buffer => {
    const head = Buffer.from(good.subarray(0, 16));
    head.writeUInt32LE(text.length, 12);
    const bytes = Buffer.concat([head, text, body]);
    return Buffer.concat([bytes, createHash('sha256').update(bytes).digest()]);
  };
  const use = (bytes: Buffer) => {
    try {
      const { header, extents } = decodeOverlay(bytes, 'x');
      return header.replacedSha256 === digestReplaced(base, extents) ? 'used' : 'image.overlay-other-base';
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      return error.diagnostics[0].code;
    }
  };
  const body = good.subarray(16 + good.readUInt32LE(12), -32);

  it('with any header, its digest mended, is refused with a diagnostic or is one that fits', () => {
    expect(use(good)).toBe('used');
    const text = good.toString('utf8', 16, 16 + good.readUInt32LE(12));
    const numbers = [...text.matchAll(/\d+/g)];
    const number = fc.constantFrom(
      '0',
      '-1',
      '1e308',
      '1.5',
      '9007199254740993',
      '2048',
      String(base.sizeBytes),
      'null',
    );
    fc.assert(
      fc.property(fc.nat(numbers.length - 1), number, (index, value) => {
        const match = numbers[index] as RegExpMatchArray;
        const changed = text.slice(0, match.index) + value + text.slice((match.index ?? 0) + match[0].length);
        expect(use(sealed(Buffer.from(changed), body))).toMatch(/^(used|image\.overlay-.*)$/);
      }),
      { numRuns: 200, seed: 20_261_124 },
    );
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(use(sealed(Buffer.from(json), body))).toBe('image.overlay-broken');
      }),
      { numRuns: 100, seed: 20_261_125 },
    );
  });

  it('with a header length of any size, or random bytes, is refused', () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), (length) => {
        const bytes = Buffer.from(good.subarray(0, -32));
        bytes.writeUInt32LE(length, 12);
        const digest = createHash('sha256').update(bytes).digest();
        expect(use(Buffer.concat([bytes, digest]))).toMatch(/^(used|image\.overlay-broken)$/);
      }),
      { numRuns: 100, seed: 20_261_126 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
        expect(use(Buffer.from(bytes))).toBe('image.overlay-broken');
      }),
    );
  });
});

describe('names and texts out of a hostile image', () => {
  it('a mode file of any text is read or is none', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const view = readModeFile(text);
        expect(view === undefined || typeof view.mode === 'string').toBe(true);
      }),
    );
    expect(readModeFile(`mode = "${'x'.repeat(100_000)}"`)?.mode).toHaveLength(40);
    expect(readModeFile(`mode = ${'['.repeat(100_000)}`)).toBeUndefined();
  });

  it('a root full of one 8.3 name is refused, not searched for ever', () => {
    const taken = new Set(
      Array.from({ length: 1000 }, (_, n) => `${'ANSWER'.slice(0, 8 - String(n).length)}${n || ''}.TOM`),
    );
    expect(() => makeIsoIdentifier('answer.toml', taken, true)).toThrow('image.too-complex');
  });
});

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Deflate } from '../../../../../../../electron/engine/bundle/oci/build/deflate.ts';
import { gzipStream } from '../../../../../../../electron/engine/bundle/oci/build/gzip-stream.ts';

function deflate(bytes: Uint8Array, pieces = 70_000): Buffer {
  const work = new Deflate();
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += pieces) parts.push(...work.push(bytes.subarray(at, at + pieces)));
  return Buffer.concat([...parts, work.end()]);
}

/** Text-like bytes that repeat near and far, from a seed. */
function repetitive(length: number, seed: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = seed >>> 0 || 1;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 8;
  };
  for (let at = 0; at < length; ) {
    const run = 1 + (next() % 300);
    const back = 1 + (next() % 40_000);
    for (let index = 0; index < run && at < length; index += 1, at += 1)
      bytes[at] = at > back && run > 20 ? (bytes[at - back] as number) : 32 + (next() % 60);
  }
  return bytes;
}

describe('our own deflate', () => {
  it('gives back what was packed, whatever it is and however it arrives', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 3000 }),
          fc.array(fc.constantFrom(0, 1, 2, 97), { maxLength: 5000 }).map((values) => Uint8Array.from(values)),
          fc.tuple(fc.nat(200_000), fc.nat()).map(([length, seed]) => new Uint8Array(repetitive(length, seed))),
        ),
        fc.integer({ min: 1, max: 100_000 }),
        (bytes, pieces) => {
          const packed = deflate(bytes, Math.max(pieces, Math.ceil(bytes.length / 50)));
          expect(inflateRawSync(packed).equals(Buffer.from(bytes))).toBe(true);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('packs the edges: nothing, one byte, whole blocks, one byte over and over, noise', () => {
    const noise = Buffer.from(
      Array.from(
        { length: 200_000 },
        (_, index) =>
          createHash('md5')
            .update(String(index >> 4))
            .digest()[index & 15] as number,
      ),
    );
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.from('x'),
      Buffer.alloc(63 * 1024, 7),
      Buffer.alloc(63 * 1024 * 3 + 1, 7),
      Buffer.alloc(1_000_000),
      noise,
    ]) {
      const packed = deflate(bytes);
      expect(inflateRawSync(packed).equals(bytes)).toBe(true);
      expect(packed.length).toBeLessThan(bytes.length + bytes.length / 1000 + 32);
    }
  });

  it('packs a text nearly as small as gzip does', () => {
    const text = readFileSync(join(import.meta.dirname, '../../../../../../../package-lock.json'));
    const packed = deflate(text);
    expect(inflateRawSync(packed).equals(text)).toBe(true);
    expect(packed.length).toBeLessThan(gzipSync(text, { level: 6 }).length * 1.1);
  });

  it('gives the bytes that it gave when it was written, so that digests of images stay', () => {
    const digest = createHash('sha256')
      .update(deflate(repetitive(300_000, 42)))
      .digest('hex');
    expect(digest).toBe('ff2b64d6a31599bc8d67af49b9f9517040ce23935536bba910d4b074a77d9d62');
  });

  it('makes a gzip whose header says nothing of time, name or system', async () => {
    const parts: Uint8Array[] = [];
    const source = async function* () {
      yield Buffer.from('hello ');
      yield Buffer.from('world');
    };
    for await (const part of gzipStream(source())) parts.push(part);
    const packed = Buffer.concat(parts);
    expect(packed.subarray(0, 10).toString('hex')).toBe('1f8b08000000000000ff');
    expect(gunzipSync(packed).toString()).toBe('hello world');
  });
});

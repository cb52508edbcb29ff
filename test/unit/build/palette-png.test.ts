import { crc32, deflateSync, inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { hasPalette, palettePng } from '../../../build/lib/palette-png.mjs';

type Colour = readonly [number, number, number];

function chunk(kind: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(kind, 'latin1'), body]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(body.length, 0);
  named.copy(framed, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}

/** RGBA; each row with another of the five filters, as browsers mix them. */
function truePng(width: number, height: number, colourAt: (x: number, y: number) => Colour): Buffer {
  const line = (y: number) =>
    y < 0
      ? Buffer.alloc(width * 4)
      : Buffer.from(Array.from({ length: width }, (_, x) => [...colourAt(x, y), 255]).flat());
  const rows = Array.from({ length: height }, (_, y) => {
    const [now, above, filter] = [line(y), line(y - 1), y % 5];
    const filtered = now.map((value, at) => {
      const [left, up, corner] = [now[at - 4] ?? 0, above[at] ?? 0, at >= 4 ? (above[at - 4] ?? 0) : 0];
      const guess = left + up - corner;
      const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
      const paeth = a <= b && a <= c ? left : b <= c ? up : corner;
      return value - ([0, left, up, (left + up) >> 1, paeth][filter] ?? 0);
    });
    return Buffer.concat([Buffer.from([filter]), filtered]);
  });
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** What a reader sees in a PNG with a palette. */
function seen(png: Buffer, width: number): readonly Colour[] {
  const at = (kind: string) => png.indexOf(kind, 0, 'latin1');
  const body = (kind: string) => png.subarray(at(kind) + 4, at(kind) + 4 + png.readUInt32BE(at(kind) - 4));
  const palette = body('PLTE');
  return [...inflateSync(body('IDAT'))]
    .filter((_, index) => index % (width + 1) !== 0)
    .map((index) => [palette[index * 3] ?? 0, palette[index * 3 + 1] ?? 0, palette[index * 3 + 2] ?? 0]);
}

describe('a picture with a palette', () => {
  it('is the same picture where it has no more than 256 colours, whatever filters its rows have', () => {
    const colourAt = (x: number, y: number): Colour => [(x * 40) % 256, (y * 25) % 256, (x + y) % 3];
    const png = palettePng(truePng(11, 10, colourAt));
    expect(hasPalette(png)).toBe(true);
    expect(seen(png, 11)).toEqual(Array.from({ length: 110 }, (_, at) => colourAt(at % 11, Math.floor(at / 11))));
  });

  it('keeps the colour of its ground to the bit, and the others to the eye, where it has more', () => {
    const ground: Colour = [244, 246, 247];
    const colourAt = (x: number, y: number): Colour => (x >= 64 ? ground : [x * 4, y * 4, 128]);
    const taken = truePng(128, 64, colourAt);
    const colours = seen(palettePng(taken), 128);
    expect(colours[127]).toEqual(ground);
    for (const [at, colour] of colours.entries()) {
      const real = colourAt(at % 128, Math.floor(at / 128));
      for (const channel of [0, 1, 2] as const) expect(Math.abs(colour[channel] - real[channel])).toBeLessThan(32);
    }
  });

  it('is refused where it is no PNG that a browser writes', () => {
    expect(() => palettePng(Buffer.from('GIF89a'))).toThrow('no PNG');
  });
});

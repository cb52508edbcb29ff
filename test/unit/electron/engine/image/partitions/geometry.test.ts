import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findGeometry, toChs } from '../../../../../../electron/engine/image/partitions/geometry.ts';

describe('CHS addresses', () => {
  it.each([
    // Seen in images: the last sector, the geometry xorriso reports for it, and the bytes of the MBR entry.
    [40_315, { heads: 64, sectors: 32 }, [0x2b, 0x1c, 0x13]],
    [4095, { heads: 64, sectors: 32 }, [0x3f, 0x20, 0x01]],
    [40_483, { heads: 64, sectors: 32 }, [0x31, 0x04, 0x13]],
  ])('of sector %i are those of the image', (lba, geometry, bytes) => {
    expect([...toChs(lba, geometry)]).toEqual(bytes);
    expect(findGeometry(lba, Uint8Array.from(bytes))).toEqual(geometry);
  });

  it('say "beyond" where three bytes are too few, and then tell no geometry', () => {
    expect([...toChs(1024 * 64 * 32, { heads: 64, sectors: 32 })]).toEqual([0xfe, 0xff, 0xff]);
    expect([...toChs(5, undefined)]).toEqual([0xfe, 0xff, 0xff]);
    expect(findGeometry(5, Uint8Array.of(0xfe, 0xff, 0xff))).toBeUndefined();
    expect(findGeometry(5, Uint8Array.of(0, 0, 0))).toBeUndefined();
  });

  it('lead to a geometry that gives the same address', () => {
    const geometry = fc.record({ heads: fc.integer({ min: 1, max: 255 }), sectors: fc.constantFrom(32, 63, 17) });
    fc.assert(
      fc.property(geometry, fc.nat(1023 * 255 * 63), (given, lba) => {
        fc.pre(lba < 1024 * given.heads * given.sectors);
        const chs = toChs(lba, given);
        const found = findGeometry(lba, chs);
        expect(found === undefined ? 'none' : [...toChs(lba, found)]).toEqual([...chs]);
      }),
    );
  });

  it('of any bytes are read without harm', () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), fc.uint8Array({ minLength: 3, maxLength: 3 }), (lba, chs) => {
        const found = findGeometry(lba, chs);
        if (found) expect([...toChs(lba, found)]).toEqual([...chs]);
      }),
    );
  });
});

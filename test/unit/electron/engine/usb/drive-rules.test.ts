import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DriveFacts } from '../../../../../electron/api/drive.ts';
import { confirmationOf, type DriveRuleOptions, judgeDrive } from '../../../../../electron/engine/usb/drive-rules.ts';
import { STICK } from '../../../../support/stick-facts.ts';

describe('the drive rules', () => {
  const TABLE: readonly (readonly [string, Partial<DriveFacts>, DriveRuleOptions, readonly string[]])[] = [
    ['a USB stick is offered', {}, {}, []],
    ['a USB disk that calls itself fixed is offered', { isRemovable: false }, {}, []],
    ['a card in a built-in reader is offered', { isUsb: false }, {}, []],
    ['a built-in disk is not', { isUsb: false, isRemovable: false }, {}, ['drive.not-removable']],
    ['the system drive is not, even on USB', { isSystem: true }, {}, ['drive.system']],
    ['a mounted stick is not', { mountpoints: ['/media/x'] }, {}, ['drive.mounted']],
    ['a member of a RAID is not', { heldBy: ['md0'] }, {}, ['drive.in-use']],
    ['the stick the image lies on is not', { holdsSource: true }, {}, ['drive.source-on-it']],
    ['a write-protected stick is not', { isReadOnly: true }, {}, ['drive.read-only']],
    ['an empty card reader is not', { sizeBytes: null }, { imageSizeBytes: 1e9 }, ['drive.size-unknown']],
    ['a reader that says 0 bytes is not', { sizeBytes: 0 }, { imageSizeBytes: 1e9 }, ['drive.size-unknown']],
    ['a stick one byte too small is not', { sizeBytes: 999 }, { imageSizeBytes: 1000 }, ['drive.too-small']],
    ['a stick of exactly the size is offered', { sizeBytes: 1000 }, { imageSizeBytes: 1000 }, []],
    ['without an image any size is offered', { sizeBytes: 1 }, {}, []],
    ['a loop device is not', { isVirtual: true, isRemovable: false, isUsb: false }, {}, ['drive.virtual']],
    ['a loop device asked for is offered', { isVirtual: true, isUsb: false }, { includeVirtual: true }, []],
    ['a drive of 1 TB is not', { sizeBytes: 1e12 }, {}, ['drive.too-large']],
    ['a stick sold as 512 GB is offered', { sizeBytes: 512_110_190_592 }, {}, []],
    [
      'a drive of 1 TB whose serial was typed for it is offered',
      { sizeBytes: 1e12 },
      { acceptLargeSerial: 'AA01' },
      [],
    ],
    [
      'a drive of 1 TB is not, when another serial was typed',
      { sizeBytes: 1e12 },
      { acceptLargeSerial: 'AA02' },
      ['drive.too-large'],
    ],
    [
      'a drive of 1 TB without a serial is not, whatever is typed',
      { sizeBytes: 1e12, identity: { kind: 'disk', serial: '', sizeBytes: 1e12, sequence: null, backingFile: null } },
      { acceptLargeSerial: '' },
      ['drive.too-large'],
    ],
    ['a drive of 4096-byte sectors is not', { logicalBlockBytes: 4096 }, {}, ['drive.large-sectors']],
    [
      'all reasons are named, not only the first',
      { isSystem: true, mountpoints: ['/'], isUsb: false, isRemovable: false },
      {},
      ['drive.system', 'drive.mounted', 'drive.not-removable'],
    ],
  ];

  it.each(TABLE)('%s', (_title, facts, options, codes) => {
    expect(judgeDrive({ ...STICK, ...facts }, options).map(({ code }) => code)).toEqual(codes);
  });

  it('never offer a drive that carries the system, is mounted, held, protected, or holds the source', () => {
    const drives = fc.record({
      isSystem: fc.boolean(),
      isReadOnly: fc.boolean(),
      isVirtual: fc.boolean(),
      isRemovable: fc.boolean(),
      isUsb: fc.boolean(),
      mountpoints: fc.array(fc.constant('/mnt'), { maxLength: 1 }),
      heldBy: fc.array(fc.constant('dm-0'), { maxLength: 1 }),
      holdsSource: fc.boolean(),
      sizeBytes: fc.oneof(fc.constant(null), fc.nat(4000)),
    });
    const options = fc.record({ includeVirtual: fc.boolean(), imageSizeBytes: fc.nat(4000) });
    fc.assert(
      fc.property(drives, options, (facts, rules) => {
        if (judgeDrive({ ...STICK, ...facts }, rules).length > 0) return;
        expect(facts).toMatchObject({
          isSystem: false,
          isReadOnly: false,
          mountpoints: [],
          heldBy: [],
          holdsSource: false,
        });
        expect(facts.sizeBytes ?? -1).toBeGreaterThanOrEqual(rules.imageSizeBytes);
        expect(facts.isVirtual ? rules.includeVirtual : facts.isRemovable || facts.isUsb).toBe(true);
      }),
    );
  });
});

describe('what a person types to confirm', () => {
  it('is the serial of a drive', () => expect(confirmationOf(STICK)).toBe('AA01'));
  it('is the path behind a loop device', () => {
    const identity = { ...STICK.identity, kind: 'loop' as const, backingFile: '/tmp/x.img' };
    expect(confirmationOf({ ...STICK, identity })).toBe('/tmp/x.img');
  });
  it('is device and size where the drive tells no serial', () => {
    expect(confirmationOf({ ...STICK, identity: { ...STICK.identity, serial: '' } })).toBe('/dev/sdb:8000000000');
  });
});

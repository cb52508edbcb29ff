import { describe, expect, it } from 'vitest';
import { judgeDrive } from '../../../../../electron/engine/usb/drive-rules.ts';
import { factsOfNative } from '../../../../../electron/engine/usb/native-drive-facts.ts';
import type { NativeDrive } from '../../../../../electron/engine/usb/native-drive-list.ts';

const STICK: NativeDrive = {
  device: '\\\\.\\PhysicalDrive2',
  description: 'SanDisk Extreme Go',
  size: 62_109_253_632,
  logicalBlockSize: 512,
  isSystem: false,
  isReadOnly: false,
  isVirtual: false,
  isRemovable: true,
  isUSB: true,
  isCard: false,
  busType: 'USB',
  mountpoints: [{ path: 'E:\\' }],
};

const facts = (change: Partial<NativeDrive> = {}, sources: readonly string[] = []) =>
  factsOfNative({ ...STICK, ...change }, sources, new Map([[STICK.device.toLowerCase(), 'AA01']]));
const codes = (change: Partial<NativeDrive> = {}, sources: readonly string[] = []) =>
  judgeDrive(facts({ mountpoints: [], ...change }, sources)).map(({ code }) => code);

describe('a drive as drivelist tells it on macOS and Windows', () => {
  it('has the serial that the system’s own tool told', () => {
    expect(facts()).toMatchObject({ model: 'SanDisk Extreme Go', bus: 'usb', identity: { serial: 'AA01' } });
    expect(facts({ device: '/dev/disk4' }).identity.serial).toBe('');
  });

  it.each<readonly [string, Partial<NativeDrive>, readonly string[]]>([
    ['a stick is offered', {}, []],
    ['the system drive is not', { isSystem: true }, ['drive.system']],
    ['a protected card is not', { isReadOnly: true }, ['drive.read-only']],
    ['a disk image is not', { isVirtual: true }, ['drive.virtual']],
    [
      'a card in a built-in reader that calls itself fixed is offered',
      { isUSB: false, isRemovable: false, isCard: true },
      [],
    ],
    ['a built-in disk is not', { isUSB: false, isRemovable: false, busType: 'NVMe' }, ['drive.not-removable']],
    ['a drive of which the bus is unknown is not', { isUSB: null, isRemovable: false }, ['drive.not-removable']],
    ['an external disk of 4 TB is not', { size: 4e12, isRemovable: false }, ['drive.too-large']],
    ['an empty reader is not', { size: null }, ['drive.size-unknown']],
  ])('%s', (_, change, expected) => {
    expect(codes(change)).toEqual(expected);
  });

  it.each([
    ['E:\\', 'e:\\images\\base.iso', true],
    ['C:\\', 'E:\\images\\base.iso', false],
    ['/Volumes/FOTOS', '/Volumes/FOTOS/base.iso', true],
    ['/Volumes/FOTOS', '/Volumes/FOTOS 2/base.iso', false],
    ['/', '/Users/me/base.iso', false],
  ])('mounted at %s, whether it holds %s is %s', (path, source, holds) => {
    expect(facts({ mountpoints: [{ path }] }, [source]).holdsSource).toBe(holds);
  });
});

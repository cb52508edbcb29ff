import { statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeDiagnostic } from '../../../../../electron/api/diagnostic.ts';
import type { DriveFacts } from '../../../../../electron/api/drive.ts';
import { judgedDrive, listDrives } from '../../../../../electron/engine/usb/list-drives.ts';
import { identityOf } from '../../../../../electron/flasher/drive-identity.ts';
import { makeScratch, removeScratch, run } from '../../../../support/iso/stand-in-iso.ts';
import { attachLoop, type LoopDevice } from '../../../../support/loop-device.ts';
import { STICK } from '../../../../support/stick-facts.ts';

let folder: string;
let file: string;
let loop: LoopDevice;
beforeAll(() => {
  folder = makeScratch('drives');
  file = join(folder, 'stick.img');
  writeFileSync(file, '');
  truncateSync(file, 16 * 1024 * 1024);
  loop = attachLoop(file);
});
afterAll(() => {
  loop.detach();
  removeScratch(folder);
});

const find = async (options: Parameters<typeof listDrives>[0]) =>
  (await listDrives(options)).drives.find(({ facts }) => facts.device === loop.device);

it('a loop device is listed only when virtual drives are asked for', async () => {
  expect(await find({})).toBeUndefined();
  expect(await find({ includeVirtual: true })).toMatchObject({
    confirm: file,
    verdict: 'offered',
    facts: { sizeBytes: 16 * 1024 * 1024, identity: { kind: 'loop', backingFile: file } },
  });
});

it('the drive the root file system lies on is listed as the system drive, and never offered', async () => {
  const { drives } = await listDrives({ includeVirtual: true });
  const root = run('findmnt', ['-n', '-o', 'SOURCE', '/']).trim();
  const system = drives.find(({ facts }) => root.startsWith(facts.device));
  expect(system?.facts.isSystem).toBe(true);
  expect(system?.verdict).toBe('excluded');
});

it('the drive a source lies on says so', async () => {
  const { drives } = await listDrives({ includeVirtual: true, sourcePaths: [file] });
  expect(drives.find(({ facts }) => facts.device === loop.device)?.facts.holdsSource).toBe(true);
});

it('the list and the flasher, each with its own reader, agree on the identity of every drive', async () => {
  const { drives } = await listDrives({ includeVirtual: true });
  expect(drives.length).toBeGreaterThanOrEqual(2);
  for (const { facts } of drives) expect(identityOf(statSync(facts.device), facts.device)).toEqual(facts.identity);
});

it('a native module that cannot load is a warning, and on Linux the list is complete without it', async () => {
  const whole = await listDrives({ includeVirtual: true });
  const without = await listDrives({
    includeVirtual: true,
    loadNative: () => Promise.reject(new Error('wrong ELF class')),
  });
  expect(without.diagnostics).toMatchObject([{ code: 'drive.module-missing', evidence: ['wrong ELF class'] }]);
  expect(without.drives.map(({ facts }) => facts.device)).toEqual(whole.drives.map(({ facts }) => facts.device));
});

describe('a stick that is mounted', () => {
  const MOUNTED: DriveFacts = { ...STICK, mountpoints: ['/run/media/me/FOTOS'] };
  const WINDOWS = { device: '\\\\.\\PhysicalDrive2', mountpoints: ['E:\\'] };

  it.each<readonly [string, Partial<DriveFacts>, boolean, 'offered' | 'excluded', readonly string[]]>([
    ['by the desktop alone is offered', {}, false, 'offered', ['drive.will-be-unmounted']],
    [
      'by the desktop, and too small, is not',
      { sizeBytes: 9 },
      false,
      'excluded',
      ['drive.mounted', 'drive.too-small'],
    ],
    ['elsewhere is not', { mountpoints: ['/srv'] }, false, 'excluded', ['drive.mounted']],
    ['elsewhere too is not', { mountpoints: ['/media/x', '/srv'] }, false, 'excluded', ['drive.mounted']],
    ['and carries the system is not', { isSystem: true }, false, 'excluded', ['drive.system', 'drive.mounted']],
    [
      'as a built-in disk is not',
      { isRemovable: false, isUsb: false },
      false,
      'excluded',
      ['drive.mounted', 'drive.not-removable'],
    ],
    [
      'with a drive letter is offered where the flasher lets go of it',
      WINDOWS,
      true,
      'offered',
      ['drive.will-be-unmounted'],
    ],
    ['with a drive letter is not where nothing lets go of it', WINDOWS, false, 'excluded', ['drive.mounted']],
    [
      'with a drive letter and the system is never',
      { ...WINDOWS, isSystem: true },
      true,
      'excluded',
      ['drive.system', 'drive.mounted'],
    ],
    [
      'with a drive letter and holding the image is not',
      { ...WINDOWS, holdsSource: true },
      true,
      'excluded',
      ['drive.mounted', 'drive.source-on-it'],
    ],
  ])('%s', (_, change, flasherReleases, verdict, codes) => {
    const listed = judgedDrive({ ...MOUNTED, ...change }, { imageSizeBytes: 1e6, flasherReleases });
    expect([listed.verdict, listed.diagnostics.map(({ code }) => code)]).toEqual([verdict, codes]);
  });

  it('is told to be unmounted first, with where it is open', () => {
    const [told] = judgedDrive(MOUNTED, { flasherReleases: false }).diagnostics;
    if (!told) throw new Error('nothing told');
    expect(told.severity).toBe('warning');
    expect(describeDiagnostic(told, 'en').summary).toBe(
      '/dev/sdb is open at /run/media/me/FOTOS; it is unmounted first when it is written.',
    );
  });
});

import { statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listDrives } from '../../../../../electron/engine/usb/list-drives.ts';
import { identityOf } from '../../../../../electron/flasher/drive-identity.ts';
import { makeScratch, removeScratch, run } from '../../../../support/iso/stand-in-iso.ts';
import { attachLoop, type LoopDevice } from '../../../../support/loop-device.ts';

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

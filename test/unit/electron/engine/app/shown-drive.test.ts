import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Diagnostic } from '../../../../../electron/api/diagnostic.ts';
import { createDesks } from '../../../../../electron/engine/app/desks.ts';
import type { StickTeller } from '../../../../../electron/engine/app/stick-run.ts';
import { bundleFlasher } from '../../../../support/flasher.ts';
import { makeScratch, makeStandIn, removeScratch } from '../../../../support/iso/stand-in-iso.ts';
import { attachLoop, type LoopDevice } from '../../../../support/loop-device.ts';
import { testPorts } from '../../../../support/test-engine.ts';

let folder: string;
let image: string;
let drives: ReturnType<typeof createDesks>['drives'];
const loops: LoopDevice[] = [];
beforeAll(async () => {
  folder = makeScratch('shown-drive');
  image = join(folder, 'image.iso');
  makeStandIn('plain', image);
  drives = createDesks({ ...testPorts(folder), flasherPath: await bundleFlasher(folder) }).drives;
});
afterEach(() => {
  for (const loop of loops.splice(0)) loop.detach();
});
afterAll(() => removeScratch(folder));

function stick(name: string): { readonly file: string; readonly loop: LoopDevice } {
  const file = join(folder, name);
  writeFileSync(file, '');
  truncateSync(file, 32 * 1024 * 1024);
  const loop = attachLoop(file);
  loops.push(loop);
  return { file, loop };
}

async function shown(device: string) {
  const drive = (await drives.list(undefined, { includeVirtual: true })).find((each) => each.device === device);
  if (!drive) throw new Error('not listed');
  return drive;
}

/** What became of one drive: nothing against it, or why not. */
async function write(device: string, confirm: string, identity: string | undefined) {
  const told: Diagnostic[] = [];
  const teller: StickTeller = {
    progress: () => undefined,
    done: () => Promise.resolve(),
    failed: (_, diagnostics) => Promise.resolve(void told.push(...diagnostics)),
  };
  const order = { writes: [{ image, device, confirm, identity }], base: undefined, acceptLarge: undefined };
  await drives.flashing(order)(new AbortController().signal, teller);
  return told.map(({ code, params }) => [code, params?.what]);
}

const carries = (file: string) =>
  readFileSync(file).subarray(0, readFileSync(image).length).equals(readFileSync(image));

it('a drive that was pulled out and plugged in again since the page showed it is refused, whatever its name and serial', async () => {
  const { file, loop } = stick('again.img');
  const drive = await shown(loop.device);
  loop.swap(file);
  expect(await write(loop.device, drive.confirm, drive.identity)).toEqual([['flash.identity-changed', 'sequence']]);
  expect(readFileSync(file).every((byte) => byte === 0)).toBe(true);
  // Shown anew, it is the one that is meant.
  const now = await shown(loop.device);
  expect(now.confirm).toBe(drive.confirm);
  expect(await write(loop.device, now.confirm, now.identity)).toEqual([]);
  expect(carries(file)).toBe(true);
});

it('a word that no drive was shown with names none', async () => {
  const { file, loop } = stick('made-up.img');
  for (const identity of ['x', Buffer.from('{}').toString('base64url')]) {
    expect(await write(loop.device, file, identity)).toEqual([['flash.identity-changed', 'kind']]);
  }
  expect(readFileSync(file).every((byte) => byte === 0)).toBe(true);
});

it('without such a word, as on the command line, the drive is the one that its serial names', async () => {
  const { file, loop } = stick('typed.img');
  expect(await write(loop.device, file, undefined)).toEqual([]);
  expect(carries(file)).toBe(true);
});

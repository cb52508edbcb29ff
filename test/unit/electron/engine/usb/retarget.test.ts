import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../../../../electron/api/diagnostic.ts';
import type { Zone } from '../../../../../electron/api/drive.ts';
import { analyseBase } from '../../../../../electron/engine/image/analyse-base.ts';
import { openByteSource } from '../../../../../electron/engine/image/byte-source.ts';
import { makeImages } from '../../../../../electron/engine/image/make-images.ts';
import { retargetZones } from '../../../../../electron/engine/image/retarget-zones.ts';
import { type RetargetOptions, retarget } from '../../../../../electron/engine/usb/retarget.ts';
import { flasherAsChild, type RunFlasher } from '../../../../../electron/engine/usb/run-flasher.ts';
import { bundleFlasher, dyingFlasher } from '../../../../support/flasher.ts';
import { makeScratch, makeStandIn, noise, removeScratch } from '../../../../support/iso/stand-in-iso.ts';
import { attachLoop, type LoopDevice } from '../../../../support/loop-device.ts';

const MIB = 1024 * 1024;

let folder: string;
let base: string;
let flasherPath: string;
let runFlasher: RunFlasher;
let zones: readonly Zone[];
let fresh: Readonly<Record<'a' | 'b' | 'long', Buffer>>;
const loops: LoopDevice[] = [];

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const overlay = (node: string) => join(folder, `${node}.overlay`);

beforeAll(async () => {
  folder = makeScratch('retarget');
  base = join(folder, 'base.iso');
  makeStandIn('proxmox', base, { contentBytes: 12_000_000 });
  flasherPath = await bundleFlasher(folder);
  runFlasher = flasherAsChild(flasherPath);
  const nodes = [
    { node: 'a', answer: `[global]\nfqdn = "a.example"\n# ${'secret of a '.repeat(300)}\n` },
    { node: 'b', answer: '[global]\nfqdn = "b.example"\n' },
    // Too large for the padding: its patch appends.
    { node: 'long', answer: '[global]\nfqdn = "long.example"\n', firstBoot: noise(900_000, 4) },
  ];
  const options = { basePath: base, outDir: folder, siteId: 'site', acceptBase: sha256(readFileSync(base)) };
  await makeImages({ ...options, nodes });
  await makeImages({ ...options, nodes, full: true });
  const image = (node: string) => readFileSync(join(folder, `${node}.iso`));
  fresh = { a: image('a'), b: image('b'), long: image('long') };
  const source = openByteSource(base);
  zones = retargetZones(analyseBase(source));
  source.close();
});

afterEach(() => {
  for (const loop of loops.splice(0)) loop.detach();
});

afterAll(() => removeScratch(folder));

/** A file with the image of a node. */
function imageFile(name: string, content: Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

/** A stick with the image of a node, and something of an older use behind it. */
function stick(name: string, content: Uint8Array): { file: string; loop: LoopDevice } {
  const file = imageFile(name, Buffer.concat([content, noise(MIB, 9)]));
  truncateSync(file, 64 * MIB);
  const loop = attachLoop(file);
  loops.push(loop);
  return { file, loop };
}

const to = (node: string, device: string, confirm: string, more: Partial<RetargetOptions> = {}) =>
  retarget({
    target: { device, confirm },
    overlayPath: overlay(node),
    basePath: base,
    zones,
    runFlasher,
    ...more,
  });

async function codeOf(promise: Promise<unknown>): Promise<readonly string[]> {
  const error = await promise.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  if (!(error instanceof DiagnosticError)) throw error ?? new Error('it did not fail');
  return error.diagnostics.map(({ code }) => code);
}

describe('a file made for one node', () => {
  it.each([
    ['a', 'b'],
    ['b', 'a'],
    ['a', 'long'],
    ['long', 'b'],
  ] as const)('with the answer of %s becomes that of %s, byte for byte and in size', async (from, target) => {
    const file = imageFile('file.iso', fresh[from]);
    const result = await to(target, file, file);
    expect(readFileSync(file).equals(fresh[target])).toBe(true);
    expect(result).toMatchObject({ node: target, proof: 'sampled', sha256: sha256(readFileSync(base)) });
  });

  it('costs a few KB, whatever the size of the image', async () => {
    const file = imageFile('few.iso', fresh.a);
    const { writtenBytes } = await to('b', file, file);
    // 128 KiB of it are system area and descriptors, blanked first and written last.
    expect(writtenBytes).toBeLessThan((128 + 48) * 1024);
  });

  it('keeps nothing of the first node’s answer', async () => {
    const file = imageFile('secret.iso', fresh.a);
    expect(readFileSync(file).includes('secret of a')).toBe(true);
    await to('b', file, file);
    expect(readFileSync(file).includes('secret of a')).toBe(false);
  });

  it('may be the base itself', async () => {
    const file = join(folder, 'bare.iso');
    copyFileSync(base, file);
    await to('b', file, file);
    expect(readFileSync(file).equals(fresh.b)).toBe(true);
  });

  it('is told apart from one that is not there', async () => {
    const file = join(folder, 'missing.iso');
    expect(await codeOf(to('b', file, file))).toEqual(['flash.no-such-file']);
  });
});

describe('a stick made for one node', () => {
  it.each([
    ['a', 'b'],
    ['a', 'long'],
    ['long', 'b'],
  ] as const)('with the answer of %s becomes that of %s', async (from, target) => {
    const { file, loop } = stick('stick.img', fresh[from]);
    const result = await to(target, loop.device, file);
    expect(readFileSync(file).subarray(0, fresh[target].length).equals(fresh[target])).toBe(true);
    expect(result.direct).toBe(true);
  });

  it('keeps nothing behind the image of a longer one', async () => {
    const { file, loop } = stick('tail.img', fresh.long);
    const tail = fresh.long.subarray(fresh.b.length, fresh.b.length + 64);
    await to('b', loop.device, file);
    expect(
      readFileSync(file)
        .subarray(fresh.b.length, fresh.long.length)
        .every((byte) => byte === 0),
    ).toBe(true);
    expect(tail.length).toBe(64);
  });

  it('is read wholly when asked to', async () => {
    const { file, loop } = stick('whole.img', fresh.a);
    expect((await to('b', loop.device, file, { verify: 'whole' })).proof).toBe('whole');
  });
});

describe('a target that carries something else', () => {
  const refused = async (content: Uint8Array, more: Partial<RetargetOptions> = {}) => {
    const { file, loop } = stick('other.img', content);
    const before = sha256(readFileSync(file));
    const codes = await codeOf(to('b', loop.device, file, more));
    expect(sha256(readFileSync(file))).toBe(before);
    return codes;
  };

  it('is refused and stays as it was', async () => {
    expect(await refused(noise(fresh.a.length, 77))).toEqual(['flash.retarget-other-base']);
    expect(await refused(Buffer.alloc(fresh.a.length))).toEqual(['flash.retarget-other-base']);
  });

  it('is refused when its head is another', async () => {
    const altered = Buffer.from(fresh.a);
    altered.writeUInt8((altered[500_000] ?? 0) ^ 1, 500_000);
    expect(await refused(altered)).toEqual(['flash.retarget-other-base']);
  });

  it('is refused for one different byte anywhere, when all is read', async () => {
    const altered = Buffer.from(fresh.a);
    altered.writeUInt8((altered[7_654_321] ?? 0) ^ 1, 7_654_321);
    expect(await refused(altered, { verify: 'whole' })).toEqual(['flash.retarget-other-base']);
  });

  it('is refused when a write of the whole image was cut off just before its end', async () => {
    const cutOff = Buffer.from(fresh.a);
    cutOff.fill(0, 0, MIB);
    cutOff.fill(0, cutOff.length - 3_000_000);
    expect(await refused(cutOff)).toEqual(['flash.retarget-other-base']);
    // Even where only the part that a re-target blanks is blank, everything is compared.
    const blankBoot = Buffer.from(fresh.a);
    blankBoot.fill(0, 0, 64 * 1024);
    blankBoot.writeUInt8((blankBoot[7_654_321] ?? 0) ^ 1, 7_654_321);
    expect(await refused(blankBoot)).toEqual(['flash.retarget-other-base']);
  });

  it('is refused when the base given is another one of the same size', async () => {
    const other = join(folder, 'other-base.iso');
    const bytes = readFileSync(base);
    bytes.writeUInt8((bytes[9_000_000] ?? 0) ^ 1, 9_000_000);
    writeFileSync(other, bytes);
    expect(await refused(fresh.a, { basePath: other })).toEqual(['image.overlay-other-base']);
  });

  it('is refused when it is not the one that was confirmed', async () => {
    const { file, loop } = stick('confirm.img', fresh.a);
    expect(await codeOf(to('b', loop.device, `${file}x`))).toEqual(['flash.confirm-mismatch']);
    const swapping: RunFlasher = (task) => {
      loop.swap(file);
      return runFlasher(task);
    };
    expect(await codeOf(to('b', loop.device, file, { runFlasher: swapping }))).toEqual(['flash.identity-changed']);
    expect(readFileSync(file).subarray(0, fresh.a.length).equals(fresh.a)).toBe(true);
  });
});

describe('a re-target that is killed', () => {
  /** Nothing starts without a boot sector, and GRUB does not find a volume without descriptors. */
  const boots = (image: Buffer) => image[510] === 0x55;
  const hasDescriptors = (image: Buffer) => image.toString('latin1', 16 * 2048 + 1, 16 * 2048 + 6) === 'CD001';
  const behindHead = (image: Buffer) => image.subarray(64 * 1024);

  it.each([
    ['a', 'b'],
    ['long', 'a'],
  ] as const)(
    'at any moment, from %s to %s, leaves what does not boot or what is finished, and can be done again',
    async (from, target) => {
      let finished = false;
      let calls = 0;
      for (let call = 1; !finished && call < 60; call += 1) {
        const { file, loop } = stick('killed.img', fresh[from]);
        const dying = flasherAsChild(dyingFlasher(flasherPath, folder, call));
        finished = await to(target, loop.device, file, { runFlasher: dying }).then(
          () => true,
          () => false,
        );
        const image = readFileSync(file).subarray(0, fresh[target].length);
        const untouched = image.subarray(0, fresh[from].length).equals(fresh[from].subarray(0, image.length));
        expect(untouched || !boots(image) || image.equals(fresh[target])).toBe(true);
        if (hasDescriptors(image)) {
          const length = Math.min(image.length, fresh[from].length);
          const isOld = behindHead(image.subarray(0, length)).equals(behindHead(fresh[from].subarray(0, length)));
          expect(isOld || behindHead(image).equals(behindHead(fresh[target]))).toBe(true);
        }
        if (call % 3 === 0 && !finished) {
          await to(target, loop.device, file);
          expect(readFileSync(file).subarray(0, fresh[target].length).equals(fresh[target])).toBe(true);
        }
        for (const attached of loops.splice(0)) attached.detach();
        calls = call;
      }
      expect(finished).toBe(true);
      expect(calls).toBeGreaterThan(5);
    },
    120_000,
  );
});

it('a file stays readable by its owner alone where it was so', async () => {
  const file = imageFile('mode.iso', fresh.a);
  const { mode } = statSync(file);
  await to('b', file, file);
  expect(statSync(file).mode).toBe(mode);
});

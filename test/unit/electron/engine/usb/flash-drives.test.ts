import { createHash } from 'node:crypto';
import {
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FlasherEvent } from '../../../../../electron/api/drive.ts';
import { digestBase } from '../../../../../electron/engine/image/base-digest.ts';
import { makeImages } from '../../../../../electron/engine/image/make-images.ts';
import { readOverlay } from '../../../../../electron/engine/image/overlay.ts';
import { findTarget } from '../../../../../electron/engine/usb/find-target.ts';
import { type DriveProgress, flashDrives } from '../../../../../electron/engine/usb/flash-drives.ts';
import { flasherAsChild, type RunFlasher } from '../../../../../electron/engine/usb/run-flasher.ts';
import { emptyFile, stampOf } from '../../../../support/flash-one.ts';
import { bundleFlasher, countingFlasher } from '../../../../support/flasher.ts';
import { makeScratch, makeStandIn, noise, removeScratch, run } from '../../../../support/iso/stand-in-iso.ts';
import { attachLoop, type LoopDevice } from '../../../../support/loop-device.ts';

const MIB = 1024 * 1024;
const NODES = ['pve1', 'pve2', 'pve3', 'pve4'] as const;

let folder: string;
let base: string;
let baseBytes: Buffer;
let flasherPath: string;
let runFlasher: RunFlasher;
const loops: LoopDevice[] = [];

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const isBlank = (bytes: Uint8Array) => bytes.every((byte) => byte === 0);
const overlay = (node: string) => join(folder, `${node}.overlay`);
const freshImage = (node: string) => readFileSync(join(folder, `${node}.iso`));

beforeAll(async () => {
  folder = makeScratch('flash-drives');
  base = join(folder, 'base.iso');
  makeStandIn('proxmox', base, { contentBytes: 30_000_000 });
  baseBytes = readFileSync(base);
  flasherPath = await bundleFlasher(folder);
  runFlasher = flasherAsChild(flasherPath);
  const nodes = NODES.map((node) => ({ node, answer: `[global]\nfqdn = "${node}.example"\n` }));
  const options = { basePath: base, outDir: folder, siteId: 'site', nodes, acceptBase: sha256(baseBytes) };
  await makeImages(options);
  await makeImages({ ...options, full: true });
});

afterEach(() => {
  for (const loop of loops.splice(0)) loop.detach();
});

afterAll(() => removeScratch(folder));

/** A stick with old content. */
function stick(name: string, sizeBytes = 64 * MIB, at = folder): { file: string; loop: LoopDevice } {
  const file = join(at, name);
  writeFileSync(file, noise(2 * MIB, 5));
  truncateSync(file, sizeBytes);
  const loop = attachLoop(file);
  loops.push(loop);
  return { file, loop };
}

const write = (node: string, { file, loop }: ReturnType<typeof stick>) => ({
  imagePath: overlay(node),
  device: loop.device,
  confirm: file,
});

function carries(file: string, node: string): boolean {
  const fresh = freshImage(node);
  return readFileSync(file).subarray(0, fresh.length).equals(fresh);
}

function readHead(file: string): Buffer {
  const head = Buffer.alloc(MIB);
  const fd = openSync(file, 'r');
  readSync(fd, head, 0, MIB, 0);
  closeSync(fd);
  return head;
}

describe('four sticks at once', () => {
  it('each get the image of their own node, with one reading of the base and one of each stick', async () => {
    const counting = countingFlasher(flasherPath, folder);
    const sticks = NODES.map((node) => stick(`${node}.img`));
    const seen: DriveProgress[] = [];
    const outcomes = await flashDrives({
      images: NODES.map((node, index) => write(node, sticks[index] as ReturnType<typeof stick>)),
      basePath: base,
      runFlasher: flasherAsChild(counting.path),
      onProgress: (progress) => seen.push(progress),
    });
    expect(outcomes.map(({ outcome, node }) => [outcome, node])).toEqual(NODES.map((node) => ['done', node]));
    for (const [index, node] of NODES.entries()) {
      expect(carries(sticks[index]?.file ?? '', node)).toBe(true);
      expect(seen.filter((progress) => progress.index === index).at(-1)).toMatchObject({
        phase: 'verify',
        doneBytes: baseBytes.length,
        secondsLeft: 0,
      });
    }
    // What Node itself reads to start is far below one base more.
    const readings = counting.cost().readBytes / baseBytes.length;
    expect(readings).toBeGreaterThan(NODES.length + 1 - 0.1);
    expect(readings).toBeLessThan(NODES.length + 1.5);
  });

  it('are written although one of them fails in the middle, one is too small and one is not the one named', async () => {
    const tiny = makeScratch('full');
    run('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'none', tiny]);
    try {
      const good = stick('good.img');
      // A stick that is larger on paper than in fact: behind 12 MiB every write fails.
      const lying = stick('lying.img', 64 * MIB, tiny);
      const small = stick('small.img', 8 * MIB);
      const other = stick('other.img');
      const before = [small, other].map(({ file }) => sha256(readFileSync(file)));
      const outcomes = await flashDrives({
        images: [
          write('pve1', lying),
          write('pve2', small),
          { ...write('pve3', other), confirm: good.file },
          write('pve4', good),
        ],
        basePath: base,
        runFlasher,
      });
      const told = outcomes.map((entry) =>
        entry.outcome === 'done' ? entry.node : [entry.diagnostics[0]?.code, entry.touched],
      );
      expect(told).toEqual([
        ['flash.write-failed', true],
        ['drive.too-small', false],
        ['flash.confirm-mismatch', false],
        'pve4',
      ]);
      expect(isBlank(readHead(lying.file))).toBe(true);
      expect([small, other].map(({ file }) => sha256(readFileSync(file)))).toEqual(before);
      expect(carries(good.file, 'pve4')).toBe(true);
    } finally {
      for (const loop of loops.splice(0)) loop.detach();
      run('umount', [tiny]);
      removeScratch(tiny);
    }
  });

  it('stay unbootable, all of them, when the base was altered behind its cached digest', async () => {
    const altered = join(folder, 'altered.iso');
    const cacheFolder = join(folder, 'cache');
    const bytes = Buffer.from(baseBytes);
    bytes.writeUInt8((bytes[9_000_000] ?? 0) ^ 1, 9_000_000);
    writeFileSync(altered, bytes);
    const old = new Date(1_600_000_000_000);
    utimesSync(altered, old, old);
    await digestBase(altered, { cacheFolder, now: () => Date.now() + 60_000 });
    // The cache now says for this very file what was true before the bit flipped.
    const [entry = ''] = readdirSync(cacheFolder);
    const text = readFileSync(join(cacheFolder, entry), 'utf8');
    writeFileSync(join(cacheFolder, entry), text.replace(sha256(bytes), sha256(baseBytes)));
    const sticks = [stick('a1.img'), stick('a2.img')] as const;
    const heads: boolean[] = [];
    const outcomes = await flashDrives({
      images: [write('pve1', sticks[0]), write('pve2', sticks[1])],
      basePath: altered,
      runFlasher: (task) =>
        runFlasher({
          ...task,
          onEvent: (event) => {
            if (event.event !== 'opened') heads.push(...sticks.map(({ file }) => isBlank(readHead(file))));
            task.onEvent(event);
          },
        }),
      cacheFolder,
    });
    expect(outcomes).toMatchObject(
      [0, 1].map(() => ({
        outcome: 'failed',
        diagnostics: [{ code: 'flash.base-altered', params: { expected: sha256(baseBytes), seen: sha256(bytes) } }],
        touched: true,
      })),
    );
    // At no moment that could be seen did one of them have a head.
    expect(new Set(heads)).toEqual(new Set([true]));
  });

  it('are refused for the second image when one device is named for two', async () => {
    const one = stick('twice.img');
    const outcomes = await flashDrives({
      images: [write('pve1', one), write('pve2', one)],
      basePath: base,
      runFlasher,
    });
    expect(outcomes.map((entry) => (entry.outcome === 'done' ? entry.node : entry.diagnostics[0]?.code))).toEqual([
      'pve1',
      'flash.named-twice',
    ]);
    expect(carries(one.file, 'pve1')).toBe(true);
  });

  it('may hold overlays and complete images side by side', async () => {
    const [patched, whole] = [stick('patched.img'), stick('whole.img')];
    const outcomes = await flashDrives({
      images: [write('pve1', patched), { ...write('pve2', whole), imagePath: join(folder, 'pve2.iso') }],
      basePath: base,
      runFlasher,
    });
    expect(outcomes).toMatchObject([
      { outcome: 'done', sha256: sha256(baseBytes) },
      { outcome: 'done', sha256: sha256(freshImage('pve2')) },
    ]);
    expect(carries(patched.file, 'pve1') && carries(whole.file, 'pve2')).toBe(true);
  });

  it('all fail with the same reason when the helper cannot be started', async () => {
    const sticks = [stick('h1.img'), stick('h2.img')] as const;
    const outcomes = await flashDrives({
      images: [write('pve1', sticks[0]), write('pve2', sticks[1])],
      basePath: base,
      runFlasher: flasherAsChild(join(folder, 'none.cjs')),
    });
    expect(outcomes).toMatchObject(
      [0, 1].map(() => ({ outcome: 'failed', touched: false, diagnostics: [{ code: 'flash.helper-missing' }] })),
    );
  });
});

it('one request may ask for different things of different drives', async () => {
  const [target, old, read] = ['mixed-new.img', 'mixed-old.iso', 'mixed-read.iso'].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  emptyFile(target);
  writeFileSync(old, freshImage('pve1'));
  writeFileSync(read, freshImage('pve3'));
  const drive = async (device: string) => {
    const { identity } = await findTarget(device, []);
    return { device, identity };
  };
  const zones = readOverlay(overlay('pve2')).extents.map(({ offset, bytes }) => ({ offset, length: bytes.length }));
  const baseStamp = stampOf(base);
  const events: FlasherEvent[] = [];
  await runFlasher({
    request: {
      version: 2,
      drives: [
        { ...(await drive(target)), task: { kind: 'flash', basePath: base, baseStamp, overlayPath: overlay('pve1') } },
        {
          ...(await drive(old)),
          task: { kind: 'retarget', basePath: base, baseStamp, overlayPath: overlay('pve2'), zones, verify: 'sampled' },
        },
        { ...(await drive(read)), task: { kind: 'identify', zones: [] } },
      ],
    },
    onEvent: (event) => events.push(event),
  });
  const last = [0, 1, 2].map((index) => events.filter((event) => event.drive === index).at(-1)?.event);
  expect(last).toEqual(['done', 'done', 'identified']);
  expect([carries(target, 'pve1'), carries(old, 'pve2'), carries(read, 'pve3')]).toEqual([true, true, true]);
});

it('writing several large images takes a bounded amount of memory', async () => {
  const large = join(folder, 'large.iso');
  makeStandIn('plain', large, { contentBytes: 150_000_000 });
  const counting = countingFlasher(flasherPath, folder);
  const sticks = ['l1.img', 'l2.img', 'l3.img'].map((name) => stick(name, 256 * MIB));
  const outcomes = await flashDrives({
    images: sticks.map(({ file, loop }) => ({ imagePath: large, device: loop.device, confirm: file })),
    runFlasher: flasherAsChild(counting.path),
  });
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done']);
  // 128 MiB of buffers and what Node itself takes.
  expect(counting.cost().peakBytes).toBeLessThan((128 + 110) * MIB);
});

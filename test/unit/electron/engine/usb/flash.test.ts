import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../../../../electron/api/diagnostic.ts';
import type { FlasherEvent, FlasherRequest, FlasherTask } from '../../../../../electron/api/drive.ts';
import { digestBase } from '../../../../../electron/engine/image/base-digest.ts';
import { makeImages } from '../../../../../electron/engine/image/make-images.ts';
import type { FlashProgress } from '../../../../../electron/engine/usb/flash-drives.ts';
import { listDrives } from '../../../../../electron/engine/usb/list-drives.ts';
import { flasherAsChild, type RunFlasher } from '../../../../../electron/engine/usb/run-flasher.ts';
import { emptyFile, flash, stampOf } from '../../../../support/flash-one.ts';
import { bundleFlasher, dyingFlasher } from '../../../../support/flasher.ts';
import { makeScratch, makeStandIn, noise, removeScratch, run } from '../../../../support/iso/stand-in-iso.ts';
import { attachLoop, type LoopDevice } from '../../../../support/loop-device.ts';

let folder: string;
let base: string;
let overlay: string;
let fullImage: Buffer;
let runFlasher: RunFlasher;
let flasherPath: string;
/** Large enough that it can't be done before a stop arrives. */
let large: { readonly basePath: string; readonly overlayPath: null };
const loops: LoopDevice[] = [];

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const isBlank = (bytes: Uint8Array) => bytes.every((byte) => byte === 0);

beforeAll(async () => {
  folder = makeScratch('flash');
  base = join(folder, 'base.iso');
  makeStandIn('proxmox', base, { contentBytes: 12_000_000 });
  flasherPath = await bundleFlasher(folder);
  runFlasher = flasherAsChild(flasherPath);
  const acceptBase = sha256(readFileSync(base));
  const nodes = [{ node: 'pve1', answer: '[global]\nfqdn = "pve1.example"\n' }];
  const options = { basePath: base, outDir: folder, siteId: 'site', nodes, acceptBase };
  await makeImages(options);
  await makeImages({ ...options, full: true });
  overlay = join(folder, 'pve1.overlay');
  large = { basePath: join(folder, 'large.iso'), overlayPath: null };
  makeStandIn('plain', large.basePath, { contentBytes: 150_000_000 });
  fullImage = readFileSync(join(folder, 'pve1.iso'));
});

afterEach(() => {
  for (const loop of loops.splice(0)) loop.detach();
});

afterAll(() => removeScratch(folder));

/** A stick with old content of size `sizeBytes`. */
function stick(name: string, sizeBytes = 64 * 1024 * 1024): { file: string; loop: LoopDevice } {
  const file = join(folder, name);
  writeFileSync(file, noise(3 * 1024 * 1024, 5));
  truncateSync(file, sizeBytes);
  const fd = openSync(file, 'r+');
  writeSync(fd, noise(4096, 6), 0, 4096, sizeBytes - 4096);
  closeSync(fd);
  const loop = attachLoop(file);
  loops.push(loop);
  return { file, loop };
}

function flipBit(file: string, position: number): void {
  const fd = openSync(file, 'r+');
  const byte = Buffer.alloc(1);
  readSync(fd, byte, 0, 1, position);
  writeSync(fd, Buffer.from([(byte[0] ?? 0) ^ 1]), 0, 1, position);
  closeSync(fd);
}

async function codeOf(promise: Promise<unknown>): Promise<readonly string[]> {
  const error = await promise.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  if (!(error instanceof DiagnosticError)) throw error ?? new Error('it did not fail');
  return error.diagnostics.map(({ code }) => code);
}

describe('writing to a loop device', () => {
  it('ends with exactly the image of the node on it, proven by reading back past the page cache', async () => {
    const { file, loop } = stick('whole.img');
    const seen: FlashProgress[] = [];
    const result = await flash({
      imagePath: overlay,
      basePath: base,
      device: loop.device,
      confirm: file,
      runFlasher,
      onProgress: (progress) => seen.push(progress),
    });
    expect(readFileSync(file).subarray(0, fullImage.length).equals(fullImage)).toBe(true);
    expect(result).toMatchObject({ node: 'pve1', siteId: 'site', imageBytes: fullImage.length, direct: true });
    expect(result.sha256).toBe(sha256(readFileSync(base)));
    expect(new Set(seen.map(({ phase }) => phase))).toEqual(new Set(['base-digest', 'write', 'verify']));
    expect(seen.at(-1)).toMatchObject({ phase: 'verify', doneBytes: fullImage.length, secondsLeft: 0 });
  });

  it('wipes an old backup partition table at the end of the drive', async () => {
    const { file, loop } = stick('tail.img');
    await flash({ imagePath: overlay, basePath: base, device: loop.device, confirm: file, runFlasher });
    expect(isBlank(readFileSync(file).subarray(-1024 * 1024))).toBe(true);
  });

  it('writes a complete ISO too and says its digest', async () => {
    const { file, loop } = stick('iso.img');
    const imagePath = join(folder, 'pve1.iso');
    const result = await flash({ imagePath, device: loop.device, confirm: file, runFlasher });
    expect(readFileSync(file).subarray(0, fullImage.length).equals(fullImage)).toBe(true);
    expect(result).toMatchObject({ node: undefined, sha256: sha256(fullImage) });
  });

  it('is refused when the confirmation names another drive, and nothing is written', async () => {
    const { file, loop } = stick('confirm.img');
    const before = sha256(readFileSync(file));
    const options = { imagePath: overlay, basePath: base, device: loop.device, runFlasher };
    expect(await codeOf(flash({ ...options, confirm: `${file}x` }))).toEqual(['flash.confirm-mismatch']);
    expect(await codeOf(flash({ ...options, confirm: '' }))).toEqual(['flash.confirm-mismatch']);
    expect(sha256(readFileSync(file))).toBe(before);
  });

  it('is refused when the device was swapped between confirming and writing, and the other one stays as it was', async () => {
    const first = stick('swap-a.img');
    const other = join(folder, 'swap-b.img');
    writeFileSync(other, noise(64 * 1024 * 1024, 8));
    const before = sha256(readFileSync(other));
    const swapping: RunFlasher = (task) => {
      first.loop.swap(other);
      return runFlasher(task);
    };
    const options = { imagePath: overlay, basePath: base, device: first.loop.device, confirm: first.file };
    expect(await codeOf(flash({ ...options, runFlasher: swapping }))).toEqual(['flash.identity-changed']);
    expect(sha256(readFileSync(other))).toBe(before);
  });

  it('notices even the same file attached again, by the disk sequence number', async () => {
    const { file, loop } = stick('again.img');
    const before = sha256(readFileSync(file));
    const swapping: RunFlasher = (task) => {
      loop.swap(file);
      return runFlasher(task);
    };
    const options = { imagePath: overlay, basePath: base, device: loop.device, confirm: file };
    const error = await flash({ ...options, runFlasher: swapping }).catch((caught: unknown) => caught);
    expect((error as DiagnosticError).diagnostics[0]).toMatchObject({
      code: 'flash.identity-changed',
      params: { what: 'sequence' },
    });
    expect(sha256(readFileSync(file))).toBe(before);
  });

  it('is refused when the drive has another size than the one that was confirmed', async () => {
    const { file, loop } = stick('resized.img');
    const before = sha256(readFileSync(file).subarray(0, 63 * 1024 * 1024));
    const resizing: RunFlasher = (task) => {
      truncateSync(file, 63 * 1024 * 1024);
      run('losetup', ['-c', loop.device]);
      return runFlasher(task);
    };
    const options = { imagePath: overlay, basePath: base, device: loop.device, confirm: file };
    expect(await codeOf(flash({ ...options, runFlasher: resizing }))).toEqual(['flash.identity-changed']);
    expect(sha256(readFileSync(file))).toBe(before);
  });

  it('is refused by an identity that was shown earlier and is no longer true', async () => {
    const { file, loop } = stick('shown.img');
    const { drives } = await listDrives({ includeVirtual: true });
    const shown = drives.find(({ facts }) => facts.device === loop.device);
    expect(shown).toMatchObject({ confirm: file, verdict: 'offered' });
    loop.swap(file);
    const options = { imagePath: overlay, basePath: base, device: loop.device, confirm: file, runFlasher };
    expect(await codeOf(flash({ ...options, shown: shown?.identity }))).toEqual(['flash.identity-changed']);
  });

  it('is refused while the drive is mounted, by the rules and by the flasher itself', async () => {
    const { file, loop } = stick('mounted.img');
    run('mkfs.ext2', ['-q', '-F', loop.device]);
    const mountpoint = makeScratch('mounted');
    run('mount', [loop.device, mountpoint]);
    try {
      const before = await listDrives({ includeVirtual: true });
      const drive = before.drives.find(({ facts }) => facts.device === loop.device);
      expect(drive?.diagnostics.map(({ code }) => code)).toEqual(['drive.mounted']);
      const options = { imagePath: overlay, basePath: base, device: loop.device, confirm: file, runFlasher };
      expect(await codeOf(flash(options))).toEqual(['drive.mounted']);
      const events = await askFlasher({ device: loop.device, identity: drive?.facts.identity });
      expect(events).toMatchObject([{ event: 'failed', code: 'flash.busy', touched: false }]);
    } finally {
      run('umount', [mountpoint]);
      removeScratch(mountpoint);
    }
  });

  it('is refused when the drive is smaller than the image', async () => {
    const { file, loop } = stick('small.img', 8 * 1024 * 1024);
    const options = { imagePath: overlay, basePath: base, device: loop.device, confirm: file, runFlasher };
    expect(await codeOf(flash(options))).toEqual(['drive.too-small']);
    const { drives } = await listDrives({ includeVirtual: true });
    const identity = drives.find(({ facts }) => facts.device === loop.device)?.facts.identity;
    const events = await askFlasher({ device: loop.device, identity });
    expect(events).toMatchObject([{ event: 'failed', code: 'flash.too-small', touched: false }]);
  });

  it('is refused when the loop device is the base itself', async () => {
    const loop = attachLoop(base);
    loops.push(loop);
    const before = sha256(readFileSync(base));
    const options = { imagePath: overlay, basePath: base, device: loop.device, confirm: base, runFlasher };
    expect(await codeOf(flash(options))).toEqual(['drive.source-on-it']);
    expect(sha256(readFileSync(base))).toBe(before);
  });

  it.each<readonly [string, (loop: LoopDevice) => FlasherTask]>([
    ['writing', () => ({ kind: 'flash', basePath: base, baseStamp: stampOf(base), overlayPath: overlay })],
    [
      're-targeting',
      () => ({
        kind: 'retarget',
        basePath: base,
        baseStamp: stampOf(base),
        overlayPath: overlay,
        zones: [],
        verify: 'sampled' as const,
      }),
    ],
  ])('%s leaves the drive as it was when the request and its end come together', async (_, task) => {
    const { file, loop } = stick('stopped.img');
    writeFileSync(file, fullImage);
    truncateSync(file, 64 * 1024 * 1024);
    const before = sha256(readFileSync(file));
    const { drives } = await listDrives({ includeVirtual: true });
    const identity = drives.find(({ facts }) => facts.device === loop.device)?.facts.identity;
    const child = spawn(process.execPath, [flasherPath], { stdio: ['pipe', 'pipe', 'inherit'] });
    // As pkexec hands it on to who stopped while the password was asked for, and typed it then.
    child.stdin.end(
      `${JSON.stringify({ version: 2, drives: [{ device: loop.device, identity, task: task(loop) }] })}\n`,
    );
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    await new Promise((resolve) => child.on('close', resolve));
    const events = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as FlasherEvent);
    expect(events).toMatchObject([
      { event: 'failed', code: 'flash.cancelled', params: { device: loop.device }, touched: false },
    ]);
    expect(sha256(readFileSync(file))).toBe(before);
  });

  it('leaves a drive that does not boot when the parent dies in the middle', async () => {
    const { file, loop } = stick('killed.img', 256 * 1024 * 1024);
    const { drives } = await listDrives({ includeVirtual: true });
    const identity = drives.find(({ facts }) => facts.device === loop.device)?.facts.identity;
    const events = await askFlasher({ ...large, device: loop.device, identity }, (event) => event.event === 'opened');
    expect(events.at(-1)).toMatchObject({
      event: 'failed',
      code: 'flash.cancelled',
      touched: true,
      params: { device: loop.device },
    });
    expect(isBlank(readFileSync(file).subarray(0, 1024 * 1024))).toBe(true);
  });

  it('leaves a drive that does not boot when the flasher itself is killed in the middle', async () => {
    const { file, loop } = stick('kill9.img', 256 * 1024 * 1024);
    const { drives } = await listDrives({ includeVirtual: true });
    const identity = drives.find(({ facts }) => facts.device === loop.device)?.facts.identity;
    const isWriting = (event: FlasherEvent) => event.event === 'progress' && event.phase === 'write';
    const events = await askFlasher({ ...large, device: loop.device, identity }, isWriting, 'SIGKILL');
    expect(events.some(({ event }) => event === 'done')).toBe(false);
    run('blockdev', ['--flushbufs', loop.device]);
    expect(isBlank(readFileSync(file).subarray(0, 1024 * 1024))).toBe(true);
  });

  it('copies nothing onto a stick that is no image', async () => {
    const { loop } = stick('noimage.img');
    const secret = join(folder, 'no-image');
    writeFileSync(secret, noise(300_000));
    const { drives } = await listDrives({ includeVirtual: true });
    const identity = drives.find(({ facts }) => facts.device === loop.device)?.facts.identity;
    const events = await askFlasher({ device: loop.device, identity, basePath: secret, overlayPath: null });
    expect(events).toMatchObject([{ event: 'failed', code: 'flash.not-an-image', touched: false }]);
  });

  it('is refused, unwritten, when the base is changed or replaced between its digest and the writing', async () => {
    const { file, loop } = stick('base-changes.img');
    const before = sha256(readFileSync(file));
    const changing = join(folder, 'changing.iso');
    const changes: readonly (() => void)[] = [
      () => flipBit(changing, 9_000_000),
      () => {
        run('cp', ['--preserve=timestamps', base, `${changing}.new`]);
        renameSync(`${changing}.new`, changing);
      },
    ];
    for (const change of changes) {
      run('cp', [base, changing]);
      const meanwhile: RunFlasher = (task) => {
        change();
        return runFlasher(task);
      };
      const options = { imagePath: overlay, basePath: changing, device: loop.device, confirm: file };
      expect(await codeOf(flash({ ...options, runFlasher: meanwhile }))).toEqual(['flash.base-changed']);
      expect(sha256(readFileSync(file))).toBe(before);
    }
  });

  it('finds a base altered behind its cached digest, says so, and leaves no bootable drive', async () => {
    const altered = join(folder, 'altered.iso');
    const cacheFolder = join(folder, 'cache');
    run('cp', [base, altered]);
    flipBit(altered, 9_000_000);
    utimesSync(altered, new Date(1_600_000_000_000), new Date(1_600_000_000_000));
    const later = () => Date.now() + 60_000; // old enough to be remembered
    const { sha256: alteredSha256 } = await digestBase(altered, { cacheFolder, now: later });
    // The cache now says for this very file what was true before the bit flipped.
    const [name = ''] = readdirSync(cacheFolder);
    const entry = readFileSync(join(cacheFolder, name), 'utf8');
    writeFileSync(join(cacheFolder, name), entry.replace(alteredSha256, sha256(readFileSync(base))));
    const { file, loop } = stick('altered.img');
    const options = { imagePath: overlay, basePath: altered, device: loop.device, confirm: file, runFlasher };
    const error = await flash({ ...options, cacheFolder }).catch((caught: unknown) => caught);
    expect((error as DiagnosticError).diagnostics[0]).toMatchObject({
      code: 'flash.base-altered',
      params: { expected: sha256(readFileSync(base)), seen: alteredSha256 },
    });
    expect(isBlank(readFileSync(file).subarray(0, 1024 * 1024))).toBe(true);
  });

  /** Talks to the real flasher; `until` = when to vanish as its parent. */
  async function askFlasher(
    drive: { device: string; identity: unknown; basePath?: string; overlayPath?: string | null },
    until?: (event: FlasherEvent) => boolean,
    end: 'close-stdin' | 'SIGKILL' = 'close-stdin',
  ): Promise<readonly FlasherEvent[]> {
    const request = {
      version: 2,
      drives: [
        {
          device: drive.device,
          identity: drive.identity,
          task: {
            kind: 'flash',
            basePath: drive.basePath ?? base,
            baseStamp: stampOf(drive.basePath ?? base),
            overlayPath: drive.overlayPath === undefined ? overlay : drive.overlayPath,
          },
        },
      ],
    } as FlasherRequest;
    const events: FlasherEvent[] = [];
    const child = spawn(process.execPath, [flasherPath], { stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdin.write(`${JSON.stringify(request)}\n`);
    child.stdout.setEncoding('utf8');
    let text = '';
    child.stdout.on('data', (chunk: string) => {
      text += chunk;
      for (let line = text.indexOf('\n'); line !== -1; line = text.indexOf('\n')) {
        const event = JSON.parse(text.slice(0, line)) as FlasherEvent;
        text = text.slice(line + 1);
        events.push(event);
        if (!until?.(event)) continue;
        if (end === 'SIGKILL') child.kill(end);
        else child.stdin.end();
      }
    });
    await new Promise((resolve) => child.on('close', resolve));
    return events;
  }
});

describe('writing to a file', () => {
  it('one that is there becomes the complete image and nothing else, whatever its length was', async () => {
    const target = join(folder, 'out.img');
    writeFileSync(target, noise(fullImage.length + 5_000_000, 9), { mode: 0o600 });
    await flash({ imagePath: overlay, basePath: base, device: target, confirm: target, runFlasher });
    expect(readFileSync(target).equals(fullImage)).toBe(true);
    expect(statSync(target).mode & 0o777).toBe(0o600);
  });

  it('cancelled, it leaves a head of zeros', async () => {
    const target = emptyFile(join(folder, 'cancelled.img'));
    const stop = new AbortController();
    const options = { imagePath: overlay, basePath: base, device: target, confirm: target, runFlasher };
    const work = flash({
      ...options,
      signal: stop.signal,
      onProgress: ({ phase }) => phase === 'write' && stop.abort(),
    });
    const codes = await codeOf(work).catch(() => ['finished']);
    // The whole image may be written before the signal arrives; then it is cancelled in the read-back.
    expect(codes).toEqual(['flash.cancelled']);
    expect(isBlank(readFileSync(target).subarray(0, 1024 * 1024))).toBe(true);
  });

  it('killed before any of its writes, it has no head before all that is behind it is there', async () => {
    const head = 1024 * 1024;
    let died = 0;
    for (let hasEnded = false; !hasEnded; died += 1) {
      const target = emptyFile(join(folder, `killed-${died}.img`));
      const dying = flasherAsChild(dyingFlasher(flasherPath, folder, died + 1));
      const options = { imagePath: overlay, basePath: base, device: target, confirm: target, runFlasher: dying };
      hasEnded = await flash(options).then(
        () => true,
        () => false,
      );
      const seen = readFileSync(target);
      if (hasEnded) expect(seen.equals(fullImage)).toBe(true);
      else if (!isBlank(seen.subarray(0, head))) {
        expect(seen.subarray(head, fullImage.length).equals(fullImage.subarray(head))).toBe(true);
      }
    }
    expect(died).toBeGreaterThan(8);
  }, 180_000);

  it('that is not there is refused, and none is made', async () => {
    const target = join(folder, 'not-there.img');
    const options = { imagePath: overlay, basePath: base, device: target, confirm: target, runFlasher };
    expect(await codeOf(flash(options))).toEqual(['flash.no-such-file']);
    const vanishing: RunFlasher = (task) => {
      rmSync(target);
      return runFlasher(task);
    };
    emptyFile(target);
    expect(await codeOf(flash({ ...options, runFlasher: vanishing }))).toEqual(['flash.not-found']);
    expect(existsSync(target)).toBe(false);
  });

  it('is refused when another one stands there than was confirmed', async () => {
    const target = emptyFile(join(folder, 'replaced.img'));
    const replacing: RunFlasher = (task) => {
      writeFileSync(`${target}.new`, 'somebody else');
      renameSync(`${target}.new`, target);
      return runFlasher(task);
    };
    const options = { imagePath: overlay, basePath: base, device: target, confirm: target, runFlasher: replacing };
    expect(await codeOf(flash(options))).toEqual(['flash.identity-changed']);
    expect(readFileSync(target, 'utf8')).toBe('somebody else');
  });

  it('needs the base of an overlay and the right one', async () => {
    const target = emptyFile(join(folder, 'nobase.img'));
    const options = { imagePath: overlay, device: target, confirm: target, runFlasher };
    expect(await codeOf(flash(options))).toEqual(['flash.base-needed']);
    const wrong = join(folder, 'pve1.iso');
    expect(await codeOf(flash({ ...options, basePath: wrong }))).toEqual(['image.overlay-other-base']);
  });

  it('says so when the helper cannot be started', async () => {
    const target = emptyFile(join(folder, 'nohelper.img'));
    const missing = flasherAsChild(join(folder, 'no-such-helper.cjs'));
    const options = { imagePath: overlay, basePath: base, device: target, confirm: target, runFlasher: missing };
    expect(await codeOf(flash(options))).toEqual(['flash.helper-missing']);
  });
});

import { rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestBase } from '../../electron/engine/image/base-digest.ts';
import { makeImages } from '../../electron/engine/image/make-images.ts';
import { flash } from '../../electron/engine/usb/flash.ts';
import { flasherAsChild } from '../../electron/engine/usb/run-flasher.ts';
import { bundleFlasher } from '../support/flasher.ts';
import { makeScratch, makeStandIn, removeScratch, run as runTool } from '../support/iso/stand-in-iso.ts';
import { attachLoop } from '../support/loop-device.ts';
import { median, timeMs } from './measure.ts';

const BASE_BYTES = 1_400_000_000;
const ROUNDS = 5;
const DEVICE_BYTES = 2_000_000_000 - (2_000_000_000 % (1024 * 1024));

/**
 * Writing base + overlay to a loop device against `dd bs=4M oflag=direct`, and reading it back against `sha256sum`, in
 * turns. Both dd and we pass the device's cache; ours also wipes first, makes every stage durable and so pays for fsync,
 * which the second dd figure (conv=fsync) does too.
 */
export async function run() {
  const folder = makeScratch('bench-flash');
  const backing = join(folder, 'stick.img');
  writeFileSync(backing, '');
  truncateSync(backing, DEVICE_BYTES);
  const loop = attachLoop(backing);
  try {
    const base = join(folder, 'base.iso');
    makeStandIn('proxmox', base, { contentBytes: BASE_BYTES });
    const cacheFolder = join(folder, 'cache');
    await new Promise((done) => setTimeout(done, 2500));
    const { sha256 } = await digestBase(base, { cacheFolder });
    const nodes = [{ node: 'pve1', answer: 'x = 1\n' }];
    await makeImages({ basePath: base, outDir: folder, siteId: 'bench', acceptBase: sha256, cacheFolder, nodes });
    const runFlasher = flasherAsChild(await bundleFlasher(folder));
    const { size } = statSync(base);
    const dd = (...more: string[]) =>
      runTool('dd', [`if=${base}`, `of=${loop.device}`, 'bs=4M', 'oflag=direct', ...more]);
    const overlay = join(folder, 'pve1.overlay');
    const common = {
      imagePath: overlay,
      basePath: base,
      device: loop.device,
      confirm: backing,
      runFlasher,
      cacheFolder,
    };
    await flash(common);
    const [ddMs, ddSyncMs, writeMs, verifyMs, wholeMs, sumMs]: number[][] = [[], [], [], [], [], []];
    for (let round = 0; round < ROUNDS; round += 1) {
      ddMs?.push(await timeMs(() => dd()));
      ddSyncMs?.push(await timeMs(() => dd('conv=fsync')));
      wholeMs?.push(
        await timeMs(async () => {
          const done = await flash(common);
          writeMs?.push(done.writeMs);
          verifyMs?.push(done.verifyMs);
        }),
      );
      sumMs?.push(await timeMs(() => runTool('sha256sum', [base])));
    }
    const [dd1, dd2, write, verify, whole, sum] = [ddMs, ddSyncMs, writeMs, verifyMs, wholeMs, sumMs].map((values) =>
      median(values ?? []),
    ) as [number, number, number, number, number, number];
    const rate = (ms: number) => Math.round(size / 1e6 / (ms / 1000));
    return {
      name: 'flash-loop',
      imageBytes: size,
      writeMBs: rate(write),
      ddDirectMBs: rate(dd1),
      ddDirectFsyncMBs: rate(dd2),
      writeOfDd: dd1 / write,
      writeOfDdFsync: dd2 / write,
      verifyMBs: rate(verify),
      sha256sumMBs: rate(sum),
      verifyOfSha256sum: sum / verify,
      wholeMs: whole,
    };
  } finally {
    loop.detach();
    rmSync(backing, { force: true });
    removeScratch(folder);
  }
}

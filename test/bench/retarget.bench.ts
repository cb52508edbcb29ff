import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyseBase } from '../../electron/engine/image/analyse-base.ts';
import { openByteSource } from '../../electron/engine/image/byte-source.ts';
import { retargetZones } from '../../electron/engine/image/retarget-zones.ts';
import { retarget } from '../../electron/engine/usb/retarget.ts';
import { flasherAsChild } from '../../electron/engine/usb/run-flasher.ts';
import { median, timeMs } from './measure.ts';
import { prepareSticks, shellCost } from './stick-bench.ts';

const BASE_BYTES = 1_400_000_000;
const ROUNDS = 20;

/**
 * Making a stick of one node into another's: the flasher's own work, and all of it with the process that is started; on a
 * loop device (past the page cache, durable) and on a file. Against writing the whole image again with dd.
 */
export async function run() {
  const bench = await prepareSticks('bench-retarget', BASE_BYTES, 1);
  try {
    const source = openByteSource(bench.base);
    const zones = retargetZones(analyseBase(source));
    source.close();
    const file = join(bench.folder, 'copy.iso');
    copyFileSync(bench.files[0] ?? '', file);
    const runFlasher = flasherAsChild(bench.flasherPath);
    const rows = {
      deviceMs: [] as number[],
      deviceWallMs: [] as number[],
      fileMs: [] as number[],
      writtenBytes: [] as number[],
    };
    for (let round = 0; round < ROUNDS; round += 1) {
      const node = round % 2 === 0 ? 'pve2' : 'pve1';
      const to = (device: string, confirm: string) =>
        retarget({
          target: { device, confirm },
          overlayPath: bench.overlay(node),
          basePath: bench.base,
          cacheFolder: bench.cacheFolder,
          zones,
          runFlasher,
        });
      rows.deviceWallMs.push(
        await timeMs(async () => {
          const done = await to(bench.devices[0] ?? '', bench.files[0] ?? '');
          rows.deviceMs.push(done.writeMs + done.verifyMs);
          rows.writtenBytes.push(done.writtenBytes);
        }),
      );
      const done = await to(file, file);
      rows.fileMs.push(done.writeMs + done.verifyMs);
    }
    const wholeAgain = shellCost(`dd if=${bench.base} of=${bench.devices[0]} bs=4M oflag=direct conv=fsync`);
    return {
      imageBytes: bench.baseBytes,
      zoneBytes: zones.reduce((sum, { length }) => sum + length, 0),
      overlayBytes: readFileSync(bench.overlay('pve1')).length,
      ddWholeMs: wholeAgain.wallS * 1000,
      ...Object.fromEntries(Object.entries(rows).map(([name, values]) => [name, Number(median(values).toFixed(2))])),
    };
  } finally {
    bench.close();
  }
}

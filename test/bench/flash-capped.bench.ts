import { mkdirSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { flasherAsChild } from '../../electron/engine/usb/run-flasher.ts';
import { median } from './measure.ts';
import { prepareSticks, shellCost } from './stick-bench.ts';

const BASE_BYTES = 1_400_000_000;
const ROUNDS = 3;
const CAPS_MBS = [40, 100];
const CGROUPS = '/sys/fs/cgroup/blkio';

/**
 * As on a real stick: a loop device whose writes are capped by cgroup v1 (blkio throttle, which O_DIRECT obeys), written by `dd bs=4M
 * oflag=direct conv=fsync` and by us with all hashing on, in turns. Both run inside the group.
 */
export async function run() {
  const bench = await prepareSticks('bench-capped', BASE_BYTES, 1);
  const group = join(CGROUPS, `sitewright-bench-${process.pid}`);
  mkdirSync(group);
  try {
    const [device = ''] = bench.devices;
    const { rdev } = statSync(device);
    const within = `echo $$ > ${join(group, 'cgroup.procs')}`;
    const wrapper = join(bench.folder, 'in-group.sh');
    writeFileSync(wrapper, `#!/bin/sh\n${within}\nexec ${process.execPath} "$@"\n`, { mode: 0o755 });
    const runFlasher = flasherAsChild(bench.flasherPath, wrapper);
    const figures: Record<string, number> = { imageBytes: bench.baseBytes };
    for (const cap of CAPS_MBS) {
      const limit = `${(rdev >>> 8) & 0xfff}:${rdev & 0xff} ${cap * 1_000_000}`;
      writeFileSync(join(group, 'blkio.throttle.write_bps_device'), limit);
      const [ddS, ourS, readBackS]: [number[], number[], number[]] = [[], [], []];
      for (let round = 0; round < ROUNDS; round += 1) {
        const dd = `dd if=${bench.base} of=${device} bs=4M oflag=direct conv=fsync`;
        ddS.push(shellCost(`sh -c '${within}; exec ${dd}'`).wallS);
        const [done] = await bench.flash(1, runFlasher);
        ourS.push((done?.writeMs ?? Number.NaN) / 1000);
        readBackS.push((done?.verifyMs ?? Number.NaN) / 1000);
      }
      figures[`dd${cap}S`] = median(ddS);
      figures[`write${cap}S`] = Number(median(ourS).toFixed(3));
      figures[`write${cap}OfDdPercent`] = Number(((100 * median(ddS)) / median(ourS)).toFixed(2));
      figures[`readBack${cap}S`] = Number(median(readBackS).toFixed(3));
    }
    return figures;
  } finally {
    bench.close();
    rmdirSync(group);
  }
}

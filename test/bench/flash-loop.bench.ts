import { cpus, loadavg } from 'node:os';
import { median, timeMs } from './measure.ts';
import { prepareSticks, shellCost } from './stick-bench.ts';

const BASE_BYTES = 1_400_000_000;
const ROUNDS = 5;

/**
 * Writing base + overlay to one and to four loop devices against as many `dd bs=4M oflag=direct conv=fsync`, and reading them
 * back against as many `sha256sum`, one on each core; in turns. Both dd and we pass the device's cache. `write…OfDdPercent` is
 * the writing alone: 100 = as fast as dd. Reading back is told by itself: ours reads the devices and proves the base by its
 * SHA-256, sha256sum reads the base from the page cache. Percents compare runs that followed each other.
 */
export async function run() {
  const bench = await prepareSticks('bench-flash', BASE_BYTES, 4);
  try {
    const { base, baseBytes, devices } = bench;
    const dd = (device: string) => `dd if=${base} of=${device} bs=4M oflag=direct conv=fsync`;
    const sums = (count: number) =>
      `printf '%s\\n' ${Array(count).fill(base).join(' ')} | xargs -P ${cpus().length} -n 1 sha256sum`;
    const rows: Record<string, number[]> = {};
    const note = (name: string, value: number) => {
      rows[name] = [...(rows[name] ?? []), value];
    };
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const count of [1, 4]) {
        const dds = shellCost(`${devices.slice(0, count).map(dd).join(' & ')} & wait`);
        note(`dd${count}WallS`, dds.wallS);
        note(`dd${count}CpuS`, dds.cpuS);
        let done: Awaited<ReturnType<typeof bench.flash>> = [];
        note(
          `flash${count}WallS`,
          (await timeMs(async () => {
            done = await bench.flash(count);
          })) / 1000,
        );
        const writeS = Math.max(...done.map(({ writeMs }) => writeMs)) / 1000;
        const verifyS = Math.max(...done.map(({ verifyMs }) => verifyMs)) / 1000;
        note(`flash${count}WriteS`, writeS);
        note(`write${count}OfDdPercent`, (100 * dds.wallS) / writeS);
        note(`flash${count}VerifyS`, verifyS);
        note(`flash${count}CpuS`, bench.cost().cpuS);
        note(`flash${count}PeakMB`, bench.cost().peakBytes / 1e6);
        note(`flash${count}BaseReadings`, bench.cost().readBytes / baseBytes - count);
        const sumS = shellCost(sums(count)).wallS;
        note(`sha256sum${count}WallS`, sumS);
        note(`verify${count}OfSha256sumPercent`, (100 * sumS) / verifyS);
      }
    }
    return { imageBytes: baseBytes, rounds: ROUNDS, load: loadavg()[0], ...medians(rows) };
  } finally {
    bench.close();
  }
}

function medians(rows: Readonly<Record<string, readonly number[]>>): Record<string, number> {
  return Object.fromEntries(Object.entries(rows).map(([name, values]) => [name, Number(median(values).toFixed(3))]));
}

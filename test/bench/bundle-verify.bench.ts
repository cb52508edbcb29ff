import { execFileSync } from 'node:child_process';
import { createHash, randomFillSync } from 'node:crypto';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { SBOM_FILE } from '../../electron/engine/bundle/layout.ts';
import type { LockItem } from '../../electron/engine/bundle/lock/lock.ts';
import { writeLock } from '../../electron/engine/bundle/lock/lock-file.ts';
import { verifyBundle } from '../../electron/engine/bundle/verify/verify-bundle.ts';
import { makeOnBench } from '../support/bundle-bench.ts';
import { median, timeMs } from './measure.ts';

const ROUNDS = 5;
const MIB = 1024 * 1024;
/** As a bundle is: an image of a disk, layers, some hundred packages. */
const SIZES = [1000 * MIB, ...Array<number>(6).fill(150 * MIB), ...Array<number>(300).fill(MIB)];

/**
 * Verifying a bundle against `sha256sum` of the same files, warm in the page cache, in turns: with one worker, with two, four
 * and so on up to all cores; `sha256sum` on one core and on all with `xargs -P`. And making a complete bundle again, with a
 * warm memory of digests.
 */
export async function run() {
  const root = mkdtempSync(join(tmpdir(), 'bench-bundle-'));
  const folder = join(root, 'bundle');
  mkdirSync(join(folder, 'files'), { recursive: true });
  try {
    const files = SIZES.map((sizeBytes, index) => fill(folder, `files/${index}.bin`, sizeBytes));
    const lockItem = ({ path, sizeBytes, sha256 }: (typeof files)[number]): LockItem => ({
      kind: 'file',
      name: path,
      source: 'by hand',
      digest: `sha256:${sha256}`,
      sizeBytes,
      licence: 'none',
      why: ['settings'],
      files: [{ path, sizeBytes, sha256 }],
    });
    writeFileSync(join(folder, SBOM_FILE), '{}\n');
    const made = [{ path: SBOM_FILE, sizeBytes: 3, sha256: createHash('sha256').update('{}\n').digest('hex') }];
    await writeLock(folder, { schemaVersion: 1, site: 'test-site', items: files.map(lockItem), made });
    const list = join(root, 'list');
    writeFileSync(list, files.map(({ path }) => `${join(folder, path)}\0`).join(''));
    const cores = availableParallelism();
    const shell = (command: string) => execFileSync('bash', ['-c', command], { stdio: 'ignore' });
    const rows = { sumOneMs: [] as number[], sumAllMs: [] as number[] };
    const ours = new Map(workerCounts(cores).map((workers) => [workers, [] as number[]]));
    for (let round = 0; round < ROUNDS; round += 1) {
      rows.sumOneMs.push(await timeMs(() => shell(`xargs -0 sha256sum < ${list}`)));
      for (const [workers, times] of ours) times.push(await timeMs(() => verified(folder, workers)));
      rows.sumAllMs.push(await timeMs(() => shell(`xargs -0 -n 8 -P ${cores} sha256sum < ${list}`)));
    }
    const sources = files.map(({ path, sha256 }) => ({ path, digest: `sha256:${sha256}` }));
    const order = { folder, cacheFolder: root, files: sources };
    await makeOnBench(order);
    const again = await timeMs(() => makeOnBench(order));
    const bytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    const figures = Object.fromEntries(
      Object.entries(rows).map(([name, values]) => [name, Math.round(median(values))]),
    );
    const medianOf = (workers: number) => median(ours.get(workers) ?? []);
    return {
      bytes,
      files: files.length,
      cores,
      ...figures,
      oursMsByWorkers: Object.fromEntries([...ours].map(([workers, times]) => [workers, Math.round(median(times))])),
      /** >= 0.8 is asked of one core; with more it follows them until the largest file alone is left. */
      speedPerCoreOfSha256sum: Number((median(rows.sumOneMs) / medianOf(1)).toFixed(2)),
      speedOnAllCoresOfSha256sum: Number((median(rows.sumAllMs) / medianOf(cores)).toFixed(2)),
      /** How many times faster than one worker. */
      scalingByWorkers: Object.fromEntries(
        [...ours.keys()].map((workers) => [workers, Number((medianOf(1) / medianOf(workers)).toFixed(2))]),
      ),
      makeWithWarmStoreMs: Math.round(again),
    };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** One, two, four and so on, and all. */
function workerCounts(cores: number): readonly number[] {
  const counts = [cores];
  for (let workers = 1; workers < cores; workers *= 2) counts.push(workers);
  return counts.sort((a, b) => a - b);
}

async function verified(folder: string, threads: number): Promise<void> {
  const verdict = await verifyBundle(folder, { threads });
  if (!verdict.ok) throw new Error(JSON.stringify(verdict.diagnostics[0]));
}

function fill(folder: string, path: string, sizeBytes: number) {
  const hash = createHash('sha256');
  const file = openSync(join(folder, path), 'w');
  const block = randomFillSync(Buffer.alloc(MIB));
  for (let done = 0; done < sizeBytes; done += block.length) {
    block.writeUInt32LE(done / MIB, 0);
    writeSync(file, block);
    hash.update(block);
  }
  closeSync(file);
  return { path, sizeBytes, sha256: hash.digest('hex') };
}

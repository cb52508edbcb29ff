import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pushBundle } from '../../electron/engine/bundle/push/push-bundle.ts';
import { realClock } from '../../electron/engine/shell/clock.ts';
import { createRedactor } from '../../electron/engine/shell/redactor.ts';
import { hostTransport } from '../../electron/engine/transport/host-transport.ts';
import { finishedBundle } from '../support/finished-bundle.ts';
import { needTools } from '../support/needed-tools.ts';
import { startRealSshd } from '../support/real-sshd.ts';
import { sshTo } from '../support/ssh-to.ts';
import { median, timeMs } from './measure.ts';

const SITE = 'bench';
const LAYER_BYTES = 60 * 1024 ** 2;
const LAYERS = 4;
const PACKAGES = 60;
const PACKAGE_BYTES = 60_000;
const ROUNDS = 3;

/**
 * A bundle of four layers of 60 MB and sixty packages over a real sshd on loopback, all of it and then unchanged. Beside it rsync and
 * scp of the same bytes over the same sshd, in turn: rsync writes durably as we do, and compares by content where nothing has
 * changed, as we do; scp does neither.
 */
export async function run() {
  needTools('rsync', 'scp', 'ssh');
  const root = mkdtempSync(join(tmpdir(), 'sitewright-bundle-push-bench-'));
  const sshd = await startRealSshd();
  const raw = await sshTo(sshd, 'host');
  try {
    const host = hostTransport({ raw, user: 'root', redactor: createRedactor([]), clock: realClock });
    const bundle = join(root, 'bundle');
    const layers = Array.from({ length: LAYERS }, (_, at) => [`images/blobs/sha256/${at}`, randomBytes(LAYER_BYTES)]);
    const packages = Array.from({ length: PACKAGES }, (_, at) => [
      `debs/pve/p${at}_1_all.deb`,
      randomBytes(PACKAGE_BYTES),
    ]);
    await finishedBundle(bundle, SITE, Object.fromEntries([...layers, ...packages]));

    const push = (farFolder: string) =>
      pushBundle(host, {
        siteId: SITE,
        bundleFolder: bundle,
        farFolder,
        prune: false,
        isStopping: () => false,
        tell: { begin: async () => undefined, end: async () => undefined, progress: () => undefined },
      });
    const options = ['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null', '-o', 'LogLevel=ERROR'];
    const login = ['-i', join(sshd.folder, 'client'), ...options];
    const shell = ['ssh', '-p', String(sshd.port), ...login].join(' ');
    const target = (folder: string) => `${sshd.user}@127.0.0.1:${folder}`;
    const rsync = (folder: string, ...how: readonly string[]) =>
      execFileSync('rsync', ['-a', '--fsync', ...how, '-e', shell, `${bundle}/`, target(folder)]);
    const scp = (folder: string) =>
      execFileSync('scp', ['-O', '-q', '-r', '-P', String(sshd.port), ...login, bundle, target(folder)]);

    const first: Record<'ours' | 'rsync' | 'scp', number[]> = { ours: [], rsync: [], scp: [] };
    const unchanged: Record<'ours' | 'rsync', number[]> = { ours: [], rsync: [] };
    for (let round = 0; round < ROUNDS; round += 1) {
      const [a, b, c] = ['ours', 'rsync', 'scp'].map((name) => join(root, `${name}-${round}`)) as [
        string,
        string,
        string,
      ];
      first.ours.push(await timeMs(() => push(a)));
      first.rsync.push(await timeMs(() => rsync(b, '--whole-file')));
      first.scp.push(await timeMs(() => scp(c)));
      unchanged.ours.push(await timeMs(() => push(a)));
      unchanged.rsync.push(await timeMs(() => rsync(b, '--checksum')));
      for (const folder of [a, b, c]) rmSync(folder, { recursive: true, force: true });
    }
    const all = (values: readonly number[]) => Math.round(median(values));
    const ratio = (ours: readonly number[], other: readonly number[]) =>
      Math.round((median(other) / median(ours)) * 100) / 100;
    return {
      megabytes: Math.round((LAYERS * LAYER_BYTES + PACKAGES * PACKAGE_BYTES) / 1e6),
      files: LAYERS + PACKAGES,
      firstMs: all(first.ours),
      rsyncFirstMs: all(first.rsync),
      scpFirstMs: all(first.scp),
      timesAsFastAsRsync: ratio(first.ours, first.rsync),
      timesAsFastAsScp: ratio(first.ours, first.scp),
      unchangedMs: all(unchanged.ours),
      rsyncUnchangedMs: all(unchanged.rsync),
      unchangedTimesAsFastAsRsync: ratio(unchanged.ours, unchanged.rsync),
    };
  } finally {
    await raw.close();
    await sshd.stop();
    rmSync(root, { recursive: true, force: true });
  }
}

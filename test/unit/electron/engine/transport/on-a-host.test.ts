import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../../../../electron/api/diagnostic.ts';
import { type Clock, realClock } from '../../../../../electron/engine/shell/clock.ts';
import { change, Secret } from '../../../../../electron/engine/shell/command.ts';
import { createRedactor } from '../../../../../electron/engine/shell/redactor.ts';
import {
  type HostTransport,
  hostTransport,
  type LogLine,
} from '../../../../../electron/engine/transport/host-transport.ts';
import { localHost } from '../../../../../electron/engine/transport/local.ts';
import type { Asset } from '../../../../../electron/engine/transport/port.ts';
import type { RawHost } from '../../../../../electron/engine/transport/raw-host.ts';
import { type RealSshd, startRealSshd } from '../../../../support/real-sshd.ts';
import { sshTo } from '../../../../support/ssh-to.ts';

/**
 * systemd is not process 1 here, so these two stand in for it: a unit is a session of its own, named once while it
 * lives, and its processes end together. Everything else (shell, files, sshd) is real.
 */
const SYSTEMD_RUN = `#!/bin/sh
for arg in "$@"; do case "$arg" in --unit=*) unit=\${arg#--unit=} ;; esac; done
while [ "\${1#--}" != "$1" ]; do shift; done
if [ -f "$STUB_STATE/$unit" ] && kill -0 "$(cat "$STUB_STATE/$unit")" 2>/dev/null; then
  echo "Failed to start transient service unit: Unit $unit was already loaded or has a fragment file." >&2; exit 1
fi
echo start >>"$STUB_STATE/starts"
setsid "$@" </dev/null >/dev/null 2>&1 &
echo $! >"$STUB_STATE/$unit"
`;
const SYSTEMCTL = `#!/bin/sh
action=$1; shift
[ "$1" = --quiet ] && { quiet=1; shift; }
pid=$(cat "$STUB_STATE/$1" 2>/dev/null)
alive() { [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null && ! grep -q '^State:.Z' "/proc/$pid/status"; }
case $action in
is-active) if alive; then [ "$quiet" ] || echo active; exit 0; else [ "$quiet" ] || echo inactive; exit 3; fi ;;
stop) if alive; then kill -TERM -- "-$pid"; fi ;;
esac
`;

/** Stands in for sudo, which is not on every test machine: refuses where STUB_STATE says so, else runs what follows. */
const SUDO = `#!/bin/sh
if [ -f "$STUB_STATE/no-sudo" ]; then echo "sudo: a password is required" >&2; exit 1; fi
echo "$*" | grep -q '^-n' || exit 99
shift; [ "$1" != -- ] || shift
exec "$@"
`;

async function code(act: Promise<unknown>): Promise<string> {
  try {
    await act;
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics[0].code;
    throw error;
  }
  return 'it did not fail';
}
function asset(bytes: Uint8Array): Asset {
  return { source: { bytes }, sha256: createHash('sha256').update(bytes).digest('hex'), sizeBytes: bytes.length };
}
async function until(isTrue: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    if (isTrue()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('it did not become true');
}

describe('files and jobs on a host', () => {
  let sshd: RealSshd;
  let raw: RawHost;
  let trips = 0;
  let jobsFolder: string;
  const log: LogLine[] = [];
  const make = (over: RawHost = raw, clock: Clock = realClock): HostTransport =>
    hostTransport({
      raw: over,
      user: 'root',
      redactor: createRedactor(),
      clock,
      jobsFolder,
      onLog: (line) => log.push(line),
      onRoundTrip: () => {
        trips += 1;
      },
    });
  const starts = (): number => readFileSync(join(sshd.folder, 'starts'), 'utf8').split('\n').length - 1;

  beforeAll(async () => {
    sshd = await startRealSshd({ programs: { 'systemd-run': SYSTEMD_RUN, systemctl: SYSTEMCTL, sudo: SUDO } });
    jobsFolder = join(sshd.folder, 'jobs');
    writeFileSync(join(sshd.folder, 'starts'), '');
    raw = await sshTo(sshd, 'pve1');
  });
  afterAll(async () => {
    await raw.close();
    await sshd.stop();
  });

  it('brings a file here whole and for its owner alone; what is not as it was told leaves what was here', async () => {
    const bytes = randomBytes(3_000_001);
    const source = join(sshd.folder, 'a saved file');
    const target = join(sshd.folder, 'brought');
    writeFileSync(source, bytes);
    const { sha256, sizeBytes } = asset(bytes);
    const seen: number[] = [];
    await make().download({ source, sha256, sizeBytes, target, onBytes: (received) => seen.push(received) });
    expect(Buffer.compare(readFileSync(target), bytes)).toBe(0);
    expect(statSync(target).mode & 0o777).toBe(0o600);
    expect(seen.at(-1)).toBe(bytes.length);
    writeFileSync(source, bytes.subarray(1));
    await expect(make().download({ source, sha256, sizeBytes, target })).rejects.toThrow(/transport\.download-damaged/);
    await expect(make().download({ source: `${source} none`, sha256, sizeBytes, target })).rejects.toThrow(
      /transport\.download-refused/,
    );
    expect(Buffer.compare(readFileSync(target), bytes)).toBe(0);
    expect(readdirSync(sshd.folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('places a file with its mode in two round trips, and sends nothing when it is there already', async () => {
    const bytes = randomBytes(3_000_001);
    const target = join(sshd.folder, "a file with ñ and 'quotes'");
    const seen: number[] = [];
    trips = 0;
    await make().upload(asset(bytes), target, { mode: 0o640, owner: 'root:root', onBytes: (sent) => seen.push(sent) });
    expect(trips).toBe(2);
    expect(readFileSync(target).equals(bytes)).toBe(true);
    expect(statSync(target).mode & 0o7777).toBe(0o640);
    expect(seen[seen.length - 1]).toBe(bytes.length);
    const { ino } = statSync(target);

    trips = 0;
    await make().upload(asset(bytes), target, { mode: 0o640, owner: 'root' });
    await make().upload(asset(bytes), target, { mode: 0o640, owner: 'root:root' });
    expect(trips).toBe(2);
    await make().upload(asset(bytes), target, { mode: 0o600 });
    expect(statSync(target)).toMatchObject({ ino });
    expect(statSync(target).mode & 0o7777).toBe(0o600);
  });

  it('sends a file from disk, and an empty one', async () => {
    const path = join(sshd.folder, 'source');
    const bytes = randomBytes(700_000);
    writeFileSync(path, bytes);
    const target = join(sshd.folder, 'from-disk');
    await make().upload({ ...asset(bytes), source: { path } }, target, { mode: 0o644 });
    expect(readFileSync(target).equals(bytes)).toBe(true);
    await make().upload(asset(new Uint8Array()), join(sshd.folder, 'empty'), { mode: 0o644 });
    expect(statSync(join(sshd.folder, 'empty')).size).toBe(0);
  });

  it('leaves the old file alone when what arrives is not what was promised', async () => {
    const target = join(sshd.folder, 'kept');
    writeFileSync(target, 'old');
    const wrong = { ...asset(Buffer.from('new content')), sha256: 'ab'.repeat(32) };
    expect(await code(make().upload(wrong, target, { mode: 0o644 }))).toBe('transport.upload-damaged');
    expect(readFileSync(target, 'utf8')).toBe('old');
    expect(readdirSync(sshd.folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('says what the host answered when it cannot store a file', async () => {
    const nowhere = join(sshd.folder, 'no-such-folder', 'x');
    expect(await code(make().upload(asset(Buffer.from('x')), nowhere, { mode: 0o644 }))).toBe(
      'transport.upload-refused',
    );
  });

  it('goes on where an upload was cut off', async () => {
    const bytes = randomBytes(40_000_000);
    const target = join(sshd.folder, 'big');
    const sent: number[] = [];
    let isCut = false;
    await make().upload(asset(bytes), target, {
      mode: 0o644,
      onBytes: (count) => {
        sent.push(count);
        if (!isCut && count > 20_000_000) {
          isCut = true;
          sshd.dropConnections();
        }
      },
    });
    expect(readFileSync(target).equals(bytes)).toBe(true);
    const resumedAt = sent.findIndex((count, index) => index > 0 && count < (sent[index - 1] as number));
    expect(resumedAt).toBeGreaterThan(0);
    expect(sent[resumedAt]).toBeGreaterThan(2_000_000); // what had arrived was not sent twice
  });

  it('runs a job apart from the connection, with its lines, its status and its characters', async () => {
    const lines: string[] = [];
    const job = make().job(
      'toy.step@pve1',
      change`echo uno; echo dos >&2; printf 'a\\303'; sleep 0.6; printf '\\261o\n'; exit 3`,
      {
        onLine: (line) => lines.push(line),
      },
    );
    expect(await job).toEqual({ code: 3, stdout: 'uno\ndos\naño\n', stderr: 'uno\ndos\naño' });
    expect(lines).toEqual(['uno', 'dos', 'año']);
    expect(readdirSync(jobsFolder)).toEqual([]);
  });

  it('runs a job once, although its start was asked for twice at the same time', async () => {
    const marker = join(sshd.folder, 'once');
    const command = change`echo effect >>${marker}; sleep 0.5; echo done`;
    const results = await Promise.all(
      [make().job('twice', command), make().job('twice', command)].map((job) => job.catch((error) => error)),
    );
    expect(readFileSync(marker, 'utf8')).toBe('effect\n');
    expect(results.some((result) => result.stdout === 'done\n')).toBe(true);
  });

  it('keeps a job going when the connection is lost, and gives its result in the end', async () => {
    const marker = join(sshd.folder, 'survivor');
    const running = make().job(
      'survivor',
      change`echo begun >>${marker}; sleep 1.5; echo end >>${marker}; echo result`,
    );
    await until(() => existsSync(marker));
    sshd.dropConnections();
    expect(await running).toMatchObject({ code: 0, stdout: 'result\n' });
    expect(readFileSync(marker, 'utf8')).toBe('begun\nend\n');
  });

  it('gives the result of a job to a laptop that slept past its deadline and lost its connection', async () => {
    const marker = join(sshd.folder, 'slept');
    let asleepMs = 0;
    const clock: Clock = { ...realClock, now: () => realClock.now() + asleepMs };
    const running = make(raw, clock).job('slept', change`echo begun >>${marker}; sleep 1; echo result`, {
      timeoutMs: 60_000,
    });
    await until(() => existsSync(marker));
    asleepMs = 8 * 3_600_000;
    sshd.dropConnections();
    await until(() => existsSync(join(jobsFolder, 'slept', 'exit')));
    expect(await running).toMatchObject({ code: 0, stdout: 'result\n' });
  });

  it('keeps following a job whose host refuses the login for a while, as a node does while it joins', async () => {
    const marker = join(sshd.folder, 'joining');
    const keys = join(sshd.folder, 'client.pub');
    const running = make().job(
      'joining',
      change`mv ${keys} ${`${keys}.away`}; echo begun >${marker}; sleep 1.5; mv ${`${keys}.away`} ${keys}; echo result`,
    );
    await until(() => existsSync(marker));
    sshd.dropConnections();
    expect(await running).toMatchObject({ code: 0, stdout: 'result\n' });
    expect(log.filter((line) => line.text.includes('calling again')).length).toBeGreaterThan(0);
  });

  it('attaches to a job that an earlier process of ours had started and left', async () => {
    const marker = join(sshd.folder, 'left');
    const command = change`echo begun >>${marker}; sleep 1; echo late`;
    const stopper = new AbortController();
    // Killed -9: nothing of ours is told to the host any more.
    const deaf: RawHost = {
      ...raw,
      run: (request) => (stopper.signal.aborted ? new Promise<number>(() => {}) : raw.run(request)),
    };
    void make(deaf).job('left', command);
    await until(() => existsSync(marker));
    stopper.abort();
    const before = starts();
    expect(await make().pendingJobs()).toContainEqual({ id: 'left', state: 'running' });
    await make().awaitJob('left');
    expect(await make().pendingJobs()).toContainEqual({ id: 'left', state: 'ended' });
    expect(await make().job('left', command)).toMatchObject({ code: 0, stdout: 'late\n' });
    expect(readFileSync(marker, 'utf8')).toBe('begun\n');
    expect(starts()).toBe(before);
    expect(await make().pendingJobs()).toEqual([]);
  });

  it('ends what a job does when it is stopped', async () => {
    const marker = join(sshd.folder, 'stopped');
    const controller = new AbortController();
    const running = code(
      make().job('stopped', change`echo begun >${marker}; sleep 60; echo more >>${marker}`, {
        signal: controller.signal,
      }),
    );
    await until(() => existsSync(marker));
    controller.abort();
    expect(await running).toBe('transport.stopped');
    expect(await make().pendingJobs()).toEqual([]);
    expect(readFileSync(marker, 'utf8')).toBe('begun\n');
  });

  it('never starts again by itself what was begun and lost its host', async () => {
    const folder = join(jobsFolder, 'rebooted');
    mkdirSync(join(folder, 'began'), { recursive: true });
    const marker = join(sshd.folder, 'rebooted');
    const command = change`echo effect >>${marker}`;
    const { wireText } = await import('../../../../../electron/engine/shell/command.ts');
    writeFileSync(join(folder, 'command.sha256'), `${createHash('sha256').update(wireText(command)).digest('hex')}\n`);
    expect(await make().pendingJobs()).toContainEqual({ id: 'rebooted', state: 'lost' });
    expect(await code(make().job('rebooted', command))).toBe('transport.job-lost');
    expect(existsSync(marker)).toBe(false);
    expect(await make().job('rebooted', command)).toMatchObject({ code: 0 }); // asked for again, after a look
    expect(readFileSync(marker, 'utf8')).toBe('effect\n');
  });

  it('starts what was prepared but never begun', async () => {
    mkdirSync(join(jobsFolder, 'prepared'), { recursive: true });
    expect(await make().pendingJobs()).toContainEqual({ id: 'prepared', state: 'idle' });
    expect(await make().job('prepared', change`echo ok`)).toMatchObject({ code: 0, stdout: 'ok\n' });
  });

  it('refuses another command under the id of a running job, and a secret in any job', async () => {
    const first = make().job('same', change`sleep 3`);
    await until(() => existsSync(join(jobsFolder, 'same', 'began')));
    expect(await code(make().job('same', change`sleep 2`))).toBe('transport.job-conflict');
    await first;
    expect(await code(make().job('secret', change`echo ${new Secret('hunter2hunter2')}`))).toBe('transport.job-secret');
  });

  it('works as another user through sudo, and says when sudo refuses', async () => {
    const asUser = hostTransport({ raw, user: 'tec', redactor: createRedactor(), clock: realClock, jobsFolder });
    const secret = new Secret("it's ñ");
    const result = await asUser.exec(change`printf %s ${secret}; echo " $LC_ALL" ${'a b'}; cat`, { stdin: 'in' });
    expect(result).toEqual({ code: 0, stdout: "it's ñ C.UTF-8 a b\nin", stderr: '' });
    const target = join(sshd.folder, 'by-sudo');
    await asUser.upload(asset(Buffer.from('x')), target, { mode: 0o600 });
    expect(readFileSync(target, 'utf8')).toBe('x');
    writeFileSync(join(sshd.folder, 'no-sudo'), '');
    expect(await code(asUser.exec(change`true`))).toBe('transport.sudo-refused');
  });

  it('does the same on the machine it runs on', async () => {
    const local = make(localHost('here'));
    const target = join(sshd.folder, 'local-file');
    await local.upload(asset(Buffer.from('hola')), target, { mode: 0o600 });
    expect(readFileSync(target, 'utf8')).toBe('hola');
    expect(await local.exec(change`cat; echo err >&2; exit 4`, { stdin: 'in' })).toEqual({
      code: 4,
      stdout: 'in',
      stderr: 'err\n',
    });
    expect(await code(local.exec(change`kill -9 $$`))).toBe('transport.killed');
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 100);
    expect(await code(local.exec(change`sleep 60 & wait`, { signal: controller.signal }))).toBe('transport.stopped');
  });
});

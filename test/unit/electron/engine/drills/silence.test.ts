import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  beginSilence,
  endSilence,
  hasFilter,
  type Silence,
  UNIT,
} from '../../../../../electron/engine/drills/silence.ts';
import { type Command, type CommandKind, wireText } from '../../../../../electron/engine/shell/command.ts';
import type { ExecResult, Transport } from '../../../../../electron/engine/transport/port.ts';
import { needRoot, needTools } from '../../../../support/needed-tools.ts';

/** The real packet filter of this kernel, both kinds of it, in a network of its own. Only systemd is played. */
const SYSTEMD_RUN = `#!/bin/sh
for word in "$@"; do last=$word; case "$word" in --unit=*) unit=\${word#--unit=} ;; esac; done
[ ! -e "$UNITS/$unit.service" ] || { echo "Unit $unit.service was already loaded or has a fragment file." >&2; exit 1; }
setsid sh -c "$last; rm -f $UNITS/$unit.service" >/dev/null 2>&1 </dev/null &
echo $! >"$UNITS/$unit.service"
`;
const SYSTEMCTL = `#!/bin/sh
for unit in "$@"; do :; done
case "$1" in
is-active) kill -0 "$(cat "$UNITS/$unit")" 2>/dev/null ;;
stop) [ -e "$UNITS/$unit" ] && { kill -- "-$(cat "$UNITS/$unit")"; rm -f "$UNITS/$unit"; } ;;
esac
`;

describe.each(['nft', 'legacy'])('with iptables-%s', (kind) => {
  let folder: string;
  let network: ChildProcess;
  beforeAll(() => {
    needRoot('a network of their own');
    needTools('iptables', 'unshare', 'nsenter', 'setsid');
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sitewright-silence-'));
    await writeFile(join(folder, 'systemd-run'), SYSTEMD_RUN, { mode: 0o755 });
    await writeFile(join(folder, 'systemctl'), SYSTEMCTL, { mode: 0o755 });
    for (const tool of ['iptables', 'ip6tables']) await symlink(`/usr/sbin/${tool}-${kind}`, join(folder, tool));
    network = spawn('unshare', ['-n', 'sh', '-c', 'echo up; exec sleep 600'], { stdio: ['ignore', 'pipe', 'ignore'] });
    await once(network.stdout as NodeJS.ReadableStream, 'data');
  });
  afterEach(async () => {
    network.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  const run = (script: string): Promise<ExecResult> =>
    new Promise((resolve) => {
      const env = { PATH: `${folder}:/usr/sbin:/usr/bin:/sbin:/bin`, UNITS: folder };
      const words = ['-t', String(network.pid), '-n', 'sh', '-c', script];
      execFile('nsenter', words, { env }, (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr }),
      );
    });
  const host: Transport = {
    host: 'here',
    exec: (command: Command<CommandKind>) => run(wireText(command)),
    upload: () => Promise.reject(new Error('nothing is uploaded')),
    job: () => Promise.reject(new Error('no job is begun')),
    forward: () => Promise.reject(new Error('no stream is opened')),
  };
  const { signal } = new AbortController();
  const silence: Silence = { addresses: ['10.0.0.2', 'fd00::2'], witness: '10.0.0.9', seconds: 60 };
  const rules = async () =>
    (await run('iptables -S; ip6tables -S')).stdout.split('\n').filter((line) => line.startsWith('-A'));

  it('a silence throws away what corosync sends and gets on these addresses, refuses the witness, and ends without a trace', async () => {
    expect(await hasFilter(host, silence, signal)).toBe(true);
    await run('iptables -A INPUT -s 10.9.9.9 -j DROP');
    await beginSilence(host, silence, signal);
    const set = await rules();
    expect(set).toHaveLength(6);
    expect(
      set.filter((line) => /-p udp .*--dport 5405:5412 .*--comment "?sitewright-drill"? -j DROP$/.test(line)),
    ).toHaveLength(4);
    expect(set.find((line) => /--dport 5403/.test(line))).toMatch(
      /^-A OUTPUT -p tcp .*-j REJECT --reject-with tcp-reset$/,
    );
    expect(await endSilence(host, silence, signal)).toBe(true);
    // what was there before is as it was
    expect(await rules()).toEqual(['-A INPUT -s 10.9.9.9/32 -j DROP']);
    expect((await run(`systemctl is-active ${UNIT}.service`)).code).not.toBe(0);
    expect(await endSilence(host, silence, signal)).toBe(true);
  });

  it('a silence ends by itself when its time is over', async () => {
    await beginSilence(host, { ...silence, seconds: 1 }, signal);
    expect(await rules()).toHaveLength(5);
    await expect.poll(rules, { timeout: 10_000, interval: 100 }).toEqual([]);
  });

  it('what an earlier silence left is cleared by the next one, rules that were set twice included', async () => {
    await beginSilence(host, silence, signal);
    await run('iptables -I INPUT -d 10.0.0.2 -p udp --dport 5405:5412 -m comment --comment sitewright-drill -j DROP');
    await beginSilence(host, silence, signal);
    expect(await rules()).toHaveLength(5);
    expect(await endSilence(host, silence, signal)).toBe(true);
    expect(await rules()).toEqual([]);
  });

  it('nothing is cut where the way back cannot be laid', async () => {
    await writeFile(join(folder, 'systemd-run'), '#!/bin/sh\necho no bus >&2\nexit 1\n', { mode: 0o755 });
    await expect(beginSilence(host, silence, signal)).rejects.toThrow();
    expect(await rules()).toEqual([]);
  });
});

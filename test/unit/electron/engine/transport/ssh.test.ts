import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../../../../electron/api/diagnostic.ts';
import { realClock } from '../../../../../electron/engine/shell/clock.ts';
import { change, read, Secret } from '../../../../../electron/engine/shell/command.ts';
import { createRedactor } from '../../../../../electron/engine/shell/redactor.ts';
import {
  type HostKeyPolicy,
  hostKeyFingerprint,
  openHostKeys,
} from '../../../../../electron/engine/transport/host-keys.ts';
import type { LogLine } from '../../../../../electron/engine/transport/host-transport.ts';
import { createTransports, type Transports } from '../../../../../electron/engine/transport/pool.ts';
import { tcpDialer } from '../../../../../electron/engine/transport/tcp-dialer.ts';
import { freePort, type RealSshd, startRealSshd } from '../../../../support/real-sshd.ts';

const FIRST: HostKeyPolicy = { mode: 'pin-first-with-evidence', by: 'test', note: 'first contact in a test' };

describe('hosts over a real OpenSSH server', () => {
  let sshd: RealSshd;
  let pins = 0;
  const open: Transports[] = [];

  beforeAll(async () => {
    sshd = await startRealSshd();
  });
  afterAll(async () => {
    await Promise.all(open.map((transports) => transports.close()));
    await sshd.stop();
  });

  async function transports(
    options: {
      policy?: HostKeyPolicy;
      onLog?: (line: LogLine) => void;
      key?: string;
      port?: number;
      pinFile?: string;
    } = {},
  ): Promise<Transports> {
    pins += 1;
    const made = createTransports({
      hosts: [
        { name: 'pve1', address: '127.0.0.1', port: options.port ?? sshd.port, user: sshd.user },
        { name: 'inner', address: '127.0.0.1', port: sshd.port, user: sshd.user, via: 'pve1' },
      ],
      dialer: tcpDialer,
      key: new Secret(options.key ?? sshd.clientKey),
      hostKeys: await openHostKeys(options.pinFile ?? join(sshd.folder, `pins-${pins}.json`)),
      hostKeyPolicy: options.policy ?? FIRST,
      redactor: createRedactor(),
      clock: realClock,
      connectTimeoutMs: 5_000,
      ...(options.onLog ? { onLog: options.onLog } : {}),
    });
    open.push(made);
    return made;
  }

  async function failure(
    act: Promise<unknown>,
  ): Promise<{ code: string; params: unknown; evidence: readonly string[] }> {
    try {
      await act;
    } catch (error) {
      if (error instanceof DiagnosticError) return error.diagnostics[0];
      throw error;
    }
    throw new Error('it did not fail');
  }

  it('gives back exit status, both streams and whole lines', async () => {
    const host = (await transports()).read('pve1');
    const lines: string[] = [];
    const result = await host.exec(read`printf 'uno\ndos'; echo tres >&2; exit 7`, {
      onLine: (line, stream) => lines.push(`${stream} ${line}`),
    });
    expect(result).toEqual({ code: 7, stdout: 'uno\ndos', stderr: 'tres\n' });
    expect(lines.sort()).toEqual(['err tres', 'out dos', 'out uno']);
  });

  it('keeps characters whole that arrive in two pieces', async () => {
    const host = (await transports()).read('pve1');
    const result = await host.exec(
      read`printf 'a\\303'; sleep 0.2; printf '\\261o \\360\\237'; sleep 0.2; printf '\\231\\202'`,
    );
    expect(result.stdout).toBe('año 🙂');
  });

  it('sends standard input and leaves it empty when there is none', async () => {
    const host = (await transports()).read('pve1');
    const big = randomBytes(3_000_000);
    const counted = await host.exec(read`sha256sum | cut -c1-64; wc -c </dev/null`, { stdin: big });
    const { createHash } = await import('node:crypto');
    expect(counted.stdout).toBe(`${createHash('sha256').update(big).digest('hex')}\n0\n`);
    expect((await host.exec(read`cat; echo end`)).stdout).toBe('end\n');
  });

  it('speaks English and takes arguments as UTF-8', async () => {
    const host = (await transports()).read('pve1');
    expect((await host.exec(read`echo $LC_ALL ${'ñ'}`)).stdout).toBe('C.UTF-8 ñ\n');
  });

  it('keeps secrets out of the list of processes of the host and out of the log', async () => {
    const log: LogLine[] = [];
    const host = (await transports({ onLog: (line) => log.push(line) })).change('pve1');
    const secret = new Secret(`c'an$ry "ñ\n${randomBytes(6).toString('hex')}`);
    const target = join(sshd.folder, 'secret-file');
    const result = await host.exec(
      change`printf %s ${secret} >${target}; cat; cat /proc/$$/cmdline | tr '\\0' ' '; echo; tr '\\0' ' ' </proc/$PPID/cmdline; printf %s ${secret}`,
      { stdin: 'and its own input\n' },
    );
    expect(readFileSync(target, 'utf8')).toBe(secret.reveal());
    expect(result.stdout).toContain('and its own input');
    expect(result.stdout.endsWith(secret.reveal())).toBe(true);
    expect(result.stdout.slice(0, -secret.reveal().length)).not.toContain('an$ry');
    expect(JSON.stringify(log)).not.toContain('an$ry');
    expect(log[0]).toMatchObject({ host: 'pve1', level: 'change' });
    expect(log[0]?.text).toContain('printf %s ***');
  });

  it('opens one connection for many commands at once and counts each as a round trip', async () => {
    const made = await transports();
    const host = made.read('pve1');
    const peers = await Promise.all([1, 2, 3, 4].map(() => host.exec(read`echo $SSH_CONNECTION`)));
    expect(new Set(peers.map((result) => result.stdout)).size).toBe(1);
    expect(made.roundTrips('pve1')).toBe(4);
  });

  it('takes a lost connection for a failure, never for a result, and does not repeat a change', async () => {
    const made = await transports();
    const marker = join(sshd.folder, 'changes');
    const changing = made.change('pve1').exec(change`echo once >>${marker}; sleep 2`);
    const failed = failure(changing);
    await until(() => existsSync(marker));
    sshd.dropConnections();
    expect(await failed).toMatchObject({
      code: 'transport.connection-lost',
      retryable: true,
      params: { host: 'pve1' },
    });
    expect(readFileSync(marker, 'utf8')).toBe('once\n');
    expect((await made.change('pve1').exec(change`true`)).code).toBe(0);
  });

  it('looks again by itself, once, when the connection is lost while looking', async () => {
    const made = await transports();
    const marker = join(sshd.folder, 'looks');
    const looking = made
      .read('pve1')
      .exec(read`echo look >>${marker}; [ $(wc -l <${marker}) = 2 ] || sleep 5; echo seen`);
    await until(() => existsSync(marker));
    sshd.dropConnections();
    expect((await looking).stdout).toBe('seen\n');
    expect(made.roundTrips('pve1')).toBe(2);
  });

  it('says when a command was killed from outside', async () => {
    const host = (await transports()).read('pve1');
    expect(await failure(host.exec(read`kill -9 $$`))).toMatchObject({
      code: 'transport.killed',
      params: { signal: 'KILL' },
    });
  });

  it('ends the remote process when stopped, also after its input was closed', async () => {
    const made = await transports();
    for (const stdin of [undefined, 'input']) {
      const marker = join(sshd.folder, `pid-${stdin}`);
      const controller = new AbortController();
      const running = failure(
        made.change('pve1').exec(change`sh -c 'sleep 300 & echo $! >"$0"; wait' ${marker}`, {
          signal: controller.signal,
          ...(stdin ? { stdin } : {}),
        }),
      );
      await until(() => existsSync(marker) && readFileSync(marker, 'utf8').endsWith('\n'));
      const pid = Number(readFileSync(marker, 'utf8'));
      expect(existsSync(`/proc/${pid}`)).toBe(true);
      controller.abort();
      expect((await running).code).toBe('transport.stopped');
      await until(() => !isAlive(pid));
    }
  });

  it('stops a command that does not end in time and shows its last lines', async () => {
    const host = (await transports()).read('pve1');
    const seen = await failure(host.exec(read`echo still here; sleep 60`, { timeoutMs: 400 }));
    expect(seen.code).toBe('transport.command-timeout');
    expect(seen.evidence).toContain('still here');
  });

  it('reaches a host through another one', async () => {
    const made = await transports();
    const result = await made.read('inner').exec(read`echo inside`);
    expect(result.stdout).toBe('inside\n');
    expect(made.roundTrips('pve1')).toBe(0);
  });

  it('refuses a change where only looking is allowed, before anything is sent', async () => {
    const made = await transports();
    const sneaked = change`touch ${join(sshd.folder, 'sneaked')}` as unknown as ReturnType<typeof read>;
    expect((await failure(made.read('pve1').exec(sneaked))).code).toBe('transport.change-refused');
    expect(made.roundTrips('pve1')).toBe(0);
  });

  it('tells the ways of not getting through apart', async () => {
    const nobody = await transports({ port: await freePort() });
    expect(await failure(nobody.read('pve1').exec(read`true`))).toMatchObject({
      code: 'transport.refused',
      evidence: [expect.stringMatching(/^connect ECONNREFUSED /)],
    });
    const { execFileSync } = await import('node:child_process');
    const other = join(sshd.folder, 'other');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', other]);
    const stranger = await transports({ key: readFileSync(other, 'utf8') });
    expect(await failure(stranger.read('pve1').exec(read`true`))).toMatchObject({
      code: 'transport.login-refused',
      params: { user: sshd.user },
    });
    const unreadable = await transports({ key: 'no key at all' });
    expect((await failure(unreadable.read('pve1').exec(read`true`))).code).toBe('transport.key-unusable');
  });

  it('refuses an unknown host key where only pinned ones count, and shows its fingerprint', async () => {
    const made = await transports({ policy: { mode: 'pinned-only' } });
    expect(await failure(made.read('pve1').exec(read`true`))).toMatchObject({
      code: 'transport.host-key-unknown',
      params: { fingerprint: hostKeyFingerprint(sshd.hostKey) },
    });
  });

  it('stops at a changed host key until a person replaces the pin, and keeps the evidence', async () => {
    const pinFile = join(sshd.folder, 'changing.json');
    const before = await startRealSshd({ clientKey: sshd.clientKey });
    const first = await transports({ pinFile, port: before.port });
    await first.read('pve1').exec(read`true`);
    await first.close();
    await before.stop();

    const after = await startRealSshd({ clientKey: sshd.clientKey, port: before.port });
    try {
      const second = await transports({ pinFile, port: after.port });
      const seen = await failure(second.read('pve1').exec(read`true`));
      expect(seen).toMatchObject({
        code: 'transport.host-key-changed',
        retryable: false,
        params: { pinned: hostKeyFingerprint(before.hostKey), seen: hostKeyFingerprint(after.hostKey) },
      });
      expect((await failure(second.change('pve1').exec(change`true`))).code).toBe('transport.host-key-changed');

      const keys = await openHostKeys(pinFile);
      const evidence = { origin: 'reinstalled-on-purpose', by: 'ana', note: 'disk replaced' } as const;
      expect((await failure(keys.replace('pve1', 'SHA256:else', evidence))).code).toBe('transport.pin-mismatch');
      await keys.replace('pve1', hostKeyFingerprint(after.hostKey), evidence);
      const third = await transports({ pinFile, port: after.port, policy: { mode: 'pinned-only' } });
      expect((await third.read('pve1').exec(read`echo in`)).stdout).toBe('in\n');
      const saved = JSON.parse(readFileSync(pinFile, 'utf8'));
      expect(saved.hosts.pve1.pins[0].evidence).toEqual(evidence);
      expect(saved.hosts.pve1.replaced[0].fingerprint).toBe(hostKeyFingerprint(before.hostKey));
    } finally {
      await after.stop();
    }
  });

  it('refuses a damaged file of pins instead of trusting anew', async () => {
    const pinFile = join(sshd.folder, 'damaged.json');
    writeFileSync(pinFile, '{"version":1,"hosts":{"pve1":');
    expect((await failure(openHostKeys(pinFile))).code).toBe('transport.host-keys-unreadable');
  });

  it('does not take just any listener for an SSH server', async () => {
    const { createServer } = await import('node:net');
    const server = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const made = await transports({ port: (server.address() as { port: number }).port });
    expect((await failure(made.read('pve1').exec(read`true`))).code).toBe('transport.no-handshake');
    server.close();
  });
});

async function until(isTrue: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    if (isTrue()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('it did not become true');
}

function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

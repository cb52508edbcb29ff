import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServedWorld, serveWorld } from '../../../../../../electron/engine/rehearsal/kernel/serve-world.ts';
import { makeEd25519, makeRsa } from '../../../../../../electron/engine/rehearsal/kernel/ssh-keys.ts';
import type { SimWorld } from '../../../../../../electron/engine/rehearsal/kernel/world.ts';
import { needTools } from '../../../../../support/needed-tools.ts';
import { debianHost, debianWorld } from '../../../../../support/simulated-site.ts';

const folder = mkdtempSync(join(tmpdir(), 'sim-ssh-'));
const key = makeEd25519('tester');
let world: SimWorld;
let served: ServedWorld;

beforeAll(async () => {
  needTools('ssh', 'ssh-keygen');
  world = debianWorld({
    hosts: [
      debianHost('vm1', '192.168.1.21', {
        authorizedKeys: { root: [key.publicLine] },
        passwords: { root: "p'w $x ñ" },
      }),
      debianHost('vm2', '192.168.1.22', { authorizedKeys: { root: [key.publicLine] } }),
    ],
  });
  served = await serveWorld(world, { networkFile: join(folder, 'network.json') });
  writeFileSync(join(folder, 'key'), key.privateText, { mode: 0o600 });
  const line = Buffer.from(world.hosts.get('vm1')?.files.read('/etc/ssh/ssh_host_ed25519_key.pub') ?? []).toString();
  writeFileSync(join(folder, 'known'), `vm1 ${line}`);
});
afterAll(async () => {
  await served.close();
  rmSync(folder, { recursive: true, force: true });
});

function portOf(address: string): number {
  const found = served.network.resolve(address, 22);
  if (found.kind !== 'open') throw new Error(`${address} is ${found.kind}`);
  return found.port;
}
const commonOptions = () => [
  '-F',
  'none',
  '-i',
  join(folder, 'key'),
  '-o',
  'BatchMode=yes',
  '-o',
  'HostKeyAlias=vm1',
  '-o',
  `UserKnownHostsFile=${join(folder, 'known')}`,
  '-o',
  'StrictHostKeyChecking=yes',
  '-o',
  'IdentitiesOnly=yes',
];

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}
/** A real OpenSSH program; asynchronous, since the server lives in this process. */
function openssh(program: string, args: readonly string[], input: string | Buffer = ''): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: { PATH: process.env.PATH ?? '', LC_ALL: 'C' } });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }),
    );
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
const ssh = (command: string, input: string | Buffer = '') =>
  openssh('ssh', [...commonOptions(), '-p', String(portOf('192.168.1.21')), 'root@127.0.0.1', command], input);

function client(address: string, options: ssh2.ConnectConfig): Promise<ssh2.Client> {
  return new Promise((resolve, reject) => {
    const connection = new ssh2.Client();
    connection.on('ready', () => resolve(connection));
    connection.on('error', reject);
    connection.connect({ host: '127.0.0.1', port: portOf(address), username: 'root', ...options });
  });
}
function exec(connection: ssh2.Client, command: string): Promise<Outcome & { readonly signal?: string }> {
  return new Promise((resolve, reject) => {
    connection.exec(command, (error, stream) => {
      if (error) return reject(error);
      let stdout = '';
      let stderr = '';
      let end: { code: number | null; signal?: string } = { code: null };
      stream.on('data', (chunk: Buffer) => {
        stdout += chunk.toString();
      });
      stream.stderr.on('data', (chunk: Buffer) => {
        stderr += chunk.toString();
      });
      stream.on('exit', (code: number | null, signal?: string) => {
        end = signal === undefined ? { code } : { code, signal };
      });
      stream.on('close', () => resolve({ ...end, stdout, stderr }));
      return undefined;
    });
  });
}

describe('the SSH server of a simulated host, asked by OpenSSH', () => {
  it('runs a command with streams and exit code', async () => {
    expect(await ssh('echo out; echo err >&2; hostname; exit 5')).toEqual({
      code: 5,
      stdout: 'out\nvm1\n',
      stderr: 'err\n',
    });
    expect((await ssh('no-such-program')).code).toBe(127);
  });

  it('passes standard input byte by byte', async () => {
    const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 256));
    const sent = await ssh('cat > /root/blob; sha256sum < /root/blob', bytes);
    const real = spawnSync('sha256sum', { input: bytes, encoding: 'utf8' });
    expect(sent.stdout).toBe(real.stdout);
    expect((await ssh('a=$(head -c 3); echo $a; cat', 'abcdef')).stdout).toBe('abc\ndef');
  });

  it('lets a key in only while authorized_keys names it', async () => {
    await ssh('mv /root/.ssh/authorized_keys /root/keys');
    expect((await ssh('true')).code).toBe(255);
    world.hosts.get('vm1')?.files.rename('/root/keys', '/root/.ssh/authorized_keys');
    expect((await ssh('true')).code).toBe(0);
  });

  it('serves SFTP with rename over an existing file, modes, folders and links', async () => {
    const local = join(folder, 'local.txt');
    writeFileSync(local, 'first\n');
    const batch = [
      'mkdir /root/up',
      `put ${local} /root/up/a`,
      'rename /root/up/a /root/up/b',
      `put ${local} /root/up/a`,
      'rename /root/up/a /root/up/b',
      'chmod 600 /root/up/b',
      'symlink /root/up/b /root/up/l',
      `get /root/up/l ${join(folder, 'back.txt')}`,
      'ls -l /root/up',
      'rm /root/up/l',
    ].join('\n');
    const result = await openssh(
      'sftp',
      [...commonOptions(), '-P', String(portOf('192.168.1.21')), '-b', '-', 'root@127.0.0.1'],
      `${batch}\n`,
    );
    expect(result.code).toBe(0);
    expect(readFileSync(join(folder, 'back.txt'), 'utf8')).toBe('first\n');
    expect(result.stdout).toMatch(/-rw------- .* b$/m);
    expect((await ssh('ls /root/up; stat -c %a /root/up/b')).stdout).toBe('b\n600\n');
  });

  it('serves scp and ssh-keyscan', async () => {
    const copied = await openssh('scp', [
      ...commonOptions(),
      '-P',
      String(portOf('192.168.1.21')),
      join(folder, 'local.txt'),
      'root@127.0.0.1:/root/copied',
    ]);
    expect(copied.code).toBe(0);
    expect((await ssh('cat /root/copied')).stdout).toBe('first\n');
    const scan = await openssh('ssh-keyscan', ['-p', String(portOf('192.168.1.21')), '-t', 'ed25519,rsa', '127.0.0.1']);
    expect(scan.stdout).toMatch(/ssh-ed25519 AAAA/);
    expect(scan.stdout).toMatch(/ssh-rsa AAAA/);
  });

  it('forwards to another simulated host by its simulated address', async () => {
    const proxy = `ssh ${commonOptions().join(' ')} -p ${portOf('192.168.1.21')} -W 192.168.1.22:22 root@127.0.0.1`;
    const known = Buffer.from(world.hosts.get('vm2')?.files.read('/etc/ssh/ssh_host_ed25519_key.pub') ?? []).toString();
    writeFileSync(join(folder, 'known2'), `vm2 ${known}`);
    const result = await openssh('ssh', [
      '-F',
      'none',
      '-i',
      join(folder, 'key'),
      '-o',
      'BatchMode=yes',
      '-o',
      'HostKeyAlias=vm2',
      '-o',
      `UserKnownHostsFile=${join(folder, 'known2')}`,
      '-o',
      `ProxyCommand=${proxy}`,
      'root@192.168.1.22',
      'hostname',
    ]);
    expect(result).toMatchObject({ code: 0, stdout: 'vm2\n' });
  });
});

describe('keys made for the simulated site', () => {
  it.each([
    ['ed25519', makeEd25519('me@here')],
    ['rsa', makeRsa('me@here')],
  ] as const)('a %s key is one that ssh-keygen reads', (_type, pair) => {
    const path = join(folder, `made-${pair.type}`);
    writeFileSync(path, pair.privateText, { mode: 0o600 });
    const derived = spawnSync('ssh-keygen', ['-y', '-f', path], { encoding: 'utf8' });
    expect(derived.stdout.trim()).toBe(pair.publicLine);
  });
});

describe('the SSH server of a simulated host, asked by ssh2', () => {
  it('takes root’s password and refuses a wrong one', async () => {
    const connection = await client('192.168.1.21', { password: "p'w $x ñ" });
    expect((await exec(connection, 'id -un')).stdout).toBe('root\n');
    connection.end();
    await expect(client('192.168.1.21', { password: 'wrong' })).rejects.toThrow(/authentication/);
  });

  it('ends a foreground program when the connection goes, and not a systemd-run unit', async () => {
    const connection = await client('192.168.1.21', { privateKey: key.privateText });
    const started = await exec(
      connection,
      "systemd-run --quiet --collect --unit=job1 sh -c 'sleep 60; echo done > /root/unit-done'",
    );
    expect(started.code).toBe(0);
    connection.exec('sleep 60; echo done > /root/foreground-done', () => undefined);
    await expect
      .poll(() => [...world.processes.values()].some((entry) => entry.argv.join(' ') === 'sleep 60'))
      .toBe(true);
    connection.destroy();
    await expect
      .poll(() => world.hosts.get('vm1')?.files.stat('/root/unit-done') !== undefined, { timeout: 10_000 })
      .toBe(true);
    await world.sleep(60);
    expect(world.hosts.get('vm1')?.files.stat('/root/foreground-done')).toBeUndefined();
  });

  it('cuts the connection where a fault says so, without an exit code', async () => {
    world.orderFault('ssh.drops@cluster.join-node');
    const first = await client('192.168.1.22', { privateKey: key.privateText });
    expect((await exec(first, 'echo before')).code).toBe(0);
    served.ask({ do: 'step-began', itemId: 'cluster.join-node@vm2', hosts: ['vm2'] });
    // what else goes on meanwhile, on another host, takes nothing away from it
    served.ask({ do: 'step-began', itemId: 'base.time@vm1', hosts: ['vm1'] });
    const elsewhere = await client('192.168.1.21', { privateKey: key.privateText });
    expect((await exec(elsewhere, 'echo spared')).stdout).toBe('spared\n');
    elsewhere.end();
    const cut = await exec(first, 'sleep 1; echo never');
    expect(cut.code).toBeNull();
    const again = await client('192.168.1.22', { privateKey: key.privateText });
    expect((await exec(again, 'echo after')).stdout).toBe('after\n');
    again.end();
  });

  it('is gone while the host has no power and back after the boot, with the same host key', async () => {
    const before = world.hosts.get('vm2')?.files.read('/etc/ssh/ssh_host_ed25519_key.pub');
    world.setPower(world.hosts.get('vm2') as never, false);
    await served.network.settled();
    expect(served.network.resolve('192.168.1.22', 22)).toEqual({ kind: 'unreachable' });
    await expect(served.dialer.connect('192.168.1.22', 22)).rejects.toMatchObject({ code: 'EHOSTUNREACH' });
    world.setPower(world.hosts.get('vm2') as never, true);
    await served.network.settled();
    expect(served.network.resolve('192.168.1.22', 22).kind).toBe('open');
    await expect(served.dialer.connect('192.168.1.22', 8006)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(world.hosts.get('vm2')?.files.read('/etc/ssh/ssh_host_ed25519_key.pub')).toEqual(before);
  });

  it('keeps every command line that a host saw', () => {
    const seen = world.seen.filter((entry) => entry.host === 'vm1').map((entry) => entry.argv.join(' '));
    expect(seen).toContain('sleep 60');
    expect(JSON.stringify(seen)).not.toContain("p'w");
  });
});

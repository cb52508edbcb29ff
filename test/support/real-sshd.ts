import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { needTools } from './needed-tools.ts';

/** A real OpenSSH server of our own on loopback: own port, own keys, own folder, ended by its process id. */
export interface RealSshd {
  readonly port: number;
  readonly user: string;
  /** Private key that it lets in. */
  readonly clientKey: string;
  /** Folder of this server; removed by `stop`. */
  readonly folder: string;
  /** Raw public host key, as on the wire. */
  readonly hostKey: Buffer;
  /** Ends every open connection from the server's side, as a power cut would; the server goes on listening. */
  dropConnections(): void;
  stop(): Promise<void>;
}

export interface RealSshdOptions {
  /** Executables by name, found first by every command (a stub `systemd-run`). */
  readonly programs?: Readonly<Record<string, string>>;
  /** Listen here again, with a new host key: a machine that was reinstalled. */
  readonly port?: number;
  readonly clientKey?: string;
}

export async function startRealSshd(options: RealSshdOptions = {}): Promise<RealSshd> {
  needTools('sshd', 'ssh-keygen');
  const folder = mkdtempSync(join(tmpdir(), 'sitewright-sshd-'));
  const user = userInfo().username;
  const port = options.port ?? (await freePort());
  const programs = join(folder, 'programs');
  mkdirSync(programs);
  for (const [name, text] of Object.entries(options.programs ?? {})) {
    writeFileSync(join(programs, name), text);
    chmodSync(join(programs, name), 0o755);
  }
  const makeKey = (name: string): void => {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'test', '-f', join(folder, name)]);
  };
  makeKey('host');
  if (options.clientKey) {
    writeFileSync(join(folder, 'client'), options.clientKey, { mode: 0o600 });
    writeFileSync(join(folder, 'client.pub'), execFileSync('ssh-keygen', ['-y', '-f', join(folder, 'client')]));
  } else {
    makeKey('client');
  }
  if (userInfo().uid === 0) mkdirSync('/run/sshd', { recursive: true });
  writeFileSync(
    join(folder, 'sshd_config'),
    [
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${join(folder, 'host')}`,
      `AuthorizedKeysFile ${join(folder, 'client.pub')}`,
      'PidFile none',
      'UsePAM no',
      'PasswordAuthentication no',
      'StrictModes no',
      'PermitRootLogin prohibit-password',
      'AllowTcpForwarding yes',
      'MaxSessions 50',
      `SetEnv PATH=${programs}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin STUB_STATE=${folder}`,
      '',
    ].join('\n'),
  );
  const server = spawn('/usr/sbin/sshd', ['-D', '-e', '-f', join(folder, 'sshd_config')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  server.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  await answers(port, server, () => said);
  const publicKey = readFileSync(join(folder, 'host.pub'), 'utf8').split(' ')[1] ?? '';
  const dropConnections = (): void => {
    for (const pid of childrenOf(server.pid ?? -1)) {
      for (const below of childrenOf(pid)) signal(below, 'SIGKILL', 'sshd');
      signal(pid, 'SIGKILL', 'sshd');
    }
  };
  return {
    port,
    user,
    folder,
    clientKey: readFileSync(join(folder, 'client'), 'utf8'),
    hostKey: Buffer.from(publicKey, 'base64'),
    dropConnections,
    async stop() {
      dropConnections();
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function childrenOf(pid: number): readonly number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
    return text.trim().split(/\s+/).filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

/** Only processes of that name: the commands that sshd started live on, as they do on a real host. */
function signal(pid: number, name: NodeJS.Signals, command: string): void {
  try {
    if (readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith(command)) process.kill(pid, name);
  } catch {
    // Already gone.
  }
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function answers(port: number, server: ChildProcess, said: () => string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (server.exitCode !== null) throw new Error(`sshd did not start:\n${said()}`);
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = createConnection({ host: '127.0.0.1', port });
      socket.once('connect', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
    if (isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`sshd does not listen:\n${said()}`);
}

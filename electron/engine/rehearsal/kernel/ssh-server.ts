import { createServer, type Server as NetServer, type Socket } from 'node:net';
import ssh2, { type AuthContext, type Connection, type ServerChannel, type Session } from 'ssh2';
import { fail } from '../../../api/diagnostic.ts';
import { authorizedBlobs, homeOf, userExists } from './authorized-keys.ts';
import { takeFaultAt } from './command-fate.ts';
import { servedHostKeys } from './host-keys.ts';
import { InputSource } from './input-source.ts';
import { Killed, parseSignal } from './killed.ts';
import type { SimulatedHost } from './simulated-host.ts';
import { SftpServer } from './ssh/sftp-server.ts';
import type { SimWorld } from './world.ts';

const MAX_AUTH_TRIES = 6;
const SFTP_ARGV = ['/usr/lib/openssh/sftp-server'] as const;

/** Opens a stream to a port of another simulated host, from this host's place in the network. */
export type Forwarder = (from: SimulatedHost, address: string, port: number) => Promise<Socket>;

/** One real SSH server on 127.0.0.1 for one simulated host. */
export interface HostSshServer {
  readonly port: number;
  /** The host keys it was started with, to see whether they were replaced. */
  readonly hostKeys: string;
  /** Cuts every connection, as a power loss does, and stops listening. */
  close(): Promise<void>;
}

/** Starts the SSH server of a simulated host on a free port of this laptop's loopback. */
export async function startSshServer(world: SimWorld, host: SimulatedHost, forward: Forwarder): Promise<HostSshServer> {
  const hostKeys = [...servedHostKeys(host)];
  const sockets = new Set<Socket>();
  const server = new ssh2.Server({
    hostKeys,
    ident: host.os === 'pve' ? 'OpenSSH_9.2p1 Debian-2+deb12u7' : 'OpenSSH_9.2p1 Debian-2+deb12u3',
  });
  const counters = { commands: 0 };
  server.on('connection', (connection, info) => {
    // ssh2 hides the socket; its remote port tells which one it is.
    const socket = [...sockets].find((entry) => entry.remotePort === info.port);
    serveConnection(world, host, connection, forward, counters, () => socket?.destroy());
  });
  const listener: NetServer = createServer((socket) => {
    if (!host.powered || takeFaultAt(world, 'ssh.refuses', host, counters.commands)) {
      socket.resetAndDestroy();
      return;
    }
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.setNoDelay(true);
    server.injectSocket(socket);
  });
  await new Promise<void>((resolve, reject) => {
    listener.once('error', (error) => reject(fail('rehearsal.no-listener', { evidence: [error.message] })));
    listener.listen(0, '127.0.0.1', resolve);
  });
  const address = listener.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    hostKeys: hostKeys.join(),
    close: () =>
      new Promise((resolve) => {
        listener.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function serveConnection(
  world: SimWorld,
  host: SimulatedHost,
  connection: Connection,
  forward: Forwarder,
  counters: { commands: number },
  cut: () => void,
): void {
  let user = 'root';
  let tries = 0;
  connection.on('error', () => undefined);
  connection.on('authentication', (context: AuthContext) => {
    tries += 1;
    const remaining: ('publickey' | 'password')[] = ['publickey', 'password'];
    if (tries > MAX_AUTH_TRIES) {
      connection.end();
      return;
    }
    if (!host.powered || !userExists(host, context.username)) {
      context.reject(remaining);
      return;
    }
    if (context.method === 'publickey') {
      const blob = context.key.data.toString('base64');
      if (!authorizedBlobs(host, context.username).has(blob)) {
        context.reject(remaining);
        return;
      }
      if (context.signature && context.blob) {
        const key = ssh2.utils.parseKey(`${context.key.algo.replace(/^rsa-sha2-\d+$/, 'ssh-rsa')} ${blob}`);
        const parsed = Array.isArray(key) ? key[0] : key;
        const isValid =
          parsed !== undefined &&
          !(parsed instanceof Error) &&
          parsed.verify(context.blob, context.signature, context.hashAlgo) === true;
        if (!isValid) {
          context.reject(remaining);
          return;
        }
      }
      user = context.username;
      context.accept();
    } else if (context.method === 'password' && world.checkPassword(host, context.username, context.password)) {
      user = context.username;
      context.accept();
    } else context.reject(remaining);
  });
  connection.on('ready', () => {
    connection.on('session', (accept) => serveSession(world, host, user, accept(), counters, cut));
    connection.on('tcpip', (accept, reject, info) => {
      forward(host, info.destIP, info.destPort).then(
        (target) => {
          const channel = accept();
          target.on('error', () => channel.close());
          channel.on('error', () => target.destroy());
          channel.on('close', () => target.destroy());
          channel.pipe(target).pipe(channel);
        },
        () => reject(),
      );
    });
  });
}

function serveSession(
  world: SimWorld,
  host: SimulatedHost,
  user: string,
  session: Session,
  counters: { commands: number },
  cut: () => void,
): void {
  const home = homeOf(user);
  const env = new Map([
    ['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
    ['HOME', home],
    ['USER', user],
    ['LOGNAME', user],
    ['SHELL', '/bin/bash'],
    ['SSH_CONNECTION', '127.0.0.1 0 127.0.0.1 22'],
  ]);
  let abort: AbortController | undefined;
  session.on('env', (accept, reject, info) => {
    // AcceptEnv LANG LC_*, Debian's default.
    if (/^(LANG|LC_[A-Z]+)$/.test(info.key)) {
      env.set(info.key, info.val);
      accept?.();
    } else reject?.();
  });
  session.on('pty', (accept) => accept?.());
  session.on('window-change', (accept) => accept?.());
  session.on('signal', (accept, reject, info) => {
    const name = parseSignal(info.name);
    if (name && abort) {
      abort.abort(new Killed(name));
      accept?.();
    } else reject?.();
  });
  const run = async (channel: ServerChannel, argv: readonly string[]) => {
    counters.commands += 1;
    const count = counters.commands;
    abort = new AbortController();
    const input = new InputSource();
    let closed = false;
    channel.on('data', (chunk: Buffer) => input.push(chunk));
    channel.on('end', () => input.end());
    channel.on('error', () => undefined);
    channel.on('close', () => {
      closed = true;
      input.end();
      // The client went away: as a terminal's hang-up; units started with systemd-run are not our children.
      abort?.abort(new Killed('HUP'));
    });
    const fate = world.fateOf(host, argv, count);
    if (fate === 'never-arrives') {
      cut();
      return;
    }
    if (fate === 'hangs') return;
    if (fate === 'lies') {
      channel.exit(0);
      channel.end();
      return;
    }
    const out = inOnePiece((bytes) => !closed && channel.write(bytes));
    const err = inOnePiece((bytes) => !closed && channel.stderr.write(bytes));
    const running = world.start(host, argv, {
      env,
      cwd: host.files.list(home) ? home : '/',
      stdin: input,
      signal: abort.signal,
      stdout: out.write,
      stderr: err.write,
    });
    if (fate === 'is-cut' || fate === 'host-restarts') {
      // In the middle of the command: long enough for it to have begun.
      setImmediate(() => setImmediate(() => (fate === 'host-restarts' ? world.reboot(host) : cut())));
    }
    const end = await running;
    if (fate === 'answer-is-lost') {
      cut();
      return;
    }
    // A cut connection brings no result, also when the command was quicker than the cut.
    if (closed || fate !== 'runs') return;
    out.flush();
    err.flush();
    if (end.signal && end.code > 128 && abort.signal.aborted) channel.exit(end.signal, false, '');
    else channel.exit(end.code);
    channel.end();
  };
  session.on('exec', (accept, _reject, info) => {
    run(accept(), ['sh', '-c', info.command]).catch((error: unknown) =>
      world.defects.push(`ssh exec: ${String(error)}`),
    );
  });
  session.on('shell', (accept) => {
    run(accept(), ['sh', '-s']).catch((error: unknown) => world.defects.push(`ssh shell: ${String(error)}`));
  });
  session.on('subsystem', (accept, reject, info) => {
    if (info.name !== 'sftp') {
      reject?.();
      return;
    }
    const channel = accept();
    counters.commands += 1;
    world.note(host, SFTP_ARGV);
    const fate = world.fateOf(host, SFTP_ARGV, counters.commands);
    if (fate === 'never-arrives' || fate === 'answer-is-lost') {
      cut();
      return;
    }
    if (fate === 'host-restarts') {
      world.reboot(host);
      return;
    }
    let received = 0;
    const sftp = new SftpServer(host, user, home, (bytes) => channel.write(bytes));
    channel.on('error', () => undefined);
    channel.on('data', (chunk: Buffer) => {
      received += 1;
      if (fate === 'hangs') return;
      if (fate === 'is-cut' && received > 3) cut();
      else if (!sftp.receive(chunk)) channel.close();
    });
    channel.on('end', () => {
      channel.exit(0);
      channel.end();
    });
  });
}

/** What programs write line by line goes out as sshd reads it from their pipe: what is there by then, in one piece. */
function inOnePiece(send: (bytes: Buffer) => void) {
  let waiting: Buffer[] = [];
  const flush = (): void => {
    const bytes = Buffer.concat(waiting);
    waiting = [];
    if (bytes.length > 0) send(bytes);
  };
  return {
    flush,
    write: (chunk: Uint8Array | string): void => {
      if (waiting.length === 0) setImmediate(flush);
      waiting.push(Buffer.from(chunk));
    },
  };
}

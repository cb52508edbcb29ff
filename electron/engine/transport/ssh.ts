import type { Duplex } from 'node:stream';
import { type Config, NodeSSH } from 'node-ssh';
import ssh2 from 'ssh2';
import { DiagnosticError, fail } from '../../api/diagnostic.ts';
import type { Secret } from '../shell/command.ts';
import type { HostKeyPolicy, HostKeys } from './host-keys.ts';
import type { Dialer } from './port.ts';
import type { RawHost, RawRequest } from './raw-host.ts';
import { execOverSsh, type LiveConnection } from './ssh-exec.ts';

/** Only ever in memory. A key: OpenSSH format, unencrypted. A password is for a machine that does not know the site's key yet. */
export type SshLogin = { readonly key: Secret } | { readonly password: Secret };

export interface SshOptions {
  readonly host: string;
  readonly address: string;
  readonly port: number;
  readonly user: string;
  readonly login: SshLogin;
  readonly hostKeys: HostKeys;
  readonly hostKeyPolicy: HostKeyPolicy;
  readonly dialer: Dialer;
  /** The host through which this one is reached. */
  readonly via?: SshHost;
  /** Default 10 000 each for the TCP connection and for the handshake. */
  readonly connectTimeoutMs?: number;
  /** Default 10 000; three unanswered ones end the connection. */
  readonly keepaliveMs?: number;
  /** Told once for every connection that was opened. */
  readonly onConnect?: () => void;
}

export interface SshHost extends RawHost {
  /** Ends the present connection, so that the next command opens another. */
  renew(): Promise<void>;
}

/**
 * One host over SSH: one connection, opened when it is first needed, shared by all commands, opened anew when it was
 * lost. Every connection checks the host key against the pins; a changed key is final until this object is made anew.
 */
export function sshHost(options: SshOptions): SshHost {
  const { host } = options;
  let current: Promise<Connected> | undefined;
  let refusal: DiagnosticError | undefined;
  let isClosed = false;

  const connection = async (): Promise<Connected> => {
    if (refusal) throw refusal;
    if (isClosed) throw lostBefore(host, 'the transport was closed');
    const existing = await current?.catch(() => undefined);
    if (existing && !existing.isLost()) return existing;
    if (current === undefined || existing) {
      const opening = connect(options);
      current = opening;
      opening.catch((error) => {
        if (current === opening) current = undefined;
        if (error instanceof DiagnosticError && error.diagnostics[0].code === 'transport.host-key-changed') {
          refusal = error;
        }
      });
    }
    return current as Promise<Connected>;
  };

  return {
    host,
    async run(request: RawRequest): Promise<number> {
      if (request.signal?.aborted) throw fail('transport.stopped', { params: { host }, subject: { host } });
      const live = await unlessAborted(connection(), request.signal, host);
      return execOverSsh(host, live, request);
    },
    async forward(address, port) {
      const live = await connection();
      return new Promise((resolve, reject) => {
        live.client.forwardOut('127.0.0.1', 0, address, port, (error, stream) => {
          // What sshd says here is "open failed": the far side of the jump did not answer.
          if (error) reject(Object.assign(new Error(`${host}: ${error.message}`), { code: 'EHOSTUNREACH' }));
          else resolve(stream);
        });
      });
    },
    async renew() {
      const opened = await current?.catch(() => undefined);
      current = undefined;
      opened?.end();
    },
    async close() {
      isClosed = true;
      const opened = await current?.catch(() => undefined);
      opened?.end();
    },
  };
}

interface Connected extends LiveConnection {
  end(): void;
}

async function connect(options: SshOptions): Promise<Connected> {
  const { host, address, port, user } = options;
  const timeoutMs = options.connectTimeoutMs ?? 10_000;
  const params = { host, address, port };
  const { login } = options;
  if ('key' in login && ssh2.utils.parseKey(login.key.reveal()) instanceof Error) {
    throw fail('transport.key-unusable', { subject: { host } });
  }
  const socket = await openSocket(options, timeoutMs);

  let why = 'the connection was closed by the other side';
  let isLost = false;
  const lose = (error?: Error): void => {
    if (error?.message) why = error.message;
    isLost = true;
  };
  // Before ssh2's own listeners, so that a channel that closes with the connection already knows.
  socket.on('error', lose);
  socket.on('end', () => lose());
  socket.on('close', () => lose());

  const pinned = options.hostKeys.pins(host).map((pin) => pin.type);
  let verdict: unknown;
  const config: Config = {
    sock: socket,
    username: user,
    ...('key' in login ? { privateKey: login.key.reveal() } : { password: login.password.reveal() }),
    readyTimeout: timeoutMs,
    keepaliveInterval: options.keepaliveMs ?? 10_000,
    keepaliveCountMax: 3,
    // A host with several keys must show the pinned one, whatever else it gained since.
    algorithms: { serverHostKey: keyTypeOrder(pinned) },
    hostVerifier: (shown: Buffer, verify: (isTrusted: boolean) => void) => {
      // A verdict is written down first, and the connection may be over by then: ssh2 cannot be told any more, it would throw.
      const tell = (isTrusted: boolean): void => {
        if (!isLost) verify(isTrusted);
      };
      options.hostKeys.judge(host, shown, options.hostKeyPolicy).then(
        () => tell(true),
        (error) => {
          verdict = error;
          tell(false);
        },
      );
    },
  };
  const ssh = new NodeSSH();
  const connecting = ssh.connect(config);
  // node-ssh creates the client before its first await and drops its error listener when ready: ours stays for good.
  const client = ssh.connection;
  client?.on('error', lose);
  client?.on('close', () => lose());
  try {
    await connecting;
  } catch (error) {
    socket.destroy();
    if (verdict !== undefined) throw verdict;
    const { level, message } = error as Error & { level?: string };
    if (level === 'client-authentication') {
      throw fail('transport.login-refused', { params: { host, user }, evidence: [message], subject: { host } });
    }
    throw fail('transport.no-handshake', { params, evidence: [message], subject: { host } });
  }
  if (!client) throw lostBefore(host, why);
  options.onConnect?.();
  return {
    client,
    isLost: () => isLost,
    lostBecause: () => why,
    end() {
      lose();
      client.end();
      socket.destroy();
    },
  };
}

async function openSocket(options: SshOptions, timeoutMs: number): Promise<Duplex> {
  const { host, address, port } = options;
  try {
    return options.via
      ? await options.via.forward(address, port)
      : await options.dialer.connect(address, port, { timeoutMs });
  } catch (error) {
    if (error instanceof DiagnosticError) throw error; // the host in between has its own reason
    const { code, message } = error as NodeJS.ErrnoException;
    throw fail(code === 'ECONNREFUSED' ? 'transport.refused' : 'transport.unreachable', {
      params: { host, address, port },
      evidence: [message],
      subject: { host },
    });
  }
}

const KEY_TYPES = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
] as const;
type KeyType = (typeof KEY_TYPES)[number];

function keyTypeOrder(pinned: readonly string[]): KeyType[] {
  const isPinned = (type: KeyType): boolean =>
    pinned.includes(type) || (type.startsWith('rsa-sha2') && pinned.includes('ssh-rsa'));
  return [...KEY_TYPES.filter(isPinned), ...KEY_TYPES.filter((type) => !isPinned(type))];
}

function lostBefore(host: string, why: string): DiagnosticError {
  return fail('transport.connection-lost', { params: { host }, evidence: [why], subject: { host } });
}

/** The connection goes on opening for others; only this caller stops waiting. */
async function unlessAborted<T>(wanted: Promise<T>, signal: AbortSignal | undefined, host: string): Promise<T> {
  if (!signal) return wanted;
  return new Promise<T>((resolve, reject) => {
    const stop = (): void => reject(fail('transport.stopped', { params: { host }, subject: { host } }));
    signal.addEventListener('abort', stop, { once: true });
    wanted.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

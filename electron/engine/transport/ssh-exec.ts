import type { Client, ClientChannel } from 'ssh2';
import { fail } from '../../api/diagnostic.ts';
import type { RawRequest } from './raw-host.ts';

/** What a channel needs to know about its connection. */
export interface LiveConnection {
  readonly client: Client;
  /** true as soon as the socket below has ended: an exit status that came before may then lack output. */
  isLost(): boolean;
  /** Why, once lost. */
  lostBecause(): string;
}

const SIGNAL_GRACE_MS = 400;
const TERM_GRACE_MS = 3_000;
const KILL_GRACE_MS = 2_000;
/** A limit that is told so much too late was slept through: the laptop was shut, or the process stopped. */
const SLEPT_THROUGH_MS = 2_000;
/** After waking an answer that has long arrived is read, or a connection that is gone shows it, within this. */
const AFTER_WAKING_MS = 10_000;

/**
 * Runs one command over an open connection. ssh2 is used directly, because node-ssh's exec takes a closed connection
 * for a result and cuts characters (STYLE, measured traps).
 */
export function execOverSsh(host: string, live: LiveConnection, request: RawRequest): Promise<number> {
  return new Promise((resolve, reject) => {
    let isSettled = false;
    let ended: { readonly code?: number; readonly signal?: string } | undefined;
    let stopping: Error | undefined;
    let channel: ClientChannel | undefined;
    const timers = new Set<NodeJS.Timeout>();

    const settle = (error: unknown, code?: number): void => {
      if (isSettled) return;
      isSettled = true;
      for (const timer of timers) clearTimeout(timer);
      request.signal?.removeEventListener('abort', onAbort);
      if (error === undefined && code !== undefined) resolve(code);
      else reject(error);
    };
    const later = (ms: number, act: () => void): void => {
      timers.add(setTimeout(act, ms));
    };
    const lost = (): Error =>
      fail('transport.connection-lost', { params: { host }, evidence: [live.lostBecause()], subject: { host } });

    /**
     * First the signal of the protocol, which sshd passes to the process group, but never for root (it needs the
     * separation of privileges that a root login has not; OpenSSH session.c). So then a second command that ends every
     * process with the mark of this one; last the channel is closed under it.
     */
    const stop = (reason: Error): void => {
      if (isSettled || stopping) return;
      stopping = reason;
      if (!channel) {
        settle(reason);
        return;
      }
      sendSignal(channel, 'TERM');
      later(SIGNAL_GRACE_MS, () => {
        runAside(live, request.killLine('TERM'));
        later(TERM_GRACE_MS, () => {
          runAside(live, request.killLine('KILL'));
          later(KILL_GRACE_MS, () => {
            channel?.close();
            settle(reason);
          });
        });
      });
    };
    const onAbort = (): void => stop(fail('transport.stopped', { params: { host }, subject: { host } }));

    if (request.signal?.aborted) {
      settle(fail('transport.stopped', { params: { host }, subject: { host } }));
      return;
    }
    request.signal?.addEventListener('abort', onAbort, { once: true });
    const limit = (ms: number): void => {
      const dueAt = performance.now() + ms;
      later(ms, () => {
        if (performance.now() - dueAt > SLEPT_THROUGH_MS) limit(Math.min(ms, AFTER_WAKING_MS));
        else
          stop(
            fail('transport.command-timeout', {
              params: { host, seconds: Math.round(request.timeoutMs / 1000) },
              subject: { host },
            }),
          );
      });
    };
    limit(request.timeoutMs);

    const opened = (error: Error | undefined, stream: ClientChannel): void => {
      if (error) {
        settle(
          live.isLost()
            ? lost()
            : fail('transport.connection-lost', { params: { host }, evidence: [error.message], subject: { host } }),
        );
        return;
      }
      if (isSettled) {
        sendSignal(stream, 'TERM');
        stream.close();
        return;
      }
      channel = stream;
      stream.on('error', () => {}); // 'close' follows and decides
      stream.stderr.on('error', () => {});
      stream.on('data', (chunk: Buffer) => request.onOut(chunk));
      stream.stderr.on('data', (chunk: Buffer) => request.onErr(chunk));
      stream.on('exit', (code: number | null, signal?: string) => {
        ended = code === null ? { signal: signal ?? 'unknown' } : { code };
      });
      stream.on('close', () => {
        if (stopping) settle(stopping);
        else if (!ended || live.isLost()) settle(lost());
        else if (ended.code !== undefined) settle(undefined, ended.code);
        else
          settle(
            fail('transport.killed', {
              params: { host, signal: (ended.signal ?? '').replace(/^SIG/, '') },
              subject: { host },
            }),
          );
      });
      if (request.stdin) {
        feed(stream, request.stdin, () => isSettled || stopping !== undefined || ended !== undefined).catch((failure) =>
          stop(failure instanceof Error ? failure : new Error(String(failure))),
        );
      }
    };

    try {
      live.client.exec(request.line, opened);
    } catch {
      settle(lost()); // ssh2 throws 'Not connected'
    }
  });
}

async function feed(stream: ClientChannel, input: AsyncIterable<Uint8Array>, isOver: () => boolean): Promise<void> {
  for await (const chunk of input) {
    if (isOver()) return;
    if (!stream.write(chunk)) {
      await new Promise<void>((resolve) => {
        const go = (): void => {
          stream.removeListener('drain', go);
          stream.removeListener('close', go);
          resolve();
        };
        stream.on('drain', go);
        stream.on('close', go);
      });
    }
  }
  if (!isOver()) stream.end();
}

function runAside(live: LiveConnection, line: string): void {
  try {
    live.client.exec(line, (error, stream) => {
      if (error) return;
      stream.on('error', () => {});
      stream.resume();
      stream.stderr.resume();
      stream.end();
    });
  } catch {
    // The connection went down meanwhile; the channel's 'close' tells.
  }
}

/** ssh2 sends no signal once standard input was closed ("writable"), although RFC 4254 6.9 allows it: ask its protocol. */
function sendSignal(stream: ClientChannel, name: 'TERM' | 'KILL'): void {
  const inner = stream as unknown as {
    readonly outgoing?: { readonly id: number; readonly state: string };
    readonly _client?: { readonly _protocol?: { signal(id: number, name: string): void } };
  };
  try {
    if (inner.outgoing?.state === 'open' || inner.outgoing?.state === 'eof') {
      inner._client?._protocol?.signal(inner.outgoing.id, name);
    }
  } catch {
    // The connection went down meanwhile; the channel's 'close' tells.
  }
}

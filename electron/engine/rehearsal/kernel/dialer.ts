import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { fail } from '../../../api/diagnostic.ts';
import type { Dialer } from '../../transport/port.ts';
import { type NetworkMap, type Resolution, resolveIn } from './site-network.ts';

const DEFAULT_TIMEOUT_MS = 10_000;

/** Dials simulated addresses: in the same process over a live network, elsewhere over the file it writes. */
export function createDialer(resolve: (address: string, port: number) => Resolution): Dialer {
  return {
    connect: (address, port, options = {}) => {
      const found = resolve(address, port);
      if (found.kind === 'refused') return Promise.reject(refusal('ECONNREFUSED', address, port));
      if (found.kind === 'unreachable') return Promise.reject(refusal('EHOSTUNREACH', address, port));
      return dial(found, address, port, options);
    },
  };
}

/** A dialer over `network.json`; the file is read at every call, so it follows hosts that come and go. */
export function createFileDialer(path: string): Dialer {
  return createDialer((address, port) => resolveIn(readNetworkFile(path), address, port));
}

/** What a rehearsal in another process wrote. */
export interface NetworkFile extends NetworkMap {
  readonly control: { readonly port: number; readonly token: string };
}

export function readNetworkFile(path: string): NetworkFile {
  try {
    if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as NetworkFile;
  } catch (error) {
    throw fail('rehearsal.network-file-unreadable', {
      params: { file: path },
      evidence: [error instanceof Error ? error.message : String(error)],
    });
  }
  throw fail('rehearsal.network-file-unreadable', { params: { file: path } });
}

function dial(
  found: Extract<Resolution, { kind: 'open' }>,
  address: string,
  port: number,
  options: { readonly signal?: AbortSignal; readonly timeoutMs?: number },
): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    if (options.signal?.aborted) {
      reject(options.signal.reason);
      return;
    }
    const socket = connect(found.port, found.host);
    const timer = setTimeout(
      () => settle(refusal('ETIMEDOUT', address, port)),
      options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    );
    const stop = () => settle(options.signal?.reason);
    const failed = (error: Error) => settle(error);
    const settle = (reason?: unknown) => {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', stop);
      socket.removeListener('error', failed);
      if (reason === undefined) {
        socket.setNoDelay(true);
        resolve(socket);
        return;
      }
      socket.on('error', () => undefined);
      socket.destroy();
      reject(reason);
    };
    options.signal?.addEventListener('abort', stop, { once: true });
    socket.once('error', failed);
    socket.once('connect', () => settle());
  });
}

function refusal(code: 'ECONNREFUSED' | 'EHOSTUNREACH' | 'ETIMEDOUT', address: string, port: number): Error {
  return Object.assign(new Error(`connect ${code} ${address}:${port}`), { code, address, port });
}

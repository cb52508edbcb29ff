import { createConnection } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Dialer } from './port.ts';

/** Opens real TCP connections. */
export const tcpDialer: Dialer = {
  connect(address, port, options = {}): Promise<Duplex> {
    const { signal, timeoutMs = 10_000 } = options;
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const socket = createConnection({ host: address, port, noDelay: true });
      const timer = setTimeout(() => {
        settle(Object.assign(new Error(`no answer from ${address}:${port}`), { code: 'ETIMEDOUT' }));
      }, timeoutMs);
      const stop = (): void => settle(signal?.reason ?? new Error('stopped'));
      const settle = (error?: unknown): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', stop);
        socket.removeListener('error', settle);
        if (error === undefined) {
          resolve(socket);
          return;
        }
        socket.on('error', () => {}); // a late error of a socket that nobody uses any more
        socket.destroy();
        reject(error);
      };
      socket.once('error', settle);
      socket.once('connect', () => settle());
      signal?.addEventListener('abort', stop, { once: true });
    });
  },
};

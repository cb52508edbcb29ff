import { connect as tlsConnect } from 'node:tls';
import { httpAsk } from '../checks/http.ts';
import { follow } from '../shell/follow.ts';
import type { Dialer } from '../transport/port.ts';
import { errorCode } from '../workspace/atomic-file.ts';

/** answers: pveproxy does. other: somebody listens, and it is not (yet) pveproxy. */
export interface ApiSight {
  readonly port: 'answers' | 'other' | 'refused' | 'silent';
  /** SHA-256 of the certificate that was shown, in colons as PVE shows it. Noted, not believed: a new node signs its own. */
  readonly fingerprint?: string;
}

const API_PORT = 8006;

/**
 * Asks the API of a PVE node for its version, over HTTPS and without a secret: 401 is its answer to whoever has none. An open
 * port alone says little: the socket takes connections while pveproxy hangs or starts. `timeoutMs` is for the whole
 * exchange, the handshake included.
 */
export async function askApi(
  dialer: Dialer,
  address: string,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<ApiSight> {
  let port: ApiSight['port'] = 'silent';
  let fingerprint: string | undefined;
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(new Error('no answer in time')), timeoutMs);
  const unlink = follow(ending, signal);
  const overTls: Dialer = {
    async connect(...to) {
      const raw = await dialer.connect(...to);
      port = 'other';
      ending.signal.addEventListener('abort', () => raw.destroy(), { once: true });
      const socket = tlsConnect({ socket: raw, rejectUnauthorized: false });
      // Whoever ends one of both ends the other.
      socket.on('error', () => undefined).once('close', () => raw.destroy());
      raw.on('error', () => undefined).once('close', () => socket.destroy());
      if (ending.signal.aborted) raw.destroy();
      await new Promise<void>((resolve, reject) => {
        socket.once('secureConnect', resolve);
        socket.once('close', () => reject(new Error('no handshake')));
      });
      fingerprint = socket.getPeerCertificate().fingerprint256;
      return socket;
    },
  };
  try {
    const ask = { address, port: API_PORT, path: '/api2/json/version', timeoutMs, signal: ending.signal };
    const { status, headers, body } = await httpAsk(overTls, ask);
    const isApi = status === 200 ? isVersion(body) : status === 401 && isProxy(headers.server);
    return { port: isApi ? 'answers' : 'other', ...(fingerprint ? { fingerprint } : {}) };
  } catch (error) {
    if (port === 'silent' && errorCode(error) === 'ECONNREFUSED') return { port: 'refused' };
    return { port, ...(fingerprint ? { fingerprint } : {}) };
  } finally {
    clearTimeout(timer);
    unlink();
  }
}

/** What pveproxy and its kin name themselves (`pve-api-daemon/3.0`). */
function isProxy(server: string | readonly string[] | undefined): boolean {
  return typeof server === 'string' && server.startsWith('pve-api-daemon/');
}

function isVersion(body: string): boolean {
  try {
    const told = JSON.parse(body) as { readonly data?: { readonly version?: unknown } | null } | null;
    return typeof told?.data?.version === 'string';
  } catch {
    return false;
  }
}

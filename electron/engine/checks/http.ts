import { request } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ConnectionOptions, connect as tlsConnect } from 'node:tls';
import type { Dialer } from '../transport/port.ts';

export interface HttpAsk {
  readonly address: string;
  readonly port: number;
  readonly path: string;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /**
   * true: TLS without judging the certificate, only for asking whether a service answers; nothing secret may be sent. With an
   * authority: nothing is sent unless the certificate is one of that authority alone, for `address`.
   */
  readonly tls?: boolean | { readonly authorityPem: string };
  /** For the whole exchange; default 10 000. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

const MAX_BODY_BYTES = 4 * 1024 * 1024;

/**
 * One HTTP/1.1 exchange over a socket of the dialer. Redirects are not followed.
 * Rejects with Node's error (`code` ECONNREFUSED, EHOSTUNREACH, ETIMEDOUT, ECONNRESET, ...).
 */
export async function httpAsk(dialer: Dialer, ask: HttpAsk): Promise<HttpAnswer> {
  const timeoutMs = ask.timeoutMs ?? 10_000;
  const raw = await dialer.connect(ask.address, ask.port, { timeoutMs, ...(ask.signal ? { signal: ask.signal } : {}) });
  try {
    return await exchange(raw, ask, timeoutMs);
  } finally {
    raw.destroy();
  }
}

function exchange(raw: Duplex, ask: HttpAsk, timeoutMs: number): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const refuse = (code: string, text: string): void => reject(Object.assign(new Error(text), { code }));
    const timer = setTimeout(() => {
      refuse('ETIMEDOUT', `no answer from ${ask.address}:${ask.port} within ${timeoutMs} ms`);
      raw.destroy();
    }, timeoutMs);
    const settle = <T>(act: (value: T) => void): ((value: T) => void) => {
      return (value) => {
        clearTimeout(timer);
        act(value);
      };
    };
    const onError = settle((error: Error) => reject(error));
    raw.on('error', onError);
    const socket = ask.tls ? tlsConnect({ socket: raw, ...trustOf(ask.tls, ask.address) }) : raw;
    socket.on('error', onError);
    const body = ask.body === undefined ? undefined : Buffer.from(ask.body, 'utf8');
    const outgoing = request(
      {
        // without `agent`: given one, even false, Node dials the address itself and ignores createConnection
        createConnection: () => socket as never,
        host: ask.address,
        port: ask.port,
        path: ask.path,
        method: ask.method ?? 'GET',
        ...(ask.signal ? { signal: ask.signal } : {}),
        headers: {
          host: `${ask.address}:${ask.port}`,
          connection: 'close',
          ...(body ? { 'content-length': String(body.length) } : {}),
          ...ask.headers,
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        let sizeBytes = 0;
        response.on('data', (chunk: Buffer) => {
          sizeBytes += chunk.length;
          if (sizeBytes > MAX_BODY_BYTES) response.destroy(new Error('the answer is larger than 4 MiB'));
          else chunks.push(chunk);
        });
        response.on('error', onError);
        response.on(
          'end',
          settle(() =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              body: Buffer.concat(chunks).toString('utf8'),
            }),
          ),
        );
      },
    );
    outgoing.on('error', onError);
    outgoing.end(body);
  });
}

function trustOf(tls: true | { readonly authorityPem: string }, address: string): ConnectionOptions {
  // no name is sent for an address (RFC 6066, 3); the certificate is held against it all the same
  return tls === true ? { rejectUnauthorized: false } : { ca: tls.authorityPem, host: address };
}

/** Whether a connection failed over who is at its other end. */
export function isCertificateReason(reason: string): boolean {
  return /^(ERR_TLS_|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|INVALID_CA|ERR_SSL_)/.test(reason);
}

/** Why a connection failed, in the system's own word (`ECONNREFUSED`). */
export function connectionReason(error: unknown): string {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return code ?? (error instanceof Error ? error.message : String(error));
}

/** The cookies that an answer sets, by name, without their attributes. */
export function cookiesOf(answer: HttpAnswer): ReadonlyMap<string, string> {
  const header = answer.headers['set-cookie'];
  const lines = header === undefined ? [] : typeof header === 'string' ? [header] : header;
  return new Map(
    lines.flatMap((line): [string, string][] => {
      const pair = /^\s*([^=;\s]+)=([^;]*)/.exec(line);
      return pair ? [[pair[1] ?? '', (pair[2] ?? '').trim()]] : [];
    }),
  );
}

import { createHash, timingSafeEqual } from 'node:crypto';
import { request as plainRequest } from 'node:http';
import { connect as connectPlain, type Socket } from 'node:net';
import { checkServerIdentity, connect as connectTls, type PeerCertificate } from 'node:tls';
import { follow } from '../../shell/follow.ts';
import type { OutsideTarget } from './program.ts';

/** How a client knows its server. */
export type OutsideTrust =
  /** SHA-256 of the leaf certificate, hex: replaces chain, name and dates. */
  | { readonly by: 'fingerprint'; readonly sha256: string }
  /** Chain, name and dates. `ca`: PEM that replaces the system's own store; `nowMs`: what the client takes the time for. */
  | { readonly by: 'chain'; readonly ca?: string; readonly nowMs: number }
  | { readonly by: 'nothing' };

export interface OutsideRequest {
  readonly target: OutsideTarget;
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly trust: OutsideTrust;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export interface OutsideAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export type OutsideFailureKind =
  | 'refused'
  | 'timeout'
  | 'broken'
  | 'fingerprint'
  | 'untrusted'
  | 'wrong-name'
  | 'not-yet-valid'
  | 'expired';

/** Why there was no answer. */
export class OutsideFailure extends Error {
  readonly kind: OutsideFailureKind;
  constructor(kind: OutsideFailureKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

const MOST_BODY_BYTES = 16 * 1024 * 1024;

/**
 * One real HTTP or HTTPS exchange with a listener on this laptop, as a program of a simulated machine has it. Nothing is sent
 * before the server is known to be the right one. Rejects with an {@link OutsideFailure}, or with the signal's reason.
 */
export async function askOutside(wanted: OutsideRequest): Promise<OutsideAnswer> {
  const deadline = AbortSignal.timeout(wanted.timeoutMs);
  const socket = await open(wanted);
  const over = new AbortController();
  over.signal.addEventListener('abort', () => socket.destroy(), { once: true });
  const unlink = [follow(over, deadline), follow(over, wanted.signal)];
  try {
    return await exchange(wanted, socket);
  } catch (error) {
    if (wanted.signal?.aborted) throw wanted.signal.reason;
    if (deadline.aborted) throw new OutsideFailure('timeout', 'timed out');
    throw error;
  } finally {
    for (const letGo of unlink) letGo();
    socket.destroy();
  }
}

function open(wanted: OutsideRequest): Promise<Socket> {
  const { target, url, trust } = wanted;
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => reject(failureOf(error));
    if (url.protocol === 'http:') {
      const socket = connectPlain(target.port, target.host, () => resolve(socket));
      socket.on('error', failed);
      return;
    }
    const isChain = trust.by === 'chain';
    const name = url.hostname.replace(/^\[|\]$/g, '');
    const socket = connectTls(
      {
        host: target.host,
        port: target.port,
        rejectUnauthorized: isChain,
        checkServerIdentity: (_host, certificate) => checkServerIdentity(name, certificate),
        ...(/^[\d.:a-f]+$/i.test(name) ? {} : { servername: name }),
        ...(isChain && trust.ca !== undefined ? { ca: trust.ca } : {}),
      },
      () => {
        const refusal = refuse(trust, socket.getPeerCertificate());
        if (!refusal) return resolve(socket);
        socket.destroy();
        reject(refusal);
      },
    );
    socket.on('error', failed);
  });
}

function refuse(trust: OutsideTrust, certificate: PeerCertificate): OutsideFailure | undefined {
  if (trust.by === 'fingerprint') {
    const seen = createHash('sha256').update(certificate.raw).digest();
    const isSame = seen.length * 2 === trust.sha256.length && timingSafeEqual(seen, Buffer.from(trust.sha256, 'hex'));
    return isSame ? undefined : new OutsideFailure('fingerprint', 'Fingerprint did not match!');
  }
  if (trust.by === 'nothing') return undefined;
  if (Date.parse(certificate.valid_from) > trust.nowMs)
    return new OutsideFailure('not-yet-valid', 'certificate is not yet valid');
  if (Date.parse(certificate.valid_to) < trust.nowMs) return new OutsideFailure('expired', 'certificate has expired');
  return undefined;
}

function failureOf(error: NodeJS.ErrnoException): OutsideFailure {
  const code = error.code ?? '';
  if (code === 'ECONNREFUSED') return new OutsideFailure('refused', 'Connection refused');
  if (code === 'CERT_NOT_YET_VALID') return new OutsideFailure('not-yet-valid', error.message);
  if (code === 'CERT_HAS_EXPIRED') return new OutsideFailure('expired', error.message);
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return new OutsideFailure('wrong-name', error.message);
  if (/SELF_SIGNED|UNABLE_TO|UNTRUSTED|INVALID_CA|INVALID_PURPOSE/.test(code))
    return new OutsideFailure('untrusted', error.message);
  return new OutsideFailure('broken', error.message);
}

function exchange(wanted: OutsideRequest, socket: Socket): Promise<OutsideAnswer> {
  const { url, body } = wanted;
  return new Promise((resolve, reject) => {
    const call = plainRequest(
      {
        createConnection: () => socket,
        method: wanted.method,
        path: `${url.pathname}${url.search}`,
        headers: {
          host: url.host,
          connection: 'close',
          ...(body ? { 'content-length': String(body.length) } : {}),
          ...wanted.headers,
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > MOST_BODY_BYTES) socket.destroy();
          else chunks.push(chunk);
        });
        response.on('error', (error) => reject(failureOf(error)));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            statusText: response.statusMessage ?? '',
            headers: Object.fromEntries(
              Object.entries(response.headers).map(([name, value]) => [name, String(value ?? '')]),
            ),
            body: Buffer.concat(chunks),
          }),
        );
      },
    );
    call.on('error', (error) => reject(failureOf(error)));
    call.end(body);
  });
}

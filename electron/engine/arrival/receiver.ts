import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { fail } from '../../api/diagnostic.ts';
import { errorCode } from '../workspace/atomic-file.ts';
import type { ArrivalIdentity } from './identity.ts';

/** A request as it came, before anybody believes it. */
export interface ReceivedRequest {
  readonly method: string;
  /** Without query. */
  readonly path: string;
  readonly authorization: string | undefined;
  readonly fromAddress: string;
  /** The whole body, or undefined when it is larger than the limit. Only read when asked for: strangers send nothing. */
  body(): Promise<Buffer | undefined>;
}

export interface Reply {
  readonly status: number;
  readonly type?: string;
  readonly text: string;
  /** Told when the reply has left whole. */
  readonly onSent?: () => void;
}

export interface ReceiverOptions {
  readonly address: string;
  /** 0 = any free one. */
  readonly port: number;
  readonly identity: ArrivalIdentity;
  readonly handle: (request: ReceivedRequest) => Promise<Reply>;
  /** A machine ended the handshake: it does not believe our certificate, or speaks no TLS. */
  readonly onHandshakeFailed?: (fromAddress: string) => void;
  readonly limits?: Partial<ReceiverLimits>;
}

export interface ReceiverLimits {
  readonly bodyBytes: number;
  /** A whole request must have come within this. The installer itself waits 60 s for us (answer-schema 6). */
  readonly requestMs: number;
  readonly connections: number;
  /** One stranger that holds on to connections must leave room for everybody else. */
  readonly connectionsPerAddress: number;
}

export interface Receiver {
  readonly address: string;
  readonly port: number;
  close(): Promise<void>;
}

/** A report of 256 disks stays below 1 MB. */
const LIMITS: ReceiverLimits = {
  bodyBytes: 8 * 1024 * 1024,
  requestMs: 60_000,
  connections: 256,
  connectionsPerAddress: 64,
};

/**
 * Listens for the machines of a site: HTTPS with the laptop's own identity, nothing else. Throws `connect.port-taken` or
 * `connect.address-not-here` where it cannot listen.
 */
export async function startReceiver(options: ReceiverOptions): Promise<Receiver> {
  const limits = { ...LIMITS, ...options.limits };
  const server = createServer(
    {
      cert: options.identity.certificatePem,
      key: options.identity.keyPem,
      minVersion: 'TLSv1.2',
      handshakeTimeout: 15_000,
      headersTimeout: Math.min(15_000, limits.requestMs),
      requestTimeout: limits.requestMs,
      keepAliveTimeout: 5_000,
      maxHeaderSize: 16 * 1024,
      connectionsCheckingInterval: Math.min(5_000, limits.requestMs),
    },
    (request, response) => {
      const received: ReceivedRequest = {
        method: request.method ?? '',
        path: (request.url ?? '').split('?')[0] ?? '',
        authorization: request.headers.authorization,
        fromAddress: plainAddress(request.socket.remoteAddress),
        body: () => wholeBody(request, limits.bodyBytes),
      };
      options
        .handle(received)
        .catch((): Reply => ({ status: 500, text: 'Sitewright could not answer; see its window.\n' }))
        .then((reply) => {
          // What was not read is not waited for.
          if (!request.complete) response.setHeader('Connection', 'close');
          response.once('finish', () => {
            reply.onSent?.();
            if (!request.complete) request.destroy();
          });
          response.writeHead(reply.status, {
            'Content-Type': `${reply.type ?? 'text/plain'}; charset=utf-8`,
            'Content-Length': Buffer.byteLength(reply.text),
            'Cache-Control': 'no-store',
          });
          response.end(reply.text);
        })
        .catch(() => response.destroy());
    },
  );
  server.maxConnections = limits.connections;
  // Also those that have not ended their handshake: `closeAllConnections` does not know them.
  const open = new Map<string, Set<Socket>>();
  server.on('connection', (stream) => {
    const socket = stream as Socket;
    const address = plainAddress(socket.remoteAddress);
    const others = open.get(address) ?? new Set();
    if (others.size >= limits.connectionsPerAddress) {
      socket.destroy();
      return;
    }
    open.set(address, others.add(socket));
    socket.once('close', () => {
      others.delete(socket);
      if (others.size === 0 && open.get(address) === others) open.delete(address);
    });
  });
  server.on('tlsClientError', (_error, socket) => {
    options.onHandshakeFailed?.(plainAddress(socket.remoteAddress));
    socket.destroy();
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(cannotListen(options, error)));
    server.listen({ host: options.address, port: options.port, exclusive: true }, resolve);
  });
  server.on('error', () => undefined);
  const bound = server.address() as AddressInfo;
  return {
    address: bound.address,
    port: bound.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const sockets of open.values()) for (const socket of sockets) socket.destroy();
      }),
  };
}

function cannotListen({ address, port }: ReceiverOptions, error: Error): Error {
  const code = errorCode(error);
  const params = { address, port, why: code };
  if (code === 'EADDRINUSE') return fail('connect.port-taken', { params });
  if (code === 'EADDRNOTAVAIL') return fail('connect.address-not-here', { params });
  return fail('connect.cannot-listen', { params });
}

async function wholeBody(request: AsyncIterable<Buffer>, limit: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > limit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** IPv4 in its own spelling, also where it came through an IPv6 socket. */
function plainAddress(address: string | undefined): string {
  return (address ?? '').replace(/^::ffff:/, '').slice(0, 64);
}

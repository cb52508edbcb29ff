import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Tls } from '../configuration.ts';

/** The first byte of a TLS handshake (RFC 8446, 5.1). No word of HTTP begins with it. */
const HANDSHAKE = 0x16;
/** Whoever says nothing by then, or plain HTTP for longer, is let go. Shorter than what an order to stop leaves (service.ts). */
const PLAIN_MS = 5_000;
const HANDSHAKE_MS = 10_000;

const LIMITS = {
  // a request must be whole by then: a collector's largest batch over a slow line
  requestTimeout: 60_000,
  headersTimeout: 10_000,
  keepAliveTimeout: 30_000,
  maxHeaderSize: 16 * 1024,
  connectionsCheckingInterval: 5_000,
};

/** Listens, with limits for whoever is slow or sends too much. Port 0: any that is free. */
export function serve(listener: RequestListener, port: number): Promise<Server> {
  return listening(createServer(LIMITS, listener), port);
}

/**
 * The same with TLS. Whoever speaks plain HTTP to this port by mistake is given to `plain`, which is to lead to the encrypted
 * address; each of these connections ends with its answer.
 */
export function serveEncrypted(
  listener: RequestListener,
  plain: RequestListener,
  port: number,
  tls: Tls,
): Promise<TlsServer> {
  const server = createTlsServer({ ...LIMITS, ...secureOptions(tls), handshakeTimeout: HANDSHAKE_MS }, listener);
  const [encrypted] = server.listeners('connection') as ((socket: Socket) => void)[];
  if (!encrypted) throw new TypeError('a TLS server that takes no connection');
  // it does not listen itself, and so watches over no time: each of its connections has `late`
  const misled = createServer(LIMITS, (request, response) => {
    response.setHeader('connection', 'close');
    plain(request, response);
  });
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    socket.on('error', () => undefined);
    const late = setTimeout(() => socket.destroy(), PLAIN_MS);
    socket.once('close', () => clearTimeout(late));
    socket.once('readable', () => {
      const first = socket.read() as Buffer | null;
      if (!first) return;
      socket.unshift(first);
      if (first[0] === HANDSHAKE) {
        clearTimeout(late);
        encrypted.call(server, socket);
      } else misled.emit('connection', socket);
    });
  });
  return listening(server, port);
}

/** What new connections are shown from now on. */
export function renewCertificate(server: TlsServer, tls: Tls): void {
  server.setSecureContext(secureOptions(tls));
}

function secureOptions({ certificate, key }: Tls) {
  return { cert: certificate, key, minVersion: 'TLSv1.2' as const };
}

function listening<Kind extends Server | TlsServer>(server: Kind, port: number): Promise<Kind> {
  server.maxConnections = 512;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, () => {
      server.off('error', reject);
      resolve(server);
    });
  });
}

/** Takes no new connection, lets what is under way end, and cuts off what has not by then. */
export async function stopServing(server: Server | TlsServer, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(cut);
}

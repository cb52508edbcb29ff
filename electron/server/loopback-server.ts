import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { diagnostic } from '../api/diagnostic.ts';
import type { DiagnosticCode } from '../api/diagnostics/index.ts';
import { pageFile } from './page-file.ts';
import { PAGE_POLICY, PAGE_TYPES } from './page-policy.ts';

export interface LoopbackServerOptions {
  /** Answers a request below /rpc; false = no such procedure. The router it is handed, already behind the gate. */
  readonly handleRpc: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;
  /** Folder of the built page. */
  readonly pageFolder: string;
  /** 0 = a random free port. */
  readonly port?: number;
}

export interface LoopbackServer {
  /** Open this in the browser: the token is behind #, so that it never appears in a request line or a log. */
  readonly url: string;
  readonly origin: string;
  readonly token: string;
  close(): Promise<void>;
}

/** The longest that the page sends is a whole site file with what was typed into it. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

/**
 * The loopback web server: 127.0.0.1 only, exact Host, 32-byte token compared in constant time, no CORS. The page itself
 * holds no secret and is served without the token; every procedure needs it.
 */
export async function startLoopbackServer(options: LoopbackServerOptions): Promise<LoopbackServer> {
  const token = randomBytes(32).toString('base64url');
  let origin = '';
  const server = createServer((request, response) => {
    void answer(request, response).catch(() => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  server.headersTimeout = 10_000;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Referrer-Policy', 'no-referrer');
    response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
    response.setHeader('Cache-Control', 'no-store');
    const host = request.headers.host ?? '';
    if (`http://${host}` !== origin)
      return refuse(response, 421, 'contract.wrong-host', { host: host.slice(0, 80) || '(none)' });
    const { origin: from } = request.headers;
    if (from !== undefined && from !== origin)
      return refuse(response, 403, 'contract.wrong-host', { host: from.slice(0, 80) });
    const path = new URL(request.url ?? '/', origin).pathname;
    if (path === '/rpc' || path.startsWith('/rpc/')) {
      if (!sameToken(request.headers.authorization, token)) return refuse(response, 401, 'contract.unauthorised', {});
      const refused = refusedForm(request);
      if (refused !== undefined) {
        // what it goes on sending is not waited for
        response.writeHead(refused, { Connection: 'close' });
        response.end();
        return;
      }
      if (await options.handleRpc(request, response)) return;
      response.writeHead(404, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify({ json: { defined: false, code: 'NOT_FOUND', status: 404, message: 'Not Found' } }));
      return;
    }
    await servePage(request, response, options.pageFolder, path);
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `${origin}/#token=${token}`,
    origin,
    token,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function sameToken(header: string | undefined, token: string): boolean {
  const expected = Buffer.from(`Bearer ${token}`);
  const given = Buffer.from(header ?? '');
  // Equal lengths first: timingSafeEqual demands it, and the length is no secret.
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** Procedures are called by POST, with a body that says how long it is and is no longer than any of ours; Node holds it to what it says. */
function refusedForm(request: IncomingMessage): 405 | 411 | 413 | undefined {
  if (request.method !== 'POST') return 405;
  if (request.headers['transfer-encoding'] !== undefined) return 411;
  return Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES ? 413 : undefined;
}

function refuse(response: ServerResponse, status: number, code: DiagnosticCode, params: Record<string, string>): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  const data = { diagnostics: [diagnostic(code, { params })] };
  response.end(JSON.stringify({ json: { defined: true, code: 'DIAGNOSTIC', status, message: code, data } }));
}

async function servePage(
  request: IncomingMessage,
  response: ServerResponse,
  folder: string,
  path: string,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405);
    response.end();
    return;
  }
  const file = pageFile(folder, path);
  const found = file === undefined ? undefined : await stat(file).catch(() => undefined);
  if (file === undefined || !found?.isFile()) {
    response.writeHead(404);
    response.end();
    return;
  }
  response.writeHead(200, {
    'Content-Type': PAGE_TYPES[extname(file)] ?? 'application/octet-stream',
    'Content-Length': found.size,
    'Content-Security-Policy': PAGE_POLICY,
    'X-Frame-Options': 'DENY',
  });
  if (request.method === 'HEAD') response.end();
  else createReadStream(file).pipe(response);
}

import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { onTestFinished } from 'vitest';

/** A server on loopback until the test ends. `requests` are those it saw. */
export interface TestServer {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly requests: readonly IncomingMessage[];
}

export async function startTestServer(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  tls?: { readonly certPem: string; readonly keyPem: string },
): Promise<TestServer> {
  const requests: IncomingMessage[] = [];
  const listener: RequestListener = (request, response) => {
    requests.push(request);
    response.on('error', () => undefined);
    answer(request, response);
  };
  const server = tls ? createTlsServer({ cert: tls.certPem, key: tls.keyPem }, listener) : createServer(listener);
  const port = await listen(server);
  return { url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`, host: `127.0.0.1:${port}`, port, requests };
}

/** What a proxy was asked for: `CONNECT host:port` or `GET http://...`, and with which login. */
export interface ProxyVisit {
  readonly line: string;
  readonly login: string | undefined;
}

/** A forward proxy as an office has it: absolute addresses for plain requests, CONNECT for the rest; `login` = required. */
export async function startTestProxy(
  login?: string,
): Promise<{ readonly url: string; readonly visits: readonly ProxyVisit[] }> {
  const visits: ProxyVisit[] = [];
  const allowed = (request: IncomingMessage): boolean => {
    const given = request.headers['proxy-authorization'];
    visits.push({ line: `${request.method} ${request.url}`, login: given });
    return login === undefined || given === `Basic ${Buffer.from(login).toString('base64')}`;
  };
  const server = createServer(async (request, response) => {
    if (!allowed(request)) {
      response.writeHead(407, { 'proxy-authenticate': 'Basic realm="office"' }).end();
      return;
    }
    const headers = { ...request.headers };
    delete headers['proxy-authorization'];
    const answer = await fetch(request.url ?? '', { headers: { accept: headers.accept ?? '*/*' } });
    response.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer()));
  });
  const tunnels = new Set<Duplex>();
  server.on('connect', (request: IncomingMessage, client: Duplex) => {
    tunnels.add(client.on('error', () => undefined));
    if (!allowed(request)) {
      client.end('HTTP/1.1 407 Login\r\nProxy-Authenticate: Basic realm="office"\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    const [host, port] = (request.url ?? '').split(':');
    const far: Socket = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      far.pipe(client).pipe(far);
    });
    far.on('error', () => client.destroy());
  });
  const port = await listen(server);
  onTestFinished(() => {
    for (const tunnel of tunnels) tunnel.destroy();
  });
  return { url: `http://127.0.0.1:${port}`, visits };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

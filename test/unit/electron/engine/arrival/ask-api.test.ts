import type { RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { askApi } from '../../../../../electron/engine/arrival/ask-api.ts';
import type { Dialer } from '../../../../../electron/engine/transport/port.ts';
import { labHost, openLab } from '../rehearsal/pve/support/lab-world.ts';
import { identity } from './support/open-receiver.ts';

/** A dialer that reaches this server, whatever is dialled. */
async function serving(server: Server): Promise<Dialer> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return {
    connect: () =>
      new Promise((resolve, reject) => {
        const socket = connect(port, '127.0.0.1');
        onTestFinished(() => void socket.destroy());
        socket.once('connect', () => resolve(socket)).once('error', reject);
      }),
  };
}
const failing = (code: string): Dialer => ({
  connect: async () => {
    throw Object.assign(new Error(code), { code });
  },
});
const overTls = (listener: RequestListener) =>
  serving(createHttpsServer({ cert: identity.certificatePem, key: identity.keyPem }, listener));
const ask = (dialer: Dialer, timeoutMs = 5_000) => askApi(dialer, '192.168.1.11', timeoutMs);

describe('the API of a node', () => {
  test('answers whoever has no token, and the certificate is the one that its cluster tells', async () => {
    const lab = openLab([labHost('pve1', 'pve', '8.4', '192.0.2.11')]);
    onTestFinished(() => lab.world.close());
    const nodes = (await lab.run('pve1', 'pvesh get /nodes --output-format json')).stdout;
    const [{ ssl_fingerprint: fingerprint }] = JSON.parse(nodes) as [{ ssl_fingerprint: string }];
    const service = lab.world.openPorts(lab.host('pve1')).get(8006);
    if (!service?.tls || !service.http) throw new Error('port 8006 is closed');
    const dialer = await serving(createHttpsServer(service.tls, service.http));
    expect(await ask(dialer)).toEqual({ port: 'answers', fingerprint });
  });

  test('answers with its version where it asks for no token', async () => {
    const dialer = await overTls((_request, response) => response.end('{"data":{"version":"9.2.1"}}'));
    expect((await ask(dialer)).port).toBe('answers');
  });

  test.each<[string, RequestListener]>([
    ['a login of something else', (_request, response) => response.writeHead(401, { server: 'nginx' }).end()],
    ['a page', (_request, response) => response.end('<html></html>')],
    ['an error of the proxy', (_request, response) => response.writeHead(595, { server: 'pve-api-daemon/3.0' }).end()],
    ['nothing', () => undefined],
  ])('does not answer with %s', async (_what, listener) => {
    const { port, fingerprint } = await ask(await overTls(listener), 300);
    expect(port).toBe('other');
    expect(fingerprint).toMatch(/^[0-9A-F]{2}(:[0-9A-F]{2}){31}$/);
  });

  test('does not answer where a port is open and speaks no TLS, or says nothing', async () => {
    expect(await ask(await serving(createServer((socket) => socket.end('SSH-2.0-x\r\n'))))).toEqual({ port: 'other' });
    expect(await ask(await serving(createServer(() => undefined)), 100)).toEqual({ port: 'other' });
  });

  test('is told apart from a port that is closed and an address that is silent', async () => {
    expect(await ask(failing('ECONNREFUSED'))).toEqual({ port: 'refused' });
    expect(await ask(failing('ETIMEDOUT'))).toEqual({ port: 'silent' });
  });
});

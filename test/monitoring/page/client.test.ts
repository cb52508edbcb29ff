import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { clientOf } from '../../../installer-assets/stacks/monitoring/page/api/client.ts';

let server: Server;
afterEach(() => {
  vi.unstubAllGlobals();
  server.closeAllConnections();
  server.close();
});

/** The page's client, whose addresses have no host, against a server of the test's own. */
async function clientAgainst(answer: RequestListener, onEnd = () => undefined) {
  server = createServer(answer);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const direct = fetch;
  vi.stubGlobal('fetch', (path: string, options: RequestInit) => direct(`http://127.0.0.1:${port}${path}`, options));
  return clientOf(onEnd);
}

it.each<[string, RequestListener]>([
  [
    'ends in the middle of its length',
    (_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"now":');
      setTimeout(() => response.destroy(), 20);
    },
  ],
  [
    'ends before its last part',
    (_, response) => {
      response.writeHead(200).write('{"now":');
      setTimeout(() => response.destroy(), 20);
    },
  ],
  ['is the page of something in between', (_, response) => response.end('<!doctype html><title>Portal</title>')],
  ['is a refusal that breaks off', (_, response) => response.writeHead(503).write('{"err', () => response.destroy())],
])('an answer that %s is none', async (_, answer) => {
  const client = await clientAgainst(answer);
  await expect(client.overview()).rejects.toMatchObject({ word: 'unreachable' });
});

it('an empty answer is a good one, a refusal keeps its word, and the end of the session is told', async () => {
  let ended = 0;
  const client = await clientAgainst(
    ({ method }, response) => {
      if (method === 'DELETE') response.writeHead(204).end();
      else response.writeHead(401).end('{"error":"no-session"}');
    },
    () => {
      ended += 1;
    },
  );
  expect(await client.removeUser('second')).toBeUndefined();
  await expect(client.overview()).rejects.toMatchObject({ word: 'no-session', status: 401 });
  expect(ended).toBe(1);
});

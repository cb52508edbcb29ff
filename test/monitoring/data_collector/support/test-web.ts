import { createServer, type ServerResponse } from 'node:http';
import { type Batch, BatchSchema } from '../../../../installer-assets/stacks/monitoring/protocol/batch.ts';
import type { CollectorError } from '../../../../installer-assets/stacks/monitoring/protocol/collector.ts';
import { freePort } from '../../support/postgres.ts';

/** How web behaves now. */
export type Mood =
  | 'well'
  | 'fails'
  | 'database-down'
  | 'answer-lost'
  | 'refuses'
  | 'silent'
  | 'login-page'
  | 'unauthorised';

const FAILURES: Partial<Record<Mood, readonly [number, unknown]>> = {
  fails: [500, { error: 'failed' }],
  'database-down': [503, { error: 'database-down' }],
  refuses: [400, { error: 'bad-question' }],
};

/** A server that speaks web's side of the protocol, keeps what it stored, and can be in every mood. */
export interface TestWeb {
  readonly port: number;
  mood: Mood;
  /** By id, in the order in which they were stored. */
  readonly stored: Map<string, Batch>;
  /** Every batch that came, stored or not. */
  readonly seen: string[];
  readonly reports: (CollectorError | null)[];
  listen(): Promise<void>;
  close(): Promise<void>;
}

export async function testWeb(token: string): Promise<TestWeb> {
  const port = await freePort();
  let server: ReturnType<typeof createServer> | undefined;
  const web: TestWeb = { port, mood: 'well', stored: new Map(), seen: [], reports: [], listen, close };

  function answer(response: ServerResponse, status: number, body: unknown): void {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }
  function take(text: string, response: ServerResponse): void {
    const batch = BatchSchema.parse(JSON.parse(text));
    web.seen.push(batch.batchId);
    const failure = FAILURES[web.mood];
    if (failure) answer(response, ...failure);
    if (failure || web.mood === 'silent') return;
    const duplicate = web.stored.has(batch.batchId);
    if (!duplicate) web.stored.set(batch.batchId, batch);
    if (web.mood === 'answer-lost') response.socket?.destroy();
    else answer(response, 202, { accepted: batch.samples.length, duplicate, rejected: { tooOld: 0, inFuture: 0 } });
  }
  async function listen(): Promise<void> {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('error', () => undefined);
      request.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        if (request.headers.authorization !== `Bearer ${token}` || web.mood === 'unauthorised')
          answer(response, 401, { error: 'unauthorised' });
        else if (web.mood === 'login-page')
          response.writeHead(200, { 'content-type': 'text/html' }).end('<!DOCTYPE html>');
        else if (request.url === '/api/batches') take(text, response);
        else if (request.url === '/api/collector') {
          web.reports.push((JSON.parse(text) as { error: CollectorError | null }).error);
          response.writeHead(204).end();
        } else answer(response, 404, { error: 'not-found' });
      });
    });
    await new Promise<void>((resolve) => server?.listen(port, '127.0.0.1', resolve));
  }
  async function close(): Promise<void> {
    const open = server;
    server = undefined;
    if (!open) return;
    await new Promise<void>((resolve) => {
      open.close(() => resolve());
      open.closeAllConnections();
    });
  }
  await listen();
  return web;
}

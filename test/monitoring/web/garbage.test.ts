import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { batchOf } from '../support/samples.ts';
import { ask, type Browser, INGEST_TOKEN, startWeb, type TestWeb } from '../support/web.ts';

let postgres: Postgres;
let web: TestWeb;
let admin: Browser;
beforeAll(async () => {
  postgres = await startPostgres();
  web = await startWeb(await postgres.newDatabase());
  admin = await web.admin();
});
afterAll(async () => {
  await web.stop();
  await postgres.stop();
});

/** web is well, and nothing that came was a failure of its own. */
async function expectWell(): Promise<void> {
  expect((await ask(web.port, '/api/health')).status).toBe(200);
  expect(web.log.filter((line) => line.includes('request-failed'))).toEqual([]);
}

it('bytes that are no HTTP end their connection and nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
      await new Promise<void>((resolve) => {
        const socket = connect(web.port, '127.0.0.1', () => socket.end(Buffer.from(bytes)));
        socket.on('error', () => resolve());
        socket.on('close', () => resolve());
        socket.resume();
      });
    }),
    { numRuns: 60 },
  );
  await expectWell();
});

it('JSON of any shape is a question or is none, and never a failure', async () => {
  const paths = ['/api/batches', '/api/samples', '/api/collector'];
  const headers = { authorization: `Bearer ${INGEST_TOKEN}` };
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths), fc.jsonValue(), async (path, json) => {
      expect([202, 204, 400]).toContain((await ask(web.port, path, { method: 'POST', json, headers })).status);
    }),
    { numRuns: 150 },
  );
  await expectWell();
});

it('a good batch with any one part replaced is stored or refused, and never a failure', async () => {
  const batch = batchOf(new Date(), ['node/n1', 'qemu/100'], {
    states: { cluster: { name: 'site', quorate: true, nodes: [{ name: 'n1', online: true, uptimeSeconds: null }] } },
  });
  const anything = fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' }), fc.double(), fc.bigInt().map(Number));
  const parts = [
    ['takenAt'],
    ['batchId'],
    ['samples', '0', 'source'],
    ['samples', '1', 'cpuRatio'],
    ['samples', '0', 'memoryUsedBytes'],
    ['samples', '0', 'networkInBytesPerSecond'],
    ['states', 'cluster', 'name'],
    ['states', 'cluster', 'nodes', '0', 'name'],
    ['states', 'guests'],
    ['errors'],
    ['collector'],
  ];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...parts), anything, async (part, value) => {
      const changed = structuredClone({ ...batch, batchId: crypto.randomUUID() }) as unknown as Record<string, unknown>;
      let place = changed;
      for (const name of part.slice(0, -1)) place = place[name] as Record<string, unknown>;
      place[part.at(-1) ?? ''] = value;
      const answer = await web.ingest('/api/batches', changed);
      expect([202, 400]).toContain(answer.status);
    }),
    { numRuns: 200 },
  );
  await expectWell();
  // and what was stored can be shown
  expect((await admin.ask('/api/overview')).status).toBe(200);
  expect((await admin.ask('/')).status).toBe(200);
});

it('text that no database takes is refused where it comes in, and never a failure', async () => {
  for (const text of ['\0', 'a\0b', '\ud800', 'x\udfff', '\ufffe', '\u202e']) {
    await web.browser().logIn(text, text);
    const email = { host: 'mail.site', user: text, ca: text, from: 'a@b.es', to: ['a@b.es'], password: text };
    await admin.change('PUT', '/api/settings', { channels: { email } });
    await admin.change('POST', '/api/users', { name: text, role: 'viewer', password: text.repeat(20) });
    await admin.change('POST', '/api/alerts/1/acknowledge', { note: text });
    await admin.change('POST', '/api/account/password', { current: text, password: text.repeat(20) });
    const error = { at: new Date().toISOString(), code: 'pve-answer', text, node: text };
    expect((await web.ingest('/api/collector', { error })).status).toBe(204);
    const batch = batchOf(new Date(), ['node/n1']);
    const ha = { quorate: true, master: { node: 'n1', status: text, at: null }, localManagers: [], services: [] };
    expect((await web.ingest('/api/batches', { ...batch, states: { ha } })).status).toBe(202);
  }
  await expectWell();
});

it('a browser that sends strange cookies, languages and paths gets an answer', async () => {
  const header = fc.string({ maxLength: 200 }).map((text) => text.replace(/[^\x20-\x7e]/g, ''));
  await fc.assert(
    fc.asyncProperty(header, header, fc.webPath(), async (cookie, language, path) => {
      const answer = await ask(web.port, `/${path.replace(/[^\x21-\x7e]/g, '')}`, {
        headers: { cookie: `session=${cookie}; csrf=${cookie}`, 'accept-language': language },
      });
      expect(answer.status).toBeLessThan(500);
    }),
    { numRuns: 100 },
  );
  await expectWell();
});

import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { readAlerts } from '../../../installer-assets/stacks/monitoring/db/alerts.ts';
import { type Database, openDatabase } from '../../../installer-assets/stacks/monitoring/db/database.ts';
import { migrate } from '../../../installer-assets/stacks/monitoring/db/migrate.ts';
import { batchStore } from '../../../installer-assets/stacks/monitoring/db/store-batch.ts';
import { SettingsSchema } from '../../../installer-assets/stacks/monitoring/protocol/settings.ts';
import { keysOf } from '../../../installer-assets/stacks/monitoring/web/access/keys.ts';
import { evaluateAlerts } from '../../../installer-assets/stacks/monitoring/web/alerts/evaluate.ts';
import { deliverMessages } from '../../../installer-assets/stacks/monitoring/web/messages/deliver.ts';
import { writeSettings } from '../../../installer-assets/stacks/monitoring/web/settings-store.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { batchOf } from '../support/samples.ts';
import { startWeb } from '../support/web.ts';

const T0 = new Date('2026-11-21T10:00:00.000Z');
const at = (seconds: number): Date => new Date(T0.getTime() + seconds * 1000);
const KEYS = keysOf('a key of these tests');
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined, debug: () => undefined };

let postgres: Postgres;
let database: Database;
let url: string;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());
beforeEach(async () => {
  url = await postgres.newDatabase();
  database = openDatabase({ url });
  await migrate(database);
  return () => database.close();
});

/** A round of the collector in which some nodes are down. */
async function round(seconds: number, ...down: readonly string[]): Promise<void> {
  const nodes = ['n1', 'n2'].map((name) => ({ name, online: !down.includes(name), uptimeSeconds: null }));
  await batchStore(database).store(
    batchOf(at(seconds), [], { states: { cluster: { name: 'site', quorate: true, nodes } } }),
    at(seconds),
  );
  await evaluateAlerts(database, at(seconds), T0);
}

const open = () => readAlerts(database, { state: 'open', limit: 10 });

it('an alert opens, is told of, closes and is told of again, once each', async () => {
  const told: { event: string; text: string }[] = [];
  let status = 500;
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      if (status === 204) told.push(JSON.parse(body) as { event: string; text: string });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const hook = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  await writeSettings(database, KEYS, SettingsSchema.parse({ language: 'en', channels: { webhook: { url: hook } } }));
  const deliver = (seconds: number) => deliverMessages(database, KEYS, silent, () => at(seconds));

  await round(0, 'n2');
  await round(45, 'n2');
  expect(await open()).toEqual([]);
  await round(60, 'n2');
  expect((await open()).map(({ rule, subject, params }) => [rule, subject, params])).toEqual([
    ['node-down', 'node/n2', { node: 'n2' }],
  ]);
  // the other side is not there at first: nothing is lost, nothing is hurried
  await deliver(60);
  status = 204;
  await deliver(70);
  expect(told).toEqual([]);
  await deliver(76);
  await deliver(90);
  expect(told.map(({ event, text }) => [event, text])).toEqual([['opened', 'Alert: Node n2 is down.']]);
  // flapping neither closes it nor tells anybody
  await round(90);
  await round(120, 'n2');
  await round(150);
  expect(await open()).toHaveLength(1);
  await round(285);
  expect(await open()).toEqual([]);
  await deliver(285);
  expect(told.map(({ event }) => event)).toEqual(['opened', 'closed']);
  server.close();
});

it('two programs that judge at once open an alert once', async () => {
  await round(0, 'n2');
  await batchStore(database).store(batchOf(at(60), []), at(60));
  await Promise.all([1, 2, 3].map(() => evaluateAlerts(database, at(60), T0)));
  expect(await open()).toHaveLength(1);
});

it('while the collector is silent nothing else opens or closes', async () => {
  await round(0, 'n2');
  await round(60, 'n2');
  await evaluateAlerts(database, at(600), T0);
  expect((await open()).map(({ rule }) => rule).sort()).toEqual(['collector-silent', 'node-down']);
  await evaluateAlerts(database, at(5000), T0);
  expect(await open()).toHaveLength(2);
});

it('a mail server that says nothing does not keep web from ending, and the message is sent by the next one', async () => {
  const connections: Socket[] = [];
  const mute = createTcpServer((socket) => connections.push(socket));
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  const email = {
    host: '127.0.0.1',
    port: (mute.address() as AddressInfo).port,
    security: 'none',
    from: 'a@b.es',
    to: ['c@d.es'],
  };
  await writeSettings(database, KEYS, SettingsSchema.parse({ channels: { email } }));
  await round(0, 'n2');
  await round(60, 'n2');
  const web = await startWeb(url);
  for (let attempt = 0; connections.length === 0 && attempt < 200; attempt += 1) await pause(50);
  await web.stop();
  const [left] = await database.rows<{ count: number }>('SELECT count(*) AS count FROM message WHERE sent_at IS NULL');
  expect([connections.length > 0, left?.count]).toEqual([true, 1]);
  for (const socket of connections) socket.destroy();
  mute.close();
});

it('an administrator acknowledges an alert once, with a note', async () => {
  await round(0, 'n2');
  await round(60, 'n2');
  const web = await startWeb(url);
  const admin = await web.admin();
  const id = (await open())[0]?.id ?? 0;
  const answer = await admin.change('POST', `/api/alerts/${id}/acknowledge`, { note: 'disk is on its way' });
  expect(answer.json()).toMatchObject({ id, acknowledged: { by: 'admin', note: 'disk is on its way' } });
  expect((await admin.change('POST', `/api/alerts/${id}/acknowledge`, {})).status).toBe(409);
  expect((await admin.change('POST', '/api/alerts/999/acknowledge', {})).status).toBe(404);
  expect((await admin.ask('/api/alerts')).json()).toMatchObject({ alerts: [{ id }] });
  await web.stop();
});

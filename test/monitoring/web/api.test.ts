import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OverviewSchema } from '../../../installer-assets/stacks/monitoring/protocol/overview.ts';
import { SamplesAnswerSchema } from '../../../installer-assets/stacks/monitoring/protocol/sample.ts';
import { SeriesAnswerSchema } from '../../../installer-assets/stacks/monitoring/protocol/series.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { batchOf, sampleOf } from '../support/samples.ts';
import { ADMIN_PASSWORD, ask, type Browser, INGEST_TOKEN, startWeb, type TestWeb } from '../support/web.ts';

let postgres: Postgres;
let web: TestWeb;
let admin: Browser;
let viewer: Browser;
beforeAll(async () => {
  postgres = await startPostgres();
  web = await startWeb(await postgres.newDatabase());
  admin = await web.admin();
  const made = await admin.change('POST', '/api/users', {
    name: 'looker',
    role: 'viewer',
    password: 'looking is enough',
  });
  expect(made.status).toBe(201);
  viewer = web.browser();
  expect((await viewer.logIn('looker', 'looking is enough')).status).toBe(303);
});
afterAll(async () => {
  await web.stop();
  await postgres.stop();
});

/** Sends bytes as they are. @returns what came back until the end, or until `ms` have passed */
function raw(text: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(web.port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (chunk: Buffer) => {
      answer += chunk.toString('latin1');
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', () => resolve(answer));
    socket.setTimeout(3_000, () => socket.destroy());
  });
}

const READING = ['/api/samples', '/api/collector', '/api/session', '/api/overview', '/api/alerts'];
const ADMINS: readonly { readonly method: string; readonly path: string; readonly json?: unknown }[] = [
  { method: 'GET', path: '/api/settings' },
  { method: 'PUT', path: '/api/settings', json: {} },
  { method: 'POST', path: '/api/settings/test', json: { channel: 'email' } },
  { method: 'GET', path: '/api/users' },
  { method: 'POST', path: '/api/users', json: { name: 'more', role: 'admin', password: 'long enough for all' } },
  { method: 'PUT', path: '/api/users/looker', json: { role: 'admin' } },
  { method: 'DELETE', path: '/api/users/admin' },
  { method: 'POST', path: '/api/alerts/1/acknowledge', json: {} },
];

describe('who may ask', () => {
  it.each(READING)('%s answers nobody without a session', async (path) => {
    const answer = await ask(web.port, path);
    expect([answer.status, answer.text]).toEqual([401, '{"error":"no-session"}']);
    expect((await viewer.ask(path)).status).toBe(200);
  });

  it.each(ADMINS)('$method $path is for administrators', async ({ method, path, json }) => {
    const asking = { method, ...(json === undefined ? {} : { json }) };
    expect((await ask(web.port, path, asking)).status).toBe(401);
    const refused = await viewer.change(method, path, json);
    expect([refused.status, refused.text]).toEqual([403, '{"error":"forbidden"}']);
  });

  it.each<[string, () => Record<string, string>]>([
    ['no word', () => ({})],
    ['a word of nobody', () => ({ 'x-csrf-token': 'A'.repeat(43) })],
    ['the word of another session', () => ({ 'x-csrf-token': viewer.csrf })],
  ])('a change with %s is refused', async (_, headers) => {
    const answer = await admin.ask('/api/users/looker', { method: 'DELETE', headers: headers() });
    expect([answer.status, answer.text]).toEqual([403, '{"error":"bad-csrf"}']);
  });

  it('a change that another site sends is refused, with the right word too', async () => {
    const answer = await admin.ask('/api/users/looker', {
      method: 'DELETE',
      headers: { 'x-csrf-token': admin.csrf, origin: 'http://evil.example' },
    });
    expect(answer.status).toBe(403);
    const own = await admin.ask('/api/users/absent', {
      method: 'DELETE',
      headers: { 'x-csrf-token': admin.csrf, origin: `http://localhost:${web.port}` },
    });
    expect(own.status).toBe(404);
  });

  it.each([
    '',
    'Bearer',
    'Bearer x',
    `Bearer ${INGEST_TOKEN}x`,
    `Basic ${INGEST_TOKEN}`,
    `Bearer ${INGEST_TOKEN.slice(1)}`,
  ])('the collector is not let in by %j', async (authorization) => {
    for (const path of ['/api/batches', '/api/samples', '/api/collector']) {
      const answer = await ask(web.port, path, { method: 'POST', json: {}, headers: { authorization } });
      expect([answer.status, answer.text]).toEqual([401, '{"error":"unauthorised"}']);
    }
  });

  it('a session of an administrator is no token of the collector', async () => {
    expect((await admin.change('POST', '/api/batches', batchOf(new Date(), ['node/n1']))).status).toBe(401);
  });
});

describe('every answer', () => {
  it.each(['/', '/login', '/api/health', '/api/session', '/page/own.css', '/nothing/here'])(
    'of %s carries the headers that keep a browser safe',
    async (path) => {
      const { headers } = await ask(web.port, path);
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe|\*|http:/);
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['x-frame-options']).toBe('DENY');
      // no-referrer makes browsers send the login form with `Origin: null`, which is refused
      expect(headers['referrer-policy']).toBe('same-origin');
      expect(headers['x-powered-by']).toBeUndefined();
      expect(headers.server).toBeUndefined();
      expect(headers['access-control-allow-origin']).toBeUndefined();
    },
  );

  it('has no script and no style inside of a page', async () => {
    for (const page of [await ask(web.port, '/login'), await admin.ask('/')])
      expect(page.text).not.toMatch(/<script(?![^>]* src=)|<style|\son\w+=|style=|javascript:/i);
  });

  it('to a changed page is not kept by anybody', async () => {
    expect((await admin.ask('/api/overview')).headers['cache-control']).toBe('no-store');
  });

  it.each(['evil.example', 'localhost.evil.example', '', 'localhost@evil.example', 'localhost:80:80', '[::1', 'a b'])(
    'is refused for the host %j',
    async (host) => {
      const answer = await raw(`GET /login HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer).not.toContain('csrf');
    },
  );
});

describe('paths', () => {
  it.each([
    '/page/../web.cjs',
    '/page/..%2f..%2fetc%2fpasswd',
    '/page/%2e%2e/%2e%2e/etc/passwd',
    '/page/',
    '/page/own.css/',
    '/.env',
    '//evil.example/',
    '/api',
    '/api/users/..',
  ])('%s leads nowhere', async (path) => {
    const answer = await raw(
      `GET ${path} HTTP/1.1\r\nHost: localhost\r\nCookie: session=${admin.cookies.get('session')}\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 40[045] /);
  });

  it('that are there for another method say so', async () => {
    expect((await admin.change('DELETE', '/api/overview')).status).toBe(405);
    expect((await ask(web.port, '/login', { method: 'TRACE' })).status).toBe(405);
  });

  it('a file of the page that did not change is not sent again', async () => {
    const first = await ask(web.port, '/page/own.css');
    const again = await ask(web.port, '/page/own.css', { headers: { 'if-none-match': String(first.headers.etag) } });
    expect([first.status, again.status, again.text]).toEqual([200, 304, '']);
  });
});

describe('bodies', () => {
  const bearer = { authorization: `Bearer ${INGEST_TOKEN}` };

  it.each([
    ['no JSON', '{"samples": [', 400],
    ['another shape', '{"samples": 5}', 400],
    ['a prototype', '{"__proto__": {"samples": []}}', 400],
    [
      'a source that is none',
      JSON.stringify({ samples: [{ takenAt: new Date().toISOString(), source: '../x' }] }),
      400,
    ],
    ['a negative figure', JSON.stringify({ samples: [{ ...sampleOf('node/n1', new Date()), cpuRatio: -1 }] }), 400],
    [
      'a time without a zone',
      JSON.stringify({ samples: [{ takenAt: '2026-11-21T10:00:00', source: 'node/n1' }] }),
      400,
    ],
  ])('with %s are refused', async (_, body, status) => {
    const headers = { ...bearer, 'content-type': 'application/json' };
    expect((await ask(web.port, '/api/samples', { method: 'POST', headers, body })).status).toBe(status);
  });

  it('of another type are not read', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])
      expect(
        (
          await ask(web.port, '/api/samples', {
            method: 'POST',
            headers: { ...bearer, 'content-type': type },
            body: '{}',
          })
        ).status,
      ).toBe(415);
  });

  it('that say they are larger than allowed are refused before they come', async () => {
    const answer = await raw(
      `POST /api/collector HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${INGEST_TOKEN}\r\nContent-Type: application/json\r\nContent-Length: 99999999\r\n\r\n{`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('that grow larger without saying so are cut off', async () => {
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const answer = await raw(
      `POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(20)}`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('that hide a second request behind two lengths are refused', async () => {
    const answer = await raw(
      'POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('of users with a short password or a strange name are refused', async () => {
    for (const user of [
      { name: 'short', role: 'viewer', password: 'elevenchars' },
      { name: 'Robert"); DROP', role: 'viewer', password: 'long enough for all' },
      { name: 'boss', role: 'root', password: 'long enough for all' },
    ])
      expect((await admin.change('POST', '/api/users', user)).status).toBe(400);
  });
});

describe('questions', () => {
  it.each([
    '/api/samples?limit=0',
    '/api/samples?limit=1001',
    '/api/samples?limit=1e9',
    '/api/samples?since=yesterday',
    '/api/series',
    "/api/series?source=node/n1'--&range=day",
    '/api/series?source=node/n1&range=decade',
    '/api/series?source=node/n1&range=day&until=9',
    '/api/alerts?limit=501',
    '/api/alerts?state=%27',
  ])('%s is no question', async (path) => {
    const answer = await admin.ask(path);
    expect([answer.status, answer.text]).toEqual([400, '{"error":"bad-question"}']);
  });

  it('are answered in the shapes of the protocol', async () => {
    const now = new Date();
    const states = {
      cluster: { name: 'site', quorate: true, nodes: [{ name: 'n1', online: true }] },
      guests: [{ source: 'qemu/100', name: '<b>bold</b>', node: 'n1', status: 'running', template: false }],
      storages: [{ source: 'storage/n1/tank', storage: 'tank', node: 'n1', shared: false, status: 'available' }],
      ha: {
        quorate: true,
        master: null,
        localManagers: [],
        services: [{ sid: 'vm:100', node: 'n1', state: 'started', requestState: 'started' }],
      },
    };
    const batch = { ...batchOf(now, ['node/n1', 'qemu/100', 'storage/n1/tank']), states };
    const stored = await web.ingest('/api/batches', batch);
    expect([stored.status, stored.json()]).toEqual([
      202,
      { accepted: 3, duplicate: false, rejected: { tooOld: 0, inFuture: 0 } },
    ]);
    expect((await web.ingest('/api/batches', batch)).json()).toMatchObject({ duplicate: true });

    const overview = OverviewSchema.parse((await viewer.ask('/api/overview')).json());
    expect(overview.cluster?.value).toEqual({ name: 'site', quorate: true });
    expect(overview.collector.silent).toBe(false);
    expect(overview.readAt).toEqual({ guests: states.guests ? batch.takenAt : null, backups: null, replication: null });
    expect(overview.nodes[0]?.latest?.memoryTotalBytes).toBe(4_000_000_000);
    expect(overview.guests[0]).toMatchObject({ haState: 'started', lastGoodBackupAt: null });
    const series = SeriesAnswerSchema.parse((await viewer.ask('/api/series?source=qemu/100&range=hour')).json());
    expect(series.average.cpuRatio?.some((value) => value !== null)).toBe(true);
    expect((await viewer.ask('/api/series?source=qemu/999&range=hour')).status).toBe(404);
    const samples = SamplesAnswerSchema.parse((await viewer.ask('/api/samples')).json());
    expect(samples.samples.map(({ source }) => source)).toEqual(['node/n1', 'qemu/100', 'storage/n1/tank']);
    expect((await viewer.ask('/')).text).toContain('site');
  });

  it('of version 1 are still answered', async () => {
    const begin = (await viewer.ask('/api/samples?limit=1')).json() as { now: string };
    const v1 = { ...sampleOf('qemu/101', new Date()), networkInBytesPerSecond: undefined };
    expect((await web.ingest('/api/samples', { samples: [v1] })).json()).toEqual({ accepted: 1 });
    const error = { at: new Date().toISOString(), code: 'pve-unauthorised', text: 'no' };
    expect((await web.ingest('/api/collector', { error })).status).toBe(204);
    const answer = (await viewer.ask(`/api/samples?since=${begin.now}`)).json() as { samples: { source: string }[] };
    expect(answer.samples.map(({ source }) => source)).toEqual(['qemu/101']);
    expect((await viewer.ask('/api/collector')).json()).toMatchObject({ lastError: error });
    expect((await web.ingest('/api/collector', { error: null })).status).toBe(204);
  });
});

describe('users', () => {
  it('lose their sessions with their role and their password, and the last administrator stays', async () => {
    const user = { name: 'second', role: 'admin', password: 'the second of two' };
    expect((await admin.change('POST', '/api/users', user)).status).toBe(201);
    expect((await admin.change('POST', '/api/users', user)).status).toBe(409);
    const second = web.browser();
    await second.logIn('second', 'the second of two');
    expect((await admin.change('PUT', '/api/users/second', { role: 'viewer' })).status).toBe(204);
    expect((await second.ask('/api/session')).status).toBe(401);
    expect((await admin.change('DELETE', '/api/users/admin')).status).toBe(409);
    expect((await admin.change('PUT', '/api/users/admin', { role: 'viewer' })).status).toBe(409);
    await second.logIn('second', 'the second of two');
    expect((await admin.change('DELETE', '/api/users/second')).status).toBe(204);
    expect((await second.ask('/api/session')).status).toBe(401);
    expect((await admin.ask('/api/users')).text).not.toContain('scrypt');
  });

  it('change their own password with the old one only, and may guess it eight times', async () => {
    const change = (current: string) =>
      viewer.change('POST', '/api/account/password', { current, password: 'a new one for looking' });
    for (let guess = 0; guess < 7; guess += 1) expect((await change('not my password')).status).toBe(403);
    expect((await change('looking is enough')).status).toBe(204);
    expect((await viewer.ask('/api/session')).status).toBe(200);
    expect((await change('a new one for looking')).status).toBe(429);
  });
});

describe('settings', () => {
  const email = {
    host: 'mail.site',
    port: 587,
    security: 'starttls',
    user: 'mon',
    from: 'mon@site.es',
    to: ['it@site.es'],
  };

  it('keep a secret to themselves, and for the server that it was given for', async () => {
    const put = async (channels: unknown) =>
      (await admin.change('PUT', '/api/settings', { channels })).json() as {
        channels: { email: { password: boolean } };
      };
    expect((await put({ email: { ...email, password: 'mail-secret' } })).channels.email.password).toBe(true);
    const shown = await admin.ask('/api/settings');
    expect(shown.text).not.toContain('mail-secret');
    expect((await put({ email })).channels.email.password).toBe(true);
    expect((await put({ email: { ...email, host: 'evil.example' } })).channels.email.password).toBe(false);
    expect((await put({ email })).channels.email.password).toBe(false);
  });

  it.each([
    { channels: { email: { ...email, to: ['a@b.es>\r\nRCPT TO:<c@d.es'] } } },
    { channels: { email: { ...email, from: 'no address' } } },
    { channels: { webhook: { url: 'file:///etc/passwd' } } },
    { channels: { webhook: { url: 'javascript:alert(1)' } } },
    { channels: { syslog: { host: 'a b', port: 514 } } },
    { rules: { nodeDownSeconds: 0 } },
    { language: 'fr' },
  ])('that make no sense are refused: %j', async (settings) => {
    expect((await admin.change('PUT', '/api/settings', settings)).status).toBe(400);
  });
});

it('a message of a failure says one word, and the log no secret', async () => {
  const log = web.log.join('');
  for (const secret of [ADMIN_PASSWORD, INGEST_TOKEN, 'mail-secret', 'not-asked-for', admin.csrf])
    expect(log).not.toContain(secret);
});

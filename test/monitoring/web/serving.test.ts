import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as plainRequest } from 'node:http';
import { request } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import {
  issueServerCertificate,
  makeSiteAuthority,
  readSiteAuthority,
} from '../../../electron/engine/tls/site-authority.ts';
import type { Configuration } from '../../../installer-assets/stacks/monitoring/data_collector/configuration.ts';
import { webClient } from '../../../installer-assets/stacks/monitoring/data_collector/web-client.ts';
import { freePort, type Postgres, startPostgres } from '../support/postgres.ts';
import { batchOf } from '../support/samples.ts';
import { ask, INGEST_TOKEN, startWeb } from '../support/web.ts';

let postgres: Postgres;
let folder: string;
beforeAll(async () => {
  postgres = await startPostgres();
  folder = mkdtempSync(join(tmpdir(), 'sitewright-serving-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await postgres.stop();
});

const now = Date.now();
const authority = readSiteAuthority(makeSiteAuthority('municipal', now));
const leaf = (at = now) =>
  issueServerCertificate(authority, 'municipal', { names: ['localhost'], addresses: ['127.0.0.1'] }, at);

/** Puts a certificate where web reads it. */
function placed(name: string) {
  const made = leaf();
  const files = { certificate: join(folder, `${name}.crt`), key: join(folder, `${name}.key`) };
  writeFileSync(files.certificate, made.certPem);
  writeFileSync(files.key, made.keyPem);
  return { tlsFiles: files, tls: { certificate: made.certPem, key: made.keyPem } };
}

/** One request over TLS, with nobody trusted but the site's authority. */
function askSecurely(port: number, path: string, trusted = authority.certificatePem) {
  return new Promise<{ headers: Record<string, unknown>; text: string; serial: string }>((resolve, reject) => {
    const outgoing = request(
      { host: '127.0.0.1', port, path, ca: trusted, agent: false, headers: { host: `localhost:${port}` } },
      (response) => {
        const { serialNumber } = (response.socket as TLSSocket).getPeerCertificate();
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ headers: response.headers, text: Buffer.concat(chunks).toString('utf8'), serial: serialNumber }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end();
  });
}

it('with a certificate everything is encrypted, and cookies are for that alone; browsers are not bound to it unless told', async () => {
  const url = await postgres.newDatabase();
  const { tls } = placed('bound');
  const web = await startWeb(url, { tls });
  const { headers } = await askSecurely(web.port, '/login');
  // another name than without TLS: what only HTTPS may replace is in nobody's way once TLS is taken away
  expect(String(headers['set-cookie'])).toMatch(/^__Host-csrf=[^;]+; HttpOnly; SameSite=Strict; Path=\/; Secure$/);
  expect(headers['strict-transport-security']).toBeUndefined();
  await expect(askSecurely(web.port, '/login', leaf().certPem)).rejects.toThrow(/certificate/);
  await web.stop();
  const bound = await startWeb(url, { tls, hstsSeconds: 86_400 });
  expect((await askSecurely(bound.port, '/login')).headers['strict-transport-security']).toBe('max-age=86400');
  await bound.stop();
});

it('whoever speaks plain HTTP to the encrypted port is led to its encrypted address, and told nothing else', async () => {
  const web = await startWeb(await postgres.newDatabase(), { tls: placed('plain').tls });
  const led = await ask(web.port, '/login?x=1');
  expect([led.status, led.headers.location, led.headers['cache-control']]).toEqual([
    308,
    `https://localhost:${web.port}/`,
    'no-store',
  ]);
  expect(led.headers['set-cookie']).toBeUndefined();
  expect((await ask(web.port, '/', { headers: { host: 'evil.example' } })).status).toBe(400);
  // nor is a form taken on the way there, or a reading
  const form = await ask(web.port, '/login', { method: 'POST', body: 'username=admin&password=x' });
  expect([form.status, form.headers.location]).toEqual([308, `https://localhost:${web.port}/`]);
  expect((await web.ingest('/api/batches', {})).status).toBe(308);
  // others go on: half a byte of nothing, and a connection that is cut off
  const silent = connect(web.port, '127.0.0.1');
  const rude = connect(web.port, '127.0.0.1', () => rude.end(Buffer.from([0x16, 3, 1, 0])));
  expect((await askSecurely(web.port, '/api/health')).text).toContain('"status":"ok"');
  silent.destroy();
  await web.stop();
});

it('the collector brings its batches over the same certificate, trusts nobody else, and gives up none that went the wrong way', async () => {
  const web = await startWeb(await postgres.newDatabase(), { tls: placed('collector').tls });
  const [right, wrong] = [join(folder, 'right.crt'), join(folder, 'wrong.crt')];
  writeFileSync(right, authority.certificatePem);
  writeFileSync(wrong, readSiteAuthority(makeSiteAuthority('elsewhere', now)).certificatePem);
  const send = (url: string, ingestAuthorityFile: string | undefined) =>
    webClient({ ingestUrl: new URL(url), ingestToken: INGEST_TOKEN, ingestAuthorityFile } as Configuration).send(
      JSON.stringify(batchOf(new Date(), ['node/n1'])),
    );
  expect(await send(`https://localhost:${web.port}`, right)).toMatchObject({ what: 'stored' });
  // as it is while an authority is replaced
  writeFileSync(right, readSiteAuthority(makeSiteAuthority('elsewhere', now)).certificatePem);
  expect(await send(`https://localhost:${web.port}`, right)).toMatchObject({ what: 'later' });
  expect(await send(`https://localhost:${web.port}`, wrong)).toMatchObject({ what: 'later' });
  expect(await send(`https://localhost:${web.port}`, undefined)).toMatchObject({ what: 'later' });
  expect(await send(`http://localhost:${web.port}`, undefined)).toMatchObject({ what: 'later', why: 'status 308' });
  await web.stop();
});

it('a renewed certificate is shown without a new start, and one that does not fit its key is not', async () => {
  const { tls, tlsFiles } = placed('renewed');
  const web = await startWeb(await postgres.newDatabase(), { tls, tlsFiles, certificateLookMs: 20 });
  const before = (await askSecurely(web.port, '/login')).serial;
  const next = leaf();
  writeFileSync(tlsFiles.key, next.keyPem);
  await vi.waitFor(() => expect(web.log.join('')).toContain('certificate-unreadable'), 5_000);
  expect((await askSecurely(web.port, '/login')).serial).toBe(before);
  writeFileSync(tlsFiles.certificate, next.certPem);
  await vi.waitFor(async () => expect((await askSecurely(web.port, '/login')).serial).not.toBe(before), 5_000);
  await web.stop();
});

it('the login page offers the authority of the site, its certificate and never its key', async () => {
  const file = join(folder, 'ca.crt');
  writeFileSync(file, `${authority.certificatePem}${authority.keyPem}`);
  const url = await postgres.newDatabase();
  const web = await startWeb(url, { authorityFile: file });
  expect((await ask(web.port, '/login')).text).toContain('<a href="/authority.crt" download>');
  const given = await ask(web.port, '/authority.crt');
  expect([given.status, given.headers['content-type']]).toEqual([200, 'application/x-x509-ca-cert']);
  expect(given.text.trim()).toBe(authority.certificatePem.trim());
  await web.stop();
  const without = await startWeb(url);
  expect((await ask(without.port, '/login')).text).not.toContain('authority.crt');
  expect((await ask(without.port, '/authority.crt')).status).toBe(404);
  await without.stop();
});

it('the bare address leads to the dashboard, by the name that was asked for and no other', async () => {
  const port = await freePort();
  const redirect = { port, to: new URL('http://dashboard:8000') };
  const web = await startWeb(await postgres.newDatabase(), { redirect });
  const answer = await ask(port, '/any/thing?x=1', { headers: { host: 'LOCALHOST:80' } });
  expect([answer.status, answer.headers.location]).toEqual([308, 'http://localhost:8000/']);
  expect((await ask(port, '/', { headers: { host: 'evil.example' } })).status).toBe(400);
  // a second one finds the port taken: its dashboard works all the same
  const second = await startWeb(await postgres.newDatabase(), { redirect });
  expect((await ask(second.port, '/api/health')).status).toBe(200);
  expect(second.log.join('')).toContain('no-redirect');
  await second.stop();
  await web.stop();
});

it('the files of the page are served by name and type, and nothing beside them', async () => {
  const page = join(folder, 'page');
  mkdirSync(join(page, 'inner'), { recursive: true });
  for (const name of ['app.js', 'app.css', 'notes.txt', '.hidden.js', 'inner/deep.js'])
    writeFileSync(join(page, name), `/* ${name} */`);
  const web = await startWeb(await postgres.newDatabase(), { pageFolder: page });
  const script = await ask(web.port, '/page/app.js');
  expect([script.status, script.headers['content-type'], script.text]).toEqual([
    200,
    'text/javascript; charset=utf-8',
    '/* app.js */',
  ]);
  for (const name of ['notes.txt', 'inner/deep.js', 'inner', 'absent.js'])
    expect((await ask(web.port, `/page/${name}`)).status).toBe(404);
  const admin = await web.admin();
  const dashboard = (await admin.ask('/')).text;
  expect(dashboard).toContain('<script type="module" src="/page/app.js"></script>');
  expect(dashboard).toContain('<link rel="stylesheet" href="/page/app.css">');
  await web.stop();
});

it('files and long answers are packed for whoever takes that, and nothing is that carries a word against forgery', async () => {
  const page = join(folder, 'packed');
  mkdirSync(page);
  const text = 'const word = "over and over again";\n'.repeat(200);
  writeFileSync(join(page, 'app.js'), text);
  writeFileSync(join(page, 'small.js'), 'let it;');
  writeFileSync(join(page, 'font.woff2'), text);
  const web = await startWeb(await postgres.newDatabase(), { pageFolder: page });
  const raw = (path: string, accepted: string | undefined, more: Readonly<Record<string, string>> = {}) =>
    new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>((resolve, reject) => {
      const headers = {
        host: 'localhost',
        ...(accepted === undefined ? {} : { 'accept-encoding': accepted }),
        ...more,
      };
      const outgoing = plainRequest({ host: '127.0.0.1', port: web.port, path, headers, agent: false }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
        );
      });
      outgoing.on('error', reject);
      outgoing.end();
    });
  const unpacked = { br: brotliDecompressSync, gzip: gunzipSync } as const;
  for (const [accepted, encoding] of [
    ['gzip, deflate, br', 'br'],
    ['gzip, deflate', 'gzip'],
    ['br;q=0, *', 'gzip'],
  ] as const) {
    const { headers, body } = await raw('/page/app.js', accepted);
    expect([headers['content-encoding'], headers.vary, Number(headers['content-length'])]).toEqual([
      encoding,
      'accept-encoding',
      body.length,
    ]);
    expect(unpacked[encoding](body).toString('utf8')).toBe(text);
    expect((await raw('/page/app.js', accepted, { 'if-none-match': String(headers.etag) })).status).toBe(304);
    expect((await raw('/page/app.js', undefined, { 'if-none-match': String(headers.etag) })).status).toBe(200);
  }
  for (const [path, accepted] of [
    ['/page/app.js', undefined],
    ['/page/app.js', 'gzip;q=0, identity'],
    ['/page/small.js', 'gzip, br'],
    ['/page/font.woff2', 'gzip, br'],
  ] as const)
    expect((await raw(path, accepted)).headers['content-encoding']).toBeUndefined();

  const now = new Date();
  await web.ingest(
    '/api/batches',
    batchOf(
      now,
      Array.from({ length: 40 }, (_, index) => `qemu/${100 + index}`),
    ),
  );
  const admin = await web.admin();
  const cookie = { cookie: [...admin.cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
  const samples = await raw('/api/samples', 'gzip', cookie);
  expect([samples.headers['content-encoding'], samples.headers['cache-control']]).toEqual(['gzip', 'no-store']);
  expect(JSON.parse(gunzipSync(samples.body).toString('utf8')).samples).toHaveLength(40);
  expect((await raw('/api/samples', undefined, cookie)).headers['content-encoding']).toBeUndefined();
  expect((await raw('/api/collector', 'gzip', cookie)).headers['content-encoding']).toBeUndefined();
  // the dashboard that the server writes, too: it stands beside what others named
  for (const path of ['/login', '/', '/api/session', '/api/settings', '/api/users'])
    expect((await raw(path, 'gzip, br', cookie)).headers['content-encoding']).toBeUndefined();
  await web.stop();
});

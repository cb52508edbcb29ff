import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestEngine, type TestEngine } from '../support/test-engine.ts';
import { type CaseContext, CONTRACT_CASES, exampleSite } from './cases.ts';
import { type OpenSurface, openHttp, openInProcess, openWindow, rawRequest } from './surfaces.ts';

const ways = [
  ['the window over a message port', openWindow],
  ['a browser over the loopback server', openHttp],
  ['the command line in process', openInProcess],
] as const;

describe.each(ways)('the contract through %s', (_name, open) => {
  let test: TestEngine;
  let way: OpenSurface;
  let context: CaseContext;

  beforeAll(async () => {
    test = openTestEngine();
    way = await open(test.engine);
    const site = await exampleSite(way.client);
    context = { surface: way.surface, client: way.client, site, reconnect: () => way.reconnect() };
  });
  afterAll(async () => {
    await way.close();
    await test.close();
  });

  it.each(CONTRACT_CASES)('$title', ({ run }) => run(context), 120_000);
});

describe('the loopback server', () => {
  let test: TestEngine;
  let way: Awaited<ReturnType<typeof openHttp>>;
  beforeAll(async () => {
    test = openTestEngine();
    way = await openHttp(test.engine);
  });
  afterAll(async () => {
    await way.close();
    await test.close();
  });
  const host = () => new URL(way.server.origin).host;
  const json = { 'content-type': 'application/json' };

  it('answers with the right token and Host', async () => {
    const answer = await rawRequest(way.server, '/rpc/app/info', {
      ...json,
      host: host(),
      authorization: `Bearer ${way.server.token}`,
    });
    expect(answer.status).toBe(200);
  });

  it.each([
    ['no token', {}],
    ['a wrong token of the right length', { authorization: `Bearer ${'A'.repeat(43)}` }],
    ['a token of another length', { authorization: 'Bearer x' }],
    ['the token without its scheme', { authorization: 'TOKEN' }],
  ])('refuses %s', async (_name, headers) => {
    const answer = await rawRequest(way.server, '/rpc/app/info', {
      ...json,
      host: host(),
      ...(headers as Record<string, string>),
    });
    expect(answer.status).toBe(401);
    expect(answer.body).toContain('contract.unauthorised');
    expect(answer.body).not.toContain(way.server.token);
  });

  it.each(['localhost:1', 'evil.example', '127.0.0.1', 'localhost'])(
    'refuses the Host header %s, token or not',
    async (name) => {
      const answer = await rawRequest(way.server, '/rpc/app/info', {
        ...json,
        host: name,
        authorization: `Bearer ${way.server.token}`,
      });
      expect(answer.status).toBe(421);
      expect((await rawRequest(way.server, '/', { host: name }, 'GET')).status).toBe(421);
    },
  );

  it('refuses other names for this laptop with the right port: a name that was made to point here is no way in', async () => {
    const { port } = new URL(way.server.origin);
    const authorization = `Bearer ${way.server.token}`;
    for (const name of ['localhost', '127.0.0.1.', '127.1', '[::1]', '0.0.0.0', 'rebound.example'])
      for (const path of ['/rpc/app/info', '/'])
        expect((await rawRequest(way.server, path, { ...json, host: `${name}:${port}`, authorization })).status).toBe(
          421,
        );
  });

  it.each(['null', 'https://127.0.0.1', 'http://localhost', 'file://'])(
    'refuses the origin %s, even with the token and this port',
    async (from) => {
      const { port } = new URL(way.server.origin);
      const origins = from.startsWith('http') ? [from, `${from}:${port}`] : [from];
      for (const origin of origins) {
        const headers = { ...json, host: host(), origin, authorization: `Bearer ${way.server.token}` };
        expect((await rawRequest(way.server, '/rpc/app/info', headers)).status, origin).toBe(403);
      }
    },
  );

  it('takes the token from its one header alone: from no address and from no cookie', async () => {
    const { token } = way.server;
    for (const [path, more] of [
      [`/rpc/app/info?token=${token}`, {}],
      [`/rpc/app/info?authorization=Bearer%20${token}`, {}],
      ['/rpc/app/info', { cookie: `token=${token}; authorization=Bearer ${token}` }],
      ['/rpc/app/info', { 'x-authorization': `Bearer ${token}`, 'proxy-authorization': `Bearer ${token}` }],
      ['/rpc/app/info', { authorization: `bearer ${token}` }],
    ] as const)
      expect((await rawRequest(way.server, path, { ...json, host: host(), ...more })).status, path).toBe(401);
  });

  it('gives another origin’s browser no leave to ask: no preflight is answered', async () => {
    const asked = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' };
    const headers = { host: host(), ...asked };
    expect(
      (await rawRequest(way.server, '/rpc/app/info', { ...headers, origin: 'http://evil.example' }, 'OPTIONS')).status,
    ).toBe(403);
    const own = await fetch(`${way.server.origin}/rpc/app/info`, { method: 'OPTIONS' });
    expect(own.status).toBe(401);
    expect([...own.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  it('refuses another origin, even with the token', async () => {
    const answer = await rawRequest(way.server, '/rpc/app/info', {
      ...json,
      host: host(),
      origin: 'http://evil.example',
      authorization: `Bearer ${way.server.token}`,
    });
    expect(answer.status).toBe(403);
  });

  it('listens on 127.0.0.1 alone and puts the token behind #', () => {
    expect(way.server.origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(way.server.url.split('#')[0]).not.toContain(way.server.token);
    expect(Buffer.from(way.server.token, 'base64url').length).toBe(32);
  });

  it.each(['PUT', 'POST', 'DELETE', 'OPTIONS'])(
    'answers %s for the page with no more than that it is not allowed',
    async (method) => {
      const answer = await fetch(way.server.origin, { method });
      expect(answer.status).toBe(405);
      expect(await answer.text()).toBe('');
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    },
  );

  it('sends the page under its policy: no script but its own, in no frame, known to nobody else', async () => {
    const { headers } = await fetch(way.server.origin);
    const policy = new Map(
      (headers.get('content-security-policy') ?? '').split('; ').map((part) => {
        const [name = '', ...sources] = part.split(' ');
        return [name, sources] as const;
      }),
    );
    expect(policy.get('default-src')).toEqual(["'none'"]);
    expect(policy.get('script-src')).toEqual(["'self'"]);
    expect(policy.get('connect-src')).toEqual(["'self'"]);
    for (const name of ['base-uri', 'form-action', 'frame-ancestors'])
      expect(policy.get(name), name).toEqual(["'none'"]);
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it('takes no body that is longer than any form, and none that says no length; the engine never sees it', async () => {
    const authorization = `Bearer ${way.server.token}`;
    const ask = (more: Readonly<Record<string, string>>, body: string) =>
      rawRequest(way.server, '/rpc/app/info', { ...json, host: host(), authorization, ...more }, 'POST', body);
    expect((await ask({ 'content-length': String(16 * 1024 * 1024 + 1) }, '{')).status).toBe(413);
    expect((await ask({ 'transfer-encoding': 'chunked' }, '{}')).status).toBe(411);
    expect((await ask({}, '{}')).status).toBe(200);
  });

  it.each(['GET', 'PUT', 'DELETE', 'PATCH'])('calls no procedure by %s', async (method) => {
    const headers = { host: host(), authorization: `Bearer ${way.server.token}` };
    const answer = await rawRequest(way.server, '/rpc/app/info', headers, method);
    expect(answer).toMatchObject({ status: 405, body: '' });
  });

  it.each([
    ...['/../package.json', '/%2e%2e/package.json', '/..%2fpackage.json', '/assets/../../package.json'],
    ...['/..%5cpackage.json', '/%2fetc/hostname', '/index.html%00.js', '/assets', '/%zz'],
    // these files are there
    ...['/..%2f..%2fpackage.json', '/assets/..%2f..%2f..%2fpackage.json', '/%2e%2e%2fmain%2fmain.cjs'],
  ])('serves nothing outside the page for %s', async (path) => {
    expect((await rawRequest(way.server, path, { host: host() }, 'GET')).status).toBe(404);
  });
});

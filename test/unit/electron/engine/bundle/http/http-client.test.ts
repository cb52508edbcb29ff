import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';
import { Duplex, PassThrough, Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { DiagnosticError } from '../../../../../../electron/api/diagnostic.ts';
import { DialledStream } from '../../../../../../electron/engine/bundle/http/dialled-stream.ts';
import { fetchBytes } from '../../../../../../electron/engine/bundle/http/fetch-bytes.ts';
import { createHttpClient } from '../../../../../../electron/engine/bundle/http/http-client.ts';
import type { HttpSettings } from '../../../../../../electron/engine/bundle/http/http-settings.ts';
import { Secret } from '../../../../../../electron/engine/shell/command.ts';
import { testAuthority } from '../../../../../support/test-authority.ts';
import { startTestProxy, startTestServer } from '../../../../../support/test-server.ts';

const ca = testAuthority('CN=Office');
const tls = ca.issue();

function client(settings: HttpSettings = {}) {
  const made = createHttpClient({ attempts: 1, ...settings });
  onTestFinished(() => made.close());
  return made;
}

async function textOf(url: string, settings: HttpSettings = {}, maxBytes = 1000): Promise<string> {
  return (await fetchBytes(client(settings), url, { maxBytes })).bytes.toString();
}

/** A stream that sends at once and says later that it has. */
function lateWrites(socket: Socket): Duplex {
  const late = new Duplex({
    read: () => socket.resume(),
    write: (chunk, _encoding, done) => {
      socket.write(chunk);
      setTimeout(done, 15);
    },
    destroy: (error, done) => {
      socket.destroy();
      done(error);
    },
  });
  socket.on('data', (chunk) => late.push(chunk));
  socket.on('end', () => late.push(null));
  socket.on('close', () => late.destroy());
  return late;
}

async function failureOf(work: Promise<unknown>) {
  return work.then(
    () => ({ code: 'nothing was wrong', text: '' }),
    (error: DiagnosticError) => ({
      code: error.diagnostics[0].code,
      text: `${JSON.stringify(error.diagnostics)}${error.stack}`,
    }),
  );
}

describe('reaching a server', () => {
  it('trusts an authority that was added, and nobody else when that is asked for', async () => {
    const server = await startTestServer((_, response) => response.end('safe'), tls);
    expect((await failureOf(textOf(server.url))).code).toBe('download.certificate-untrusted');
    expect(await textOf(server.url, { trust: { certificates: [ca.certPem] } })).toBe('safe');
    expect(await textOf(server.url, { trust: { certificates: [ca.certPem], only: true } })).toBe('safe');
    const other = testAuthority('CN=Other').certPem;
    expect((await failureOf(textOf(server.url, { trust: { certificates: [other], only: true } }))).code).toBe(
      'download.certificate-untrusted',
    );
  });

  it('says that a name is unknown, a port closed, a server silent, or no TLS there', async () => {
    expect((await failureOf(textOf('https://no-such-host.invalid/'))).code).toBe('download.name-unknown');
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    expect((await failureOf(textOf(`http://127.0.0.1:${port}/`))).code).toBe('download.connection-lost');
    const silent = await startTestServer(() => undefined);
    expect((await failureOf(textOf(silent.url, { idleTimeoutMs: 100 }))).code).toBe('download.no-answer');
    expect((await failureOf(textOf(silent.url.replace('http:', 'https:')))).code).toBe('download.tls-broken');
    const deaf = createServer(() => undefined);
    await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void deaf.close());
    const { port: deafPort } = deaf.address() as AddressInfo;
    expect((await failureOf(textOf(`https://127.0.0.1:${deafPort}/`, { connectTimeoutMs: 100 }))).code).toBe(
      'download.no-answer',
    );
  });

  it('waits its turn where all connections are at work, and still notices one that does not come about', async () => {
    const slow = await startTestServer((_, response) => {
      setTimeout(() => response.end('in the end'), 400);
    });
    const settings: HttpSettings = { maxConnections: 1, connectTimeoutMs: 100 };
    const http = client(settings);
    const all = [1, 2, 3].map(() => fetchBytes(http, slow.url, { maxBytes: 100 }));
    expect((await Promise.all(all)).map(({ bytes }) => bytes.toString())).toEqual(Array(3).fill('in the end'));
    let dialled = 0;
    const stuck = client({
      ...settings,
      dial: async () => {
        dialled += 1;
        return dialled === 1 ? connect(slow.port, '127.0.0.1') : new Promise(() => undefined);
      },
    });
    const close = { headers: { connection: 'close' }, maxBytes: 100 };
    const [first, second] = [fetchBytes(stuck, slow.url, close), failureOf(fetchBytes(stuck, slow.url, close))];
    expect((await first).bytes.toString()).toBe('in the end');
    expect((await second).code).toBe('download.no-answer');
    expect(dialled).toBe(2);
  });

  it('notices a server that stops in the middle of its answer', async () => {
    const stuck = await startTestServer((_, response) => {
      response.writeHead(200, { 'content-length': '10' });
      response.write('half');
    });
    expect((await failureOf(textOf(stuck.url, { idleTimeoutMs: 100 }))).code).toBe('download.no-answer');
  });

  it('goes through a proxy with a login: plain requests whole, TLS in a tunnel, exceptions past it', async () => {
    const plain = await startTestServer((_, response) => response.end('plain'));
    const secure = await startTestServer((_, response) => response.end('secure'), tls);
    const proxy = await startTestProxy('clerk:open sesame');
    const settings: HttpSettings = {
      proxy: { url: proxy.url, username: 'clerk', password: new Secret('open sesame') },
      trust: { certificates: [ca.certPem] },
    };
    expect(await textOf(`${plain.url}/x`, settings)).toBe('plain');
    expect(await textOf(`${secure.url}/y`, settings)).toBe('secure');
    expect(proxy.visits.map(({ line }) => line)).toEqual([`GET ${plain.url}/x`, `CONNECT ${secure.host}`]);
    expect(secure.requests[0]?.headers['proxy-authorization']).toBeUndefined();
    const past = { ...settings, proxy: { url: proxy.url, exceptHosts: ['127.0.0.1'] } };
    expect(await textOf(`${secure.url}/z`, past)).toBe('secure');
    expect(proxy.visits).toHaveLength(2);
  });

  it('says when the proxy refuses, without the password', async () => {
    const plain = await startTestServer((_, response) => response.end('plain'));
    const secure = await startTestServer((_, response) => response.end('secure'), tls);
    const proxy = await startTestProxy('clerk:right');
    const settings = { proxy: { url: proxy.url, username: 'clerk', password: new Secret('wrong-word') } };
    for (const url of [plain.url, secure.url]) {
      const failure = await failureOf(textOf(url, settings));
      expect(failure.code).toBe('download.proxy-login');
      expect(failure.text).not.toContain('wrong-word');
    }
    expect(plain.requests.length + secure.requests.length).toBe(0);
  });

  it('speaks over streams that somebody else opens, with and without TLS', async () => {
    const plain = await startTestServer((_, response) => response.end('plain'));
    const secure = await startTestServer((_, response) => response.end('secure'), tls);
    const dialled: string[] = [];
    const settings: HttpSettings = {
      trust: { certificates: [ca.certPem], only: true },
      dial: async (host, port) => {
        dialled.push(`${host}:${port}`);
        // the names are those of a network that this computer does not see
        return connect(port, '127.0.0.1');
      },
    };
    const http = client(settings);
    for (let index = 0; index < 3; index += 1) {
      const { bytes } = await fetchBytes(http, `http://registry.site:${plain.port}/`, { maxBytes: 100 });
      expect(bytes.toString()).toBe('plain');
    }
    expect(dialled).toEqual([`registry.site:${plain.port}`]);
    expect(await textOf(`https://localhost:${secure.port}/`, settings)).toBe('secure');
    expect((await failureOf(textOf(`https://elsewhere.site:${secure.port}/`, settings))).code).toBe(
      'download.certificate-untrusted',
    );
  });
});

describe('a stream that somebody else opened', () => {
  it('is read to its end though the far side closed long before', async () => {
    const content = randomBytes(10_000);
    const far = new PassThrough();
    const stream = new DialledStream(Promise.resolve(far));
    far.end(content);
    await once(far, 'close');
    expect(Buffer.concat(await stream.toArray()).equals(content)).toBe(true);
    expect(stream.destroyed).toBe(true);
  });

  it('is counted while it is being opened: no more than the settings allow, and each used again', async () => {
    const server = await startTestServer((_, response) => response.end('here'), tls);
    let opened = 0;
    const http = client({
      trust: { certificates: [ca.certPem], only: true },
      maxConnections: 2,
      dial: async (_, port) => {
        opened += 1;
        await pause(30);
        return connect(port, '127.0.0.1');
      },
    });
    const asked = Array.from({ length: 8 }, () =>
      fetchBytes(http, `https://localhost:${server.port}/`, { maxBytes: 100 }),
    );
    for (const { bytes } of await Promise.all(asked)) expect(bytes.toString()).toBe('here');
    expect(opened).toBe(2);
  });

  it.each(['http', 'https'])(
    'gives each request its own answer, also where a write is confirmed after the answer has come (%s)',
    async (protocol) => {
      const server = await startTestServer(
        (request, response) => {
          request.resume().on('end', () => response.end(`${request.method} ${request.url}`));
        },
        ...(protocol === 'https' ? [tls] : []),
      );
      const http = client({
        trust: { certificates: [ca.certPem], only: true },
        maxConnections: 3,
        dial: async (_, port) => lateWrites(connect(port, '127.0.0.1')),
      });
      const ask = async (index: number) => {
        const path = `/${index}`;
        const method = (['PUT', 'POST', 'GET'] as const)[index % 3] ?? 'GET';
        const body =
          method === 'PUT'
            ? { sizeBytes: 2000, open: () => Readable.from([Buffer.alloc(1000), Buffer.alloc(1000)]) }
            : method === 'POST'
              ? new Uint8Array()
              : undefined;
        const url = `${protocol}://localhost:${server.port}${path}`;
        const response = await http.send({ method, url, ...(body ? { body } : {}) });
        expect(Buffer.concat(await response.body.toArray()).toString()).toBe(`${method} ${path}`);
      };
      await Promise.all(Array.from({ length: 90 }, (_, index) => ask(index)));
    },
  );

  it.each(['http', 'https'])('says why it could not be opened, to each who waited for it (%s)', async (protocol) => {
    const http = client({
      maxConnections: 1,
      dial: async () => {
        await pause(10);
        throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
      },
    });
    const asked = [1, 2, 3].map(() => fetchBytes(http, `${protocol}://registry.site/`, { maxBytes: 100 }));
    for (const work of asked) expect((await failureOf(work)).text).toContain('ECONNREFUSED');
  });

  it('ends with the far side where that broke off', async () => {
    const far = new PassThrough();
    const stream = new DialledStream(Promise.resolve(far));
    far.write('half');
    far.destroy();
    await expect(stream.toArray()).rejects.toThrow('Premature close');
  });
});

describe('credentials', () => {
  const login: HttpSettings['credentials'] = {};
  const withLogin = (host: string): HttpSettings => ({
    credentials: { ...login, [host]: { kind: 'basic', username: 'me', password: new Secret('s3cret-word') } },
  });

  it('go to their own server and not across a redirect to another', async () => {
    const second = await startTestServer((request, response) => response.end(request.headers.authorization ?? 'none'));
    const first = await startTestServer((request, response) => {
      if (request.url === '/away') response.writeHead(302, { location: `${second.url}/x` }).end();
      else if (request.url === '/here') response.writeHead(307, { location: '/there' }).end();
      else response.end(request.headers.authorization ?? 'none');
    });
    const basic = `Basic ${Buffer.from('me:s3cret-word').toString('base64')}`;
    expect(await textOf(`${first.url}/there`, withLogin(first.host))).toBe(basic);
    expect(await textOf(`${first.url}/here`, withLogin(first.host))).toBe(basic);
    expect(await textOf(`${first.url}/away`, withLogin(first.host))).toBe('none');
    const response = await client().send({ url: `${first.url}/away`, authorization: new Secret('Bearer abc') });
    expect((await response.body.toArray()).join('')).toBe('none');
  });

  it('are not in what is said when a server repeats them', async () => {
    const echo = await startTestServer((request, response) => {
      const word = Buffer.from(String(request.headers.authorization).slice(6), 'base64').toString();
      response.writeHead(403).end(`no entry for ${request.headers.authorization} (${word})`);
    });
    const failure = await failureOf(textOf(`${echo.url}/?signature=abc123`, withLogin(echo.host)));
    expect(failure.code).toBe('download.not-allowed');
    expect(failure.text).toContain('no entry for');
    for (const secret of ['s3cret-word', Buffer.from('me:s3cret-word').toString('base64'), 'abc123'])
      expect(failure.text).not.toContain(secret);
  });

  it('are not taken from an address', async () => {
    const failure = await failureOf(textOf('http://me:s3cret-word@127.0.0.1/'));
    expect(failure.code).toBe('download.address-invalid');
    expect(failure.text).not.toContain('s3cret-word');
  });
});

describe('bounds', () => {
  it('follows a few redirects, none in circles, none from TLS to plain', async () => {
    const plain = await startTestServer((_, response) => response.end('plain'));
    const server = await startTestServer((request, response) => {
      const left = Number(request.url?.slice(1));
      const location = request.url === '/down' ? plain.url : left > 0 ? `/${left - 1}` : '/loop';
      if (left === 0) response.end('arrived');
      else response.writeHead(302, { location }).end();
    }, tls);
    const settings = { trust: { certificates: [ca.certPem] } };
    expect(await textOf(`${server.url}/8`, settings)).toBe('arrived');
    expect((await failureOf(textOf(`${server.url}/9`, settings))).code).toBe('download.redirects-endless');
    expect((await failureOf(textOf(`${server.url}/loop`, settings))).code).toBe('download.redirects-endless');
    expect((await failureOf(textOf(`${server.url}/down`, settings))).code).toBe('download.redirect-refused');
    expect(plain.requests).toHaveLength(0);
  });

  it('reads no more than it was told', async () => {
    const endless = await startTestServer((_, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536)));
        response.once('drain', more);
      };
      more();
    });
    expect((await failureOf(textOf(endless.url, {}, 1_000_000))).code).toBe('download.too-large');
  });

  it('stops when it is told to', async () => {
    const silent = await startTestServer(() => undefined);
    const stop = new AbortController();
    const work = fetchBytes(client(), silent.url, { maxBytes: 10, signal: stop.signal });
    setTimeout(() => stop.abort(new Error('enough')), 30);
    await expect(work).rejects.toThrow('enough');
  });
});

describe('retries and mirrors', () => {
  const noWaiting = (waits: number[]): HttpSettings['clock'] => ({
    now: () => Date.now(),
    wait: async (ms) => void waits.push(ms),
  });

  it('asks again after a failure that passes, waits as asked, and not after one that stays', async () => {
    let count = 0;
    const busy = await startTestServer((request, response) => {
      count += 1;
      if (request.url === '/gone') response.writeHead(404).end();
      else if (count < 3) response.writeHead(503, count === 2 ? { 'retry-after': '7' } : {}).end();
      else response.end('at last');
    });
    const waits: number[] = [];
    expect(await textOf(busy.url, { attempts: 4, clock: noWaiting(waits) })).toBe('at last');
    expect(waits[0]).toBeGreaterThan(300);
    expect(waits[1]).toBe(7000);
    expect((await failureOf(textOf(`${busy.url}/gone`, { attempts: 4, clock: noWaiting(waits) }))).code).toBe(
      'download.not-there',
    );
    expect(waits).toHaveLength(2);
  });

  it('asks the mirrors in order before the original', async () => {
    const original = await startTestServer((_, response) => response.end('original'));
    const empty = await startTestServer((_, response) => response.writeHead(404).end());
    const full = await startTestServer((request, response) => response.end(`mirror ${request.url}`));
    const of = `${original.url}/debian`;
    const at = [`${empty.url}/a`, `${full.url}/b/`];
    expect(await textOf(`${of}/pool/x.deb`, { mirrors: [{ of, at }] })).toBe('mirror /b/pool/x.deb');
    expect(empty.requests[0]?.url).toBe('/a/pool/x.deb');
    expect(original.requests).toHaveLength(0);
    expect(await textOf(`${of}/pool/x.deb`, { mirrors: [{ of, at: [empty.url] }] })).toBe('original');
    const only = { mirrors: [{ of, at: [empty.url], only: true }] };
    expect((await failureOf(textOf(`${of}/pool/x.deb`, only))).code).toBe('download.not-there');
    expect(original.requests).toHaveLength(1);
    expect(await textOf(`${original.url}/debian-security/x`, { mirrors: [{ of, at }] })).toBe('original');
  });
});

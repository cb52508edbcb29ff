import { ORPCError } from '@orpc/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DIAGNOSTIC_ERROR, DiagnosticErrorDataSchema } from '../../electron/api/contract.ts';
import type { RunEvent } from '../../electron/api/run.ts';
import type { EngineClient } from '../../electron/engine/engine.ts';
import { openTestEngine, type TestEngine } from '../support/test-engine.ts';
import { type OpenSurface, openHttp, openInProcess, openWindow, rawRequest } from './surfaces.ts';

const ways = [
  ['the window over a message port', openWindow],
  ['a browser over the loopback server', openHttp],
  ['the command line in process', openInProcess],
] as const;

/** The codes that a refused call carried, or the transport's own code. */
async function refusal(call: Promise<unknown>): Promise<readonly string[]> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof ORPCError)) throw error;
    if (error.code !== DIAGNOSTIC_ERROR) return [String(error.code)];
    return DiagnosticErrorDataSchema.parse(error.data).diagnostics.map((entry) => entry.code);
  }
  return [];
}

describe.each(ways)('the contract through %s', (_name, open) => {
  let test: TestEngine;
  let way: OpenSurface;
  let client: EngineClient;
  let site: string;

  beforeAll(async () => {
    test = openTestEngine();
    way = await open(test.engine);
    client = way.client;
    site = (await client.sites.list()).find((entry) => entry.folder.endsWith('two-node'))?.ref ?? '';
  });
  afterAll(async () => {
    await way.close();
    await test.close();
  });

  it('says which surface it is, as the server knows it and not as the caller says', async () => {
    expect((await client.app.info()).surface).toBe(way.surface);
  });

  it('lists the examples and reads one with its text', async () => {
    const document = await client.sites.read({ site });
    expect(document.site?.id).toBe('municipal');
    expect(document.text).toContain('[[hosts]]');
  });

  it('refuses a procedure that does not exist', async () => {
    const unknown = client as unknown as { nowhere: { nothing(): Promise<unknown> } };
    expect(await refusal(unknown.nowhere.nothing())).toEqual(['NOT_FOUND']);
  });

  it('refuses input of the wrong form and names the field', async () => {
    const call = client.runs.stop({ runId: 'x', mode: 'later' as never });
    expect(await refusal(call)).toEqual(['contract.bad-input']);
    try {
      await client.runs.stop({ runId: 'x', mode: 'later' as never });
    } catch (error) {
      const { diagnostics } = DiagnosticErrorDataSchema.parse((error as ORPCError<string, unknown>).data);
      expect(diagnostics[0]?.evidence.join()).toContain('mode');
    }
  });

  it('refuses unknown fields, so that a page of another version is noticed', async () => {
    expect(await refusal(client.sites.read({ site, extra: 1 } as never))).toEqual(['contract.bad-input']);
  });

  it('lets raw drive writes through everywhere but over HTTP', async () => {
    const call = client.drives.flash({ image: '/nowhere.iso', device: '/nowhere', confirm: 'x' });
    const codes = await call.then(
      () => 'started',
      async () => refusal(client.drives.flash({ image: '/nowhere.iso', device: '/nowhere', confirm: 'x' })),
    );
    if (way.surface === 'http') expect(codes).toEqual(['contract.not-allowed-here']);
    else expect(codes).not.toContain('contract.not-allowed-here');
  });

  it('lets only the command line name paths of the laptop', async () => {
    const codes = await refusal(client.sites.open({ path: 'examples/two-node/site.toml' }));
    expect(codes).toEqual(way.surface === 'cli' ? [] : ['contract.not-allowed-here']);
    if (way.surface !== 'cli')
      expect(await refusal(client.sites.read({ site: '/etc/passwd' }))).toEqual(['app.unknown-handle']);
  });

  it('carries a failure as a diagnostic with its code, never as a bare sentence', async () => {
    expect(await refusal(client.runs.stop({ runId: 'no-such-run', mode: 'now' }))).toEqual(['app.unknown-run']);
  });

  it('resumes a stream after a cut without losing or repeating an event', async () => {
    const { runId } = await client.runs.rehearse({ site, rehearsal: { faults: [], keep: false, compression: 400 } });
    const seen: RunEvent[] = [];
    for await (const event of await client.runs.events({ runId, after: 0 })) {
      seen.push(event);
      if (seen.length === 25) break;
    }
    const again = await way.reconnect();
    for await (const event of await again.runs.events({ runId, after: seen.at(-1)?.seq ?? 0 })) seen.push(event);
    client = again;
    expect(seen.map((event) => event.seq)).toEqual(seen.map((_, index) => index + 1));
    expect(seen.at(-1)?.type).toBe('run-finished');
    // A reader that comes after the end gets the same events from the file.
    const late: RunEvent[] = [];
    for await (const event of await again.runs.events({ runId, after: 0 })) late.push(event);
    expect(late.map((event) => JSON.stringify(event))).toEqual(seen.map((event) => JSON.stringify(event)));
  }, 120_000);
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

  it.each(['/../package.json', '/%2e%2e/package.json', '/..%2fpackage.json', '/assets/../../package.json'])(
    'serves nothing outside the page for %s',
    async (path) => {
      expect((await rawRequest(way.server, path, { host: host() }, 'GET')).status).toBe(404);
    },
  );
});

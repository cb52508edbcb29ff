import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import { connect as tlsConnect } from 'node:tls';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Visitor } from '../../../../../electron/api/arrival.ts';
import type { Site } from '../../../../../electron/api/site.ts';
import { ArrivalBook } from '../../../../../electron/engine/arrival/arrival-book.ts';
import type { ArrivalFact } from '../../../../../electron/engine/arrival/arrival-state.ts';
import { openArrivalStore } from '../../../../../electron/engine/arrival/arrival-store.ts';
import { makeArrivalIdentity, readArrivalIdentity } from '../../../../../electron/engine/arrival/identity.ts';
import { type ReceiverLimits, startReceiver } from '../../../../../electron/engine/arrival/receiver.ts';
import { arrivalTokens } from '../../../../../electron/engine/arrival/tokens.ts';
import { Secret } from '../../../../../electron/engine/shell/command.ts';
import { fingerprint } from '../../../../../electron/engine/shell/ssh-keys.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { arrivalSite } from './support/arrival-site.ts';
import { askBody, hookBody, NODE_KEY, webhookBody } from './support/install-messages.ts';

const identity = readArrivalIdentity(makeArrivalIdentity(arrivalSite()).pem);

interface Reply {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

async function open(
  options: {
    site?: Site;
    folder?: string;
    limits?: Partial<ReceiverLimits>;
    answerOf?: (host: string) => string;
    now?: () => number;
    onHostKeys?: () => Promise<void>;
  } = {},
) {
  const site = options.site ?? arrivalSite({ dhcp: true, delivery: 'one-image' });
  const folder = options.folder ?? temporaryFolder('receiver');
  const store = await openArrivalStore(join(folder, 'arrivals.json'));
  const tokens = arrivalTokens(new Secret('the secret of the site'), site.id);
  const visitors: Visitor[] = [];
  const facts: { readonly host: string; readonly fact: ArrivalFact }[] = [];
  const keys: string[] = [];
  const troubles: unknown[] = [];
  const book = new ArrivalBook({
    site,
    tokens,
    store,
    answerOf: options.answerOf ?? ((host) => `# the answer of ${host}\n`),
    now: options.now ?? (() => Date.parse('2026-11-21T14:00:00.000Z')),
    by: 'test',
    onFact: (host, fact) => facts.push({ host, fact }),
    onVisitor: (visitor) => visitors.push(visitor),
    onHostKeys:
      options.onHostKeys ??
      (async (host, given, report) => void keys.push(`${host} ${given.length} ${report.hostKeys[0]}`)),
    onTrouble: (error) => troubles.push(error),
  });
  const receiver = await startReceiver({
    address: '127.0.0.1',
    port: 0,
    identity,
    handle: (request) => book.handle(request),
    onHandshakeFailed: (address) => book.handshakeFailed(address),
    ...(options.limits ? { limits: options.limits } : {}),
  });
  onTestFinished(async () => {
    await receiver.close();
    await store.settled();
  });
  const send = (path: string, body: unknown, more: { method?: string; headers?: Record<string, string> } = {}) =>
    new Promise<Reply>((resolve, reject) => {
      const request = httpsRequest(
        {
          host: '127.0.0.1',
          port: receiver.port,
          path,
          method: more.method ?? 'POST',
          ca: identity.certificatePem,
          headers: { 'content-type': 'application/json; charset=utf-8', ...more.headers },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              type: response.headers['content-type'] ?? '',
              text: Buffer.concat(chunks).toString(),
            }),
          );
        },
      );
      request.on('error', reject);
      request.end(typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body));
    });
  const bearer = { headers: { authorization: `Bearer ${tokens.bearer.reveal()}` } };
  const ask = (change: Readonly<Record<string, unknown>> = {}) => send(tokens.answerPath, askBody(change), bearer);
  return { site, folder, store, tokens, visitors, facts, keys, troubles, book, receiver, send, ask, bearer };
}

describe('a machine that asks for its answer', () => {
  test('gets it as TOML, and it is known when it asked and when it had it whole', async () => {
    const { ask, facts, visitors } = await open();
    expect(await ask()).toEqual({
      status: 200,
      type: 'application/toml; charset=utf-8',
      text: '# the answer of pve-node1\n',
    });
    await vi.waitFor(() => expect(facts.map(({ fact }) => fact.kind)).toEqual(['asked', 'answered']));
    expect(visitors).toEqual([]);
  });

  test('asks again before anything proves the installation, and gets it again', async () => {
    const { ask } = await open();
    expect((await ask()).status).toBe(200);
    expect((await ask()).status).toBe(200);
  });

  test('gets none after its webhook, also after Sitewright was restarted, until its name is typed; then once', async () => {
    const { ask, send, tokens, visitors, store, folder } = await open();
    await ask();
    const token = tokens.webhookToken('pve-node1').reveal();
    expect((await send(tokens.webhookPath('pve-node1'), webhookBody({ token }))).status).toBe(200);
    expect(await ask()).toMatchObject({ status: 403, text: expect.stringContaining('pve-node1 is installed already') });
    expect(visitors).toMatchObject([{ kind: 'guarded', host: 'pve-node1' }]);
    await store.settled();

    const later = await open({ folder });
    expect((await later.ask()).status).toBe(403);
    expect(() => later.book.release('pve-node1', 'pve-node2')).toThrow(/arrival.name-not-typed/);
    expect(() => later.book.release('witness', 'witness')).toThrow(/arrival.unknown-host/);
    later.book.release('pve-node1', 'pve-node1');
    expect((await later.ask()).status).toBe(200);
    await later.send(tokens.webhookPath('pve-node1'), webhookBody({ token }));
    expect((await later.ask()).status).toBe(403);
  });

  test('gets none when SSH of its installed system has been seen', async () => {
    const { ask, book } = await open();
    book.sshSeen('pve-node1', false);
    expect((await ask()).status).toBe(200);
    book.sshSeen('pve-node1', false);
    expect((await ask()).status).toBe(403);
  });

  test('without the bearer token of 9.2 it gets 401, with a wrong one too', async () => {
    const { send, tokens, visitors } = await open();
    expect((await send(tokens.answerPath, askBody())).status).toBe(401);
    expect((await send(tokens.answerPath, askBody(), { headers: { authorization: 'Bearer x' } })).status).toBe(401);
    expect(visitors).toMatchObject([{ kind: 'wrong-secret' }]);
  });

  test('of 9.1 needs no token, because its installer knows none', async () => {
    const { send, tokens } = await open({ site: arrivalSite({ dhcp: true, version: '9.1', delivery: 'one-image' }) });
    expect((await send(tokens.answerPath, askBody({ iso: { release: '9.1' } }))).status).toBe(200);
  });

  test('that nobody knows is shown with its firmware, can be given a node, and gets that one next time', async () => {
    let now = Date.parse('2026-11-21T14:00:00.000Z');
    const { ask, visitors, book } = await open({ now: () => now });
    const strange = {
      dmi: { system: { serial: 'SPARE-7', name: 'Other' } },
      network_interfaces: [{ link: 'a', mac: '02:AA:00:00:00:07' }],
    };
    expect((await ask(strange)).status).toBe(404);
    now += 60_000;
    expect((await ask(strange)).status).toBe(404);
    expect(visitors).toHaveLength(2);
    expect(new Set(visitors.map(({ id }) => id)).size).toBe(1);
    expect(visitors[0]).toMatchObject({
      kind: 'unknown-machine',
      fromAddress: '127.0.0.1',
      machine: { systemSerial: 'SPARE-7', macs: ['02:aa:00:00:00:07'] },
    });
    book.assign(visitors[0]?.id ?? '', 'pve-node2');
    expect(visitors.at(-1)).toMatchObject({ host: 'pve-node2', diagnostics: [{ code: 'arrival.assigned' }] });
    expect((await ask(strange)).text).toBe('# the answer of pve-node2\n');
    expect(() => book.assign('nobody', 'pve-node2')).toThrow(/arrival.unknown-visitor/);
    expect(() => book.assign(visitors[0]?.id ?? '', 'witness')).toThrow(/arrival.unknown-host/);
  });

  test('of another version or product gets none: its disks would be erased for nothing', async () => {
    const { ask, visitors } = await open();
    expect((await ask({ iso: { release: '9.1' } })).status).toBe(404);
    expect((await ask({ product: { product: 'pbs' } })).status).toBe(404);
    expect(visitors.map(({ diagnostics }) => diagnostics[0]?.code)).toEqual([
      'arrival.other-installer',
      'arrival.other-installer',
    ]);
  });

  test('gets an error and no half of an answer when it cannot be made', async () => {
    const { ask, store, troubles } = await open({
      answerOf: () => {
        throw new Error('the vault is closed');
      },
    });
    expect(await ask()).toMatchObject({ status: 500, text: expect.not.stringContaining('vault') });
    expect(store.value().guards).toEqual({});
    expect(troubles.map(String)).toEqual(['Error: the vault is closed']);
  });

  test('takes the node of another one that was given it before: no two get the same answer', async () => {
    const { ask, visitors, book } = await open();
    const machine = (number: number) => ({
      dmi: { system: { serial: `SPARE-${number}` } },
      network_interfaces: [{ link: 'a', mac: `02:AA:00:00:00:0${number}` }],
    });
    for (const number of [1, 2]) {
      expect((await ask(machine(number))).status).toBe(404);
      book.assign(visitors.at(-1)?.id ?? '', 'pve-node2');
    }
    expect((await ask(machine(1))).status).toBe(404);
    expect((await ask(machine(2))).text).toBe('# the answer of pve-node2\n');
  });
});

describe('a webhook', () => {
  test('with its secret is believed: keys first, then the report', async () => {
    const { send, tokens, facts, keys, store } = await open();
    const token = tokens.webhookToken('pve-node1').reveal();
    expect((await send(tokens.webhookPath('pve-node1'), webhookBody({ token }))).status).toBe(200);
    expect(keys).toEqual([`pve-node1 1 ${fingerprint(NODE_KEY.publicLine)}`]);
    expect(facts).toMatchObject([{ host: 'pve-node1', fact: { kind: 'report', name: 'pve-node1.municipal.lan' } }]);
    expect(store.value().guards['pve-node1']?.installed?.by).toBe('webhook');
  });

  test.each([
    ['without its token', {}],
    [
      'with the token of another node',
      { token: arrivalTokens(new Secret('the secret of the site'), 'municipal').webhookToken('pve-node2').reveal() },
    ],
  ])(
    '%s is shown, never pinned, and still answered with 200: the installer would stop in a shell',
    async (_what, change) => {
      const { send, tokens, facts, keys, visitors, store } = await open();
      expect((await send(tokens.webhookPath('pve-node1'), webhookBody(change))).status).toBe(200);
      expect(visitors).toMatchObject([{ kind: 'wrong-secret', host: 'pve-node1' }]);
      expect([...facts, ...keys]).toEqual([]);
      expect(store.value().guards).toEqual({});
    },
  );

  test.each([
    ['no JSON', 'not json'],
    ['nothing', ''],
  ])('of %s is shown and still answered with 200', async (_what, body) => {
    const { send, tokens, visitors } = await open();
    expect((await send(tokens.webhookPath('pve-node1'), body)).status).toBe(200);
    expect(visitors).toMatchObject([{ kind: 'unreadable', host: 'pve-node1' }]);
  });

  test('whose keys cannot be kept is told of here and answered with 200; a first-boot hook tries again', async () => {
    const full = async () => Promise.reject(new Error('no space is left'));
    const { send, tokens, troubles } = await open({ onHostKeys: full });
    const token = tokens.webhookToken('pve-node1').reveal();
    expect((await send(tokens.webhookPath('pve-node1'), webhookBody({ token }))).status).toBe(200);
    const body = hookBody(tokens.reportToken('pve-node1').reveal());
    expect((await send(tokens.reportPath, body)).status).toBe(500);
    expect(troubles.map(String)).toEqual(['Error: no space is left', 'Error: no space is left']);
  });

  test('is only thanked for when what it proves is on the disk', async () => {
    const { send, tokens, folder } = await open();
    const token = tokens.webhookToken('pve-node1').reveal();
    await send(tokens.webhookPath('pve-node1'), webhookBody({ token }));
    const kept = await openArrivalStore(join(folder, 'arrivals.json'));
    expect(kept.value().guards['pve-node1']?.installed?.by).toBe('webhook');
  });

  test('to another path is shown, never pinned', async () => {
    const { send, tokens, facts, keys, visitors } = await open();
    const other = arrivalTokens(new Secret('the secret of another site'), 'municipal');
    for (const path of ['/', '/installed', other.webhookPath('pve-node1'), `${tokens.webhookPath('pve-node1')}x`])
      expect((await send(path, webhookBody())).status).toBe(404);
    expect(visitors.map(({ kind }) => kind)).toEqual(['wrong-path']);
    expect([...facts, ...keys]).toEqual([]);
    expect(JSON.stringify(visitors)).not.toContain(other.webhookPath('pve-node1').split('/')[1]);
  });
});

describe('a first-boot report', () => {
  test('with its token is believed', async () => {
    const { send, tokens, keys, store } = await open();
    const body = hookBody(tokens.reportToken('pve-node1').reveal());
    expect((await send(tokens.reportPath, body)).status).toBe(200);
    expect(keys).toEqual([`pve-node1 1 ${fingerprint(NODE_KEY.publicLine)}`]);
    expect(store.value().guards['pve-node1']?.installed?.by).toBe('first-boot');
  });

  test('with the token of another node is not', async () => {
    const { send, tokens, keys, visitors } = await open();
    const body = hookBody(tokens.reportToken('pve-node2').reveal());
    expect((await send(tokens.reportPath, body)).status).toBe(403);
    expect(visitors).toMatchObject([{ kind: 'wrong-secret' }]);
    expect(keys).toEqual([]);
  });
});

describe('the receiver among strangers', () => {
  test.each([
    ['no JSON', 'not json'],
    ['half a JSON', '{"$schema":'],
    ['text that is no UTF-8', Buffer.from([0x22, 0xff, 0x22])],
    ['nothing', ''],
    ['a number', '7'],
  ])('%s is refused and shown', async (_what, body) => {
    const { send, tokens, visitors, bearer } = await open();
    expect((await send(tokens.answerPath, body, bearer)).status).toBe(400);
    expect(visitors).toMatchObject([{ kind: 'unreadable' }]);
  });

  test('one who knocks without end is told of once in a while', async () => {
    let now = Date.parse('2026-11-21T14:00:00.000Z');
    const { send, visitors } = await open({ now: () => now });
    for (let turn = 0; turn < 20; turn += 1) await send('/', '');
    expect(visitors).toHaveLength(1);
    now += 60_000;
    await send('/', '');
    expect(visitors).toHaveLength(2);
  });

  test('one who holds on to connections leaves room, and holds up no end', async () => {
    const { receiver } = await open({ limits: { connectionsPerAddress: 2 } });
    const knock = async () => {
      const socket = connect(receiver.port, '127.0.0.1');
      const closed = new Promise<'closed'>((resolve) => socket.once('close', () => resolve('closed')));
      socket.on('error', () => undefined);
      await new Promise((resolve) => socket.once('connect', resolve));
      return { closed };
    };
    const held = [await knock(), await knock()];
    expect(await (await knock()).closed).toBe('closed');
    await receiver.close();
    expect(await Promise.all(held.map(({ closed }) => closed))).toEqual(['closed', 'closed']);
  }, 5_000);

  test('another method is refused', async () => {
    const { send, tokens } = await open();
    expect((await send(tokens.answerPath, '', { method: 'GET' })).status).toBe(405);
  });

  test('a body beyond the limit is not read to its end', async () => {
    const { send, tokens, bearer, visitors, store } = await open({ limits: { bodyBytes: 1000 } });
    // Whether the reply still gets through to one who goes on sending is the network's matter.
    await send(tokens.answerPath, 'x'.repeat(4_000_000), bearer).catch(() => undefined);
    expect(visitors).toMatchObject([{ kind: 'unreadable' }]);
    expect(store.value().guards).toEqual({});
  });

  test('a body to a path that does not exist is not read at all', async () => {
    const { receiver, visitors } = await open();
    const socket = tlsConnect({ host: '127.0.0.1', port: receiver.port, rejectUnauthorized: false });
    onTestFinished(() => void socket.destroy());
    await new Promise((resolve) => socket.once('secureConnect', resolve));
    socket.write('POST /elsewhere HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999\r\n\r\nbegin');
    const text = await new Promise<string>((resolve) =>
      socket.once('data', (chunk: Buffer) => resolve(chunk.toString())),
    );
    expect(text).toMatch(/^HTTP\/1.1 404/);
    expect(visitors).toMatchObject([{ kind: 'wrong-path' }]);
  });

  test('who speaks no TLS, or does not believe the certificate, is shown once', async () => {
    const { receiver, visitors } = await open();
    for (let turn = 0; turn < 2; turn += 1) {
      const socket = connect(receiver.port, '127.0.0.1');
      socket.end('GET / HTTP/1.1\r\n\r\n');
      await new Promise((resolve) => socket.once('close', resolve));
    }
    await vi.waitFor(() => expect(visitors.length).toBeGreaterThan(0));
    expect(new Set(visitors.map(({ id }) => id)).size).toBe(1);
    expect(visitors[0]).toMatchObject({ kind: 'unreadable', diagnostics: [{ code: 'arrival.no-handshake' }] });
  });

  test('a request that never ends is ended', async () => {
    const { receiver } = await open({ limits: { requestMs: 300 } });
    const socket = tlsConnect({ host: '127.0.0.1', port: receiver.port, rejectUnauthorized: false });
    await new Promise((resolve) => socket.once('secureConnect', resolve));
    socket.write('POST /');
    await new Promise((resolve) => socket.once('close', resolve));
  });

  test('a taken port is named', async () => {
    const { receiver } = await open();
    const again = startReceiver({
      address: '127.0.0.1',
      port: receiver.port,
      identity,
      handle: async () => ({ status: 200, text: '' }),
    });
    await expect(again).rejects.toThrow(/connect.port-taken/);
  });

  test('an address that this laptop does not have is named', async () => {
    const there = startReceiver({
      address: '203.0.113.7',
      port: 0,
      identity,
      handle: async () => ({ status: 200, text: '' }),
    });
    await expect(there).rejects.toThrow(/connect.address-not-here/);
  });
});

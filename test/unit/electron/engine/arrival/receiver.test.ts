import { connect } from 'node:net';
import { connect as tlsConnect } from 'node:tls';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { startReceiver } from '../../../../../electron/engine/arrival/receiver.ts';
import { identity, openReceiver } from './support/open-receiver.ts';

describe('the receiver among strangers', () => {
  test.each([
    ['no JSON', 'not json'],
    ['half a JSON', '{"$schema":'],
    ['text that is no UTF-8', Buffer.from([0x22, 0xff, 0x22])],
    ['nothing', ''],
    ['a number', '7'],
  ])('%s is refused and shown', async (_what, body) => {
    const { send, tokens, visitors, bearer } = await openReceiver();
    expect((await send(tokens.answerPath, body, bearer)).status).toBe(400);
    expect(visitors).toMatchObject([{ kind: 'unreadable' }]);
  });

  test('one who knocks without end is told of once in a while', async () => {
    let now = Date.parse('2026-11-21T14:00:00.000Z');
    const { send, visitors } = await openReceiver({ now: () => now });
    for (let turn = 0; turn < 20; turn += 1) await send('/', '');
    expect(visitors).toHaveLength(1);
    now += 60_000;
    await send('/', '');
    expect(visitors).toHaveLength(2);
  });

  test('one who holds on to connections leaves room, and holds up no end', async () => {
    const { receiver } = await openReceiver({ limits: { connectionsPerAddress: 2 } });
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
    const { send, tokens } = await openReceiver();
    expect((await send(tokens.answerPath, '', { method: 'GET' })).status).toBe(405);
  });

  test('a body beyond the limit is not read to its end', async () => {
    const { send, tokens, bearer, visitors, store } = await openReceiver({ limits: { bodyBytes: 1000 } });
    // Whether the reply still gets through to one who goes on sending is the network's matter.
    await send(tokens.answerPath, 'x'.repeat(4_000_000), bearer).catch(() => undefined);
    expect(visitors).toMatchObject([{ kind: 'unreadable' }]);
    expect(store.value().guards).toEqual({});
  });

  test('a body to a path that does not exist is not read at all', async () => {
    const { receiver, visitors } = await openReceiver();
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
    const { receiver, visitors } = await openReceiver();
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
    const { receiver } = await openReceiver({ limits: { requestMs: 300 } });
    const socket = tlsConnect({ host: '127.0.0.1', port: receiver.port, rejectUnauthorized: false });
    await new Promise((resolve) => socket.once('secureConnect', resolve));
    socket.write('POST /');
    await new Promise((resolve) => socket.once('close', resolve));
  });

  test('a taken port is named', async () => {
    const { receiver } = await openReceiver();
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

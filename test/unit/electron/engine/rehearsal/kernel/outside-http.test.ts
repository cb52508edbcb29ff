import { getEventListeners } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { askOutside } from '../../../../../../electron/engine/rehearsal/kernel/outside-http.ts';

/** As Node 18 is, the oldest that Sitewright runs on. */
function withoutAny(): void {
  const known = Object.getOwnPropertyDescriptor(AbortSignal, 'any');
  Reflect.deleteProperty(AbortSignal, 'any');
  onTestFinished(() => void (known && Object.defineProperty(AbortSignal, 'any', known)));
}

async function listener(answers: boolean): Promise<number> {
  const server = createServer((_request, response) => void (answers && response.end('here')));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const ask = (port: number, timeoutMs: number, signal: AbortSignal) =>
  askOutside({
    target: { host: '127.0.0.1', port },
    url: new URL('http://192.168.1.50:8443/'),
    method: 'GET',
    headers: {},
    trust: { by: 'nothing' },
    timeoutMs,
    signal,
  });

test('many exchanges of one machine leave nothing behind on the signal of its life', async () => {
  withoutAny();
  const port = await listener(true);
  const life = new AbortController();
  for (let count = 0; count < 12; count += 1)
    expect(await ask(port, 60_000, life.signal)).toMatchObject({ status: 200, body: Buffer.from('here') });
  expect(getEventListeners(life.signal, 'abort')).toEqual([]);
});

test('an exchange ends with the life of its machine, and with its own patience', async () => {
  withoutAny();
  const port = await listener(false);
  const life = new AbortController();
  await expect(ask(port, 50, life.signal)).rejects.toMatchObject({ kind: 'timeout' });
  const asked = ask(port, 60_000, life.signal);
  life.abort(new Error('the power is gone'));
  await expect(asked).rejects.toThrow('the power is gone');
});

import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { Duplex } from 'node:stream';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Site } from '../../../../../electron/api/site.ts';
import { makeArrivalIdentity, readArrivalIdentity } from '../../../../../electron/engine/arrival/identity.ts';
import { startReceiver } from '../../../../../electron/engine/arrival/receiver.ts';
import type { LaptopSight } from '../../../../../electron/engine/connect/laptop-sight.ts';
import { lookAtConnection } from '../../../../../electron/engine/connect/look-at-connection.ts';
import { fingerprintAt } from '../../../../../electron/engine/connect/test-receiver.ts';
import type { Dialer } from '../../../../../electron/engine/transport/port.ts';
import { arrivalSite } from '../arrival/support/arrival-site.ts';

const inside = (address: string): LaptopSight => ({
  platform: 'linux',
  ports: [{ name: 'eth0', address: `${address}/24`, mac: '02:00:00:00:00:50', medium: 'cable' }],
  nowMs: Date.now(),
  writtenMs: 0,
});
const silent: Dialer = {
  connect: () => Promise.reject(Object.assign(new Error('silence'), { code: 'ETIMEDOUT' })),
};

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function look(site: Site, options: { dialer?: Dialer; sight?: LaptopSight; listens?: boolean } = {}) {
  const { checks, interfaces, diagnostics } = await lookAtConnection({
    site,
    siteFile: 'examples/two-node/site.toml',
    listens: options.listens ?? false,
    keepsAwake: false,
    dialer: options.dialer ?? silent,
    ...(options.sight ? { sight: options.sight } : {}),
  });
  const of = (id: string) => {
    const check = checks.find((entry) => entry.id === id);
    return { outcome: check?.outcome, codes: check?.diagnostics.map(({ code }) => code) };
  };
  return { of, checks, interfaces, diagnostics };
}

describe('the self-test of the receiver', () => {
  test('listens, reaches itself and knows its own certificate', async () => {
    const site = arrivalSite({ laptop: { address: '127.0.0.1', port: await freePort() } });
    expect((await look(site)).of('receiver')).toEqual({ outcome: 'passed', codes: [] });
    // Nothing listens any more.
    await expect(fingerprintAt('127.0.0.1', site.network.laptop?.port ?? 0)).rejects.toThrow(/ECONNREFUSED/);
  });

  test('names another program on the port', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const site = arrivalSite({ laptop: { address: '127.0.0.1', port } });
    expect((await look(site)).of('receiver')).toEqual({ outcome: 'failed', codes: ['connect.port-taken'] });
  });

  test('does not take the port from a run that listens on it', async () => {
    const site = arrivalSite();
    const receiver = await startReceiver({
      address: '127.0.0.1',
      port: 0,
      identity: readArrivalIdentity(makeArrivalIdentity(site).pem),
      handle: async () => ({ status: 404, text: '' }),
    });
    onTestFinished(() => receiver.close());
    const there = arrivalSite({ laptop: { address: '127.0.0.1', port: receiver.port } });
    expect((await look(there, { listens: true })).of('receiver').outcome).toBe('passed');
  });

  test('says that the address is not here', async () => {
    const site = arrivalSite({ laptop: { address: '203.0.113.7' } });
    expect((await look(site)).of('receiver').codes).toEqual(['connect.address-not-here']);
  });
});

describe('another machine with the address of the laptop', () => {
  const site = arrivalSite({ laptop: { address: '192.168.1.50' } });
  const answers = (port: number, code?: string): Dialer => ({
    connect: (_address, asked) => {
      if (asked !== port) return silent.connect('', 0);
      if (code) return Promise.reject(Object.assign(new Error(code), { code }));
      return Promise.resolve(new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() }));
    },
  });

  test('is found by what answers, and by what refuses', async () => {
    for (const dialer of [answers(22), answers(443, 'ECONNREFUSED')])
      expect((await look(site, { dialer, sight: inside('192.168.1.77') })).of('conflict')).toEqual({
        outcome: 'failed',
        codes: ['connect.address-taken'],
      });
  });

  test('is not claimed where nothing answers', async () => {
    expect((await look(site, { sight: inside('192.168.1.77') })).of('conflict').outcome).toBe('passed');
  });

  test('cannot be told from this laptop itself', async () => {
    expect((await look(site, { dialer: answers(22), sight: inside('192.168.1.50') })).of('conflict').outcome).toBe(
      'unknown',
    );
  });
});

test('this very laptop can be looked at, in the order of the page', async () => {
  const { checks, interfaces, diagnostics } = await look(
    arrivalSite({ laptop: { address: '127.0.0.1', port: await freePort() } }),
  );
  expect(checks.map(({ id }) => id)).toEqual([
    'interface',
    'address',
    'conflict',
    'receiver',
    'firewall',
    'sleep',
    'clock',
    'power',
  ]);
  expect(checks.find(({ id }) => id === 'clock')?.outcome).toBe('passed');
  for (const { address } of interfaces) expect(address).not.toMatch(/^127\./);
  for (const { code } of diagnostics) expect(code).toMatch(/^connect\./);
});

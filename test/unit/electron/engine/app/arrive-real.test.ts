import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { NodeArrival } from '../../../../../electron/api/arrival.ts';
import type { RunEvent } from '../../../../../electron/api/run.ts';
import { readArrivalIdentity } from '../../../../../electron/engine/arrival/identity.ts';
import { arrivalTokens } from '../../../../../electron/engine/arrival/tokens.ts';
import { Secret } from '../../../../../electron/engine/shell/command.ts';
import { fingerprint } from '../../../../../electron/engine/shell/ssh-keys.ts';
import { openTestEngine, ROOT } from '../../../../support/test-engine.ts';
import { hookBody, NODE_KEY } from '../arrival/support/install-messages.ts';

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.50', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The example with every machine on this laptop's loopback, where nothing listens, and its throw-away vault. */
async function siteOnLoopback(change: (text: string) => string = (text) => text) {
  const opened = openTestEngine();
  onTestFinished(() => opened.close());
  const folder = join(opened.folder, 'site');
  mkdirSync(folder);
  cpSync(join(ROOT, 'examples', 'two-node'), folder, { recursive: true });
  const site = join(folder, 'site.toml');
  const port = await freePort();
  const text = readFileSync(site, 'utf8')
    .replaceAll('192.168.1.', '127.0.0.')
    .replace('address = "127.0.0.50"', `address = "127.0.0.50"\nport = ${port}`);
  writeFileSync(site, change(text));
  return { client: opened.engine.client('cli'), site, folder, port };
}

function post(port: number, ca: string, path: string, body: unknown): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.50', port, path, method: 'POST', ca }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    sent.on('error', reject);
    sent.end(JSON.stringify(body));
  });
}

const codesOf = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.type === 'diagnostic' ? [event.diagnostic.code] : []));

describe('a watch on the real network', () => {
  test('listens on the planned address with the identity of the vault, believes a proven report and remembers it', async () => {
    const { client, site, folder, port } = await siteOnLoopback();
    const { runId } = await client.arrival.watch({ site });
    const secret = async (name: string) => (await client.secrets.reveal({ site, name })).value;
    const events: RunEvent[] = [];
    const watching = (async () => {
      for await (const event of await client.runs.events({ runId })) events.push(event);
    })();
    // The vault of the example is for another address: the watch makes an identity for this one before it listens.
    await vi.waitFor(() => expect(JSON.stringify(events)).toContain('listening on 127.0.0.50'), 20_000);
    const identity = readArrivalIdentity(await secret('arrival-identity'));
    const tokens = arrivalTokens(new Secret(await secret('arrival-secret')), 'municipal');
    // The page may look at the laptop meanwhile: the port is taken by nobody but us.
    expect(codesOf(events)).toEqual(['arrival.new-identity']);
    const look = await client.connect.look({ site });
    expect(look.checks.find(({ id }) => id === 'receiver')?.outcome).toBe('passed');

    expect(await post(port, identity.certificatePem, '/elsewhere', {})).toBe(404);
    const body = hookBody(tokens.reportToken('pve-node1').reveal());
    expect(await post(port, identity.certificatePem, tokens.reportPath, body)).toBe(200);
    await client.runs.stop({ runId, mode: 'after-step' });
    await watching;
    expect(events.at(-1)).toMatchObject({ type: 'run-finished', outcome: 'cancelled' });

    const last = events.findLast((event) => event.type === 'arrival' && event.node.host === 'pve-node1');
    const node = (last as { readonly node: NodeArrival } | undefined)?.node;
    expect(node).toMatchObject({
      phase: 'restarting',
      report: { source: 'first-boot', hostKeys: [fingerprint(NODE_KEY.publicLine)] },
    });
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'visitor', visitor: expect.objectContaining({ kind: 'wrong-path' }) }),
    );
    const arrivals = JSON.parse(readFileSync(join(folder, 'arrivals.json'), 'utf8'));
    expect(arrivals.guards['pve-node1'].machines[0].installed.by).toBe('first-boot');
    const keys = JSON.parse(readFileSync(join(folder, 'host-keys.json'), 'utf8'));
    expect(keys.hosts['pve-node1'].pins[0].evidence.origin).toBe('installation-report');

    const again = await client.arrival.watch({ site });
    const [first] = await (async () => {
      for await (const event of await client.runs.events({ runId: again.runId }))
        if (event.type === 'diagnostic') throw new Error(`the identity was made anew: ${event.diagnostic.code}`);
        else if (event.type === 'arrival' && event.node.host === 'pve-node1') return [event.node];
      return [];
    })();
    expect(first).toMatchObject({ phase: 'restarting', report: { source: 'first-boot' } });
  }, 180_000);

  test('a port that another program has is said, and the machines are watched all the same', async () => {
    const { client, site, port } = await siteOnLoopback();
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.50', resolve));
    onTestFinished(() => void other.close());
    const { runId } = await client.arrival.watch({ site });
    const codes: string[] = [];
    for await (const event of await client.runs.events({ runId })) {
      if (event.type === 'diagnostic') codes.push(event.diagnostic.code);
      if (event.type !== 'probes') continue;
      expect(event.probes.find(({ host }) => host === 'pve-node1')).toMatchObject({ up: true, ssh: false, api: false });
      const { checks } = await client.connect.look({ site });
      expect(checks.find(({ id }) => id === 'receiver')).toMatchObject({
        outcome: 'failed',
        diagnostics: [{ code: 'connect.port-taken' }],
      });
      await client.runs.stop({ runId, mode: 'now' });
    }
    expect(codes).toEqual(['arrival.new-identity', 'connect.port-taken', 'arrival.not-listening']);
  }, 180_000);

  test.each([
    ['that wants reports and does not say where this laptop stands says so at once', '', ['arrival.no-receiver']],
    ['that wants nothing of this laptop says nothing of it', '\n[media.firstBoot]\naction = "none"\n', []],
  ])(
    'a site %s',
    async (_what, more, expected) => {
      const { client, site } = await siteOnLoopback((text) =>
        text.replace(/^\[network\.laptop\]\n(.+\n)*/m, '').replace(/^\[cluster\]/m, `${more}\n[cluster]`),
      );
      const { runId } = await client.arrival.watch({ site });
      const told: string[] = [];
      for await (const event of await client.runs.events({ runId })) {
        if (event.type === 'diagnostic') told.push(event.diagnostic.code);
        if (event.type === 'probes') await client.runs.stop({ runId, mode: 'now' });
      }
      expect(told).toEqual(expected);
    },
    180_000,
  );

  test('what a screen means is told of the real machine, also while a rehearsal of the same site runs beside it', async () => {
    const { client, site, port } = await siteOnLoopback();
    const real = await client.arrival.watch({ site });
    for await (const event of await client.runs.events({ runId: real.runId })) if (event.type === 'probes') break;
    const secret = async (name: string) => (await client.secrets.reveal({ site, name })).value;
    const tokens = arrivalTokens(new Secret(await secret('arrival-secret')), 'municipal');
    const ca = readArrivalIdentity(await secret('arrival-identity')).certificatePem;
    // The real node is installed: at the boot menu it would be installed again.
    expect(await post(port, ca, tokens.reportPath, hookBody(tokens.reportToken('pve-node1').reveal()))).toBe(200);
    const rehearsed = await client.arrival.watch({ site, rehearsal: { compression: 1, faults: [] } });
    for await (const event of await client.runs.events({ runId: rehearsed.runId })) if (event.type === 'probes') break;
    const [meaning] = await client.arrival.screen({ site, host: 'pve-node1', screen: 'boot-menu' });
    for (const { runId } of [rehearsed, real]) await client.runs.stop({ runId, mode: 'now' });
    expect(meaning?.code).toBe('arrival.screen-menu-again');
  }, 180_000);

  test('looking at the ports of many machines at once is no reason for a warning', async () => {
    const server = (number: number) =>
      `[[hosts]]\nname = "server-${number}"\norigin = "existing"\nos = "debian"\nroles = ["server"]\naddress = "127.0.0.${220 + number}"\n`;
    const many = Array.from({ length: 16 }, (_unused, index) => server(index)).join('\n');
    const { client, site } = await siteOnLoopback((text) => text.replace(/^\[cluster\]/m, `${many}\n[cluster]`));
    const warnings: string[] = [];
    const listen = ({ message }: Error): void => void warnings.push(message);
    process.on('warning', listen);
    onTestFinished(() => void process.off('warning', listen));
    const { runId } = await client.arrival.watch({ site });
    for await (const event of await client.runs.events({ runId })) {
      if (event.type !== 'probes') continue;
      expect(event.probes).toHaveLength(19);
      await client.runs.stop({ runId, mode: 'now' });
    }
    expect(warnings.filter((text) => text.includes('listeners'))).toEqual([]);
  }, 180_000);

  test('a node that stands behind another host is believed and its keys are pinned, although nobody can follow it', async () => {
    const { client, site, folder, port } = await siteOnLoopback((text) =>
      text.replace('address = "127.0.0.11"', 'address = "127.0.0.11"\nvia = "witness"'),
    );
    const { runId } = await client.arrival.watch({ site });
    const secret = async (name: string) => (await client.secrets.reveal({ site, name })).value;
    for await (const event of await client.runs.events({ runId })) {
      if (event.type !== 'probes') continue;
      const identity = readArrivalIdentity(await secret('arrival-identity'));
      const tokens = arrivalTokens(new Secret(await secret('arrival-secret')), 'municipal');
      const body = hookBody(tokens.reportToken('pve-node1').reveal());
      expect(await post(port, identity.certificatePem, tokens.reportPath, body)).toBe(200);
      await client.runs.stop({ runId, mode: 'now' });
    }
    const keys = JSON.parse(readFileSync(join(folder, 'host-keys.json'), 'utf8'));
    expect(keys.hosts['pve-node1'].pins[0].evidence.origin).toBe('installation-report');
  }, 180_000);
});

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ClusterReadEvent } from '../../../../../electron/api/cluster-reading.ts';
import { DiagnosticErrorDataSchema } from '../../../../../electron/api/procedure.ts';
import type { Site } from '../../../../../electron/api/site.ts';
import { makeEd25519 } from '../../../../../electron/engine/shell/ssh-keys.ts';
import { parseSite } from '../../../../../electron/engine/site/parse-site.ts';
import { type ServedSite, serveSite } from '../../../../journey/support/served-site.ts';
import { sh } from '../../../../support/simulated-site.ts';
import { openTestEngine, ROOT, type TestEngine } from '../../../../support/test-engine.ts';

const ADDRESS = '192.168.1.11';
const PASSWORD = 'let me in, please';
let served: ServedSite;
let test: TestEngine;

beforeAll(async () => {
  const { site } = parseSite(readFileSync(join(ROOT, 'examples', 'two-node', 'site.toml'), 'utf8'));
  const folder = openTestEngine();
  served = await serveSite(site as Site, folder.folder, { compression: 100 });
  await folder.engine.close();
  await sh(served.world, `echo 'root:${PASSWORD}' | chpasswd`, { host: 'pve-node1' });
  test = openTestEngine({
    env: { XDG_STATE_HOME: folder.folder, SITEWRIGHT_REHEARSAL_NETWORK: served.networkFile },
  });
});
afterAll(async () => {
  await test.close();
  await served.close();
});

async function read(
  asked: { readonly password?: string; readonly key?: string; readonly address?: string },
  hostKeys: readonly string[] = [],
): Promise<readonly ClusterReadEvent[]> {
  const { password = PASSWORD, key, address = ADDRESS } = asked;
  const login = key === undefined ? ({ kind: 'password', password } as const) : ({ kind: 'key', file: key } as const);
  const events: ClusterReadEvent[] = [];
  const client = test.engine.client('cli');
  for await (const event of await client.cluster.read({ address, login, hostKeys: [...hostKeys] })) events.push(event);
  return events;
}
async function failure(...asked: Parameters<typeof read>): Promise<readonly string[]> {
  const last = (await read(...asked)).at(-1);
  return last?.type === 'failed' ? last.diagnostics.map(({ code }) => code) : [];
}
async function refusal(call: () => Promise<unknown>): Promise<readonly string[]> {
  try {
    await call();
    return [];
  } catch (error) {
    const { data } = error as { readonly data?: unknown };
    return DiagnosticErrorDataSchema.parse(data).diagnostics.map(({ code }) => code);
  }
}
async function shownKey(): Promise<string> {
  const last = (await read({})).at(-1);
  if (last?.type !== 'host-key') throw new Error(JSON.stringify(last));
  return last.fingerprint;
}

it('sends nothing, no password either, before somebody has confirmed the key', async () => {
  const before = served.world.seen.length;
  expect(await shownKey()).toMatch(/^SHA256:/);
  expect((await read({}, [`SHA256:${'A'.repeat(43)}`])).at(-1)?.type).toBe('host-key');
  expect(served.world.seen.length).toBe(before);
});

it('says of a login that is refused that it is that, and takes no address or key that is none', async () => {
  const key = await shownKey();
  expect(await failure({ password: 'another' }, [key])).toEqual(['sites.cluster-login']);
  expect(await failure({ address: 'pve-node1' })).toEqual(['sites.cluster-address']);
  const file = join(test.folder, 'id.pub');
  const { publicLine, privateText } = makeEd25519('someone');
  expect(await failure({ key: file })).toEqual(['sites.cluster-key-file']);
  writeFileSync(file, publicLine);
  expect(await failure({ key: file })).toEqual(['sites.cluster-key-file']);
  writeFileSync(file, privateText);
  expect(await failure({ key: file }, [key])).toEqual(['sites.cluster-login']);
});

it('makes a folder of what was read, in which no password is, and forgets nothing but what is old', async () => {
  const events = await read({}, [await shownKey()]);
  expect(events.map((event) => (event.type === 'node' ? [event.name, event.state] : event.type))).toEqual([
    [ADDRESS, 'asking'],
    ['pve-node1', 'read'],
    'done',
  ]);
  const done = events.at(-1);
  if (done?.type !== 'done') throw new Error('no end');
  expect(done).toMatchObject({ nodes: 1, unread: 0, machines: 0, folder: 'pve-node1' });
  const asked = { reading: done.reading, folder: 'one-node', name: 'One "node"', language: 'es' as const };
  const made = await test.engine.client('cli').cluster.make({ ...asked, place: test.folder });
  expect(made.site.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(made.site.site).toMatchObject({
    id: 'one-node',
    name: 'One "node"',
    pve: { version: '8.4' },
    network: { domain: 'municipal.lan', management: { cidr: '192.168.1.0/24', gateway: '192.168.1.1' } },
    hosts: [{ name: 'pve-node1', origin: 'existing', address: ADDRESS, hardware: { cores: 8, memoryGib: 32 } }],
  });
  expect(made.site.site?.cluster).toBeUndefined();
  expect(made.notes.map(({ code }) => code)).toEqual(
    expect.arrayContaining(['sites.cluster-unmarked', 'sites.cluster-key-to-bring', 'sites.cluster-rehearsed']),
  );
  expect(readdirSync(join(test.folder, 'one-node'))).toEqual(['site.toml']);
  expect(made.site.text).not.toContain(PASSWORD);
  const again = () => test.engine.client('cli').cluster.make({ ...asked, place: test.folder });
  expect(await refusal(again)).toEqual(['app.folder-exists']);
  const other = () => test.engine.client('cli').cluster.make({ ...asked, reading: 'gone', place: test.folder });
  expect(await refusal(other)).toEqual(['sites.cluster-reading-gone']);
});

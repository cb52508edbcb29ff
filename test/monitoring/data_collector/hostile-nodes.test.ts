import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readConfiguration } from '../../../installer-assets/stacks/monitoring/data_collector/configuration.ts';
import { clusterReader, type Round } from '../../../installer-assets/stacks/monitoring/data_collector/round.ts';
import { BatchSchema } from '../../../installer-assets/stacks/monitoring/protocol/batch.ts';
import { makeAuthority } from '../../unit/electron/engine/stacks/monitoring/rehearsed-project.ts';

/** What a node answers to a path; undefined: nothing, for ever. */
type Answers = (path: string) => { readonly status?: number; readonly text: string } | undefined;

const NODES = ['pve-node1', 'pve-node2'];
const members = NODES.map((name) => ({ type: 'node', name, online: 1 }));
const data = (value: unknown) => ({ text: JSON.stringify({ data: value }) });
const status = { cpu: 0.1, uptime: 1_000, memory: { used: 1, total: 2 }, rootfs: { used: 3, total: 4 } };
const GUEST = {
  type: 'qemu',
  vmid: 100,
  node: 'pve-node1',
  status: 'running',
  uptime: 500,
  netin: 1_000,
  mem: 1,
  maxmem: 2,
};
const healthy: Answers = (path) => {
  if (path === '/cluster/status') return data([{ type: 'cluster', name: 'c', quorate: 1 }, ...members]);
  if (path === '/cluster/resources')
    return data([...NODES.map((node) => ({ type: 'node', node, status: 'online', cpu: 0.2 })), GUEST]);
  if (/^\/nodes\/[^/]+\/status$/.test(path)) return data(status);
  return data([]);
};

let authority: ReturnType<typeof makeAuthority>;
let folder: string;
const servers: Server[] = [];
beforeAll(() => {
  authority = makeAuthority();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sitewright-nodes-'));
});
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
  rmSync(folder, { recursive: true, force: true });
});

async function node(name: string, listener: RequestListener): Promise<string> {
  const server = createServer(authority.certs[name] ?? {}, listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const answering =
  (answers: Answers): RequestListener =>
  (request, response) => {
    const path = (request.url ?? '').replace('/api2/json', '').replace(/\?.*/, '');
    const answer = answers(path);
    if (answer) response.writeHead(answer.status ?? 200, { 'content-type': 'application/json' }).end(answer.text);
  };

async function cluster(first: RequestListener, second: RequestListener, seconds = '5') {
  const file = join(folder, 'ca.pem');
  writeFileSync(file, authority.ca);
  const urls = [await node('pve-node1', first), await node('pve-node2', second)];
  return clusterReader(
    readConfiguration({
      PVE_URLS: urls.join(','),
      PVE_NODES: NODES.join(','),
      PVE_TOKEN_ID: 'a@pve!b',
      PVE_TOKEN_SECRET: 'c',
      PVE_CA_FILE: file,
      INGEST_URL: 'http://127.0.0.1:1',
      INGEST_TOKEN: 'd',
      COLLECT_SECONDS: seconds,
    }),
  );
}

async function read(reader: Awaited<ReturnType<typeof cluster>>): Promise<Round> {
  const takenAt = new Date();
  const round = await reader.round(takenAt, new AbortController().signal);
  const { samples, states, errors } = round;
  const batchId = '0f8fad5b-d9cb-469f-a165-70867728950e';
  BatchSchema.parse({ batchId, takenAt: takenAt.toISOString(), samples, states, errors });
  return round;
}
const sourcesOf = ({ samples }: Round): string[] => samples.map(({ source }) => source).sort();
const codesOf = ({ errors }: Round): string[] => errors.map(({ code, node: name }) => `${code} ${name}`).sort();

describe('a node that', () => {
  const cases: readonly (readonly [string, RequestListener, string])[] = [
    ['takes connections and never answers', () => undefined, 'pve-unreachable pve-node1'],
    ['fails', answering(() => ({ status: 500, text: '{"data":null}' })), 'pve-answer pve-node1'],
    ['answers another page', answering(() => ({ text: '<!DOCTYPE html>' })), 'pve-answer pve-node1'],
    ['answers no data', answering(() => ({ text: '[]' })), 'pve-answer pve-node1'],
    [
      'breaks off',
      (_request, response) => response.writeHead(200).write('{"da', () => response.destroy()),
      'pve-unreachable pve-node1',
    ],
    [
      'answers without an end',
      (_request, response) => {
        response.writeHead(200);
        const more = (): void => {
          while (!response.destroyed && response.write(Buffer.alloc(1_000_000, '[')));
          if (!response.destroyed) response.once('drain', more);
        };
        more();
      },
      'pve-answer pve-node1',
    ],
    [
      'sends one byte a second',
      (_request, response) => {
        response.writeHead(200);
        const timer = setInterval(() => response.write('['), 100);
        response.on('close', () => clearInterval(timer));
      },
      'pve-unreachable pve-node1',
    ],
  ];
  it.each(cases)('%s costs no sample of the other', async (_what, listener, error) => {
    const round = await read(await cluster(listener, answering(healthy), '2'));
    expect(codesOf(round)).toEqual([error]);
    // what the cluster's list says of it is known still
    expect(sourcesOf(round)).toEqual(['node/pve-node1', 'node/pve-node2', 'qemu/100']);
    expect(round.states.cluster?.nodes).toHaveLength(2);
  });

  it('speaks first and then fails is followed by the next', async () => {
    const slow: RequestListener = (request, response) => setTimeout(() => answering(healthy)(request, response), 150);
    const fails = answering((path) =>
      path.startsWith('/cluster/') && path !== '/cluster/status' ? { status: 500, text: '' } : healthy(path),
    );
    const round = await read(await cluster(fails, slow));
    expect(codesOf(round)).toEqual(['pve-answer pve-node1']);
    expect(sourcesOf(round)).toContain('qemu/100');
    expect(round.states.ha).toBeDefined();
  });

  it('lost its cluster does not speak for it', async () => {
    const alone: Answers = (path) =>
      path === '/cluster/status'
        ? data([
            { type: 'cluster', name: 'c', quorate: 0 },
            { type: 'node', name: 'pve-node1', online: 1 },
          ])
        : path === '/cluster/resources'
          ? data([])
          : healthy(path);
    const slow: RequestListener = (request, response) => setTimeout(() => answering(healthy)(request, response), 150);
    const round = await read(await cluster(answering(alone), slow));
    expect(round.states.cluster?.quorate).toBe(true);
    expect(sourcesOf(round)).toContain('qemu/100');
  });

  it('lets the token read a part alone gives that part', async () => {
    const forbids: Answers = (path) =>
      /\/ha\/|\/tasks|\/replication/.test(path) ? { status: 403, text: '{"data":null}' } : healthy(path);
    const round = await read(await cluster(answering(forbids), answering(forbids)));
    expect(new Set(round.errors.map(({ code }) => code))).toEqual(new Set(['pve-forbidden']));
    expect(sourcesOf(round)).toEqual(['node/pve-node1', 'node/pve-node2', 'qemu/100']);
    expect(round.states.ha).toBeUndefined();
    expect(round.states.replication).toBeUndefined();
    // nobody knows that there is no backup
    expect(round.states.backups).toBeUndefined();
  });
});

it('replication jobs of a node that is away stay, unless the cluster knows that there are none', async () => {
  const job = {
    id: '100-0',
    guest: 100,
    source: 'pve-node1',
    target: 'pve-node2',
    last_sync: 1_795_000_000,
    fail_count: 0,
  };
  const jobs = { configured: [job] as readonly unknown[] };
  const answers: Answers = (path) =>
    path === '/cluster/replication'
      ? data(jobs.configured)
      : path === '/nodes/pve-node1/replication'
        ? data([job, { ...job, id: '100-1', remove_job: 'full' }])
        : healthy(path);
  let away = false;
  const first: RequestListener = (request, response) =>
    away ? response.destroy() : answering(answers)(request, response);
  const reader = await cluster(first, answering(answers));
  const replication = async () => {
    const { states } = await read(reader);
    return [states.replicationNodes?.slice().sort(), states.replication?.map(({ id }) => id)];
  };
  expect(await replication()).toEqual([NODES, ['100-0']]);
  away = true;
  expect(await replication()).toEqual([['pve-node2'], []]);
  jobs.configured = [];
  expect(await replication()).toEqual([NODES, []]);
});

it('many backups of a node are read over some rounds, the newest first, and only then are all known', async () => {
  const tasks = Array.from({ length: 25 }, (_, index) => ({
    type: 'vzdump',
    node: 'pve-node1',
    upid: `UPID:pve-node1:0000000${index % 10}:00000000:${String(index).padStart(8, '0')}:vzdump::root@pam:`,
    id: '',
    starttime: 1_795_000_000 + index * 60,
    endtime: 1_795_000_030 + index * 60,
    status: index === 3 ? 'job errors' : 'OK',
  }));
  const answers: Answers = (path) => {
    if (path === '/nodes/pve-node1/tasks') return data(tasks);
    const log = /^\/nodes\/pve-node1\/tasks\/(UPID:[^/]+)\/log$/.exec(path)?.[1];
    const index = tasks.findIndex(({ upid }) => upid === log);
    if (index === -1) return healthy(path);
    const last =
      index === 3
        ? `ERROR: Backup of VM ${index + 100} failed - no space`
        : `INFO: Finished Backup of VM ${index + 100} (00:00:01)`;
    return data([`INFO: Starting Backup of VM ${index + 100} (lxc)`, last].map((t, n) => ({ n, t })));
  };
  const reader = await cluster(answering(answers), answering(healthy));
  const guests: string[] = [];
  for (let round = 0; round < 3; round += 1) {
    const { states, commit } = await read(reader);
    guests.push(...(states.backups ?? []).map(({ guest, result }) => `${guest} ${result}`));
    commit();
  }
  const byAge = tasks.map((_, index) => `lxc/${index + 100} ${index === 3 ? 'failed' : 'ok'}`).reverse();
  for (const [from, to] of [
    [0, 10],
    [10, 20],
    [20, 25],
  ] as const)
    expect(guests.slice(from, to).sort()).toEqual(byAge.slice(from, to).sort());
  expect((await read(reader)).states.backups).toEqual([]);
});

it('a network counter becomes a rate by what the guest itself counts as time, and begins anew with the guest', async () => {
  let guest = { ...GUEST };
  const changing: Answers = (path) => (path === '/cluster/resources' ? data([guest]) : healthy(path));
  const reader = await cluster(answering(changing), answering(changing));
  const rate = async (change: Partial<typeof GUEST>) => {
    guest = { ...guest, ...change };
    const { samples } = await read(reader);
    return samples.find(({ source }) => source === 'qemu/100')?.networkInBytesPerSecond;
  };
  expect(await rate({})).toBeNull();
  expect(await rate({ netin: 21_000, uptime: 510 })).toBe(2_000);
  expect(await rate({ netin: 0, uptime: 2 })).toBeNull();
  expect(await rate({ netin: 5_000, uptime: 12 })).toBe(500);
  expect(await rate({ netin: 9_000, uptime: 22, node: 'pve-node2' })).toBeNull();
});

it('a round is as of the time that it was given, however far that lies from the one before', async () => {
  const reader = await cluster(answering(healthy), answering(healthy));
  for (const at of [Date.now(), Date.now() - 86_400_000, Date.now() + 315_360_000_000]) {
    const { samples, errors } = await reader.round(new Date(at), new AbortController().signal);
    expect(errors).toEqual([]);
    for (const sample of samples) expect(new Date(sample.takenAt).getTime()).toBe(at);
  }
});

it('reads 500 guests in one round', async () => {
  const guests = Array.from({ length: 500 }, (_, index) => ({ ...GUEST, vmid: 100 + index, node: NODES[index % 2] }));
  const large: Answers = (path) => {
    if (path === '/cluster/resources')
      return data([...NODES.map((name) => ({ type: 'node', node: name, status: 'online' })), ...guests]);
    const own = /^\/nodes\/([^/]+)\/qemu$/.exec(path)?.[1];
    return own ? data(guests.filter((guest) => guest.node === own)) : healthy(path);
  };
  const round = await read(await cluster(answering(large), answering(large)));
  expect(codesOf(round)).toEqual([]);
  expect(round.samples).toHaveLength(502);
  expect(round.states.guests).toHaveLength(500);
});

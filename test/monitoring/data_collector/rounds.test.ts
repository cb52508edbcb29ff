import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readConfiguration } from '../../../installer-assets/stacks/monitoring/data_collector/configuration.ts';
import { clusterReader, type Round } from '../../../installer-assets/stacks/monitoring/data_collector/round.ts';
import { BatchSchema } from '../../../installer-assets/stacks/monitoring/protocol/batch.ts';
import { type SimulatedCluster, simulatedCluster } from './support/simulated-cluster.ts';

const NAMES = ['pve1', 'pve2', 'pve3'];
let site: SimulatedCluster;
beforeAll(async () => {
  site = await simulatedCluster(NAMES);
  for (const [host, id] of [
    ['pve1', 100],
    ['pve2', 101],
  ] as const) {
    await site.ok(host, `qm create ${id} --name vm-${id} --memory 1024 --scsi0 tank:1`);
    await site.ok(host, `qm start ${id}`);
  }
  await site.ok('pve1', "pvesr create-local-job 100-0 pve2 --schedule '*/15'");
  await site.ok('pve2', "pvesr create-local-job 101-0 pve1 --schedule '*/15'");
  await site.ok('pve1', 'ha-manager add vm:100 --state started');
  await site.lab.wait(90);
  await site.ok('pve1', 'vzdump 100 --storage local');
  await site.settled();
});
afterAll(() => site.close());

const reader = (change: Readonly<Record<string, string>> = {}) =>
  clusterReader(readConfiguration({ ...site.env, COLLECT_SECONDS: '5', ...change }));

async function read(from = reader()): Promise<Round> {
  const takenAt = new Date();
  const round = await from.round(takenAt, new AbortController().signal);
  // what web would refuse is no round
  const { samples, states, errors } = round;
  BatchSchema.parse({
    batchId: '0f8fad5b-d9cb-469f-a165-70867728950e',
    takenAt: takenAt.toISOString(),
    samples,
    states,
    errors,
  });
  return round;
}
const sourcesOf = ({ samples }: Round): string[] => samples.map(({ source }) => source).sort();
const codesOf = ({ errors }: Round): string[] => errors.map(({ code, node }) => `${code} ${node}`).sort();

it('reads nodes, guests, storages, replication, high availability and backups with the audit token alone', async () => {
  const round = await read();
  expect(codesOf(round)).toEqual([]);
  expect(sourcesOf(round)).toEqual(
    [
      ...NAMES.flatMap((name) => [`node/${name}`, `storage/${name}/local`, `storage/${name}/tank`]),
      'qemu/100',
      'qemu/101',
    ].sort(),
  );
  const node = round.samples.find(({ source }) => source === 'node/pve2');
  expect(node?.memoryTotalBytes).toBe(25_276_063_744);
  // the load of a simulated node moves
  expect(node?.cpuRatio).toBeGreaterThanOrEqual(0.02);
  expect(node?.cpuRatio).toBeLessThanOrEqual(0.08);
  expect(round.samples.find(({ source }) => source === 'qemu/100')).toMatchObject({
    memoryTotalBytes: 2 ** 30,
    diskUsedBytes: null,
    networkInBytesPerSecond: null,
  });
  expect(round.states.cluster).toMatchObject({ name: 'municipal', quorate: true });
  expect(round.states.cluster?.nodes.map(({ name, online }) => `${name} ${online}`).sort()).toEqual(
    NAMES.map((name) => `${name} true`),
  );
  expect(round.states.guests?.map(({ source, node: on, status }) => `${source} ${on} ${status}`).sort()).toEqual([
    'qemu/100 pve1 running',
    'qemu/101 pve2 running',
  ]);
  expect(round.states.ha?.services).toMatchObject([{ sid: 'vm:100', node: 'pve1', state: 'started' }]);
  expect(round.states.replicationNodes?.slice().sort()).toEqual(NAMES);
  const jobs = round.states.replication ?? [];
  expect(jobs.map(({ id, source, target, failures }) => `${id} ${source} ${target} ${failures}`).sort()).toEqual([
    '100-0 pve1 pve2 0',
    '101-0 pve2 pve1 0',
  ]);
  for (const job of jobs) expect(job.lastSyncAt).not.toBeNull();
  expect(round.states.backups).toMatchObject([{ guest: 'qemu/100', node: 'pve1', result: 'ok' }]);
});

it('brings a backup once, and again where the round was lost before it was kept', async () => {
  const one = reader();
  expect((await read(one)).states.backups).toHaveLength(1);
  const kept = await read(one);
  expect(kept.states.backups).toHaveLength(1);
  kept.commit();
  // an empty list: all was read, and nothing is new
  expect((await read(one)).states.backups).toEqual([]);
});

it('a node that is down costs no sample of the others, and its replication jobs stay as they were', async () => {
  const one = reader();
  await read(one);
  site.lab.world.setPower(site.lab.host('pve1'), false);
  await site.lab.wait(5);
  await site.settled();
  const round = await read(one);
  expect(codesOf(round)).toEqual(['pve-unreachable pve1']);
  expect(sourcesOf(round)).toEqual(expect.arrayContaining(['node/pve2', 'node/pve3', 'qemu/101']));
  expect(sourcesOf(round)).not.toContain('node/pve1');
  expect(round.states.cluster?.quorate).toBe(true);
  expect(round.states.cluster?.nodes.find(({ name }) => name === 'pve1')?.online).toBe(false);
  expect(round.states.replicationNodes?.slice().sort()).toEqual(['pve2', 'pve3']);
  expect(round.states.replication?.map(({ id }) => id)).toEqual(['101-0']);

  site.lab.world.setPower(site.lab.host('pve2'), false);
  await site.lab.wait(5);
  await site.settled();
  const alone = await read(one);
  expect(alone.states.cluster?.quorate).toBe(false);
  expect(alone.states.cluster?.nodes.find(({ name }) => name === 'pve3')?.online).toBe(true);
  expect(sourcesOf(alone)).toContain('node/pve3');

  for (const name of ['pve1', 'pve2']) site.lab.world.setPower(site.lab.host(name), true);
  await site.lab.wait(180);
  await site.settled();
  const back = await read(one);
  expect(codesOf(back)).toEqual([]);
  expect(back.states.cluster?.quorate).toBe(true);
  expect(sourcesOf(back)).toEqual(expect.arrayContaining(NAMES.map((name) => `node/${name}`)));
});

it('a renewed certificate of a node is believed at once, as it is of the same authority', async () => {
  const one = reader();
  await read(one);
  const before = await site.ok('pve1', 'cat /etc/pve/nodes/pve2/pve-ssl.pem');
  await site.ok('pve2', 'pvecm updatecerts --force');
  await site.ok('pve2', 'systemctl restart pveproxy');
  await site.lab.wait(5);
  await site.settled();
  const after = await site.ok('pve1', 'cat /etc/pve/nodes/pve2/pve-ssl.pem');
  expect(after).not.toBe(before);
  expect(codesOf(await read(one))).toEqual([]);
});

it('a node of the cluster under the name of another one is not believed', async () => {
  const round = await read(reader({ PVE_NODES: 'pve2,pve1,pve3' }));
  expect(codesOf(round)).toEqual(['pve-certificate pve1', 'pve-certificate pve2']);
  expect(sourcesOf(round)).toContain('node/pve3');
});

it('another authority, none, and a file that is no certificate are named, and the right one is read anew', async () => {
  const other = await simulatedCluster(['pve9']);
  const one = reader();
  try {
    writeFileSync(site.env.PVE_CA_FILE ?? '', await other.ok('pve9', 'cat /etc/pve/pve-root-ca.pem'));
    expect(codesOf(await read(one))).toEqual(NAMES.map((name) => `pve-certificate ${name}`));
    writeFileSync(site.env.PVE_CA_FILE ?? '', 'nothing');
    const none = await read(one);
    expect(codesOf(none)).toEqual(['pve-certificate null']);
    expect(none.samples).toEqual([]);
    await site.writeAuthority();
    expect(codesOf(await read(one))).toEqual([]);
  } finally {
    await other.close();
  }
});

it('a wrong token is named without being told, and a token that was taken away too', async () => {
  const wrong = await read(reader({ PVE_TOKEN_SECRET: 'very-secret-word' }));
  expect(codesOf(wrong)).toEqual(NAMES.map((name) => `pve-unauthorised ${name}`));
  expect(JSON.stringify(wrong)).not.toContain('very-secret-word');
  const one = reader();
  expect(codesOf(await read(one))).toEqual([]);
  await site.ok('pve1', 'pveum user token remove sitewright-collector@pve collector');
  const revoked = await read(one);
  expect(codesOf(revoked)).toEqual(NAMES.map((name) => `pve-unauthorised ${name}`));
  expect(revoked.states).toEqual({});
});

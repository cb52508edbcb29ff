import { afterAll, beforeAll, expect, test } from 'vitest';
import { DiagnosticErrorDataSchema } from '../../electron/api/procedure.ts';
import {
  exampleText,
  follow,
  openRack,
  outcomeOf,
  type Rack,
  type RackClient,
  REHEARSAL,
  troubles,
} from './support/rack.ts';

/**
 * A site that loses things over the years: what is taken out of the site file shows as an orphan, stays, and goes only by its
 * name; what others made on the same cluster is never touched.
 */
const SECOND_MACHINE = `
[[machines]]
id = 101
name = "vm-archive"
template = 9000
node = "pve-node2"
cores = 2
memoryMib = 2048
diskGib = 16
storage = "vmdata"
bridge = "vmbr0"
address = "192.168.1.101/24"

[machines.replication]
to = ["pve-node1"]
everyMinutes = 15

[machines.ha]
enabled = true
`;
const SECOND_STORAGE = `
[[storages]]
type = "dir"
id = "isos"
path = "/srv/isos"
content = ["iso"]
`;
const small = exampleText();
const large = `${small}\n${SECOND_MACHINE}\n${SECOND_STORAGE}`.replace(/^(\[access\].*)$/m, '$1\nterraform = true');

let rack: Rack;
let laptop: RackClient;
const apply = async (order: Partial<Parameters<RackClient['runs']['apply']>[0]> = {}) => {
  const { runId } = await laptop.runs.apply({ site: rack.file, rehearsal: REHEARSAL, ...order });
  return follow(laptop, runId);
};
const plan = (order: Partial<Parameters<RackClient['plan']['make']>[0]> = {}) =>
  laptop.plan.make({ site: rack.file, rehearsal: REHEARSAL, ...order });
const changing = (made: Awaited<ReturnType<typeof plan>>) =>
  made.items.filter((item) => item.action !== 'skip').map((item) => `${item.id} ${JSON.stringify(item.changes)}`);

beforeAll(async () => {
  rack = await openRack(large);
  laptop = rack.laptop();
  const first = await apply();
  expect(troubles(first)).toEqual([]);
  expect(outcomeOf(first)).toBe('done');
}, 180_000);
afterAll(() => rack.close());

test('what was just made is no orphan, and nothing is left to change', async () => {
  const made = await plan();
  expect(made.orphans).toEqual([]);
  expect(changing(made)).toEqual([]);
});

test('what somebody changes by hand is named as drift, and the next apply mends it', async () => {
  await rack.byHand('pve-node1', 'pvesm set local --content iso,vztmpl,backup');
  const made = await plan();
  const drifted = made.items.filter((item) => item.drift);
  expect(drifted.map((item) => item.id)).toEqual(['storage.snippets@pve-node1']);
  const [run] = await laptop.runs.list({ site: rack.file });
  expect(drifted[0]?.drift?.runId).toBe(run?.runId);
  expect(drifted[0]?.drift?.since).toBeDefined();
  const mended = await apply({ selection: { only: ['storage'] } });
  expect(outcomeOf(mended)).toBe('done');
  expect(changing(await plan())).toEqual([]);
});

test('what the site file leaves out shows as orphan with its reason, and stays', async () => {
  rack.write(small);
  const made = await plan();
  expect(made.orphans.map(({ kind, name, where, partOf }) => [kind, name, where, partOf])).toEqual([
    ['ha-resource', 'vm:101', 'cluster', 'vm-archive'],
    ['ha-group', 'sitewright-municipal-101', 'cluster', 'vm-archive'],
    ['replication-job', '101-0', 'cluster', 'vm-archive'],
    ['machine', 'vm-archive', 'pve-node2', undefined],
    ['snippet', 'sitewright-municipal-vm-archive.yaml', 'pve-node1, pve-node2', 'vm-archive'],
    ['storage', 'isos', 'cluster', undefined],
    ['api-user', 'terraform@pve', 'cluster', undefined],
    ['api-role', 'SitewrightTerraform', 'cluster', undefined],
  ]);
  expect(made.orphans[3]?.why.en).toBe('It carries sitewright-municipal, and site.toml does not call for vm-archive.');
  expect(made.orphans.filter((orphan) => orphan.diagnostic)).toEqual([]);
  const events = await apply();
  expect(outcomeOf(events)).toBe('done');
  expect(events).toContainEqual(
    expect.objectContaining({
      type: 'diagnostic',
      diagnostic: expect.objectContaining({ code: 'ownership.orphans-kept' }),
    }),
  );
  expect((await plan()).orphans.length).toBe(8);
});

test('a removal without names, or with a name that is no orphan, is refused before anything is changed', async () => {
  const effects = [...rack.served.world.effects.keys()];
  const bare = await apply({ prune: { confirmed: [] } });
  expect(troubles(bare)).toEqual([
    'These are ours and no longer in the site file: vm-archive, isos, terraform@pve, SitewrightTerraform. None was named for removal.',
  ]);
  const wrong = await apply({ prune: { confirmed: ['vm-archive', 'vm-dashboard'] } });
  expect(troubles(wrong)).toEqual(['"vm-dashboard" is not among what is ours and no longer in the site file.']);
  expect(wrong.filter((event) => event.type === 'step-started')).toEqual([]);
  const refusal = await plan({ prune: { confirmed: ['local'] } }).catch((error: unknown) => error);
  expect(DiagnosticErrorDataSchema.parse((refusal as { data: unknown }).data).diagnostics[0]?.code).toBe(
    'ownership.not-an-orphan',
  );
  const isLook = (key: string) => /pmxcfs\.|qm\.|ha\.|pvesr\.|pvesm\.|user\.|role\./.test(key);
  expect([...rack.served.world.effects.keys()].filter(isLook)).toEqual(effects.filter(isLook));
});

test('named, it goes with all that belongs to it; what others made stays as it was', async () => {
  await rack.byHand('pve-node1', 'qm create 500 --name foreign --memory 512 --tags sitewright-municipal2,archive');
  await rack.byHand('pve-node1', 'mkdir -p /srv/theirs && pvesm add dir theirs --path /srv/theirs --content iso');
  await rack.byHand('pve-node1', 'pveum user add auditor@pve --comment theirs');
  await rack.byHand(
    'pve-node1',
    'pvesh create /cluster/backup --id theirs --schedule 21:00 --vmid 500 --storage local',
  );
  await rack.byHand(
    'pve-node1',
    'pvesh create /cluster/backup --id ours --schedule 22:00 --vmid 100 --storage local --comment sitewright-municipal',
  );
  expect((await plan()).orphans.map(({ name }) => name)).toContain('ours');

  const confirmed = ['vm-archive', 'isos', 'terraform@pve', 'SitewrightTerraform', 'ours'];
  const shown = await plan({ prune: { confirmed } });
  expect(shown.items.filter((item) => item.phase === 'removal').map((item) => `${item.id} ${item.action}`)).toEqual([
    'removal.ha-resource@vm:101 apply',
    'removal.ha-group@sitewright-municipal-101 apply',
    'removal.replication-job@101-0 apply',
    'removal.backup-job@ours apply',
    'removal.machine@vm-archive apply',
    'removal.snippet@sitewright-municipal-vm-archive.yaml apply',
    'removal.storage@isos apply',
    'removal.api-user@terraform@pve apply',
    'removal.api-role@SitewrightTerraform apply',
  ]);
  const events = await apply({ prune: { confirmed } });
  expect(troubles(events)).toEqual([]);
  expect(outcomeOf(events)).toBe('done');
  const after = await plan();
  expect(after.orphans).toEqual([]);
  expect(changing(after)).toEqual([]);

  const left = await rack.byHand(
    'pve-node1',
    'cat /etc/pve/storage.cfg /etc/pve/user.cfg /etc/pve/jobs.cfg /etc/pve/.vmlist; ls /var/lib/vz/snippets',
  );
  for (const word of ['theirs', 'auditor@pve', '"500"', '"100"', 'vmdata']) expect(left).toContain(word);
  for (const word of ['isos', 'terraform@pve', 'SitewrightTerraform', 'vm-archive', '"101"', 'vzdump: ours'])
    expect(left).not.toContain(word);
  // once by us, once by hand, once to mend it; everything else once
  expect([...rack.served.world.effects].filter(([, count]) => count > 1)).toEqual([['pve-node1: pvesm.set local', 3]]);
  expect(rack.served.world.defects).toEqual([]);
}, 180_000);

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../support/test-engine.ts';
import { follow, openRack, outcomeOf, type Rack, type RackClient, REHEARSAL, troubles } from './support/rack.ts';

/** On 9.x, where groups are rules: a machine and a template go, and years later one node of three. */
const small = readFileSync(join(ROOT, 'examples', 'three-node-dhcp', 'site.toml'), 'utf8');
const large = `${small}
[[templates]]
id = 9001
name = "debian-old-template"
image = "debian-13-genericcloud-amd64.qcow2"
os = "debian"
osVersion = "13"
node = "pve1"
storage = "vmdata"

[[machines]]
id = 101
name = "vm-archive"
template = 9001
node = "pve2"
cores = 2
memoryMib = 2048
diskGib = 16
storage = "vmdata"
bridge = "vmbr0"
address = "192.168.20.31/24"

[machines.replication]
to = ["pve1"]
everyMinutes = 15

[machines.ha]
enabled = true
`;
/** Without the third node, and so without automatic failover. */
const two = small
  .replace(/\[\[hosts\]\]\nname = "pve3"[\s\S]*?(?=\n# -+|\n\[cluster\])/, '')
  .replace(/, pve3 = "[^"]*"/, '')
  .replace(/\[machines\.ha\][^\n]*\nenabled = true\n/, '');

let rack: Rack;
let laptop: RackClient;
const apply = async (order: Partial<Parameters<RackClient['runs']['apply']>[0]> = {}) => {
  const { runId } = await laptop.runs.apply({ site: rack.file, rehearsal: REHEARSAL, ...order });
  return follow(laptop, runId);
};
const plan = () => laptop.plan.make({ site: rack.file, rehearsal: REHEARSAL });

beforeAll(async () => {
  rack = await openRack(large);
  laptop = rack.laptop();
  const first = await apply();
  expect(troubles(first)).toEqual([]);
  expect(outcomeOf(first)).toBe('done');
}, 240_000);
afterAll(() => rack?.close());

test('a machine, its rule and its template go by their names, in the order in which that is possible', async () => {
  rack.write(small);
  expect((await plan()).orphans.map(({ kind, name, partOf }) => [kind, name, partOf])).toEqual([
    ['ha-resource', 'vm:101', 'vm-archive'],
    ['ha-rule', 'sitewright-hospital-101', 'vm-archive'],
    ['replication-job', '101-0', 'vm-archive'],
    ['machine', 'vm-archive', undefined],
    ['template', 'debian-old-template', undefined],
    ['snippet', 'sitewright-hospital-vm-archive.yaml', 'vm-archive'],
  ]);
  const events = await apply({ prune: { confirmed: ['vm-archive', 'debian-old-template'] } });
  expect(troubles(events)).toEqual([]);
  const after = await plan();
  expect(after.orphans).toEqual([]);
  expect(after.items.filter((item) => item.action !== 'skip').map((item) => item.id)).toEqual([]);
}, 120_000);

test('a node that the site no longer names stays a member until its name is typed and it is switched off', async () => {
  rack.write(two);
  const made = await plan();
  expect(made.orphans.map(({ kind, name }) => [kind, name])).toEqual([
    ['ha-resource', 'vm:100'],
    ['ha-rule', 'sitewright-hospital-100'],
    ['member', 'pve3'],
  ]);
  const confirmed = ['vm:100', 'sitewright-hospital-100', 'pve3'];
  const still = await apply({ prune: { confirmed } });
  expect(troubles(still).some((text) => text.startsWith('removal.member@pve3:'))).toBe(true);
  expect((await rack.byHand('pve1', 'cat /etc/pve/.members')).includes('pve3')).toBe(true);

  const pve3 = rack.served.world.hosts.get('pve3');
  if (pve3) rack.served.world.setPower(pve3, false);
  await rack.served.world.sleep(60);
  const events = await apply({ prune: { confirmed: ['pve3'] } });
  expect(troubles(events)).toEqual([]);
  expect(outcomeOf(events)).toBe('done');
  const after = await plan();
  expect(after.orphans).toEqual([]);
  expect(after.items.filter((item) => item.action !== 'skip').map((item) => item.id)).toEqual([]);
  expect(
    await rack.byHand('pve1', 'cat /etc/pve/corosync.conf; ls /etc/pve/nodes /etc/pve/sitewright/*'),
  ).not.toContain('pve3');
}, 120_000);

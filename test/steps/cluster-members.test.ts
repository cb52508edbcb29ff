import { afterEach, expect, test } from 'vitest';
import type { Site } from '../../electron/api/site.ts';
import { findOrphans } from '../../electron/engine/ownership/find-orphans.ts';
import { confirmedOrphans, removalSteps } from '../../electron/engine/ownership/removal-steps.ts';
import { departedMembers, removeMember } from '../../electron/engine/steps/cluster/remove-member.ts';
import { type SimulatedSite, type SimulatedSiteOptions, simulatedSite } from './support/simulated-site.ts';
import { site as twoNodes } from './support/two-node.ts';

/** Nodes come and go over the years: a third and a fourth beside the manual's two and their witness. */
function node(number: number): Site['hosts'][number] {
  const [model] = twoNodes.hosts;
  if (!model?.hardware || !model.install) throw new Error('the example has no first node');
  const mac = (port: number) => `3c:ec:ef:7a:1${number}:9${port}`;
  return {
    ...model,
    name: `pve-node${number}`,
    address: `192.168.1.1${number}`,
    links: { 0: `10.10.10.1${number}`, 1: `10.10.11.1${number}` },
    install: { ...model.install, diskSerials: [`SYSTEM${number}`], managementMac: mac(0) },
    hardware: {
      ...model.hardware,
      disks: model.hardware.disks.map((disk, at) => ({ ...disk, serial: `${at === 0 ? 'SYSTEM' : 'DATA'}${number}` })),
      nics: model.hardware.nics.map((nic, port) => ({ ...nic, mac: mac(port) })),
    },
  };
}
const further = [node(3), node(4)];
const withNodes = (...numbers: readonly number[]): Site => ({
  ...twoNodes,
  storages: [],
  templates: [],
  machines: [],
  stacks: [],
  hosts: [...twoNodes.hosts, ...further].filter(
    (host) => host.name === 'witness' || numbers.includes(Number(host.name.at(-1))),
  ),
});
const two = withNodes(1, 2);

const PHASES = ['preflight', 'base', 'cluster'] as const;
const open: SimulatedSite[] = [];
afterEach(() => {
  for (const entry of open.splice(0)) entry.close();
});
function start(which: Site, options?: SimulatedSiteOptions): SimulatedSite {
  const made = simulatedSite(which, options);
  open.push(made);
  return made;
}
async function stand(simulated: SimulatedSite, which: Site): Promise<void> {
  simulated.describe(which);
  const ends = await simulated.walk(PHASES);
  expect([...ends].filter(([, end]) => end !== 'satisfied')).toEqual([]);
}
async function votesOf(simulated: SimulatedSite) {
  const sight = (await simulated.look()).hosts.get('pve-node1');
  if (!sight?.reached || !sight.facts.corosync.known || !sight.facts.quorum.known) throw new Error('node 1 is silent');
  const { totalVotes, expectedVotes, quorate } = sight.facts.quorum.value;
  const config = sight.facts.corosync.value;
  return {
    nodes: config?.nodes.map((entry) => entry.name.at(-1)).join(''),
    device: config?.device !== undefined,
    votes: `${totalVotes}/${expectedVotes}`,
    quorate,
  };
}
function commandsOf(simulated: SimulatedSite, from: number): readonly string[] {
  return simulated
    .changes()
    .slice(from)
    .filter((text) => /job cluster\.|pvecm|pvesr/.test(text))
    .map((text) => text.replace(/^pve-node\d: |\.\d+$/g, ''));
}
async function switchOff(simulated: SimulatedSite, name: string): Promise<void> {
  const host = simulated.world.hosts.get(name);
  if (!host) throw new Error(`no ${name}`);
  simulated.world.setPower(host, false);
  await simulated.world.sleep(5);
}

test('two nodes and a witness become three, four and three again: the witness votes for even numbers only', async () => {
  const simulated = start(two, { further });
  await stand(simulated, two);
  expect(await votesOf(simulated)).toEqual({ nodes: '12', device: true, votes: '3/3', quorate: true });

  let from = simulated.changes().length;
  await stand(simulated, withNodes(1, 2, 3));
  expect(await votesOf(simulated)).toEqual({ nodes: '123', device: false, votes: '3/3', quorate: true });
  expect(commandsOf(simulated, from)).toEqual(['job cluster.witness-off', 'job cluster.join-node.pve-node3']);

  from = simulated.changes().length;
  await stand(simulated, withNodes(1, 2, 3, 4));
  expect(await votesOf(simulated)).toEqual({ nodes: '1234', device: true, votes: '5/5', quorate: true });
  expect(commandsOf(simulated, from)).toEqual(['job cluster.join-node.pve-node4', 'job cluster.witness-vote']);

  // the fourth is still on: what needs it is done first, and a person is asked to switch it off
  simulated.describe(withNodes(1, 2, 3));
  const remove = () => simulated.act('site', (context) => removeMember(context, 'pve-node4'));
  expect(await remove()).toBe('pve-node4 is ready to leave the cluster, but it is still switched on.');
  expect(await votesOf(simulated)).toMatchObject({ nodes: '1234', device: false });
  await switchOff(simulated, 'pve-node4');
  expect(await remove()).toBeUndefined();
  expect(await votesOf(simulated)).toEqual({ nodes: '123', device: false, votes: '3/3', quorate: true });
  const files = simulated.world.hosts.get('pve-node1')?.files;
  expect(files?.list('/etc/pve/nodes')).not.toContain('pve-node4');
  expect(Buffer.from(files?.read('/etc/pve/priv/authorized_keys') ?? '').toString()).not.toContain('pve-node4');

  from = simulated.changes().length;
  expect(await remove()).toBeUndefined();
  await stand(simulated, withNodes(1, 2, 3));
  // the names in /etc/hosts follow the site file
  expect(
    simulated
      .changes()
      .slice(from)
      .filter((text) => !text.endsWith('upload /etc/hosts')),
  ).toEqual([]);
  expect(simulated.world.defects).toEqual([]);
}, 120_000);

test('two nodes become four in one run, also where the client dies after every single change', async () => {
  const simulated = start(two, { further, killAfterEachChange: true });
  await stand(simulated, two);
  await stand(simulated, withNodes(1, 2, 3, 4));
  expect(await votesOf(simulated)).toEqual({ nodes: '1234', device: true, votes: '5/5', quorate: true });
}, 120_000);

test('a node that died is taken out of two with a witness; the machine installed anew under its name joins', async () => {
  const simulated = start(two);
  await stand(simulated, two);
  await switchOff(simulated, 'pve-node2');
  simulated.reinstall('pve-node2');
  const told = await simulated.walk(PHASES);
  expect(told.get('cluster.join-node@pve-node2')).toBe(
    'pve-node2 is a newly installed machine, but the cluster «municipal» still lists the old one of this name as a member.',
  );
  let found: ReturnType<typeof departedMembers> = [];
  const failure = await simulated.act('site', async (context) => {
    found = departedMembers(context);
    await removeMember(context, 'pve-node2');
  });
  expect(failure).toBeUndefined();
  expect(found).toEqual([{ name: 'pve-node2', online: false, isReinstalled: true }]);
  expect(await votesOf(simulated)).toEqual({ nodes: '1', device: false, votes: '1/1', quorate: true });
  await stand(simulated, two);
  expect(await votesOf(simulated)).toEqual({ nodes: '12', device: true, votes: '3/3', quorate: true });
}, 120_000);

test('without a witness the survivor of two is freed of the dead one, and only of it', async () => {
  const alone: Site = { ...two, hosts: two.hosts.filter((host) => host.os === 'pve'), cluster: { name: 'municipal' } };
  const simulated = start(alone);
  await stand(simulated, alone);
  await switchOff(simulated, 'pve-node2');
  expect(await votesOf(simulated)).toMatchObject({ votes: '1/2', quorate: false });
  simulated.describe({ ...alone, hosts: alone.hosts.slice(0, 1) });
  expect(await simulated.act('site', (context) => removeMember(context, 'pve-node2'))).toBeUndefined();
  expect(await votesOf(simulated)).toEqual({ nodes: '1', device: false, votes: '1/1', quorate: true });
}, 120_000);

test('a member is not taken out while another is away: its votes may be alive elsewhere', async () => {
  const three = withNodes(1, 2, 3);
  const simulated = start(three);
  await stand(simulated, three);
  await switchOff(simulated, 'pve-node2');
  await switchOff(simulated, 'pve-node3');
  simulated.describe(two);
  expect(await simulated.act('site', (context) => removeMember(context, 'pve-node3'))).toBe(
    'pve-node2 is a member of the cluster and offline.',
  );
  expect(await votesOf(simulated)).toMatchObject({ nodes: '123', votes: '1/3', quorate: false });
}, 120_000);

test('a site file that orders the links anew changes the standing cluster, on every member', async () => {
  const simulated = start(two);
  await stand(simulated, two);
  const links = two.network.links.map((link) => ({ ...link, priority: 10 + 10 * link.id }));
  await stand(simulated, { ...two, network: { ...two.network, links } });
  for (const name of ['pve-node1', 'pve-node2']) {
    const text = simulated.world.hosts.get(name)?.files.read('/etc/corosync/corosync.conf');
    expect(Buffer.from(text ?? '').toString()).toMatch(
      /priority: 10\n {4}linknumber: 0\n[\s\S]*priority: 20\n {4}linknumber: 1\n/,
    );
  }
  const from = simulated.changes().length;
  await stand(simulated, { ...two, network: { ...two.network, links } });
  expect(simulated.changes().slice(from)).toEqual([]);
  expect(simulated.world.defects).toEqual([]);
}, 180_000);

test('a witness that left the site file votes on until it is taken away by its name, and then the cluster counts its nodes alone', async () => {
  const simulated = start(two);
  await stand(simulated, two);
  const without: Site = {
    ...two,
    hosts: two.hosts.filter((host) => host.name !== 'witness'),
    cluster: { name: two.cluster?.name ?? '' },
  };
  await stand(simulated, without);
  expect(await votesOf(simulated)).toMatchObject({ device: true });
  let orphans: readonly string[] = [];
  const failure = await simulated.act('192.168.1.20', async (context) => {
    const { found } = findOrphans(context);
    orphans = found.map(({ orphan }) => `${orphan.kind} ${orphan.name}`);
    const [step] = removalSteps(confirmedOrphans({ found, unknown: [] }, ['192.168.1.20']));
    await step?.apply(context);
  });
  expect(failure).toBeUndefined();
  expect(orphans).toEqual(['witness 192.168.1.20']);
  expect(await votesOf(simulated)).toEqual({ nodes: '12', device: false, votes: '2/2', quorate: true });
  await simulated.act('pve-node1', async (context) => {
    expect(findOrphans(context).found).toEqual([]);
  });
}, 180_000);

test('a first node that is installed anew beside the standing cluster gets no cluster of its own', async () => {
  const simulated = start(two);
  await stand(simulated, two);
  simulated.reinstall('pve-node1');
  const ends = await simulated.walk(PHASES);
  const told =
    'pve-node1 is the first node of the site and has no cluster, but pve-node2 is a member of «municipal»: a second cluster of that name is not made.';
  expect(ends.get('preflight.joiner@pve-node1')).toBe(told);
  expect(ends.get('cluster.create@pve-node1')).toBe(told);
  expect(
    [...simulated.world.effects].filter(([key]) => key.includes('pvecm.create')).map(([, times]) => times),
  ).toEqual([1]);

  // the way out that the sentence names: out of the site file and the cluster, then in again below the others
  const [one, ...others] = two.hosts;
  if (!one) throw new Error('the example has a first node');
  simulated.describe({ ...two, hosts: others });
  await simulated.look();
  const failure = await simulated.act('pve-node1', async (context) => {
    const { found } = findOrphans(context);
    const [step] = removalSteps(confirmedOrphans({ found, unknown: [] }, ['pve-node1']));
    await step?.apply(context);
  });
  expect(failure).toBeUndefined();
  await stand(simulated, { ...two, hosts: [...others, one] });
}, 180_000);

import { describe, expect, it } from 'vitest';
import { type Diagnostic, describeDiagnostic } from '../../../../../electron/api/diagnostic.ts';
import type { DrillOrder } from '../../../../../electron/api/drill.ts';
import type { Site } from '../../../../../electron/api/site.ts';
import { drillOf } from '../../../../../electron/engine/drills/offers.ts';
import { known, unknown } from '../../../../../electron/engine/facts/fact.ts';
import type { HostFacts } from '../../../../../electron/engine/facts/host-facts.ts';
import { viewOf } from '../../../../steps/support/step-bench.ts';
import { freshNode, freshWitness, NODE1, NODE2, site, WITNESS } from '../../../../steps/support/two-node.ts';

/** Guards decide by facts alone: one whole site, and what each of them says when one fact is another. */
const VM = 'vm-dashboard';
type Facts = Partial<HostFacts>;

const votes = (total: number, quorate = true) =>
  known({ running: true, quorate, expectedVotes: 3, totalVotes: total, needed: 2, qdevice: true });
const guest = (id: number, name: string, node: string) => ({
  id,
  node,
  name,
  status: 'running',
  template: false,
  haState: '',
});
const guestsOf = (...guests: readonly ReturnType<typeof guest>[]) =>
  known({ guests: new Map(guests.map((entry) => [entry.id, entry])) });
const manager = (nodes: Readonly<Record<string, string>>, state = 'started', master = NODE2) =>
  known({
    masterNode: master,
    nodes: new Map(Object.entries(nodes)),
    services: new Map([['vm:100', { node: NODE1, state }]]),
  });
const copy = (failCount = 0, lastSyncSeconds = 1_700_000_000, error = '') =>
  known([{ job: '100-0', guest: 100, target: NODE2, lastSyncSeconds, failCount, error }]);

const WHOLE: Facts = {
  quorum: votes(3),
  vmList: known(new Map([[100, { id: 100, type: 'qemu', node: NODE1 }]])),
  haManagerStatus: manager({ [NODE1]: 'online', [NODE2]: 'online' }),
  haResources: known([]),
  replicationState: copy(),
  resources: guestsOf(guest(100, VM, NODE1)),
};

function refusal(order: DrillOrder, changes: { one?: Facts; two?: Facts } = {}, at: Site = site): string {
  const hosts = {
    [NODE1]: { ...freshNode(NODE1), ...WHOLE, ...changes.one } as HostFacts,
    [NODE2]: { ...freshNode(NODE2), ...WHOLE, ...changes.two } as HostFacts,
    [WITNESS]: freshWitness(),
  };
  const found: Diagnostic | undefined = drillOf(at, order).guard(viewOf(hosts, { site: at }));
  return found ? describeDiagnostic(found, 'en').summary : '';
}

const FAILOVER: DrillOrder = { kind: 'failover', machine: VM };

describe('on a whole site', () => {
  it.each([
    [FAILOVER],
    [{ kind: 'link', node: NODE2, link: 0 }],
    [{ kind: 'quorum', node: NODE1 }],
    [{ kind: 'restore', machine: VM }],
  ] as const)('nothing refuses %j', (order) => {
    expect(refusal(order)).toBe('');
  });
});

describe('a drill that takes a node away is refused', () => {
  it.each([
    ['while a vote is missing', { two: { quorum: votes(2) } }, 'pve-node2 has no full quorum now: 2 of 3 votes.'],
    ['without quorum', { one: { quorum: votes(3, false) } }, 'pve-node1 has no full quorum now: 3 of 3 votes.'],
  ])('%s', (_, changes, sentence) => {
    for (const order of [FAILOVER, { kind: 'link', node: NODE2 }, { kind: 'quorum', node: NODE2 }] as const)
      expect(refusal(order, changes)).toBe(sentence);
  });

  it('where a fact is unknown: unknown is never taken for in order', () => {
    const sentence = refusal(FAILOVER, { one: { replicationState: unknown('cut off') } });
    expect(sentence).toMatch(/pve-node1/);
    expect(refusal({ kind: 'quorum', node: NODE2 }, { one: { quorum: unknown('cut off') } })).toMatch(/pve-node1/);
  });
});

describe('a failover is refused', () => {
  it.each<readonly [string, { one?: Facts }, string]>([
    [
      'while the machine is not started under HA',
      { one: { haManagerStatus: manager({ [NODE2]: 'online' }, 'error') } },
      'HA does not report vm-dashboard as started but as error.',
    ],
    [
      'while its copy fails',
      { one: { replicationState: copy(2, 1_700_000_000, 'no route to host') } },
      'The copy of vm-dashboard on pve-node2 is not in order: no route to host.',
    ],
    [
      'while it was never copied',
      { one: { replicationState: copy(0, 0) } },
      'The copy of vm-dashboard on pve-node2 is not in order: never copied.',
    ],
    [
      'while the other node is in maintenance',
      { one: { haManagerStatus: manager({ [NODE1]: 'online', [NODE2]: 'maintenance' }) } },
      'HA has no other node for vm-dashboard now (pve-node2: maintenance).',
    ],
    [
      'while a machine of somebody else runs on that node and would be down with it',
      { one: { resources: guestsOf(guest(100, VM, NODE1), guest(300, 'accounts', NODE1), guest(301, 'far', NODE2)) } },
      'pve-node1 also runs accounts, which nothing brings up elsewhere.',
    ],
  ])('%s', (_, changes, sentence) => {
    expect(refusal(FAILOVER, changes)).toBe(sentence);
  });

  it('while the copy of another HA machine on that node fails', () => {
    const [machine] = site.machines;
    if (!machine) throw new Error('the example has a machine');
    const other = { ...machine, id: 101, name: 'vm-other' };
    const both: Site = { ...site, machines: [machine, other] };
    const places = known(new Map([100, 101].map((id) => [id, { id, type: 'qemu', node: NODE1 }])));
    expect(refusal(FAILOVER, { one: { vmList: places }, two: { vmList: places } }, both)).toBe(
      'The copy of vm-other on pve-node2 is not in order: never copied.',
    );
  });
});

describe('a node of a large cluster', () => {
  const large: Site = {
    ...site,
    hosts: [
      ...site.hosts.filter((host) => host.name !== WITNESS),
      ...Array.from({ length: 10 }, (_, index) => ({ ...site.hosts[0], name: `extra${index}` }) as Site['hosts'][0]),
    ],
    cluster: { name: 'municipal' },
  };
  const guardOf = (node: string, master: string): string => {
    const facts = (name: string) =>
      ({
        ...freshNode(NODE1),
        ...WHOLE,
        nodeName: known(name),
        quorum: known({ running: true, quorate: true, expectedVotes: 12, totalVotes: 12, needed: 7, qdevice: false }),
        haManagerStatus: manager({}, 'started', master),
      }) as HostFacts;
    const hosts = Object.fromEntries(large.hosts.map(({ name }) => [name, facts(name)]));
    const found = drillOf(large, { kind: 'quorum', node }).guard(viewOf(hosts, { site: large }));
    return found?.code ?? '';
  };

  it('is not left alone for as long as its watchdog bears, where it has one at work', () => {
    expect(guardOf('extra3', 'extra3')).toBe('drill.watchdog-first');
    expect(guardOf(NODE1, 'extra3')).toBe('drill.watchdog-first');
    expect(guardOf('extra4', 'extra3')).toBe('');
  });
});

describe('a restore is refused', () => {
  const local = (content: readonly string[], enabled = true, nodes: readonly string[] = []) =>
    known(new Map([['local', { id: 'local', type: 'dir', content, nodes, enabled, fields: {} }]]));
  it.each([
    ['on a storage that takes no backups', local(['iso'])],
    ['on a storage that is switched off', local(['backup'], false)],
    ['on a storage of another node', local(['backup'], true, [NODE2])],
  ])('%s', (_, storages) => {
    expect(refusal({ kind: 'restore', machine: VM }, { one: { storages } })).toBe(
      'Storage local takes no backups on pve-node1.',
    );
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Site } from '../../../../../electron/api/site.ts';
import { parseSite } from '../../../../../electron/engine/site/parse-site.ts';
import { courseOfEvents } from '../../../../../renderer/wizard/storage/course-of-events.ts';
import {
  failsOver,
  type Loss,
  strongestSide,
  votingWitness,
  whatIf,
} from '../../../../../renderer/wizard/storage/what-if.ts';

const text = readFileSync(join(import.meta.dirname, '../../../../../examples/two-node/site.toml'), 'utf8');
const parsed = parseSite(text).site;
if (!parsed) throw new Error('the example does not parse');
const withWitness: Site = parsed;
const { witness: _, ...alone } = withWitness.cluster ?? { name: 'municipal' };
const noWitness: Site = {
  ...withWitness,
  cluster: alone,
  hosts: withWitness.hosts.filter((host) => host.roles.includes('pve-node')),
};
const third = withWitness.hosts[1];
const threeNodes: Site = {
  ...noWitness,
  hosts: [...noWitness.hosts, ...(third ? [{ ...third, name: 'pve-node3', address: '192.168.1.13' }] : [])],
};
const oneLink = (site: Site): Site => ({
  ...site,
  network: { ...site.network, links: site.network.links.slice(0, 1) },
});
const withoutHa: Site = {
  ...withWitness,
  machines: withWitness.machines.map(({ ha, ...machine }) => ({ ...machine, ...(ha ? {} : {}) })),
};
const fourth = withWitness.hosts[0];
const fourWithWitness: Site = {
  ...threeNodes,
  cluster: { ...alone, witness: 'witness' },
  hosts: [
    ...threeNodes.hosts,
    ...(fourth ? [{ ...fourth, name: 'pve-node4', address: '192.168.1.14' }] : []),
    ...withWitness.hosts.filter((host) => !host.roles.includes('pve-node')),
  ],
};
const threeWithWitness: Site = { ...threeNodes, cluster: { ...alone, witness: 'witness' } };
const overManagement = (site: Site): Site => ({ ...site, network: { ...site.network, links: [] } });
type Losses = readonly Loss[];
const none: Losses = [];
const host = (...names: string[]): Losses => names.map((name) => ({ kind: 'host', name }));
const link = (...ids: number[]): Losses => ids.map((id) => ({ kind: 'link', id }));
const management: Losses = [{ kind: 'management' }];

/** votes left / all, quorum, fates in the order of the votes, where vm-dashboard ends. */
const TABLE: readonly [string, Site, Losses, string, boolean, string, string][] = [
  ['two nodes and a witness, all up', withWitness, none, '3/3', true, 'works works votes', 'pve-node1'],
  [
    'the node that runs the machine dies',
    withWitness,
    host('pve-node1'),
    '2/3',
    true,
    'off works votes',
    'pve-node2 moved',
  ],
  ['the node that holds the copy dies', withWitness, host('pve-node2'), '2/3', true, 'works off votes', 'pve-node1'],
  ['the witness dies', withWitness, host('witness'), '2/3', true, 'works works off', 'pve-node1'],
  ['one of two links is cut', withWitness, link(0), '3/3', true, 'works works votes', 'pve-node1'],
  [
    'the only link is cut, the witness sides with the first',
    oneLink(withWitness),
    link(0),
    '2/3',
    true,
    'works frozen votes',
    'pve-node1',
  ],
  ['without HA nothing moves', withoutHa, host('pve-node1'), '2/3', true, 'off works votes', 'nowhere'],
  ['two nodes without a witness, all up', noWitness, none, '2/2', true, 'works works', 'pve-node1'],
  [
    'without a witness the other node starts nothing',
    noWitness,
    host('pve-node1'),
    '1/2',
    false,
    'off frozen',
    'nowhere',
  ],
  [
    'without a witness the healthy machine runs on',
    noWitness,
    host('pve-node2'),
    '1/2',
    false,
    'frozen off',
    'pve-node1',
  ],
  [
    'without a witness and with the only link cut nobody decides',
    oneLink(noWitness),
    link(0),
    '1/2',
    false,
    'frozen frozen',
    'pve-node1',
  ],
  ['three nodes lose one', threeNodes, host('pve-node1'), '2/3', true, 'off works works', 'pve-node2 moved'],
  [
    'three nodes with the only link cut stop what HA watches',
    oneLink(threeNodes),
    link(0),
    '1/3',
    false,
    'restarts frozen frozen',
    'nowhere',
  ],
  [
    'two losses: a node and its only link leave the same as the node',
    oneLink(withWitness),
    [...host('pve-node2'), ...link(0)],
    '2/3',
    true,
    'works off votes',
    'pve-node1',
  ],
  [
    'the last node without the witness is not enough',
    withWitness,
    host('pve-node2', 'witness'),
    '1/3',
    false,
    'restarts off off',
    'nowhere',
  ],
  [
    'the last of three nodes is not enough',
    threeNodes,
    host('pve-node2', 'pve-node3'),
    '1/3',
    false,
    'restarts off off',
    'nowhere',
  ],
  [
    'the witness alone decides nothing',
    withWitness,
    host('pve-node1', 'pve-node2'),
    '0/3',
    false,
    'off off unheard',
    'nowhere',
  ],
  ['nobody is left', withWitness, host('pve-node1', 'pve-node2', 'witness'), '0/3', false, 'off off off', 'nowhere'],
  [
    'both links cut: the witness sides with the lowest node id',
    withWitness,
    link(0, 1),
    '2/3',
    true,
    'works frozen votes',
    'pve-node1',
  ],
  [
    'both links and the witness lost: nobody decides',
    withWitness,
    [...link(0, 1), ...host('witness')],
    '1/3',
    false,
    'restarts frozen off',
    'nowhere',
  ],
  [
    'the management network cut: nobody hears the witness, the links carry on',
    withWitness,
    management,
    '2/3',
    true,
    'works works unheard',
    'pve-node1',
  ],
  [
    'the management network and one node lost: the last has one vote',
    withWitness,
    [...management, ...host('pve-node2')],
    '1/3',
    false,
    'restarts off unheard',
    'nowhere',
  ],
  [
    "without declared links the management network is the cluster's path",
    overManagement(withWitness),
    management,
    '1/3',
    false,
    'restarts frozen unheard',
    'nowhere',
  ],
  [
    'four nodes and a witness lose two',
    fourWithWitness,
    host('pve-node1', 'pve-node3'),
    '3/5',
    true,
    'off works off works votes',
    'pve-node2 moved',
  ],
  [
    'four nodes and a witness lose two and the witness',
    fourWithWitness,
    host('pve-node3', 'pve-node4', 'witness'),
    '2/5',
    false,
    'restarts frozen off off off',
    'nowhere',
  ],
  [
    'four nodes and a witness, every link cut: one side has two of five',
    fourWithWitness,
    link(0, 1),
    '2/5',
    false,
    'restarts frozen frozen frozen votes',
    'nowhere',
  ],
  [
    "the copy's node is lost as well: the machine stays down",
    fourWithWitness,
    host('pve-node1', 'pve-node2'),
    '3/5',
    true,
    'off off works works votes',
    'nowhere',
  ],
  [
    'an odd number of nodes takes no vote from a witness',
    threeWithWitness,
    none,
    '3/3',
    true,
    'works works works',
    'pve-node1',
  ],
];

describe('what if', () => {
  it.each(TABLE)('%s', (_title, site, loss, votes, quorate, fates, machine) => {
    const after = whatIf(site, loss);
    expect(`${after.have}/${after.all}`).toBe(votes);
    expect(after.quorate).toBe(quorate);
    expect(after.voters.map((voter) => voter.fate).join(' ')).toBe(fates);
    const end = after.machines[0];
    expect(`${end?.on ?? 'nowhere'}${end?.moved ? ' moved' : ''}`).toBe(machine);
  });

  it('more than half is needed, for every number of nodes and every loss', () => {
    const first = noWitness.hosts[0];
    if (!first) throw new Error('no node');
    for (let count = 1; count <= 9; count += 1) {
      const site = { ...noWitness, hosts: Array.from({ length: count }, (_, i) => ({ ...first, name: `n${i}` })) };
      const after = whatIf(site, host('n0'));
      expect([count, after.quorate]).toEqual([count, count - 1 > count / 2]);
    }
  });

  it('fails over with a witness or with three nodes, never with two alone', () => {
    expect([withWitness, noWitness, threeNodes].map(failsOver)).toEqual([true, false, true]);
    expect([withWitness, noWitness, threeNodes, threeWithWitness].map(votingWitness)).toEqual([
      'witness',
      undefined,
      undefined,
      undefined,
    ]);
  });

  it.each([
    [
      'an even split goes to the side with the lowest node id',
      [
        ['n1', 'n3'],
        ['n2', 'n4'],
      ],
      ['n1', 'n3'],
    ],
    ['the larger side wins, wherever the lowest id is', [['n1'], ['n2', 'n3', 'n4']], ['n2', 'n3', 'n4']],
    ['no side, no vote', [], []],
  ])('%s', (_title, sides, side) => {
    expect(strongestSide(sides)).toEqual(side);
  });

  it('whatever is lost: votes are those of one side, quorum is more than half, and no machine runs on a dead node', () => {
    const sites = [
      withWitness,
      noWitness,
      threeNodes,
      fourWithWitness,
      overManagement(fourWithWitness),
      oneLink(threeNodes),
    ];
    fc.assert(
      fc.property(fc.constantFrom(...sites), fc.array(fc.nat(7), { maxLength: 8 }), (site, picks) => {
        const can: Losses = [...host(...site.hosts.map(({ name }) => name)), ...link(0, 1), ...management];
        const losses = can.filter((_, index) => picks.includes(index));
        const after = whatIf(site, losses);
        const dead = losses.flatMap((loss) => (loss.kind === 'host' ? [loss.name] : []));
        expect(after.voters.filter((voter) => voter.inside)).toHaveLength(after.have);
        expect(after.quorate).toBe(2 * after.have > after.all);
        expect(after.machines.filter(({ on }) => on !== undefined && dead.includes(on))).toEqual([]);
        // More losses never give votes back.
        for (const more of can) expect(whatIf(site, [...losses, more]).have).toBeLessThanOrEqual(after.have);
      }),
    );
  });
});

describe('what happens, in order', () => {
  const course = (site: Site, loss: Losses) =>
    courseOfEvents(site, loss, whatIf(site, loss)).map((event) => event.what);
  it.each([
    ['nothing lost, nothing happens', withWitness, none, []],
    [
      'a takeover ends with the machine started',
      withWitness,
      host('pve-node1'),
      ['storage.losesPower', 'storage.remain', 'storage.takesOver', 'storage.starts'],
    ],
    [
      'the copy is brought up to date when its node is back',
      withWitness,
      host('pve-node2'),
      ['storage.losesPower', 'storage.remain', 'storage.catchesUp'],
    ],
    [
      'the witness votes again',
      withWitness,
      host('witness'),
      ['storage.losesPower', 'storage.remain', 'storage.voteBack'],
    ],
    ['the other link carries on', withWitness, link(1), ['storage.linkCut', 'storage.otherLink', 'storage.linkBack']],
    [
      'without a witness a person has to act',
      noWitness,
      host('pve-node1'),
      ['storage.losesPower', 'storage.remain', 'storage.untilPerson'],
    ],
    [
      'without quorum nothing starts',
      noWitness,
      host('pve-node2'),
      ['storage.losesPower', 'storage.remain', 'storage.nothingStarts'],
    ],
    [
      'what HA watches without quorum is reset by its watchdog',
      withWitness,
      host('pve-node2', 'witness'),
      ['storage.losesPower', 'storage.losesPower', 'storage.remain', 'quorum.watchdog', 'storage.untilPerson'],
    ],
    [
      'without the management network the witness votes again later',
      withWitness,
      management,
      ['quorum.managementCut', 'storage.remain', 'storage.voteBack'],
    ],
  ] as const)('%s', (_title, site, loss, expected) => {
    expect(course(site, loss)).toEqual(expected);
  });
});

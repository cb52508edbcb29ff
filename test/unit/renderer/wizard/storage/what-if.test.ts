import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Site } from '../../../../../electron/api/site.ts';
import { parseSite } from '../../../../../electron/engine/site/parse-site.ts';
import { courseOfEvents } from '../../../../../renderer/wizard/storage/course-of-events.ts';
import { failsOver, type Loss, whatIf } from '../../../../../renderer/wizard/storage/what-if.ts';

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
const none: Loss = { kind: 'none' };
const host = (name: string): Loss => ({ kind: 'host', name });
const link = (id: number): Loss => ({ kind: 'link', id });

/** votes left / all, quorum, fates in the order of the votes, where vm-dashboard ends. */
const TABLE: readonly [string, Site, Loss, string, boolean, string, string][] = [
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
  });
});

describe('what happens, in order', () => {
  const course = (site: Site, loss: Loss) => courseOfEvents(site, loss, whatIf(site, loss)).map((event) => event.what);
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
  ] as const)('%s', (_title, site, loss, expected) => {
    expect(course(site, loss)).toEqual(expected);
  });
});

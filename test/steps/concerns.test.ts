import { expect, test } from 'vitest';
import { diagnostic } from '../../electron/api/diagnostic.ts';
import type { Site } from '../../electron/api/site.ts';
import { allSteps } from '../../electron/engine/app/all-steps.ts';
import { known } from '../../electron/engine/facts/fact.ts';
import type { HostFacts } from '../../electron/engine/facts/host-facts.ts';
import { parseStorages } from '../../electron/engine/facts/pve/storages.ts';
import { findOrphans } from '../../electron/engine/ownership/find-orphans.ts';
import { confirmedOrphans, removalSteps } from '../../electron/engine/ownership/removal-steps.ts';
import { holdsOf } from '../../electron/engine/plan/away.ts';
import { awayHosts } from '../../electron/engine/plan/standing.ts';
import { availabilityHa } from '../../electron/engine/steps/availability/ha.ts';
import { availabilityReplication } from '../../electron/engine/steps/availability/replication.ts';
import { availabilityRule } from '../../electron/engine/steps/availability/rule.ts';
import { witnessVoteStep } from '../../electron/engine/steps/cluster/witness-vote.ts';
import { machinesClone } from '../../electron/engine/steps/machines/clone.ts';
import { portsStep } from '../../electron/engine/steps/preflight/ports.ts';
import type { View } from '../../electron/engine/steps/step.ts';
import { addStep } from '../../electron/engine/steps/storage/add.ts';
import { assets, MACHINE, siteWith, TEMPLATE, withExtra } from './machines.support.ts';
import { viewOf } from './support/step-bench.ts';
import { changed, type Hosts, NODE1, NODE2, site, votes, WITNESS } from './support/two-node.ts';

const VM = 'vm-dashboard';

/** The standing site with some of its hosts off. */
function away(hosts: Hosts, ...silent: readonly string[]): View {
  const view = viewOf(hosts);
  const sights = new Map(view.facts.hosts);
  for (const host of silent)
    sights.set(host, {
      reached: false,
      expected: false,
      diagnostic: diagnostic('transport.unreachable', {
        params: { host, address: '192.168.1.1', port: 22 },
        subject: { host },
      }),
    });
  return { ...view, facts: { ...view.facts, hosts: sights } };
}
const standing = (more: Partial<HostFacts> = {}) => siteWith([TEMPLATE, MACHINE], more);

test('a machine that exists concerns the node that has it; one that is to be made, its own and that of its template', () => {
  expect(machinesClone.concerns?.(viewOf(standing()), VM)).toEqual([NODE1]);
  const moved = { ...site, machines: site.machines.map((machine) => ({ ...machine, node: NODE2 })) } as Site;
  expect(machinesClone.concerns?.(viewOf(siteWith([TEMPLATE]), { site: moved }), VM)).toEqual([NODE2, NODE1]);
});

test('a copy concerns both of its ends', () => {
  expect(availabilityReplication.concerns?.(viewOf(standing()), VM)).toEqual([NODE1, NODE2]);
});

test('HA concerns the nodes of its machine, and every voter while the next failure would not be borne', () => {
  const all = changed(changed(standing(), NODE1, { quorum: votes(3, true) }), NODE2, { quorum: votes(3, true) });
  expect(availabilityHa.concerns?.(viewOf(all), VM)).toEqual([NODE1, NODE2]);
  const short = changed(changed(standing(), NODE1, { quorum: votes(2, true) }), NODE2, { quorum: votes(2, true) });
  expect(availabilityHa.concerns?.(viewOf(short), VM)).toEqual([NODE1, NODE2, WITNESS]);
});

test('a rule concerns its nodes, and every node while groups of 9.x are still to become rules', () => {
  const three = {
    ...site,
    hosts: [...site.hosts, { ...site.hosts[0], name: 'pve-node3', roles: ['pve-node'] }],
  } as unknown as Site;
  const groups: HostFacts['haGroups'] = known([{ type: 'group', id: 'x', values: {} }]);
  const at = (release: string, haGroups: HostFacts['haGroups']) =>
    availabilityRule.concerns?.(
      viewOf(standing({ haGroups, packages: known(new Map([['pve-manager', release]])) }), { site: three }),
      VM,
    );
  expect(at('9.1.2', known([]))).toEqual([NODE1, NODE2]);
  expect(at('8.4.1', groups)).toEqual([NODE1, NODE2]);
  expect(at('9.1.2', groups)).toEqual([NODE1, NODE2, 'pve-node3']);
});

test('a storage that is there concerns nobody; one that is to be added, the node that adds it, which is one that is there', () => {
  const none = standing({ storages: known(new Map()) });
  expect(addStep.concerns?.(viewOf(none), NODE1)).toEqual([NODE1]);
  const first = away(changed(none, NODE2, { storages: known(new Map()) }), NODE1);
  expect(addStep.concerns?.(first, NODE2)).toEqual([NODE2]);
  const made = standing({ storages: known(parseStorages('zfspool: vmdata\n\tpool data\n')) });
  expect(addStep.concerns?.(viewOf(made), NODE1)).toEqual([]);
});

test("the witness's vote concerns everybody", () => {
  expect(witnessVoteStep.concerns?.(viewOf(standing()), NODE1)).toEqual([NODE1, NODE2, WITNESS]);
});

test('the ports of a node concern the one that it does not reach, first one that we reach ourselves', () => {
  const reached = (...addresses: readonly string[]) =>
    withExtra(standing(), NODE1, 'preflight.reached-peers', known(new Set(addresses)));
  const [, two, witness] = site.hosts.map(({ address }) => address) as [string, string, string];
  expect(portsStep.concerns?.(away(reached(two, witness), WITNESS), NODE1)).toEqual([NODE1]);
  expect(portsStep.concerns?.(away(reached(two), WITNESS), NODE1)).toEqual([NODE1, WITNESS]);
  expect(portsStep.concerns?.(away(reached(), WITNESS), NODE1)).toEqual([NODE1, NODE2]);
});

test('silence makes nothing an orphan, and what lies on a silent node is not removed', () => {
  const view = away(standing(), NODE2);
  expect([...awayHosts(view).keys()]).toEqual([NODE2]);
  expect(findOrphans(view).found).toEqual([]);

  const unnamed = { ...site, machines: [], stacks: [] } as Site;
  const removal = (seen: View): readonly string[] => {
    const [step] = removalSteps(confirmedOrphans(findOrphans(seen), [VM]));
    const hold = step && holdsOf([step], seen)(step, VM);
    return hold ? [hold.host] : [];
  };
  expect(removal({ ...away(standing(), NODE2), site: unnamed })).toEqual([]);
  const there = siteWith([TEMPLATE, { ...MACHINE, node: NODE2 }]);
  expect(removal({ ...away(there, NODE2), site: unnamed })).toEqual([NODE2]);
});

test('what speaks for the cluster alone is said by the steps that change nothing but what all members share', () => {
  expect(
    allSteps(assets)
      .filter((step) => step.forCluster)
      .map(({ id }) => id),
  ).toEqual([
    'cluster.members',
    'cluster.migration',
    'storage.add',
    'storage.snippets',
    'access.collector',
    'access.terraform',
  ]);
});

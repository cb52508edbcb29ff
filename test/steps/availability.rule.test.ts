import { expect, test } from 'vitest';
import { known, unknown } from '../../electron/engine/facts/fact.ts';
import type { HostFacts } from '../../electron/engine/facts/host-facts.ts';
import { availabilityRule } from '../../electron/engine/steps/availability/rule.ts';
import { applyFrom, MACHINE, siteWith, TEMPLATE } from './machines.support.ts';
import { checkStep, sentenceOf } from './support/step-bench.ts';
import { changed, type Hosts, NODE1, NODE2 } from './support/two-node.ts';

const VM = 'vm-dashboard';
const guests = [TEMPLATE, MACHINE];
const NAME = 'sitewright-municipal-100';
const resource = (values: Record<string, string> = {}) => known([{ type: 'vm', id: '100', values }]);
const group = (values: Record<string, string> = {}) =>
  known([{ type: 'group', id: NAME, values: { nodes: 'pve-node2:1,pve-node1:2', restricted: '1', ...values } }]);
const rule = (values: Record<string, string> = {}, id = NAME) =>
  known([
    {
      type: 'node-affinity',
      id,
      values: { nodes: 'pve-node1:2,pve-node2:1', resources: 'vm:100', strict: '1', ...values },
    },
  ]);
const ASK_RULES = { command: 'pvesh get /cluster/ha/rules --output-format json', kind: 'read' as const };
const ASK_GROUPS = { command: 'pvesh get /cluster/ha/groups --output-format json', kind: 'read' as const };
const MIGRATED = { code: 2, stderr: 'cannot index groups: ha groups have been migrated to rules\n' };
const NO_RULES = { code: 1, stderr: "No 'get' handler defined for '/cluster/ha/rules'\n" };
const ONLINE = known({
  masterNode: NODE1,
  nodes: new Map([NODE1, NODE2].map((name) => [name, 'online'])),
  services: new Map(),
});
/** The HA manager knows both nodes. */
const siteOf = (which: typeof guests, more: Partial<HostFacts> = {}): Hosts =>
  siteWith(which, { haManagerStatus: ONLINE, ...more });
const untied = siteOf(guests, { haResources: resource() });

test('a node that knows no rules gets a restricted group', async () => {
  expect(checkStep(availabilityRule, VM, untied)).toEqual({
    state: 'needed',
    changes: [{ what: 'vm:100: nodes', after: 'pve-node1, pve-node2' }],
  });
  await applyFrom(availabilityRule, {
    target: VM,
    before: untied,
    scripts: {
      [NODE1]: [
        { ...ASK_RULES, ...NO_RULES },
        {
          command: `ha-manager groupadd ${NAME} --nodes pve-node1:2,pve-node2:1 --restricted 1 --comment sitewright-municipal`,
        },
        { command: `ha-manager set vm:100 --group ${NAME}` },
      ],
    },
  });
});

test('a node whose groups have become rules gets a strict rule', async () => {
  await applyFrom(availabilityRule, {
    target: VM,
    before: untied,
    scripts: {
      [NODE1]: [
        { ...ASK_RULES, stdout: '[]\n' },
        { ...ASK_GROUPS, ...MIGRATED },
        {
          command: `ha-manager rules add node-affinity ${NAME} --resources vm:100 --nodes pve-node1:2,pve-node2:1 --strict 1 --comment sitewright-municipal`,
        },
      ],
    },
  });
});

const withVersion = (hosts: Hosts, name: string, version: string): Hosts =>
  changed(hosts, name, { packages: known(new Map([['pve-manager', version]])) });
const withGroup = siteOf(guests, { haResources: resource(), haGroups: group() });
const upgraded = withVersion(withVersion(withGroup, NODE1, '9.1.2'), NODE2, '9.1.2');

test('while one node of 8.x is left the groups are in force, also where another one answers for rules', async () => {
  await applyFrom(availabilityRule, {
    target: VM,
    before: withVersion(withVersion(withGroup, NODE1, '9.1.2'), NODE2, '8.4.1'),
    scripts: {
      [NODE1]: [
        { ...ASK_RULES, stdout: '[]\n' },
        { ...ASK_GROUPS, stdout: '[]\n' },
        { command: `ha-manager set vm:100 --group ${NAME}` },
      ],
    },
  });
});

test('groups of an upgraded cluster are waited for, and the rule that ours became is taken as it is', async () => {
  const done = await applyFrom(availabilityRule, {
    target: VM,
    before: upgraded,
    afterwards: [siteOf(guests, { haResources: resource(), haRules: rule({ strict: '0' }, `ha-group-${NAME}`) })],
    scripts: {
      [NODE1]: [
        { ...ASK_RULES, stdout: '[]\n' },
        { ...ASK_GROUPS, stdout: '[{"group":"x"}]\n' },
        { ...ASK_GROUPS, stdout: '[{"group":"x"}]\n' },
        { ...ASK_GROUPS, ...MIGRATED },
        { command: `ha-manager rules set node-affinity ha-group-${NAME} --nodes pve-node1:2,pve-node2:1 --strict 1` },
      ],
    },
  });
  expect(done).toEqual({ waitedMs: 10_000 });
});

test('groups that stay are told with the exact sentence', async () => {
  const done = await applyFrom(availabilityRule, {
    target: VM,
    before: upgraded,
    scripts: {
      [NODE1]: [
        { ...ASK_RULES, stdout: '[]\n' },
        ...Array.from({ length: 32 }, () => ({ ...ASK_GROUPS, stdout: '[{"group":"x"}]\n' })),
      ],
    },
  });
  expect(done.failure).toBe('After 5 min Proxmox still has HA groups that it has not turned into rules.');
});

test('nothing is tied before the HA manager knows every node', async () => {
  const only = known({ masterNode: NODE1, nodes: new Map([[NODE1, 'online']]), services: new Map() });
  const half = siteOf(guests, { haResources: resource(), haManagerStatus: only });
  const done = await applyFrom(availabilityRule, {
    target: VM,
    before: half,
    afterwards: [half, untied],
    scripts: {
      [NODE1]: [
        { ...ASK_RULES, ...NO_RULES },
        { command: /^ha-manager groupadd/ },
        { command: /^ha-manager set vm:100 --group/ },
      ],
    },
  });
  expect(done).toEqual({ waitedMs: 5_000 });
  const late = await applyFrom(availabilityRule, { target: VM, before: half, scripts: { [NODE1]: [] } });
  expect(late.failure).toBe('The HA manager does not know pve-node2 after 3 min.');
});

test('a group that somebody made lenient is restricted again', async () => {
  await applyFrom(availabilityRule, {
    target: VM,
    before: siteOf(guests, { haResources: resource({ group: NAME }), haGroups: group({ restricted: '0' }) }),
    scripts: {
      [NODE1]: [
        { ...ASK_RULES, ...NO_RULES },
        { command: `ha-manager groupset ${NAME} --nodes pve-node1:2,pve-node2:1 --restricted 1` },
        { command: `ha-manager set vm:100 --group ${NAME}` },
      ],
    },
  });
});

test('a tied machine brings no command, whatever order the nodes are written in', async () => {
  const byGroup = siteOf(guests, { haResources: resource({ group: NAME }), haGroups: group() });
  const byRule = siteOf(guests, { haResources: resource(), haRules: rule() });
  const byOldGroup = siteOf(guests, { haResources: resource(), haRules: rule({}, `ha-group-${NAME}`) });
  for (const hosts of [byGroup, byRule, byOldGroup]) {
    expect(checkStep(availabilityRule, VM, hosts)).toEqual({ state: 'satisfied' });
    await applyFrom(availabilityRule, { target: VM, before: hosts, scripts: { [NODE1]: [] } });
  }
});

test('a rule that somebody made lenient is made strict again, under its own name', async () => {
  await applyFrom(availabilityRule, {
    target: VM,
    before: siteOf(guests, { haResources: resource(), haRules: rule({ strict: '0' }, `ha-group-${NAME}`) }),
    scripts: {
      [NODE1]: [
        { ...ASK_RULES, stdout: '[]\n' },
        { ...ASK_GROUPS, ...MIGRATED },
        { command: `ha-manager rules set node-affinity ha-group-${NAME} --nodes pve-node1:2,pve-node2:1 --strict 1` },
      ],
    },
  });
});

test('a rule that somebody disabled is in force again', async () => {
  const before = siteOf(guests, { haResources: resource(), haRules: rule({ disable: '1' }) });
  expect(checkStep(availabilityRule, VM, before)).toEqual({
    state: 'needed',
    changes: [
      {
        what: 'vm:100: nodes',
        before: 'pve-node1:2,pve-node2:1 (disabled)',
        after: 'pve-node1, pve-node2',
      },
    ],
  });
  await applyFrom(availabilityRule, {
    target: VM,
    before,
    scripts: {
      [NODE1]: [
        { ...ASK_RULES, stdout: '[]\n' },
        { ...ASK_GROUPS, ...MIGRATED },
        {
          command: `ha-manager rules set node-affinity ${NAME} --nodes pve-node1:2,pve-node2:1 --strict 1 --delete disable`,
        },
      ],
    },
  });
});

test('a rule of somebody else blocks with the exact sentence', () => {
  const hosts = siteOf(guests, { haResources: resource(), haRules: rule({}, 'keep-left') });
  expect(sentenceOf(checkStep(availabilityRule, VM, hosts))).toBe(
    'HA already ties vm:100 to nodes by «keep-left», which Sitewright did not make.',
  );
});

test('a refused command is shown with what the node said', async () => {
  const done = await applyFrom(availabilityRule, {
    target: VM,
    before: untied,
    scripts: {
      [NODE1]: [
        { ...ASK_RULES, ...NO_RULES },
        { command: /^ha-manager groupadd/, code: 255, stderr: 'no quorum!' },
      ],
    },
  });
  expect(done.failure).toBe('The cluster has no quorum on pve-node1, so nothing can be changed.');
  const odd = await applyFrom(availabilityRule, {
    target: VM,
    before: untied,
    scripts: {
      [NODE1]: [
        { ...ASK_RULES, ...NO_RULES },
        { command: /^ha-manager groupadd/, code: 255, stderr: 'unable to parse value' },
      ],
    },
  });
  expect(odd.failure).toMatch(/^pve-node1 refused the command: ha-manager groupadd sitewright-municipal-100 /);
});

test('only a node that does not know rules gets a group: any other failure is one', async () => {
  const busy = { code: 4, stderr: "got lock timeout - can't lock file '/var/lock/x'" };
  const done = await applyFrom(availabilityRule, {
    target: VM,
    before: untied,
    scripts: { [NODE1]: [{ ...ASK_RULES, ...busy }] },
  });
  expect(done.failure).toMatch(/^Another change is going on in the cluster: «pvesh get \/cluster\/ha\/rules/);
  const mute = await applyFrom(availabilityRule, {
    target: VM,
    before: untied,
    scripts: { [NODE1]: [{ ...ASK_RULES, code: 255, stderr: 'ipcc_send_rec[1] failed: Connection refused' }] },
  });
  expect(mute.failure).toMatch(/^pve-node1 refused the command: pvesh get \/cluster\/ha\/rules/);
});

test('before the machine is under HA it waits, and unread files block', () => {
  expect(checkStep(availabilityRule, VM, siteOf(guests))).toMatchObject({
    state: 'later',
    waitsFor: ['availability.ha'],
  });
  expect(sentenceOf(checkStep(availabilityRule, VM, siteOf(guests, { haRules: unknown('not mounted') })))).toBe(
    'What pve-node1 says about /etc/pve/ha/rules.cfg could not be read.',
  );
});

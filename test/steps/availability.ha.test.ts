import { expect, test } from 'vitest';
import { describeDiagnostic } from '../../electron/api/diagnostic.ts';
import { known, unknown } from '../../electron/engine/facts/fact.ts';
import { availabilityHa } from '../../electron/engine/steps/availability/ha.ts';
import { applyFrom, MACHINE, siteWith, TEMPLATE, withExtra } from './machines.support.ts';
import { checkStep, sentenceOf } from './support/step-bench.ts';
import { NODE1, NODE2, site, siteWithoutWitness } from './support/two-node.ts';

const VM = 'vm-dashboard';
const guests = [TEMPLATE, { ...MACHINE, status: 'running' }];
const listed = (values: Record<string, string> = { state: 'started' }) => known([{ type: 'vm', id: '100', values }]);
const manager = (state: string) =>
  known({
    masterNode: NODE1,
    nodes: new Map([
      [NODE1, 'online'],
      [NODE2, 'online'],
    ]),
    services: new Map([['vm:100', { node: NODE1, state }]]),
  });
const bare = siteWith(guests);
const added = siteWith(guests, { haResources: listed() });
const started = siteWith(guests, { haResources: listed(), haManagerStatus: manager('started') });
const ADD = {
  command: 'ha-manager add vm:100 --state started --max_restart 1 --max_relocate 1 --comment sitewright-municipal',
};

test('a site without a third vote has no HA step at all', () => {
  expect(availabilityHa.targets(site)).toEqual([VM]);
  expect(availabilityHa.targets(siteWithoutWitness)).toEqual([]);
});

test('a machine is put under HA, and the step waits until the manager reports it as started', async () => {
  expect(checkStep(availabilityHa, VM, bare)).toEqual({
    state: 'needed',
    changes: [{ what: 'vm:100', after: 'HA resource, started' }],
  });
  const done = await applyFrom(availabilityHa, {
    target: VM,
    before: bare,
    afterwards: [added, siteWith(guests, { haResources: listed(), haManagerStatus: manager('queued') }), started],
    scripts: { [NODE1]: [ADD] },
  });
  expect(done).toEqual({ waitedMs: 6_000 });
});

test('a started resource brings no command', async () => {
  expect(checkStep(availabilityHa, VM, started)).toEqual({ state: 'satisfied' });
  await applyFrom(availabilityHa, { target: VM, before: started, scripts: { [NODE1]: [] } });
});

test('a resource that somebody ignored is set to started, not added again', async () => {
  const ignored = siteWith(guests, { haResources: listed({ state: 'ignored' }), haManagerStatus: manager('ignored') });
  const done = await applyFrom(availabilityHa, {
    target: VM,
    before: ignored,
    afterwards: [started],
    scripts: { [NODE1]: [{ command: 'ha-manager set vm:100 --state started --max_restart 1 --max_relocate 1' }] },
  });
  expect(done.failure).toBeUndefined();
});

test('a resource that ends in error fails at once with the exact sentence', async () => {
  const broken = siteWith(guests, { haResources: listed(), haManagerStatus: manager('error') });
  const done = await applyFrom(availabilityHa, { target: VM, before: broken, scripts: { [NODE1]: [] } });
  expect(done).toEqual({
    failure: 'The HA manager has vm-dashboard as «error» after 5 minutes, not as started.',
    waitedMs: 0,
  });
});

test('an unread HA file blocks with the exact sentence', () => {
  expect(sentenceOf(checkStep(availabilityHa, VM, siteWith(guests, { haResources: unknown('not mounted') })))).toBe(
    'What pve-node1 says about /etc/pve/ha/resources.cfg could not be read.',
  );
});

test('a node without a watchdog is a warning, told once and only where it is known', () => {
  const ids = 'availability.watchdog';
  const seen = (hasDevice: boolean) => known({ hasDevice, identity: 'Software Watchdog', module: '' });
  const hosts = withExtra(withExtra(started, NODE1, ids, seen(true)), NODE2, ids, seen(false));
  const verdict = checkStep(availabilityHa, VM, hosts);
  if (verdict.state !== 'satisfied') throw new Error(verdict.state);
  expect(verdict.warnings?.map((entry) => describeDiagnostic(entry, 'en').summary)).toEqual([
    'pve-node2 has no /dev/watchdog: cut off, it would not reset itself.',
  ]);
  expect(checkStep(availabilityHa, VM, withExtra(started, NODE1, ids, seen(true)))).toEqual({ state: 'satisfied' });
});

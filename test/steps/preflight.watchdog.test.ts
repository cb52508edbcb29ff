import { expect, test } from 'vitest';
import { known, unknown } from '../../electron/engine/facts/fact.ts';
import { watchdogStep } from '../../electron/engine/steps/preflight/watchdog.ts';
import { applyStep, checkStep, sentenceOf } from './support/step-bench.ts';
import { changed, freshSite, NODE1, NODE2, site, siteWithoutWitness } from './support/two-node.ts';

const withUnit = (unit: { readonly loaded: boolean; readonly active: string }) =>
  changed(freshSite(), NODE1, { units: known(new Map([['watchdog-mux.service', { ...unit, enabled: 'static' }]])) });

test('a watchdog that runs needs nothing', async () => {
  expect(checkStep(watchdogStep, NODE1, freshSite())).toEqual({ state: 'satisfied' });
  await applyStep(watchdogStep, { target: NODE1, looks: [freshSite()], scripts: { [NODE1]: [] } });
});

test('one that failed blocks with the exact sentence', () => {
  expect(sentenceOf(checkStep(watchdogStep, NODE1, withUnit({ loaded: true, active: 'failed' })))).toBe(
    'The watchdog of pve-node1 does not run (watchdog-mux is failed).',
  );
});

test('a system without the service is told', () => {
  expect(checkStep(watchdogStep, NODE1, withUnit({ loaded: false, active: 'inactive' }))).toMatchObject({
    state: 'satisfied',
    warnings: [{ code: 'preflight.watchdog', severity: 'warning', params: { state: 'absent' } }],
  });
});

test('services that cannot be listed are not taken for stopped', () => {
  const hosts = changed(freshSite(), NODE1, { units: unknown('exit code 1') });
  expect(sentenceOf(checkStep(watchdogStep, NODE1, hosts))).toBe('pve-node1 did not say units: exit code 1.');
});

test('it is asked only where machines are to fail over', () => {
  expect(watchdogStep.targets(site)).toEqual([NODE1, NODE2]);
  expect(watchdogStep.targets(siteWithoutWitness)).toEqual([]);
});

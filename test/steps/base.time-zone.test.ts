import { expect, test } from 'vitest';
import { unknown } from '../../electron/engine/facts/fact.ts';
import { timeZoneStep } from '../../electron/engine/steps/base/time-zone.ts';
import { applyStep, checkStep, sentenceOf } from './support/step-bench.ts';
import { basedSite, changed, freshSite, NODE1, site } from './support/two-node.ts';

test('another zone is changed', async () => {
  expect(checkStep(timeZoneStep, NODE1, freshSite())).toEqual({
    state: 'needed',
    changes: [{ what: 'time zone', before: 'Etc/UTC', after: 'Europe/Madrid' }],
  });
  const scripts = { [NODE1]: [{ command: 'timedatectl set-timezone Europe/Madrid', kind: 'change' as const }] };
  await applyStep(timeZoneStep, { target: NODE1, looks: [freshSite()], scripts });
});

test('the right zone needs nothing', () => {
  expect(checkStep(timeZoneStep, NODE1, basedSite())).toEqual({ state: 'satisfied' });
});

test('a zone that the host does not know fails with the exact sentence', async () => {
  const command = 'timedatectl set-timezone Mars/Olympus';
  const scripts = { [NODE1]: [{ command, code: 1, stderr: 'Failed to set time zone' }] };
  const options = { target: NODE1, looks: [freshSite()], scripts, site: { ...site, timezone: 'Mars/Olympus' } };
  expect((await applyStep(timeZoneStep, options)).failure).toBe(`pve-node1 refused «${command}».`);
});

test('an unreadable zone is unknown, not wrong', () => {
  const hosts = changed(freshSite(), NODE1, { timeZone: unknown('no answer') });
  expect(sentenceOf(checkStep(timeZoneStep, NODE1, hosts))).toBe('pve-node1 did not say timeZone: no answer.');
});

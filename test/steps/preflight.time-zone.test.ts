import { expect, test } from 'vitest';
import { describeDiagnostic } from '../../electron/api/diagnostic.ts';
import { known } from '../../electron/engine/facts/fact.ts';
import { knownZoneStep, zoneFacts } from '../../electron/engine/steps/preflight/time-zone.ts';
import { applyStep, checkStep, sentenceOf } from './support/step-bench.ts';
import { changed, freshSite, NODE1, site, WITNESS } from './support/two-node.ts';

const zone = (isKnown: boolean) => ({ extra: new Map([['preflight.zone-known', known(isKnown)]]) });

test('another zone that the host knows is left to the step that sets it', async () => {
  expect(checkStep(knownZoneStep, NODE1, freshSite())).toEqual({ state: 'satisfied' });
  await applyStep(knownZoneStep, { target: NODE1, looks: [freshSite()], scripts: { [NODE1]: [] } });
});

test('a zone that the host does not know blocks with the exact sentence', () => {
  const verdict = checkStep(knownZoneStep, NODE1, changed(freshSite(), NODE1, zone(false)));
  expect(sentenceOf(verdict)).toBe('pve-node1 does not know the time zone Europe/Madrid.');
  expect(verdict.state === 'blocked' && describeDiagnostic(verdict.diagnostic, 'es').summary).toBe(
    'pve-node1 no conoce la zona horaria Europe/Madrid.',
  );
});

test('a host that is there already need not be able to go there', () => {
  expect(checkStep(knownZoneStep, WITNESS, changed(freshSite(), WITNESS, zone(false)))).toEqual({ state: 'satisfied' });
});

test('a zone that was not asked for is unknown', () => {
  const hosts = changed(freshSite(), NODE1, { extra: new Map() });
  expect(sentenceOf(checkStep(knownZoneStep, NODE1, hosts))).toContain('did not say preflight.zone-known');
});

test('nodes and witness are asked', () => {
  expect(knownZoneStep.targets(site)).toEqual(['pve-node1', 'pve-node2', 'witness']);
  const [fact] = zoneFacts.facts(site, WITNESS);
  expect(fact?.parse({ code: 1, stdout: '', stderr: '' })).toEqual(known(false));
});

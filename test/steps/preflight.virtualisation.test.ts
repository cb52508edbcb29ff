import { expect, test } from 'vitest';
import { describeDiagnostic } from '../../electron/api/diagnostic.ts';
import { known, unknown } from '../../electron/engine/facts/fact.ts';
import { virtualisationStep } from '../../electron/engine/steps/preflight/virtualisation.ts';
import { applyStep, checkStep, sentenceOf } from './support/step-bench.ts';
import { changed, freshSite, NODE1, site } from './support/two-node.ts';

const without = () => changed(freshSite(), NODE1, { cpu: known({ cores: 8, threads: 16, virtualisation: false }) });

test('a processor that runs machines needs nothing', async () => {
  expect(checkStep(virtualisationStep, NODE1, freshSite())).toEqual({ state: 'satisfied' });
  await applyStep(virtualisationStep, { target: NODE1, looks: [freshSite()], scripts: { [NODE1]: [] } });
});

test('one that does not blocks a site with machines, with the exact sentence', () => {
  expect(sentenceOf(checkStep(virtualisationStep, NODE1, without()))).toBe(
    'The processor of pve-node1 offers no virtualisation (VT-x or AMD-V).',
  );
});

test('a site without machines is only told', () => {
  const verdict = checkStep(virtualisationStep, NODE1, without(), { site: { ...site, machines: [] } });
  if (verdict.state !== 'satisfied') throw new Error(verdict.state);
  const [warning] = verdict.warnings ?? [];
  expect(warning?.severity).toBe('warning');
  expect(warning && describeDiagnostic(warning, 'es').summary).toBe(
    'El procesador de pve-node1 no ofrece virtualización (VT-x o AMD-V).',
  );
});

test('an unreadable processor is not taken for one without', () => {
  const hosts = changed(freshSite(), NODE1, { cpu: unknown('exit code 1') });
  expect(sentenceOf(checkStep(virtualisationStep, NODE1, hosts))).toBe('pve-node1 did not say cpu: exit code 1.');
});

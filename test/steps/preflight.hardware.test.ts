import { expect, test } from 'vitest';
import { describeDiagnostic } from '../../electron/api/diagnostic.ts';
import { known } from '../../electron/engine/facts/fact.ts';
import { hardwareStep, tooSmall } from '../../electron/engine/steps/preflight/hardware.ts';
import { checkStep, sentenceOf } from './support/step-bench.ts';
import { changed, createdSite, freshSite, NODE1 } from './support/two-node.ts';

const ENOUGH = { cores: 4, memoryGb: 8, systemDiskGb: 120, nics: 2 };

test('the example nodes are large enough', () => {
  expect(checkStep(hardwareStep, NODE1, freshSite())).toEqual({ state: 'satisfied' });
});

test.each([
  ['exactly the minimum', ENOUGH, undefined],
  ['8 GB of which the kernel keeps some', { ...ENOUGH, memoryGb: 7.7 }, undefined],
  ['a 120 GB disk as the kernel counts it', { ...ENOUGH, systemDiskGb: 119.9 }, undefined],
  ['three cores', { ...ENOUGH, cores: 3 }, 'CPU'],
  ['4 GB', { ...ENOUGH, memoryGb: 4.1 }, 'RAM'],
  ['a 64 GB disk', { ...ENOUGH, systemDiskGb: 64 }, 'SSD'],
  ['one network port', { ...ENOUGH, nics: 1 }, 'Ethernet'],
])('%s', (_, seen, what) => {
  expect(tooSmall(seen)?.what).toBe(what);
});

test('too little memory blocks with the exact sentence', () => {
  const hosts = changed(freshSite(), NODE1, { memory: known({ totalBytes: 4_100_000_000 }) });
  expect(sentenceOf(checkStep(hardwareStep, NODE1, hosts))).toBe(
    'pve-node1 is too small: RAM is 4.1 GB, at least 8 GB is needed.',
  );
});

test('of a member of a cluster it is told, and the work goes on', () => {
  const hosts = changed(createdSite(), NODE1, { memory: known({ totalBytes: 4_100_000_000 }) });
  const verdict = checkStep(hardwareStep, NODE1, hosts);
  const [warning, ...others] = verdict.state === 'satisfied' ? (verdict.warnings ?? []) : [];
  expect(others).toEqual([]);
  expect(warning?.severity).toBe('warning');
  expect(warning && describeDiagnostic(warning, 'en').summary).toBe(
    'pve-node1 is too small: RAM is 4.1 GB, at least 8 GB is needed.',
  );
});

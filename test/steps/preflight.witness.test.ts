import { expect, test } from 'vitest';
import { known } from '../../electron/engine/facts/fact.ts';
import { witnessStep } from '../../electron/engine/steps/preflight/witness.ts';
import { checkStep, sentenceOf } from './support/step-bench.ts';
import { changed, freshSite, siteWithoutWitness, WITNESS } from './support/two-node.ts';

test('a Debian machine is a good witness', () => {
  expect(checkStep(witnessStep, WITNESS, freshSite())).toEqual({ state: 'satisfied' });
});

test('a Proxmox node as witness blocks with the exact sentence', () => {
  const hosts = changed(freshSite(), WITNESS, { packages: known(new Map([['pve-manager', '8.4.1']])) });
  expect(sentenceOf(checkStep(witnessStep, WITNESS, hosts))).toBe('witness cannot be the witness: it runs Proxmox VE.');
});

test('a site without a witness has nothing to look at', () => {
  expect(witnessStep.targets(siteWithoutWitness)).toEqual([]);
});

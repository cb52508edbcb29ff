import { expect, test } from 'vitest';
import { known, unknown } from '../../electron/engine/facts/fact.ts';
import { pveVersionStep } from '../../electron/engine/steps/preflight/pve-version.ts';
import { applyStep, checkStep, sentenceOf } from './support/step-bench.ts';
import { changed, freshSite, NODE1 } from './support/two-node.ts';

const withVersion = (version: string) =>
  changed(freshSite(), NODE1, { packages: known(new Map([['pve-manager', version]])) });

test('a node of the right release needs nothing', async () => {
  expect(checkStep(pveVersionStep, NODE1, freshSite())).toEqual({ state: 'satisfied' });
  await applyStep(pveVersionStep, { target: NODE1, looks: [freshSite()], scripts: { [NODE1]: [] } });
});

test('a later package of the same release is right too', () => {
  expect(checkStep(pveVersionStep, NODE1, withVersion('8.4.16')).state).toBe('satisfied');
});

test('another release blocks with the exact sentence', () => {
  expect(sentenceOf(checkStep(pveVersionStep, NODE1, withVersion('9.1.2')))).toBe(
    'pve-node1 runs Proxmox VE 9.1.2; the site is described for 8.4.',
  );
});

test('a machine without Proxmox blocks with the exact sentence', () => {
  const hosts = changed(freshSite(), NODE1, { packages: known(new Map([['bash', '5']])) });
  expect(sentenceOf(checkStep(pveVersionStep, NODE1, hosts))).toBe('pve-node1 does not run Proxmox VE.');
});

test('packages that cannot be read are not taken for a machine without Proxmox', () => {
  const hosts = changed(freshSite(), NODE1, { packages: unknown('exit code 2: disk error') });
  expect(sentenceOf(checkStep(pveVersionStep, NODE1, hosts))).toBe(
    'pve-node1 did not say packages: exit code 2: disk error.',
  );
});

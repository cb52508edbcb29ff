import { expect, test } from 'vitest';
import { known, unknown } from '../../electron/engine/facts/fact.ts';
import { pveVersionStep } from '../../electron/engine/steps/preflight/pve-version.ts';
import { applyStep, checkStep, sentenceOf } from './support/step-bench.ts';
import { changed, createdSite, freshSite, NODE1, NODE2, site } from './support/two-node.ts';

const packages = (version: string) => ({ packages: known(new Map([['pve-manager', version]])) });
const withVersion = (version: string) => changed(freshSite(), NODE1, packages(version));
/** The example, described for 9.1, with both nodes of this version. */
const nine = { site: { ...site, pve: { version: '9.1' as const } } };
const bothWith = (version: string) => changed(withVersion(version), NODE2, packages(version));

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

test('another release of the same major version is told of and goes on', () => {
  expect(checkStep(pveVersionStep, NODE1, bothWith('9.2.3'), nine)).toMatchObject({
    state: 'satisfied',
    warnings: [{ code: 'preflight.release-differs', params: { host: NODE1, seen: '9.2.3', wanted: '9.1' } }],
  });
});

test('a release from before those that are known blocks', () => {
  expect(sentenceOf(checkStep(pveVersionStep, NODE1, withVersion('8.2.7')))).toBe(
    'pve-node1 runs Proxmox VE 8.2.7; the site is described for 8.4.',
  );
});

test('a new node of another major version than the rest is refused with the exact sentence', () => {
  const hosts = changed(withVersion('9.1.2'), NODE2, packages('8.4.1'));
  expect(sentenceOf(checkStep(pveVersionStep, NODE1, hosts, nine))).toBe(
    'pve-node1 runs Proxmox VE 9.1.2 and pve-node2 runs 8.4.1: a new node must have the same major version as the others.',
  );
});

test('members may differ while they are upgraded, and that is told', () => {
  const hosts = changed(createdSite(), NODE1, packages('9.1.2'));
  expect(checkStep(pveVersionStep, NODE1, hosts)).toMatchObject({
    state: 'satisfied',
    warnings: [{ code: 'preflight.release-differs', severity: 'warning' }],
  });
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

import { expect, test } from 'vitest';
import type { Site } from '../../electron/api/site.ts';
import { known } from '../../electron/engine/facts/fact.ts';
import { clusterLinksStep } from '../../electron/engine/steps/base/cluster-links.ts';
import { applyStep, checkStep, sentenceOf } from './support/step-bench.ts';
import { basedSite, changed, freshSite, NODE1, site } from './support/two-node.ts';

const STAGED = 'cat /etc/network/interfaces.new';
const set = (port: string, cidr: string, link: number) => ({
  command: `pvesh set /nodes/pve-node1/network/${port} --type eth --cidr ${cidr} --autostart 1 --comments 'Sitewright municipal: cluster link ${link}'`,
  kind: 'change' as const,
});
const APPLY = { command: 'pvesh set /nodes/pve-node1/network' };

test('the ports are found by their MAC, staged and applied once', async () => {
  expect(checkStep(clusterLinksStep, NODE1, freshSite())).toEqual({
    state: 'needed',
    changes: [
      { what: 'enp2s0f0 (link 0)', after: '10.10.10.11/24' },
      { what: 'enp2s0f1 (link 1)', after: '10.10.11.11/24' },
    ],
  });
  const done = await applyStep(clusterLinksStep, {
    target: NODE1,
    looks: [freshSite(), freshSite(), basedSite()],
    scripts: {
      [NODE1]: [
        { command: STAGED, code: 1 },
        set('enp2s0f0', '10.10.10.11/24', 0),
        set('enp2s0f1', '10.10.11.11/24', 1),
        APPLY,
      ],
    },
  });
  expect(done.failure).toBeUndefined();
});

test('addresses that are there bring no command', async () => {
  expect(checkStep(clusterLinksStep, NODE1, basedSite())).toEqual({ state: 'satisfied' });
  await applyStep(clusterLinksStep, { target: NODE1, looks: [basedSite()], scripts: { [NODE1]: [] } });
});

test('a run that stopped between staging and applying only applies', async () => {
  const staged = { command: STAGED, stdout: 'address 10.10.10.11/24\naddress 10.10.11.11/24\n' };
  const looks = [freshSite(), basedSite()];
  expect(
    (await applyStep(clusterLinksStep, { target: NODE1, looks, scripts: { [NODE1]: [staged, APPLY] } })).failure,
  ).toBe(undefined);
});

test('a run that stopped between two ports stages the other one too', async () => {
  const staged = { command: STAGED, stdout: 'iface enp2s0f0 inet static\n\taddress 10.10.10.11/24\n' };
  const done = await applyStep(clusterLinksStep, {
    target: NODE1,
    looks: [freshSite(), basedSite()],
    scripts: { [NODE1]: [staged, set('enp2s0f1', '10.10.11.11/24', 1), APPLY] },
  });
  expect(done.failure).toBeUndefined();
});

test('changes that a person staged are not applied by us', async () => {
  const staged = { command: STAGED, stdout: 'auto vmbr1\n' };
  const done = await applyStep(clusterLinksStep, {
    target: NODE1,
    looks: [freshSite()],
    scripts: { [NODE1]: [staged] },
  });
  expect(done.failure).toBe('pve-node1 has network changes that somebody prepared and did not apply.');
});

test('a link without a named port blocks with the exact sentence', () => {
  const unnamed: Site = {
    ...site,
    hosts: site.hosts.map((host) => ({
      ...host,
      ...(host.hardware ? { hardware: { ...host.hardware, nics: [] } } : {}),
    })),
  };
  expect(sentenceOf(checkStep(clusterLinksStep, NODE1, freshSite(), { site: unnamed }))).toBe(
    'pve-node1 does not have the address 10.10.10.11/24 of cluster link 0, and no network port is named for it.',
  );
});

test('a port of a bridge is never given an address', () => {
  const seen = freshSite()[NODE1]?.interfaces;
  const interfaces = known(
    (seen?.known ? seen.value : []).map((entry) => (entry.name === 'enp2s0f0' ? { ...entry, master: 'vmbr0' } : entry)),
  );
  expect(checkStep(clusterLinksStep, NODE1, changed(freshSite(), NODE1, { interfaces })).state).toBe('blocked');
});

test('an address that does not come fails with the exact sentence', async () => {
  const done = await applyStep(clusterLinksStep, {
    target: NODE1,
    looks: [freshSite()],
    scripts: {
      [NODE1]: [
        { command: STAGED, code: 1 },
        set('enp2s0f0', '10.10.10.11/24', 0),
        set('enp2s0f1', '10.10.11.11/24', 1),
        APPLY,
      ],
    },
  });
  expect(done.failure).toBe('pve-node1 did not take the address 10.10.10.11/24 on enp2s0f0.');
  expect(done.waitedMs).toBeLessThanOrEqual(60_000);
});

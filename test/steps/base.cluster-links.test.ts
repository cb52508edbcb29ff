import { expect, test } from 'vitest';
import type { Site } from '../../electron/api/site.ts';
import { known } from '../../electron/engine/facts/fact.ts';
import { clusterLinksStep } from '../../electron/engine/steps/base/cluster-links.ts';
import { INSTALLED, type NetworkFileTexts, withNetworkFiles } from './support/network.ts';
import { applyStep, checkStep, sentenceOf } from './support/step-bench.ts';
import { basedSite, changed, freshSite, type Hosts, NODE1, site } from './support/two-node.ts';

const ARM = {
  command: /^umask 077\nmkdir -p \/var\/lib\/sitewright\/network/,
  kind: 'change',
  stdout: 'armed\n',
} as const;
const SHOW = {
  command: 'pvesh get /nodes/pve-node1/network --output-format json',
  stdout: JSON.stringify(
    ['enp2s0f0', 'enp2s0f1'].map((iface) => ({ iface, type: 'eth', method: 'manual', exists: 1, active: 1 })),
  ),
};
const set = (port: string, cidr: string, link: number) => ({
  command: `pvesh set /nodes/pve-node1/network/${port} --type eth --cidr ${cidr} --autostart 1 --comments 'Sitewright municipal: cluster link ${link}'`,
  kind: 'change' as const,
});
const APPLY = {
  job: 'base.network.pve-node1',
  command: /systemd-run .*--on-active=120[\s\S]*pvesh set \/nodes\/pve-node1\/network$/,
};
const CONFIRM = { command: /mv pending confirmed/, kind: 'change', stdout: 'confirmed\n' } as const;
const BACK = { job: 'base.network-back.pve-node1' };
const SETS = [set('enp2s0f0', '10.10.10.11/24', 0), set('enp2s0f1', '10.10.11.11/24', 1)];

const staged = INSTALLED.replace(
  'iface enp2s0f0 inet manual',
  'auto enp2s0f0\niface enp2s0f0 inet static\n\taddress 10.10.10.11/24',
).replace('iface enp2s0f1 inet manual', 'auto enp2s0f1\niface enp2s0f1 inet static\n\taddress 10.10.11.11/24');
const fresh = (texts: NetworkFileTexts = {}): Hosts => withNetworkFiles(freshSite(), NODE1, texts);
const done = (texts: NetworkFileTexts = {}): Hosts => withNetworkFiles(basedSite(), NODE1, { live: staged, ...texts });

test('the ports are found by their MAC; the change is guarded, read back, applied and confirmed', async () => {
  expect(checkStep(clusterLinksStep, NODE1, fresh())).toEqual({
    state: 'needed',
    changes: [
      { what: 'enp2s0f0 (link 0)', after: '10.10.10.11/24' },
      { what: 'enp2s0f1 (link 1)', after: '10.10.11.11/24' },
    ],
  });
  const end = await applyStep(clusterLinksStep, {
    target: NODE1,
    looks: [fresh(), fresh({ staged, guard: 'pending' }), done({ guard: 'pending' })],
    scripts: { [NODE1]: [ARM, SHOW, ...SETS, APPLY, CONFIRM] },
  });
  expect(end.failure).toBeUndefined();
});

test('addresses that are there bring no command', async () => {
  expect(checkStep(clusterLinksStep, NODE1, done())).toEqual({ state: 'satisfied' });
  await applyStep(clusterLinksStep, { target: NODE1, looks: [done()], scripts: { [NODE1]: [] } });
});

test('a change that nobody confirmed yet, and that works, is confirmed', async () => {
  const waiting = done({ guard: 'pending' });
  expect(checkStep(clusterLinksStep, NODE1, waiting)).toEqual({
    state: 'needed',
    changes: [{ what: 'network', before: 'not confirmed', after: 'confirmed' }],
  });
  const end = await applyStep(clusterLinksStep, {
    target: NODE1,
    looks: [waiting, done()],
    scripts: { [NODE1]: [CONFIRM] },
  });
  expect(end.failure).toBeUndefined();
});

test('what a broken-off run prepared is taken back first, then done from the beginning', async () => {
  const half = fresh({ staged: staged.replace('10.10.11.11/24', '10.10.11.99/24'), guard: 'pending' });
  const end = await applyStep(clusterLinksStep, {
    target: NODE1,
    looks: [half, fresh(), fresh(), fresh({ staged, guard: 'pending' }), done({ guard: 'pending' })],
    scripts: { [NODE1]: [BACK, ARM, SHOW, ...SETS, APPLY, CONFIRM] },
  });
  expect(end.failure).toBeUndefined();
});

test('a guard that could not be armed stops everything, whatever its exit code says', async () => {
  const end = await applyStep(clusterLinksStep, {
    target: NODE1,
    looks: [fresh()],
    scripts: { [NODE1]: [{ ...ARM, stdout: '' }] },
  });
  expect(end.failure).toBe(
    'The way back to the former network of pve-node1 could not be made ready, so its network was left alone.',
  );
});

test.each([
  ['nothing', undefined],
  ['another address', staged.replace('10.10.11.11/24', '10.10.11.12/24')],
  ['a file without the management bridge', staged.replace(/auto vmbr0[\s\S]*?\n\n/, '')],
])('a staging that ended with 0 and left %s is never applied', async (_, text) => {
  const texts: NetworkFileTexts = { guard: 'pending', ...(text === undefined ? {} : { staged: text }) };
  const end = await applyStep(clusterLinksStep, {
    target: NODE1,
    looks: [fresh(), fresh(texts)],
    scripts: { [NODE1]: [ARM, SHOW, ...SETS, BACK] },
  });
  expect(end.failure).toMatch(
    /^pve-node1 did not prepare its network as it was told \(.*\), so nothing was applied\.$/,
  );
});

test('a node that went back by itself is told so', async () => {
  const end = await applyStep(clusterLinksStep, {
    target: NODE1,
    looks: [fresh(), fresh({ staged, guard: 'pending' }), fresh()],
    scripts: { [NODE1]: [ARM, SHOW, ...SETS, APPLY] },
  });
  expect(end.failure).toBe(
    'With its new network pve-node1 could not be reached within 120 s, so it went back to the former one by itself.',
  );
});

test('a confirmation that came too late is no success', async () => {
  const end = await applyStep(clusterLinksStep, {
    target: NODE1,
    looks: [fresh(), fresh({ staged, guard: 'pending' }), done({ guard: 'pending' })],
    scripts: { [NODE1]: [ARM, SHOW, ...SETS, APPLY, { ...CONFIRM, stdout: 'reverted\n' }] },
  });
  expect(end.failure).toContain('went back to the former one by itself');
});

test('an address that does not come is taken back at once, with the exact sentence', async () => {
  const end = await applyStep(clusterLinksStep, {
    target: NODE1,
    looks: [fresh(), fresh({ staged, guard: 'pending' }), fresh({ live: staged, guard: 'pending' })],
    scripts: { [NODE1]: [ARM, SHOW, ...SETS, APPLY, BACK] },
  });
  expect(end.failure).toBe(
    'pve-node1 did not take its new network (address of enp2s0f0: 10.10.10.11/24, address of enp2s0f1: 10.10.11.11/24) and was given back the former one.',
  );
  expect(end.waitedMs).toBeLessThanOrEqual(60_000);
});

test('changes that a person staged are not applied by us', () => {
  expect(sentenceOf(checkStep(clusterLinksStep, NODE1, fresh({ staged: `${INSTALLED}auto vmbr1\n` })))).toBe(
    'pve-node1 has network changes that somebody prepared and did not apply.',
  );
});

test('between the pinning of port names and the restart nothing is changed', () => {
  const mac = site.hosts[0]?.hardware?.nics[1]?.mac ?? '';
  expect(sentenceOf(checkStep(clusterLinksStep, NODE1, fresh({ pinned: { [mac]: 'nic1' } })))).toBe(
    'New names of network ports (nic1) wait for a restart of pve-node1; until then its network must not be changed.',
  );
  expect(checkStep(clusterLinksStep, NODE1, fresh({ pinned: { [mac]: 'enp2s0f0' } })).state).toBe('needed');
});

test('a link without a named port blocks with the exact sentence', () => {
  const unnamed: Site = {
    ...site,
    hosts: site.hosts.map((host) => ({
      ...host,
      ...(host.hardware ? { hardware: { ...host.hardware, nics: [] } } : {}),
    })),
  };
  expect(sentenceOf(checkStep(clusterLinksStep, NODE1, fresh(), { site: unnamed }))).toBe(
    'pve-node1 does not have the address 10.10.10.11/24 of cluster link 0, and no network port is named for it.',
  );
});

test('a port of a bridge is never given an address', () => {
  const seen = freshSite()[NODE1]?.interfaces;
  const interfaces = known(
    (seen?.known ? seen.value : []).map((entry) => (entry.name === 'enp2s0f0' ? { ...entry, master: 'vmbr0' } : entry)),
  );
  expect(checkStep(clusterLinksStep, NODE1, changed(fresh(), NODE1, { interfaces })).state).toBe('blocked');
});

test('an address that a bond of the site file is to carry waits for it', () => {
  const bonded: Site = {
    ...site,
    hosts: site.hosts.map((host) =>
      host.name === NODE1
        ? {
            ...host,
            network: {
              bonds: [{ name: 'bond1', ports: ['enp2s0f0'], mode: 'active-backup', address: '10.10.10.11/24' }],
              vlans: [],
              bridges: [],
            },
          }
        : host,
    ),
  };
  expect(checkStep(clusterLinksStep, NODE1, fresh(), { site: bonded })).toEqual({
    state: 'later',
    waitsFor: ['base.network'],
  });
});

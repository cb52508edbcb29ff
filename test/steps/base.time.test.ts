import { expect, test } from 'vitest';
import { known } from '../../electron/engine/facts/fact.ts';
import { chronyText, withoutPublicSources } from '../../electron/engine/steps/base/chrony-text.ts';
import { timeStep } from '../../electron/engine/steps/base/time.ts';
import { applyStep, checkStep, sentenceOf } from './support/step-bench.ts';
import { basedSite, changed, freshSite, NODE1, NODE2, site } from './support/two-node.ts';

const OURS = '/etc/chrony/conf.d/sitewright.conf';

test('the first node keeps the time, the others follow it', () => {
  expect(chronyText(site, NODE1)).toContain('local stratum 8\nallow 192.168.1.0/24\n');
  expect(chronyText(site, NODE2)).toContain('server 192.168.1.11 iburst\n');
});

test("the site's own time servers are used by all", () => {
  const served = { ...site, network: { ...site.network, ntpServers: ['192.168.1.5'] } };
  for (const node of [NODE1, NODE2]) expect(chronyText(served, node)).toContain('server 192.168.1.5 iburst\n');
});

test('public sources are switched off once, and stay readable', () => {
  const off = withoutPublicSources('pool 2.debian.pool.ntp.org iburst\nmakestep 1 3\n');
  expect(off).toBe('# sitewright: off (no internet here): pool 2.debian.pool.ntp.org iburst\nmakestep 1 3\n');
  expect(withoutPublicSources(off)).toBe(off);
});

test('a fresh node gets its source and chrony is restarted', async () => {
  expect(checkStep(timeStep, NODE2, freshSite())).toEqual({
    state: 'needed',
    changes: [
      { what: 'time source', after: NODE1 },
      { what: 'public time sources', before: 'on', after: 'off' },
    ],
  });
  await applyStep(timeStep, {
    target: NODE2,
    looks: [freshSite()],
    scripts: {
      [NODE2]: [
        { upload: '/etc/chrony/chrony.conf.sitewright-new', content: /^# sitewright: off/ },
        { upload: `${OURS}.sitewright-new`, content: chronyText(site, NODE2), mode: 0o644 },
        {
          command: `mv /etc/chrony/chrony.conf.sitewright-new /etc/chrony/chrony.conf && mv ${OURS}.sitewright-new ${OURS} && systemctl restart chrony`,
        },
      ],
    },
  });
});

test('a node that is set brings no command', async () => {
  expect(checkStep(timeStep, NODE2, basedSite())).toEqual({ state: 'satisfied' });
  await applyStep(timeStep, { target: NODE2, looks: [basedSite()], scripts: { [NODE2]: [] } });
});

test('a node without chrony blocks with the exact sentence', () => {
  const hosts = changed(freshSite(), NODE1, { packages: known(new Map([['pve-manager', '8.4.1']])) });
  expect(sentenceOf(checkStep(timeStep, NODE1, hosts))).toBe('chrony is not installed on pve-node1.');
});

test('chrony that does not run afterwards is still needed', () => {
  const stopped = new Map([['chrony.service', { loaded: true, active: 'failed', enabled: 'enabled' }]]);
  expect(checkStep(timeStep, NODE2, changed(basedSite(), NODE2, { units: known(stopped) }))).toEqual({
    state: 'needed',
    changes: [{ what: 'chrony', before: 'stopped', after: 'running' }],
  });
});

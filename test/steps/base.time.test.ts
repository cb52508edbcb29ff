import { expect, test } from 'vitest';
import { describeDiagnostic } from '../../electron/api/diagnostic.ts';
import { known } from '../../electron/engine/facts/fact.ts';
import { chronyText, withoutPublicSources } from '../../electron/engine/steps/base/chrony-text.ts';
import { timeStep } from '../../electron/engine/steps/base/time.ts';
import { applyStep, checkStep, sentenceOf } from './support/step-bench.ts';
import { basedSite, changed, freshSite, NODE1, NODE2, site } from './support/two-node.ts';

const OURS = '/etc/chrony/conf.d/sitewright.conf';
const TRACKING = { command: 'chronyc -n -c tracking', kind: 'read' } as const;
const NOT_YET = { ...TRACKING, stdout: '00000000,,0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,1.0,1.0,0.0,Not synchronised\n' };
const FOLLOWS = { ...TRACKING, stdout: 'C0A8010B,192.168.1.11,9,1.0,0.0,0.0,0.0,0.0,0.0,0.0,0.1,0.1,2.0,Normal\n' };

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
        NOT_YET,
        FOLLOWS,
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

const sync = (synchronised: boolean) => ({
  timeSync: known({ source: '', stratum: synchronised ? 9 : 0, synchronised }),
});

test('a source that never answers is waited for, asked anew, and then told with its sentence', async () => {
  const tenTries = Array.from({ length: 11 }, () => NOT_YET);
  const burst = { command: 'chronyc burst 4/8', kind: 'change' } as const;
  const onlyFile = changed(freshSite(), NODE2, {
    chronyFiles: known(new Map([['/etc/chrony/chrony.conf', 'makestep 1 3\n']])),
  });
  const done = await applyStep(timeStep, {
    target: NODE2,
    looks: [onlyFile],
    scripts: {
      [NODE2]: [
        { upload: `${OURS}.sitewright-new` },
        { command: `mv ${OURS}.sitewright-new ${OURS} && systemctl restart chrony` },
        ...tenTries,
        ...Array.from({ length: 3 }, () => [burst, ...tenTries]).flat(),
      ],
    },
  });
  expect(done.failure).toBeUndefined();
  expect(done.waitedMs).toBe(80_000);
  expect(done.notes).toEqual(['pve-node2: no time source was chosen within 80 s']);
  const verdict = checkStep(timeStep, NODE2, changed(basedSite(), NODE2, sync(false)));
  const [told] = verdict.state === 'satisfied' ? (verdict.warnings ?? []) : [];
  if (!told) throw new Error(verdict.state);
  expect(describeDiagnostic(told, 'en').summary).toBe(
    'pve-node2 does not follow its time source pve-node1: it has not answered.',
  );
  expect(describeDiagnostic(told, 'es').summary).toBe(
    'pve-node2 no sigue su fuente de hora pve-node1: no ha respondido.',
  );
});

test('a node that follows its source, and the first one that keeps the time for all, are fine', () => {
  expect(checkStep(timeStep, NODE2, changed(basedSite(), NODE2, sync(true)))).toEqual({ state: 'satisfied' });
  expect(checkStep(timeStep, NODE1, changed(basedSite(), NODE1, sync(false)))).toEqual({ state: 'satisfied' });
});

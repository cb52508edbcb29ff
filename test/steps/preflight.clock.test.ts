import { expect, test } from 'vitest';
import { describeDiagnostic } from '../../electron/api/diagnostic.ts';
import type { Site } from '../../electron/api/site.ts';
import { known, unknown } from '../../electron/engine/facts/fact.ts';
import type { SiteFacts } from '../../electron/engine/facts/site-facts.ts';
import { clockStep } from '../../electron/engine/steps/preflight/clock.ts';
import type { CheckVerdict } from '../../electron/engine/steps/step.ts';
import { applyStep, sentenceOf, viewOf } from './support/step-bench.ts';
import {
  changed,
  corosyncOf,
  createdSite,
  freshSite,
  type Hosts,
  NODE1,
  NODE2,
  site,
  WITNESS,
} from './support/two-node.ts';

const LAPTOP = 1_700_000_000_000;
/** Each answer took this long, so that a clock is known to that precision only. */
const TOOK_MS = 2_000;

/** The site with the clocks ahead of the laptop's by so many seconds in the middle of the answer. */
function check(
  target: string,
  ahead: { readonly [node: string]: number },
  hosts: Hosts = freshSite(),
  which: Site = site,
): CheckVerdict {
  const all = Object.entries(ahead).reduce(
    (before, [name, seconds]) => changed(before, name, { clock: known(LAPTOP + TOOK_MS / 2 + seconds * 1000) }),
    hosts,
  );
  const view = viewOf(all, { site: which });
  const asked = { fromMs: LAPTOP, toMs: LAPTOP + TOOK_MS };
  const facts: SiteFacts = {
    ...view.facts,
    hosts: new Map([...view.facts.hosts].map(([name, sight]) => [name, { ...sight, asked }])),
  };
  return clockStep.check({ ...view, facts }, target);
}

function warningOf(verdict: CheckVerdict, language: 'en' | 'es' = 'en'): string {
  if (verdict.state !== 'satisfied') throw new Error(verdict.state);
  const [warning] = verdict.warnings ?? [];
  return warning ? describeDiagnostic(warning, language).summary : '';
}

test('clocks that agree need nothing', async () => {
  expect(check(NODE1, { [NODE1]: 1, [NODE2]: -2 })).toEqual({ state: 'satisfied' });
  expect(check(NODE2, { [NODE1]: 1, [NODE2]: -2 })).toEqual({ state: 'satisfied' });
  await applyStep(clockStep, { target: NODE1, looks: [freshSite()], scripts: { [NODE1]: [] } });
});

test('what the time of the answer explains is no difference', () => {
  expect(warningOf(check(NODE1, { [NODE1]: 5.9, [NODE2]: 0 }))).toBe('');
  expect(warningOf(check(NODE1, { [NODE1]: 6.5, [NODE2]: 0 }))).toBe(
    'The clock of pve-node1 differs by 6 s from that of this laptop.',
  );
});

test('a node that differs from the first is told of, and set by the step that keeps the time', () => {
  const verdict = check(NODE2, { [NODE1]: 0, [NODE2]: -3600 });
  expect(warningOf(verdict)).toBe('The clock of pve-node2 differs by 3598 s from that of pve-node1.');
  expect(warningOf(verdict, 'es')).toBe('El reloj de pve-node2 difiere en 3598 s del de pve-node1.');
});

test('where chrony may not set the clock at once, a large difference blocks with the exact sentence', () => {
  const hosts = changed(freshSite(), NODE2, {
    chronyFiles: known(new Map([['/etc/chrony/chrony.conf', 'pool 2.debian.pool.ntp.org iburst\n#makestep 1 3\n']])),
  });
  expect(sentenceOf(check(NODE2, { [NODE1]: 0, [NODE2]: 3600 }, hosts))).toBe(
    'The clock of pve-node2 differs by 3598 s from that of pve-node1, and chrony there may not set it at once.',
  );
  expect(warningOf(check(NODE2, { [NODE1]: 0, [NODE2]: 30 }, hosts))).toContain('differs by 28 s');
});

test('the clock that all nodes will follow blocks where it is far off, with the exact sentence', () => {
  expect(sentenceOf(check(NODE1, { [NODE1]: 7200, [NODE2]: 0 }))).toBe(
    'The clock of pve-node1 differs by 7199 s from that of this laptop.',
  );
});

test('it is only told of where the site has a time server, or the cluster stands', () => {
  const withServer: Site = { ...site, network: { ...site.network, ntpServers: ['192.168.1.1'] } };
  const far = { [NODE1]: 7200, [NODE2]: 0 };
  expect(warningOf(check(NODE1, far, freshSite(), withServer))).toContain('from that of this laptop');
  expect(warningOf(check(NODE1, far, createdSite()))).toContain('from that of this laptop');
});

test('a clock that cannot be read blocks, and one of which nobody noted when it was asked says nothing', () => {
  expect(sentenceOf(check(NODE1, {}, changed(freshSite(), NODE1, { clock: unknown('exit code 1') })))).toBe(
    'pve-node1 did not say clock: exit code 1.',
  );
  expect(clockStep.check(viewOf(freshSite()), NODE1)).toEqual({ state: 'satisfied' });
});

test('the witness that is off by more than its certificates bear blocks before it has its vote', () => {
  expect(clockStep.targets(site)).toContain(WITNESS);
  const far = { [NODE1]: 0, [NODE2]: 0, [WITNESS]: -3600 };
  const verdict = check(WITNESS, far);
  expect(sentenceOf(verdict)).toBe('The clock of the witness witness differs by 3598 s from that of pve-node1.');
  expect(verdict.state === 'blocked' && describeDiagnostic(verdict.diagnostic, 'es').summary).toBe(
    'El reloj del testigo witness difiere en 3598 s del de pve-node1.',
  );
  expect(check(WITNESS, { [NODE1]: 0, [WITNESS]: 1 })).toEqual({ state: 'satisfied' });
  expect(warningOf(check(WITNESS, { [NODE1]: 0, [WITNESS]: 30 }))).toContain('differs by 28 s');
  // the first node that is far off is told by itself
  expect(check(WITNESS, { [NODE1]: 7200, [WITNESS]: 0 })).toEqual({ state: 'satisfied' });
  const voting = changed(createdSite(), NODE1, {
    corosync: corosyncOf([NODE1, NODE2], { host: '192.168.1.20', algorithm: 'ffsplit', votes: 1 }),
  });
  expect(warningOf(check(WITNESS, far, voting))).toContain('differs by 3598 s');
});

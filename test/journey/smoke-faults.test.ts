import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { describeDiagnostic } from '../../electron/api/diagnostic.ts';
import { ROOT } from '../support/test-engine.ts';
import { buildCli, eventsOf, runCli } from './support/cli.ts';

/** Every smoke test of the manual's section 6 is turned red by two faults each, on a site that stood, and only it. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
const SITE = join(ROOT, 'examples', 'two-node', 'site.toml');
const folder = mkdtempSync(join(tmpdir(), 'sitewright-smoke-'));
const finished = join(folder, 'finished');

const CASES = [
  ['node.loses-power', 'smoke.cluster', 'check.node-offline', 'pve-node2'],
  ['web-interface.stopped', 'smoke.cluster', 'check.web-interface', 'pve-node2'],
  ['ha.removed', 'smoke.machine-100', 'check.ha-absent', 'vm-dashboard'],
  ['ha.ignored', 'smoke.machine-100', 'check.ha-state', 'ignored'],
  ['app.front-page-replaced', 'smoke.dashboard-monitoring', 'check.dashboard-other-page', '192.168.1.100:8000'],
  ['app.login-page-broken', 'smoke.dashboard-monitoring', 'check.dashboard-other-page', '192.168.1.100:8000'],
  ['app.web-unhealthy', 'smoke.services-monitoring', 'check.service-down', 'web'],
  ['app.db-unhealthy', 'smoke.services-monitoring', 'check.service-down', 'db'],
  ['app.collector-silent', 'smoke.data-monitoring', 'check.no-samples', '90 s'],
  ['app.token-refused', 'smoke.data-monitoring', 'check.collector-error', '401'],
  ['app.admin-password-changed', 'smoke.data-monitoring', 'check.login-refused', 'admin'],
] as const;

beforeAll(async () => {
  await buildCli();
  const whole = await runCli(['rehearse', SITE, '--keep', '--json'], { state: finished });
  expect(whole.code, whole.stdout.slice(-2000)).toBe(0);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(CASES)('%s turns %s red with its sentence, and none of the others', async (fault, check, code, named) => {
  const state = mkdtempSync(join(folder, 'case-'));
  cpSync(finished, state, { recursive: true });
  const end = await runCli(['smoke', SITE, '--rehearsal', '--json', '--fault', fault], { state });
  const results = eventsOf(end).flatMap((event) => (event.type === 'check-finished' ? [event.result] : []));
  expect(Object.fromEntries(results.map(({ id, outcome }) => [id, outcome]))).toEqual({
    'smoke.cluster': 'rehearsed',
    'smoke.machine-100': 'rehearsed',
    'smoke.dashboard-monitoring': 'rehearsed',
    'smoke.services-monitoring': 'rehearsed',
    'smoke.data-monitoring': 'rehearsed',
    'smoke.bare-address-monitoring': 'rehearsed',
    'smoke.registry-registry': 'rehearsed',
    [check]: 'failed',
  });
  const told = results.find((result) => result.id === check)?.diagnostic;
  expect(told?.code).toBe(code);
  for (const language of ['en', 'es'] as const) {
    const said = told && describeDiagnostic(told, language);
    expect(said?.summary).toContain(named);
    expect(said?.hint).not.toBe('');
  }
  expect(end.code).toBe(1);
});

test('without a fault all are green again on the same state, so that each red is the fault’s', async () => {
  const end = await runCli(['smoke', SITE, '--rehearsal', '--json'], { state: finished });
  const results = eventsOf(end).flatMap((event) => (event.type === 'check-finished' ? [event.result.outcome] : []));
  expect(results).toEqual(Array(7).fill('rehearsed'));
  expect(end.code).toBe(0);
});

test('every smoke test has two faults here', () => {
  const count = (check: string) => CASES.filter(([, id]) => id === check).length;
  expect([...new Set(CASES.map(([, id]) => id))].filter((id) => count(id) < 2)).toEqual([]);
});

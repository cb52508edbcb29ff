import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { CheckResult, RunKind } from '../../../electron/api/run.ts';
import { openRunStore } from '../../../electron/engine/run/run-store.ts';
import { createRedactor } from '../../../electron/engine/shell/redactor.ts';
import { sha256Of } from '../../../electron/engine/workspace/sha256.ts';
import { press } from '../support/keyboard.ts';
import { lookAt } from '../support/look-at.ts';
import { makeOwnSite } from '../support/own-site.ts';
import { switchTo, visit } from '../support/pages.ts';
import { type ServedApp, serveApp } from '../support/served-app.ts';

let app: ServedApp;
test.beforeEach(async ({ page }) => {
  app = await serveApp();
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto(app.url);
  await switchTo(page, 'EN');
});
test.afterEach(() => app.close());

const CHECKS = {
  'smoke.cluster': { en: 'Cluster state', es: 'Estado del clúster' },
  'smoke.machine-100': { en: 'vm-dashboard and its HA', es: 'vm-dashboard y su HA' },
  'smoke.dashboard-monitoring': { en: 'Access to the dashboard', es: 'Acceso al panel' },
  'smoke.services-monitoring': { en: 'Services', es: 'Servicios' },
  'smoke.bare-address-monitoring': { en: 'The bare address', es: 'La dirección sola' },
  'smoke.data-monitoring': { en: 'Data flow', es: 'Flujo de datos' },
  'smoke.registry-registry': { en: 'Registry', es: 'Registro' },
} as const;

/** A finished run of the simulated site, as its journal keeps it. */
async function ran(kind: RunKind, results: readonly CheckResult[], siteFile: string): Promise<string> {
  const folder = join(app.home.env.XDG_STATE_HOME ?? '', 'sitewright', 'sites', 'workshop', 'rehearsal', 'runs');
  const run = await openRunStore({ folder, redactor: createRedactor() }).create();
  const start = { runId: run.runId, kind, siteId: 'workshop', rehearsed: true, appVersion: '0', by: 'tecnico' };
  run.log.emit({ type: 'run-started', ...start });
  await run.journal.append('run-started', start);
  const sha256 = sha256Of(await readFile(siteFile, 'utf8'));
  await run.journal.append('used', { digests: [{ name: 'site.toml', sha256 }] });
  for (const result of results) {
    run.log.emit({ type: 'log', itemId: result.id, host: 'pve-node1', level: 'look', text: `ask ${result.id}` });
    run.log.emit({ type: 'check-finished', result });
    await run.journal.append('check-finished', { result });
  }
  const failed = results.filter(({ outcome }) => outcome === 'failed').length;
  const end = { outcome: failed > 0 ? 'failed' : 'done', changed: 0, unchanged: 0, failed, durationMs: 1 } as const;
  run.log.emit({ type: 'run-finished', ...end });
  await run.journal.append('run-finished', end);
  await run.close();
  return run.runId;
}

/** A finished failover of the simulated site. */
async function drilled(): Promise<void> {
  const folder = join(app.home.env.XDG_STATE_HOME ?? '', 'sitewright', 'sites', 'workshop', 'rehearsal', 'runs');
  const run = await openRunStore({ folder, redactor: createRedactor() }).create();
  const start = {
    runId: run.runId,
    kind: 'drill',
    siteId: 'workshop',
    rehearsed: true,
    appVersion: '0',
    by: 't',
  } as const;
  const text = (en: string, es: string) => ({ en, es });
  const moment = (after: number, kind: 'note' | 'good' | 'bad', what: ReturnType<typeof text>) => ({
    ...{ at: new Date(Date.UTC(2026, 10, 21, 15, 31, after)).toISOString(), afterMs: after * 1000, kind, text: what },
  });
  const drill = {
    kind: 'failover',
    title: text('The node of vm-dashboard dies', 'Muere el nodo de vm-dashboard'),
    warning: text('It is broken', 'Se rompe'),
    target: 'vm-dashboard',
    state: 'rehearsed',
    figures: [
      {
        id: 'away',
        title: text('vm-dashboard away', 'vm-dashboard sin servicio'),
        value: 211,
        unit: 'seconds',
        atMost: 300,
      },
    ],
    moments: [
      moment(0, 'bad', text('Power of pve-node1 cut', 'Corriente de pve-node1 cortada')),
      moment(126, 'note', text('pve-node2 takes over HA', 'pve-node2 asume la HA')),
      moment(189, 'good', text('vm-dashboard runs on pve-node2', 'vm-dashboard corre en pve-node2')),
      moment(211, 'good', text('vm-dashboard answers over SSH', 'vm-dashboard responde por SSH')),
      moment(290, 'note', text('pve-node1 is back', 'pve-node1 ha vuelto')),
    ],
    left: [],
  } as const;
  run.log.emit({ type: 'run-started', ...start });
  await run.journal.append('run-started', start);
  run.log.emit({ type: 'drill', drill: { ...drill, figures: [...drill.figures], moments: [...drill.moments] } });
  await run.journal.append('drill-finished', { drill });
  const end = { outcome: 'done', changed: 0, unchanged: 0, failed: 0, durationMs: 1 } as const;
  run.log.emit({ type: 'run-finished', ...end });
  await run.journal.append('run-finished', end);
  await run.close();
}

test('the failed check is asked again by itself, the others keep their answer, and each leads to its evidence', async ({
  page,
}) => {
  const site = await makeOwnSite(page, app.home, 'two-node', 'workshop');
  const expected = { en: 'What the site promises', es: 'Lo que el sitio promete' };
  await ran('apply', [], site.file);
  await ran(
    'smoke',
    Object.entries(CHECKS).map(([id, title]) => ({
      ...{ id, title, expected, durationMs: 5 },
      ...(id === 'smoke.cluster'
        ? { outcome: 'failed' as const, seen: ['pve-node2: offline'] }
        : { outcome: 'rehearsed' as const, seen: [`${id} answers`] }),
    })),
    site.file,
  );
  await drilled();
  await page.reload();
  await visit(page, 'smoke');
  const row = (name: string) => page.getByRole('row', { name: new RegExp(`^${name}`) });

  await test.step('a check leads to its number in the report, and to what was asked there', async () => {
    await expect(page.locator('.pf-v6-c-button.pf-m-primary')).toHaveText('Run the failed check again');
    await expect(page.getByRole('figure', { name: '211 s without vm-dashboard' })).toBeVisible();
    await lookAt(page, 'failed');
    await press(page, row('Cluster state').getByRole('link', { name: /^Evidence E-\d+: Cluster state$/ }));
    const evidence = page.getByRole('region', { name: /^Evidence E-/ });
    await expect(evidence).toContainText('pve-node2: offline');
    await expect(evidence).toContainText('$ ask smoke.cluster');
    await lookAt(page, 'evidence');
    await page.goBack();
  });

  await test.step('again, alone', async () => {
    await press(page, page.getByRole('button', { name: 'Run the failed check again', exact: true }));
    await expect(row('vm-dashboard')).toContainText('not asked again since');
    await expect(row('vm-dashboard')).toContainText('smoke.machine-100 answers');
    await expect(row('Cluster state')).not.toContainText('pve-node2: offline', { timeout: 60_000 });
    await expect(page.locator('.sw-check-group + tr, .sw-checks tbody tr:not(.sw-check-group)')).not.toHaveCount(0);
    // The simulated site was never made: what is asked of it now fails, and may be asked again from its row.
    await expect(row('Cluster state').getByRole('button', { name: 'Run again: Cluster state' })).toBeVisible();
    await lookAt(page, 'again');
    await switchTo(page, 'Dark');
    await switchTo(page, 'ES');
    await expect(page.locator('.pf-v6-c-button.pf-m-primary')).toHaveText('Repetir la prueba con fallo');
    await page.getByRole('figure', { name: '211 s sin vm-dashboard' }).scrollIntoViewIfNeeded();
    await lookAt(page, 'again-dark-es');
  });
});

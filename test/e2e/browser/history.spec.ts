import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { expectAccessibleInBoth } from '../support/accessible.ts';
import { press } from '../support/keyboard.ts';
import { lookAt } from '../support/look-at.ts';
import { makeOwnSite } from '../support/own-site.ts';
import { switchTo, visit } from '../support/pages.ts';
import { makePastRun } from '../support/past-runs.ts';
import { serveApp } from '../support/served-app.ts';

test('the runs of a site are listed, opened as they were, and two of them compared, with the keyboard', async ({
  page,
}) => {
  const app = await serveApp();
  try {
    await page.setViewportSize({ width: 1280, height: 720 });
    await page.goto(app.url);
    await switchTo(page, 'EN');
    const site = await makeOwnSite(page, app.home, 'two-node', 'workshop');
    await visit(page, 'history');
    await expect(page.getByText('This site has had no run yet.')).toBeVisible();

    const text = await readFile(site.file, 'utf8');
    const zone = { stepId: 'base.timezone', title: 'Time zone', target: 'pve-node1' };
    const pool = { stepId: 'storage.pool', title: 'ZFS pool', target: 'pve-node2' };
    const join = { stepId: 'cluster.join-node', title: 'Join the cluster', target: 'pve-node2' };
    await makePastRun(site, {
      at: new Date('2026-03-01T09:00:00Z'),
      kind: 'apply',
      outcome: 'failed',
      siteText: text.replace(/^timezone = .*/m, 'timezone = "Europe/Lisbon"'),
      steps: [
        { ...zone, outcome: 'changed', changes: [{ what: 'zone', before: 'UTC', after: 'Europe/Lisbon' }] },
        { ...pool, outcome: 'changed', durationMs: 40_000 },
        { ...join, outcome: 'failed' },
      ],
    });
    await makePastRun(site, {
      at: new Date('2026-03-02T09:00:00Z'),
      kind: 'apply',
      outcome: 'done',
      steps: [
        { ...zone, outcome: 'changed', changes: [{ what: 'zone', before: 'Europe/Lisbon', after: 'Europe/Madrid' }] },
        { ...pool, outcome: 'changed', durationMs: 80_000 },
        { ...join, outcome: 'changed' },
      ],
    });
    const checks = [
      ['smoke.quorum', 'passed', 'quorate'],
      ['smoke.page', 'passed', '200'],
    ] as const;
    await makePastRun(site, { at: new Date('2026-03-03T09:00:00Z'), kind: 'smoke', outcome: 'done', checks });
    await makePastRun(site, {
      at: new Date('2026-03-04T09:00:00Z'),
      kind: 'smoke',
      outcome: 'failed',
      checks: [checks[0], ['smoke.page', 'failed', 'refused']],
    });
    await makePastRun(site, { at: new Date('2026-03-05T09:00:00Z'), kind: 'apply', steps: [zone] });
    await page.reload();

    const rows = page.locator('.sw-history tbody tr');
    await test.step('newest first, each with how it ended and by which plan', async () => {
      await expect(rows).toHaveCount(5);
      await expect(rows.nth(0)).toContainText('Broken off');
      await expect(rows.nth(1)).toContainText('1 failed');
      await expect(rows.nth(3)).toContainText('As now');
      await expect(rows.nth(4)).toContainText('Changed since');
      await lookAt(page, 'history');
      await expectAccessibleInBoth(page, 'History');
      await page.getByRole('combobox', { name: 'Which kind' }).selectOption('Smoke tests');
      await expect(rows).toHaveCount(2);
      await page.getByRole('combobox', { name: 'Which kind' }).selectOption('All kinds');
      await expect(rows).toHaveCount(5);
    });

    await test.step('two installs: what became better, what took longer, what the plan said', async () => {
      await press(page, rows.nth(3).getByRole('checkbox'), 'Space');
      await expect(page.getByRole('button', { name: 'Compare' })).toBeDisabled();
      await press(page, rows.nth(4).getByRole('checkbox'), 'Space');
      await press(page, page.getByRole('button', { name: 'Compare' }));
      await expect(page.getByRole('heading', { level: 1, name: 'Two runs compared' })).toBeVisible();
      const steps = page.locator('.sw-run-differences tbody tr');
      await expect(steps).toHaveCount(3);
      await expect(steps.nth(0)).toContainText('Join the cluster');
      await expect(steps.nth(0)).toContainText('Better');
      await expect(steps.filter({ hasText: 'ZFS pool' })).toContainText('1 min 20 s');
      await expect(steps.filter({ hasText: 'Time zone' })).toContainText('Europe/Madrid');
      await expect(page.locator('.sw-differences')).toContainText('Europe/Lisbon');
      await lookAt(page, 'history-compared');
      await expectAccessibleInBoth(page, 'two runs compared');
      await page.reload();
      await expect(steps).toHaveCount(3);
    });

    await test.step('two tests: the check that fails since then', async () => {
      await press(page, page.getByRole('button', { name: 'Back to the history' }));
      await press(page, rows.nth(1).getByRole('checkbox'), 'Space');
      await press(page, rows.nth(2).getByRole('checkbox'), 'Space');
      await press(page, page.getByRole('button', { name: 'Compare' }));
      await expect(page.locator('.sw-page-status')).toHaveText('Became worse: 1.');
      await expect(page.locator('.sw-run-differences tbody tr')).toContainText(['refused']);
      await switchTo(page, 'ES');
      await switchTo(page, 'Oscuro');
      await lookAt(page, 'historial-comparado-oscuro');
    });

    await test.step('an old run is there to be read: its steps and its log, and nothing to press that changes a thing', async () => {
      await press(page, page.getByRole('button', { name: 'Volver al historial' }));
      await lookAt(page, 'historial-oscuro');
      await press(page, rows.nth(4).getByRole('link'));
      await expect(page.getByRole('heading', { level: 1, name: /^Instalación, 1 mar/ })).toBeVisible();
      await expect(page.getByRole('button', { name: /Falló/ })).toBeVisible();
      await expect(page.locator('.sw-log')).toContainText('cluster.join-node was here');
      await expect(page.locator('.sw-page-buttons button')).toHaveText(['Volver al historial']);
      await lookAt(page, 'ejecucion-oscuro');
      await expectAccessibleInBoth(page, 'a run of the past');
      // A page that was left open beside an engine that began anew asks for it again.
      await page.reload();
      await expect(page.locator('.sw-log')).toContainText('cluster.join-node was here');
    });
  } finally {
    await app.close();
  }
});

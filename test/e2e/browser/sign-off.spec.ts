import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { openRunStore } from '../../../electron/engine/run/run-store.ts';
import { createRedactor } from '../../../electron/engine/shell/redactor.ts';
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

test('a report is signed with the keyboard alone and with a pen, and shows who signed it', async ({ page }) => {
  const site = await makeOwnSite(page, app.home, 'two-node', 'workshop');
  const run = await openRunStore({ folder: join(site.folder, 'runs'), redactor: createRedactor() }).create();
  const start = { runId: run.runId, kind: 'apply', siteId: 'workshop', rehearsed: false } as const;
  run.log.emit({ type: 'run-started', ...start, appVersion: '0.1.0', by: 'tecnico' });
  await run.journal.append('run-started', start);
  run.log.emit({ type: 'run-finished', outcome: 'done', changed: 1, unchanged: 0, failed: 0, durationMs: 9 });
  await run.journal.append('run-finished', { outcome: 'done' });
  await run.close();

  await visit(page, 'report');
  const dialog = page.getByRole('dialog', { name: 'Sign the report' });
  await expect(page.getByRole('button', { name: 'Summary' })).toBeVisible();
  await expect(page.getByText('Nobody has signed it yet.')).toBeVisible();
  await lookAt(page, 'report');

  await test.step('the typed name stands for the signature', async () => {
    await page.getByRole('button', { name: 'Sign…' }).press('Enter');
    await expect(dialog.getByRole('button', { name: 'Sign', exact: true })).toBeDisabled();
    await dialog.getByRole('textbox', { name: 'Name' }).press('R');
    await page.keyboard.type('. Ortega');
    await lookAt(page, 'sign-typed');
    await page.keyboard.press('Enter');
    await expect(dialog).toHaveCount(0);
    await expect(page.locator('.sw-sign-state')).toContainText(/Installed by R\. Ortega, \d{4}-\d\d-\d\d/);
  });

  await test.step('the other one draws it', async () => {
    await switchTo(page, 'Dark');
    await page.getByRole('button', { name: 'Sign…' }).click();
    await expect(dialog.getByRole('combobox', { name: 'Signs as' })).toHaveValue('customer');
    await dialog.getByRole('textbox', { name: 'Name' }).fill('M. Ríos');
    await dialog.getByRole('radio', { name: 'Draw it' }).check();
    await expect(dialog.getByRole('button', { name: 'Sign', exact: true })).toBeDisabled();
    const box = await dialog.getByRole('img', { name: 'Paper to sign on' }).boundingBox();
    if (!box) throw new Error('no paper');
    await page.mouse.move(box.x + 40, box.y + 60);
    await page.mouse.down();
    for (let step = 1; step <= 30; step += 1)
      await page.mouse.move(box.x + 40 + step * 8, box.y + 60 + 30 * Math.sin(step / 3));
    await page.mouse.up();
    await lookAt(page, 'sign-drawn-dark');
    await dialog.getByRole('button', { name: 'Sign', exact: true }).click();
    await expect(dialog).toHaveCount(0);
    await expect(page.locator('.sw-sign-state')).toContainText('Accepted by M. Ríos');
    await expect(page.getByRole('button', { name: 'Sign…' })).toHaveCount(0);
    const paper = page.frameLocator('iframe.sw-paper');
    await expect(paper.getByRole('img', { name: 'Accepted by: M. Ríos' })).toBeVisible();
    await page.getByRole('button', { name: 'Sign-off' }).click();
    await switchTo(page, 'ES');
    await expect(page.locator('.sw-sign-state')).toContainText('Recibido por M. Ríos');
    await lookAt(page, 'signed-dark-es');
  });

  const signed = JSON.parse(await readFile(join(site.folder, 'reports', run.runId, 'sign-off.json'), 'utf8'));
  expect(signed.signOffs.map((entry: { name: string }) => entry.name)).toEqual(['R. Ortega', 'M. Ríos']);
});

import { expect, test } from '@playwright/test';
import { press } from '../support/keyboard.ts';
import { lookAt } from '../support/look-at.ts';
import { makeOwnSite } from '../support/own-site.ts';
import { switchTo, visit } from '../support/pages.ts';
import { type ServedApp, serveApp } from '../support/served-app.ts';

let app: ServedApp;
test.beforeEach(async () => {
  app = await serveApp();
});
test.afterEach(() => app.close());

test('the review leads into the field of a diagnostic, and prints the sheet for the rack', async ({ page }) => {
  await page.goto(app.url);
  await switchTo(page, 'EN');
  await makeOwnSite(page, app.home, 'two-node', 'workshop');
  await visit(page, 'network');
  const gateway = page.getByRole('textbox', { name: 'Gateway', exact: true });

  await test.step('the keyboard goes from the sentence into the field that it is about', async () => {
    await gateway.fill('10.99.0.1');
    await gateway.press('Enter');
    await expect(gateway).toHaveAttribute('aria-invalid', 'true');
    await visit(page, 'review');
    await press(page, page.locator('.sw-page-content').getByRole('link', { name: /^The gateway 10\.99\.0\.1/ }));
    await expect(gateway).toBeFocused();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('192.168.1.1');
    await page.keyboard.press('Enter');
    await expect(gateway).toHaveAttribute('aria-invalid', 'false');
  });
  await test.step('F1 in a field comes back to that field', async () => {
    await page.keyboard.press('F1');
    await expect(page.getByRole('searchbox', { name: 'Search the help' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(gateway).toBeFocused();
  });
  await test.step('the field sheet holds every machine; on paper nothing of the window is left', async () => {
    await visit(page, 'review');
    const steps = page
      .locator('.sw-panel')
      .filter({ has: page.getByRole('heading', { name: 'Steps of the install' }) });
    await expect(steps).toContainText('not compared with the machines yet');
    await expect(steps.getByRole('row', { name: 'Join the cluster pve-node2' })).toBeVisible();
    await lookAt(page, 'review');
    await steps.scrollIntoViewIfNeeded();
    await lookAt(page, 'review-steps');
    await press(page, page.getByRole('button', { name: 'Field sheet', exact: true }), 'Space');
    for (const name of ['pve-node1', 'pve-node2', 'witness'])
      await expect(page.getByRole('heading', { level: 2, name, exact: true })).toBeVisible();
    await lookAt(page, 'field-sheet');
    await switchTo(page, 'ES');
    await switchTo(page, 'Oscuro');
    await expect(page.getByRole('heading', { level: 2, name: 'Para llevar' })).toBeVisible();
    await lookAt(page, 'field-sheet-es-dark');
    await switchTo(page, 'Claro');
    await page.emulateMedia({ media: 'print' });
    await expect(page.locator('.sw-nav')).toBeHidden();
    await expect(page.locator('.sw-page-actions')).toBeHidden();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await page.screenshot({ path: test.info().outputPath('field-sheet-print.png'), fullPage: true });
    await page.emulateMedia({ media: 'screen' });
  });
});

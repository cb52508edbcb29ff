import { expect, test } from '@playwright/test';
import { press } from '../support/keyboard.ts';
import { lookAt } from '../support/look-at.ts';
import { makeOwnSite } from '../support/own-site.ts';
import { switchTo, visit } from '../support/pages.ts';
import { type ServedApp, serveApp } from '../support/served-app.ts';
import { watchPage } from '../support/watched-page.ts';

let app: ServedApp;
test.beforeEach(async () => {
  app = await serveApp();
});
test.afterEach(() => app.close());

test('the help is found, searched and left again with the keyboard alone', async ({ page }) => {
  const watch = watchPage(page, app.origin);
  await page.goto(app.url);
  await switchTo(page, 'EN');
  await makeOwnSite(page, app.home, 'two-node-no-witness', 'workshop');
  await visit(page, 'storage');
  const search = page.getByRole('searchbox', { name: 'Search the help' });
  const heading = (name: string) => page.getByRole('heading', { level: 1, name, exact: true });

  await test.step('F1 opens it with the question in the field, and nothing of it was loaded before', async () => {
    const before = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    expect(before.filter((name) => name.includes('help-page'))).toEqual([]);
    await page.keyboard.press('F1');
    await expect(heading('Help')).toBeVisible();
    await expect(search).toBeFocused();
    await lookAt(page, 'help-contents');
  });
  await test.step('one press saves a file for whoever helps', async () => {
    await expect(page.getByText(/^One file with the site workshop,/)).toBeVisible();
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'File for support' }).press('Enter');
    expect((await saved).suggestedFilename()).toMatch(/^sitewright-support-workshop-\w+\.tar\.gz$/);
    await search.focus();
  });
  await test.step('a sentence from the screen finds its trouble; Enter opens a code of it', async () => {
    await page.keyboard.type('no quorum');
    await expect(page.getByRole('link', { name: 'pve.no-quorum' })).toBeVisible();
    await lookAt(page, 'help-found');
    await press(page, page.getByRole('link', { name: 'pve.no-quorum' }));
    await expect(heading('pve.no-quorum')).toBeVisible();
    await expect(page.getByText('pvecm status', { exact: true })).toBeVisible();
    await lookAt(page, 'help-code');
  });
  await test.step('Back leads to what was found, Escape first empties the question, then closes the help', async () => {
    await press(page, page.getByRole('button', { name: 'Back', exact: true }));
    await expect(search).toHaveValue('no quorum');
    await page.keyboard.press('Escape');
    await expect(search).toHaveValue('');
    await page.keyboard.press('Escape');
    await expect(heading('Storage and quorum')).toBeVisible();
  });
  await test.step('a shown diagnostic leads to its page by its code, in Spanish and in the dark too', async () => {
    await visit(page, 'review');
    await press(page, page.getByRole('link', { name: 'site.no-failover' }).first());
    await expect(heading('site.no-failover')).toBeVisible();
    await switchTo(page, 'ES');
    await switchTo(page, 'Oscuro');
    await expect(page.getByText('Dos nodos sin testigo no pueden', { exact: false }).first()).toBeVisible();
    await lookAt(page, 'help-code-es-dark');
    await press(page, page.getByRole('link', { name: 'testigo', exact: true }).first());
    await lookAt(page, 'help-term-es-dark');
  });
  watch.expectQuiet();
});

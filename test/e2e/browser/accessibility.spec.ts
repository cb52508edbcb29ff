import { expect, test } from '@playwright/test';
import { expectAccessible } from '../support/accessible.ts';
import { expectFilled, openExample, SITE_PAGES, switchTo, visit } from '../support/pages.ts';
import { type ServedApp, serveApp } from '../support/served-app.ts';

let app: ServedApp;
test.beforeAll(async () => {
  app = await serveApp();
});
test.afterAll(() => app.close());

for (const theme of ['Light', 'Dark'] as const) {
  test(`every page is accessible in the ${theme.toLowerCase()} theme, before and after a rehearsal`, async ({
    page,
  }) => {
    await page.goto(app.url);
    await expect(page.getByRole('button', { name: 'Rehearse two-node' })).toBeVisible();
    await switchTo(page, theme);
    await expectAccessible(page, 'Sites');
    await openExample(page, 'two-node-no-witness');
    for (const { id, en } of SITE_PAGES) {
      await visit(page, id);
      await expect(page.getByRole('heading', { level: 1, name: en, exact: true })).toBeVisible();
      await expectFilled(page, id);
      await expectAccessible(page, en);
    }
    await visit(page, 'install');
    await page.getByRole('button', { name: /^Rehearse( again)?$/ }).click();
    await expect(page.locator('.sw-page-status')).toHaveText(/^Finished: /, { timeout: 120_000 });
    await page.locator('.sw-cell-button').first().click();
    await expectAccessible(page, 'Install after a rehearsal');
    await visit(page, 'smoke');
    await expectAccessible(page, 'Smoke tests after a rehearsal');
  });
}

test('on 1280 x 720 only the content scrolls, on every page', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto(app.url);
  await openExample(page, 'two-node');
  for (const language of ['EN', 'ES'] as const) {
    await switchTo(page, language);
    for (const { id } of SITE_PAGES) {
      await visit(page, id);
      await expectFilled(page, id);
      const size = await page.evaluate(() => {
        const root = document.documentElement;
        const content = document.querySelector('.sw-page-content');
        return {
          page: [root.scrollWidth - root.clientWidth, root.scrollHeight - root.clientHeight],
          contentAcross: content ? content.scrollWidth - content.clientWidth : -1,
        };
      });
      expect(size, `${id} in ${language}`).toEqual({ page: [0, 0], contentAcross: 0 });
    }
  }
});

import { expect, test } from '@playwright/test';
import { walkJourney } from '../support/journey.ts';
import { type ServedApp, serveApp } from '../support/served-app.ts';
import { watchPage } from '../support/watched-page.ts';

let app: ServedApp;
test.beforeAll(async () => {
  app = await serveApp();
});
test.afterAll(() => app.close());

test('the whole journey is walked in the browser', async ({ page }) => {
  const watch = watchPage(page, app.origin);
  await page.goto(app.url);
  await walkJourney(page, app.home.folder);
  watch.expectQuiet();
});

test('the token leaves the address at once and a page without it is told so', async ({ page, browser }) => {
  await page.goto(app.url);
  await expect(page.getByRole('heading', { level: 1, name: 'Sites' })).toBeVisible();
  expect(page.url()).not.toContain('token');
  const stranger = await (await browser.newContext()).newPage();
  await stranger.goto(app.origin);
  await expect(stranger.locator('.sw-diagnostic').first()).toBeVisible();
  await expect(stranger.getByRole('button', { name: /^Open / })).toHaveCount(0);
});

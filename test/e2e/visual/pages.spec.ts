import { expect, type Page, test } from '@playwright/test';
import { expectFilled, openExample, SITE_PAGES, switchTo, visit } from '../support/pages.ts';
import { type ServedApp, serveApp } from '../support/served-app.ts';
import { steadyPicture } from '../support/steady-picture.ts';

/** A rehearsal on a cold machine of two cores may take this long; it is no claim about speed. */
const RUN_LIMIT_MS = 150_000;
/** Of the pixels of a picture: letters may be smoothed a little otherwise by another build of the same browser. */
const TOLERANCE = 0.01;

/** Beside the journey. */
const HELP_PAGES = [
  { path: '#/help', id: 'help', en: 'Help', es: 'Ayuda' },
  { path: '#/help/code/pve.no-quorum', id: 'help-code', en: 'pve.no-quorum', es: 'pve.no-quorum' },
] as const;

test.use({
  viewport: { width: 1280, height: 800 },
  timezoneId: 'UTC',
  locale: 'en-GB',
  contextOptions: { reducedMotion: 'reduce' },
});

let app: ServedApp;
test.beforeAll(async ({ browser }) => {
  test.setTimeout(RUN_LIMIT_MS + 30_000);
  app = await serveApp({ TZ: 'UTC' });
  // The pages after the plan are shown with what a rehearsal left on them.
  const page = await browser.newPage();
  await page.goto(app.url);
  await switchTo(page, 'EN');
  await openExample(page, 'two-node');
  await visit(page, 'install');
  await page.getByRole('button', { name: 'Rehearse', exact: true }).click();
  await expect(page.locator('.sw-page-status')).toHaveText(/^Finished: /, { timeout: RUN_LIMIT_MS });
  await page.close();
});
test.afterAll(() => app?.close());

for (const language of ['en', 'es'] as const)
  for (const theme of ['light', 'dark'] as const)
    test(`every page looks as it is kept in docs/screens, in ${language} and ${theme}`, async ({ page }) => {
      await page.clock.setFixedTime(new Date('2026-03-02T10:00:00Z'));
      await page.goto(app.url);
      await switchTo(page, 'EN');
      await switchTo(page, theme === 'light' ? 'Light' : 'Dark');
      if (language === 'es') await switchTo(page, 'ES');
      await expect(page.locator('.sw-first .sw-drawing')).toBeVisible();
      await expectPicture(page, 'sites', `${language}-${theme}`);
      await switchTo(page, 'EN');
      await openExample(page, 'two-node');
      if (language === 'es') await switchTo(page, 'ES');
      for (const { id, [language]: title } of SITE_PAGES) {
        await visit(page, id);
        await expect(page.getByRole('heading', { level: 1, name: title, exact: true })).toBeVisible();
        await expectFilled(page, id);
        if (id === 'report') await page.frameLocator('iframe').getByRole('heading', { level: 1 }).waitFor();
        await expectPicture(page, id, `${language}-${theme}`);
      }
      for (const { path, id, [language]: title } of HELP_PAGES) {
        await page.evaluate((hash) => {
          window.location.hash = hash;
        }, path);
        await expect(page.getByRole('heading', { level: 1, name: title, exact: true })).toBeVisible();
        await expect(page.locator('.sw-page-content .sw-panel').first()).toBeVisible();
        await expectPicture(page, id, `${language}-${theme}`);
      }
      await page.getByRole('button', { name: language === 'en' ? 'Settings' : 'Ajustes', exact: true }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await expectPicture(page, 'settings', `${language}-${theme}`);
    });

async function expectPicture(page: Page, id: string, variant: string): Promise<void> {
  await steadyPicture(page, app.home.folder, id);
  await expect.soft(page).toHaveScreenshot(`${id}-${variant}.png`, {
    maxDiffPixelRatio: TOLERANCE,
    animations: 'disabled',
    caret: 'hide',
    mask: [page.locator('.sw-log')],
    maskColor: '#10181d',
  });
}

import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { expectAccessible, expectAccessibleInBoth } from '../support/accessible.ts';
import { expectStopsSeen } from '../support/focus-stops.ts';
import { makeOwnSite } from '../support/own-site.ts';
import { expectFilled, openExample, SITE_PAGES, switchTo, visit } from '../support/pages.ts';
import { saidIn } from '../support/said.ts';
import { type ServedApp, serveApp } from '../support/served-app.ts';

/** A rehearsal on a cold machine of two cores may take this long; it is no claim about speed. */
const RUN_LIMIT_MS = 120_000;

let app: ServedApp;
test.beforeAll(async () => {
  app = await serveApp();
});
test.afterAll(() => app.close());

for (const language of ['en', 'es'] as const)
  test(`every page is accessible, in ${language}`, async ({ page }) => {
    // Colours are the same in every language: both themes are looked at in one of them, the dark one again with longer words.
    const expectFine = language === 'en' ? expectAccessibleInBoth : expectAccessible;
    await page.goto(app.url);
    await expect(page.getByRole('button', { name: 'Rehearse two-node' })).toBeVisible();
    await switchTo(page, language === 'en' ? 'Light' : 'Dark');
    await switchTo(page, language === 'en' ? 'EN' : 'ES');
    await expectFine(page, 'Sites');
    await switchTo(page, 'EN');
    await openExample(page, 'two-node-no-witness');
    await switchTo(page, language === 'en' ? 'EN' : 'ES');
    for (const stop of SITE_PAGES) {
      await visit(page, stop.id);
      await expect(page.getByRole('heading', { level: 1, name: stop[language], exact: true })).toBeVisible();
      await expect(page).toHaveTitle(new RegExp(`^${stop[language]} · .+ · Sitewright$`));
      await expectFilled(page, stop.id);
      await expectFine(page, stop[language]);
    }
  });

test('what a page becomes is accessible too: questions, a file that cannot be read, a run under way, stopped and done', async ({
  page,
}) => {
  const say = saidIn('en');
  const status = page.locator('.sw-page-status');
  await page.goto(app.url);
  await switchTo(page, 'EN');
  await page.getByRole('button', { name: say('sites', 'openOther') }).click();
  await expectAccessibleInBoth(page, 'the question for a folder');
  await page.keyboard.press('Escape');

  const site = await makeOwnSite(page, app.home, 'two-node', 'workshop');
  const text = await readFile(site.file, 'utf8');
  await writeFile(site.file, text.replace('[[hosts]]', '[[hosts]'));
  await page.reload();
  await expect(page.locator('.sw-diagnostic').first()).toBeVisible();
  await expectAccessibleInBoth(page, 'a site file that cannot be read');
  await page.locator('.sw-brand').click();
  await expect(page.locator('.sw-table .sw-diagnostic').first()).toBeVisible();
  await expectAccessibleInBoth(page, 'the list with a broken folder');
  await writeFile(site.file, text);

  await openExample(page, 'two-node');
  await visit(page, 'install');
  await page.getByRole('button', { name: say('install', 'rehearse'), exact: true }).click();
  const stop = page.getByRole('button', { name: say('install', 'asks', { action: say('install', 'stopNow') }) });
  await expect(stop).toBeVisible({ timeout: RUN_LIMIT_MS });
  await expectAccessibleInBoth(page, 'a run under way');
  await stop.click();
  await expectAccessibleInBoth(page, 'the question before a stop');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: say('install', 'stopNow'), exact: true })
    .click();
  await expect(status).not.toContainText(say('install', 'closing'), { timeout: RUN_LIMIT_MS });
  await expectAccessibleInBoth(page, 'a run that was stopped');
  await page
    .getByRole('button', { name: new RegExp(`^(${say('install', 'again')}|${say('install', 'retry')})$`) })
    .first()
    .click();
  await expect(status).toHaveText(/^Finished: /, { timeout: RUN_LIMIT_MS });
  await page.locator('.sw-cell-button').first().click();
  await expectAccessibleInBoth(page, 'Install after a rehearsal');
  await visit(page, 'smoke');
  await expectAccessibleInBoth(page, 'Smoke tests after a rehearsal');
  await page.getByRole('button', { name: say('stack', 'removeOf', { instance: 'monitoring' }) }).click();
  await expectAccessibleInBoth(page, 'a question that wants a name typed');
  await page.keyboard.press('Escape');
  await visit(page, 'report');
  await expect(page.locator('iframe')).toBeVisible();
  await expectAccessibleInBoth(page, 'Report after a rehearsal');
});

test('at twice the size every stop of the Tab key is seen on every page, and nothing covers it', async ({ page }) => {
  await page.setViewportSize({ width: 640, height: 360 });
  await page.goto(app.url);
  await switchTo(page, 'EN');
  await expectStopsSeen(page, 'Sites');
  await openExample(page, 'two-node');
  for (const { id, en } of SITE_PAGES) {
    await visit(page, id);
    await expectFilled(page, id);
    await expectStopsSeen(page, en);
  }
  await visit(page, 'nodes');
  await expectAccessible(page, 'Nodes at twice the size');
});

test('a way on that goes away leaves the focus at the heading of the page it led to', async ({ page }) => {
  await page.goto(app.url);
  await switchTo(page, 'EN');
  await openExample(page, 'two-node');
  await page.getByRole('button', { name: 'Next: Nodes' }).press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Nodes' })).toBeFocused();
});

test('who asks the system for less motion gets none', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(app.url);
  await switchTo(page, 'EN');
  await openExample(page, 'two-node');
  for (const { id } of SITE_PAGES) {
    await visit(page, id);
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll('*')]
        .filter((element) => {
          const { animationName, animationDuration, transitionDuration, scrollBehavior } = getComputedStyle(element);
          const longest = Math.max(...transitionDuration.split(',').map((each) => Number.parseFloat(each)));
          const isAnimated = animationName !== 'none' && Number.parseFloat(animationDuration) > 0.001;
          return isAnimated || longest > 0.001 || scrollBehavior === 'smooth';
        })
        .map((element) => element.className.toString()),
    );
    expect(moving, id).toEqual([]);
  }
});

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

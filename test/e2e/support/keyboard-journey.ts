import { expect, type Locator, type Page, test } from '@playwright/test';
import type { Language } from '../../../electron/api/text.ts';
import { press, tabTo } from './keyboard.ts';
import { SITE_PAGES, type SitePageId } from './pages.ts';
import { saidIn } from './said.ts';

/** A rehearsal on a cold machine of two cores may take this long; it is no claim about speed. */
const RUN_LIMIT_MS = 120_000;

/** Pages that lead on by a button of their own, in order; from Arrival on one goes by the journey at the side. */
const LED_ON: readonly SitePageId[] = [
  'nodes',
  'network',
  'storage',
  'machines',
  'review',
  'media',
  'bundle',
  'connect',
  'arrival',
];

/**
 * From "New site" to a green report in the rehearsal, by somebody who has only the screen and the keyboard. Every name is the page's
 * own in that language; a mouse that is moved by mistake fails the walk.
 */
export async function walkByKeyboard(page: Page, language: Language): Promise<void> {
  const say = saidIn(language);
  const titleOf = (id: SitePageId) => SITE_PAGES.find((stop) => stop.id === id)?.[language] ?? id;
  const heading = (name: string) => page.getByRole('heading', { level: 1, name, exact: true });
  const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
  const status = page.locator('.sw-page-status');
  const name = `taller-${language}`;
  await watchPointer(page);

  await test.step('the language is chosen', async () => {
    await press(page, button(language.toUpperCase()));
    await expect(heading(say('sites', 'title'))).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', language);
  });
  await test.step('a new site', async () => {
    const row = page
      .locator('.sw-example-list > li')
      .filter({ has: button(say('sites', 'open', { name: 'two-node' })) });
    await press(page, row.getByRole('button', { name: say('sites', 'copy') }));
    await tabTo(page, row.getByRole('textbox', { name: say('sites', 'newName') }));
    await page.keyboard.type(name);
    await page.keyboard.press('Enter');
    await expect(heading(titleOf('site'))).toBeVisible();
  });
  await test.step('its name is typed and saves itself', async () => {
    const field = page.getByRole('textbox', { name: say('site', 'name'), exact: true });
    await tabTo(page, field);
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type(`Taller ${language}`);
    await page.keyboard.press('Enter');
    await expect(page.locator('.sw-crumbs strong')).toHaveText(`Taller ${language}`);
  });
  await test.step('every page leads on to the next', async () => {
    for (const id of LED_ON) {
      await press(page, button(say('app', 'next', { page: titleOf(id) })));
      await expect(heading(titleOf(id))).toBeVisible();
    }
  });
  await test.step('the whole install is rehearsed', async () => {
    await toPage(page, 'install', heading(titleOf('install')));
    await press(page, button(say('install', 'rehearse')));
    await expect(button(say('install', 'stopAfter'))).toBeVisible({ timeout: RUN_LIMIT_MS });
    await expect(status.locator('.sw-state').first()).toContainText(
      say('install', 'finished', { changed: '', unchanged: '' }).split(':')[0] ?? '',
      { timeout: RUN_LIMIT_MS },
    );
  });
  await test.step('all that was promised is as expected', async () => {
    await toPage(page, 'smoke', heading(titleOf('smoke')));
    await expect(status).toHaveText(say('smoke', 'allGood', { count: 7, all: 7 }));
  });
  await test.step('the report is green, and is written', async () => {
    await toPage(page, 'report', heading(titleOf('report')));
    const paper = page.frameLocator(`iframe[title="${say('report', 'preview')}"]`);
    await expect(paper.getByRole('heading', { level: 1 })).toContainText(`Taller ${language}`);
    await expect(paper.locator('html')).toHaveAttribute('lang', language);
    await expect(paper.locator('.good').first()).toBeVisible();
    await expect(paper.locator('.bad')).toHaveCount(0);
    await press(page, button(say('report', 'write')));
    await expect(status).toContainText(say('report', 'written', { folder: '' }).trim());
    await expect(page.locator('.sw-diagnostic')).toHaveCount(0);
  });
  expect(await pointed(page), 'what was done with a pointer').toEqual([]);
}

async function toPage(page: Page, id: SitePageId, heading: Locator): Promise<void> {
  await press(page, page.locator(`.sw-nav a[href$="/${id}"]`));
  await expect(heading).toBeVisible();
}

/** A click that a key makes has no place on the screen and no count; every other is written down. */
async function watchPointer(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(window, { pointed: seen });
    for (const kind of ['pointerdown', 'mousedown', 'wheel', 'touchstart'])
      window.addEventListener(
        kind,
        (event) => seen.push(`${event.type} on ${(event.target as Element).tagName}`),
        true,
      );
  });
}

function pointed(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => (window as unknown as { pointed: readonly string[] }).pointed);
}

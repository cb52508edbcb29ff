import { expect, type Locator, type Page, test } from '@playwright/test';
import type { Language } from '../../../electron/api/text.ts';
import { keyUntilFocused, press, tabTo } from './keyboard.ts';
import { SITE_PAGES, type SitePageId } from './pages.ts';
import { saidIn } from './said.ts';

/** A rehearsal on a cold machine of two cores may take this long; it is no claim about speed. */
const RUN_LIMIT_MS = 120_000;

/** Planning pages that only lead on: what stands there follows from the template and the first address. */
const LED_ON: readonly SitePageId[] = ['network', 'storage', 'machines', 'review'];

/** What is read from the labels of the machines before a plan is whole, and how many of those stop it. */
const LABELS = 10;
const STOPPING = 6;

/**
 * From "New site" to a signed, green report in the rehearsal, by somebody who has only the screen and the keyboard: one is led by what
 * the page says and by its primary button. Every name is the page's own in that language; a mouse that is moved by mistake fails the walk.
 */
export async function walkByKeyboard(page: Page, language: Language): Promise<void> {
  const say = saidIn(language);
  const titleOf = (id: SitePageId) => SITE_PAGES.find((stop) => stop.id === id)?.[language] ?? id;
  const heading = (name: string) => page.getByRole('heading', { level: 1, name, exact: true });
  const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
  const status = page.locator('.sw-page-status');
  const name = `Taller ${language}`;
  /** The way on is the page's primary action, and says where it leads. */
  const leadOn = async (id: SitePageId) => {
    const way = button(say('app', 'next', { page: titleOf(id) }));
    await expect(way).toHaveClass(/pf-m-primary/);
    await press(page, way);
    await expect(heading(titleOf(id))).toBeVisible();
  };
  await watchPointer(page);

  await test.step('the language is chosen', async () => {
    await press(page, button(language.toUpperCase()));
    await expect(heading(say('sites', 'title'))).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', language);
  });
  await test.step('a new site: a template, a name, the first address', async () => {
    await press(page, button(say('newSite', 'open')));
    const dialog = page.getByRole('dialog', { name: say('newSite', 'title') });
    await tabTo(page, dialog.getByRole('radio', { name: say('newSite', 'twoNodeWitness') }));
    await tabTo(page, dialog.getByRole('textbox', { name: say('newSite', 'name'), exact: true }));
    await page.keyboard.type(name);
    await tabTo(page, dialog.getByRole('textbox', { name: say('newSite', 'address'), exact: true }));
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('10.20.0.11/24');
    await page.keyboard.press('Enter');
    await expect(heading(titleOf('site'))).toBeVisible();
    await expect(page.getByRole('textbox', { name: say('site', 'name'), exact: true })).toHaveValue(name);
  });
  await test.step('the page says what is missing, and its link leads into that field', async () => {
    await expect(status).toContainText(say('gate', 'errors', { count: STOPPING }));
    await press(page, status.getByRole('link'));
    await expect(heading(titleOf('nodes'))).toBeVisible();
    const cell = (column: string) =>
      page.getByRole('textbox', { name: say('sheet', 'cell', { column, node: 'pve1' }), exact: true });
    const system = cell(say('nodes', 'system'));
    await expect(system).toBeFocused();
    await expect(page.getByText(say('labels', 'open', { count: LABELS }))).toBeVisible();
    await page.keyboard.type('BTYF812304TL240AGN');
    await keyUntilFocused(page, 'ArrowLeft', cell(say('sheet', 'mac')));
    await page.keyboard.type('3c:ec:ef:7a:10:c4');
    await page.keyboard.press('Enter');
    await expect(status).toContainText(say('gate', 'errors', { count: STOPPING - 2 }));
    await expect(system).toHaveAttribute('aria-invalid', 'false');
  });
  await test.step('the rest of the machines is not at hand: their labels are made up, and called so', async () => {
    await page.keyboard.press('Escape');
    await press(page, button(say('labels', 'fill')));
    await expect(page.getByText(say('labels', 'made', { count: LABELS - 2 }))).toBeVisible();
    await expect(status).toContainText(say('gate', 'warnings', { count: LABELS - 2 }));
  });
  await test.step('every page leads on to the next, and the last one to a rehearsal', async () => {
    for (const id of LED_ON) await leadOn(id);
    await press(page, button(say('review', 'rehearse')));
    await expect(heading(titleOf('install'))).toBeVisible();
  });
  await test.step('the whole install is rehearsed', async () => {
    const rehearse = button(say('install', 'rehearse'));
    await expect(rehearse).toHaveClass(/pf-m-primary/);
    await press(page, rehearse);
    await expect(button(say('install', 'stopAfter'))).toBeVisible({ timeout: RUN_LIMIT_MS });
    await expect(status.locator('.sw-state').first()).toContainText(
      say('install', 'finished', { changed: '', unchanged: '' }).split(':')[0] ?? '',
      { timeout: RUN_LIMIT_MS },
    );
  });
  await test.step('all that was promised is as expected', async () => {
    await leadOn('smoke');
    await expect(status).toHaveText(say('smoke', 'allGood', { count: 7, all: 7 }));
  });
  await test.step('the report is green, and is signed', async () => {
    await leadOn('report');
    const paper = page.frameLocator(`iframe[title="${say('report', 'preview')}"]`);
    await expect(paper.getByRole('heading', { level: 1 })).toContainText(name);
    await expect(paper.locator('html')).toHaveAttribute('lang', language);
    await expect(paper.locator('.good').first()).toBeVisible();
    await expect(paper.locator('.bad')).toHaveCount(0);
    await press(page, button(say('report', 'sign')));
    const dialog = page.getByRole('dialog', { name: say('report', 'signTitle') });
    await tabTo(page, dialog.getByRole('textbox', { name: say('report', 'signName'), exact: true }));
    await page.keyboard.type('R. Ortega');
    await page.keyboard.press('Enter');
    await expect(dialog).toHaveCount(0);
    await expect(page.locator('.sw-sign-state')).toContainText('R. Ortega');
    await expect(page.locator('.sw-diagnostic')).toHaveCount(0);
  });
  expect(await pointed(page), 'what was done with a pointer').toEqual([]);
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

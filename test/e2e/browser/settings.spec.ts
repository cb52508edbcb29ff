import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { expectAccessibleInBoth } from '../support/accessible.ts';
import { press, tabTo } from '../support/keyboard.ts';
import { lookAt, SMALL_LAPTOP } from '../support/look-at.ts';
import { saidIn } from '../support/said.ts';
import { serveApp } from '../support/served-app.ts';

const say = saidIn('es');

test.use({ viewport: SMALL_LAPTOP });

test('settings hold at once and for the next window, and new sites go where they say: by keys, in Spanish', async ({
  page,
  browser,
}) => {
  const app = await serveApp();
  try {
    await page.goto(app.url);
    await press(page, page.getByRole('button', { name: 'ES', exact: true }));
    const open = page.getByRole('button', { name: say('settings', 'open'), exact: true });
    await press(page, open);
    const dialog = page.getByRole('dialog', { name: say('settings', 'title') });
    const choose = async (label: string, word: string) => {
      await tabTo(page, dialog.getByRole('combobox', { name: label }));
      await page.keyboard.type(word);
    };
    const root = page.locator('html');
    await choose(say('app', 'theme'), say('app', 'dark'));
    await expect(root).toHaveClass(/pf-v6-theme-dark/);
    await choose(say('settings', 'motion'), say('settings', 'motionLess'));
    await expect(root).toHaveClass(/sw-less-motion/);
    await choose(say('settings', 'logText'), '16');
    // a browser installs nothing: it says what does
    await expect(dialog).toContainText(say('update', 'command'));
    await expect(dialog.getByRole('button', { name: say('update', 'open') })).toHaveCount(0);
    await lookAt(page, 'settings');
    await expectAccessibleInBoth(page, 'the settings');

    const folder = join(app.home.folder, 'mis-sitios');
    const field = dialog.getByRole('textbox', { name: say('settings', 'otherFolder') });
    await tabTo(page, field);
    await page.keyboard.type(join(app.home.folder, 'no', 'hay'));
    await page.keyboard.press('Enter');
    await expect(dialog.locator('.sw-diagnostic')).toContainText('bundle.no-place');
    await mkdir(folder);
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type(folder);
    await page.keyboard.press('Enter');
    await expect(dialog.locator('.sw-path')).toHaveText(folder);
    await expect(dialog.locator('.sw-diagnostic')).toHaveCount(0);
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await expect(open).toBeFocused();

    const kept = JSON.parse(await readFile(join(app.home.folder, 'state/sitewright/settings.json'), 'utf8'));
    expect(kept).toEqual({
      version: 1,
      language: 'es',
      theme: 'dark',
      motion: 'less',
      logTextPx: 16,
      siteFolder: folder,
    });
    // Another window knows nothing but what the engine kept.
    const other = await (await browser.newContext()).newPage();
    await other.goto(app.url);
    await expect(other.locator('html')).toHaveAttribute('lang', 'es');
    await expect(other.locator('html')).toHaveClass(/pf-v6-theme-dark/);
    await expect(other.getByRole('heading', { level: 1 })).toHaveText(say('sites', 'title'));
    await other.context().close();
  } finally {
    await app.close();
  }
});

import { mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { press, tabTo } from '../support/keyboard.ts';
import { expectFocusInside, lookAt, SMALL_LAPTOP } from '../support/look-at.ts';
import { makeOwnSite } from '../support/own-site.ts';
import { switchTo } from '../support/pages.ts';
import { type ServedApp, serveApp } from '../support/served-app.ts';

test.use({ viewport: SMALL_LAPTOP });

let app: ServedApp;
test.beforeEach(async () => {
  app = await serveApp();
});
test.afterEach(() => app.close());

test('with the keyboard alone a site is made from a template, carried in a file, and compared with its copy', async ({
  page,
}) => {
  await page.goto(app.url);
  await switchTo(page, 'EN');
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const field = (name: string) => page.getByRole('textbox', { name, exact: true });
  const fill = async (name: string, text: string) => {
    await tabTo(page, field(name));
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type(text);
  };

  await test.step('a template, a name, an address: the folder is there', async () => {
    await press(page, button('New site…'));
    await tabTo(page, page.getByRole('radio', { name: /^Two nodes and a witness/ }));
    await page.keyboard.press('ArrowDown');
    await expect(page.getByRole('radio', { name: /^Three nodes/ })).toBeChecked();
    await fill('Name of the site', 'Hospital, north wing');
    await expect(field('Name of its folder')).toHaveValue('hospital-north-wing');
    await fill('Address of the first node', '10.4.0.300');
    await expect(button('Make the site')).toBeDisabled();
    await fill('Address of the first node', '10.4.0.0/16');
    await lookAt(page, 'new-site');
    await expectFocusInside(page);
    await press(page, button('Make the site'));
    await expect(page.getByText(/^10\.4\.0\.0\/16 cannot be the address of the first node/)).toBeVisible();
    await fill('Address of the first node', '10.4.0.11/16');
    await page.keyboard.press('Enter');
    await expect(field('Site id')).toHaveValue('hospital-north-wing');
  });
  const file = join(app.home.folder, 'sites', 'hospital-north-wing', 'site.toml');
  expect(await readFile(file, 'utf8')).toContain('address = "10.4.0.13"');

  await test.step('the list says what is still to be filled in', async () => {
    await page.locator('.sw-brand').press('Enter');
    const row = page.getByRole('row').filter({ hasText: 'hospital-north-wing' });
    await expect(row).toContainText('3 nodes');
    await expect(row).toContainText('to be filled in: 9');
    await lookAt(page, 'sites');
    await page.keyboard.press('ControlOrMeta+k');
    await page.keyboard.type('nowhere');
    await expect(page.getByText('No site has “nowhere” in its name or folder.')).toBeVisible();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('wing');
    await expect(row).toBeVisible();
  });

  const stick = join(app.home.folder, 'stick');
  await mkdir(stick);
  await test.step('it is written to a file', async () => {
    await press(page, button('Export Hospital, north wing'));
    await fill('Folder for the file', stick);
    await lookAt(page, 'export');
    await press(page, button('Write the file'));
    await expect(page.getByText(`Written: ${join(stick, 'hospital-north-wing.sitewright')}`)).toBeVisible();
    await press(page, button('Close'));
    await expect(button('Export Hospital, north wing')).toBeFocused();
  });

  await test.step('and comes back under another name', async () => {
    await press(page, button('Import…'));
    await fill('The exported site', join(stick, 'hospital-north-wing.sitewright'));
    await expect(field('Name of its folder')).toHaveValue('hospital-north-wing');
    await press(page, button('Import it'));
    await expect(page.getByText(/hospital-north-wing is already there\.$/)).toBeVisible();
    await fill('Name of its folder', 'copy');
    await page.keyboard.press('Enter');
    await expect(field('Site id')).toHaveValue('hospital-north-wing');
    expect(await readFile(join(app.home.folder, 'sites', 'copy', 'site.toml'), 'utf8')).toBe(
      await readFile(file, 'utf8'),
    );
  });

  await test.step('two sites are shown beside each other', async () => {
    await page.locator('.sw-brand').press('Enter');
    await press(page, button('Compare…'));
    await press(page, button('Compare'));
    await expect(page.getByText('The two sites say the same.')).toBeVisible();
    await tabTo(page, page.getByRole('combobox', { name: 'Second site' }));
    await page.keyboard.press('End');
    await press(page, button('Compare'));
    const row = page
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader', { name: 'network.domain', exact: true }) });
    await expect(row).toContainText('hospital-north-wing.lan');
    await lookAt(page, 'compare');
  });

  await test.step('in Spanish and dark it is the same page', async () => {
    await page.keyboard.press('Escape');
    await switchTo(page, 'ES');
    await switchTo(page, 'Oscuro');
    await lookAt(page, 'sites-es-dark');
    await press(page, button('Sitio nuevo…'));
    await lookAt(page, 'new-site-es-dark');
  });
});

test('a site whose folder moved is found again from its row; this laptop says what it brings', async ({ page }) => {
  await page.goto(app.url);
  await switchTo(page, 'EN');
  const site = await makeOwnSite(page, app.home, 'two-node', 'planta');
  await mkdir(join(app.home.folder, 'drive'));
  const moved = join(app.home.folder, 'drive', 'planta-agua');
  await rename(site.folder, moved);
  await page.locator('.sw-brand').press('Enter');
  const row = page.getByRole('row').filter({ hasText: 'planta' });
  await expect(row).toContainText('The folder is not here');
  await expect(row).toContainText(`It was last opened from ${site.folder}.`);
  const laptop = page.locator('.sw-laptop');
  await expect(laptop).toContainText(/Room for images.*free/);
  await lookAt(page, 'sites-gone');
  await press(page, page.getByRole('button', { name: 'Locate planta' }));
  await tabTo(page, page.getByRole('textbox', { name: 'site.toml' }));
  await page.keyboard.type(join(moved, 'site.toml'));
  await lookAt(page, 'locate');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Site id' })).toHaveValue('planta');
  await page.locator('.sw-brand').press('Enter');
  await expect(row).toContainText(moved);
  await rename(moved, `${moved}-2`);
  await page.reload();
  await press(page, page.getByRole('button', { name: 'Off the list: planta' }));
  await expect(row).toHaveCount(0);
});

import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { expectFocusInside, lookAt } from '../support/look-at.ts';
import { makeOwnSite } from '../support/own-site.ts';
import { switchTo, visit } from '../support/pages.ts';
import { type ServedApp, serveApp } from '../support/served-app.ts';

const KEY = 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p';
const SECRET = 'monitoring-admin-password';
const WORDS = 'correct horse battery staple';

let app: ServedApp;
test.beforeEach(async ({ page }) => {
  app = await serveApp();
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto(app.url);
  await switchTo(page, 'EN');
});
test.afterEach(() => app.close());

test('with the keyboard alone: a value is seen and hidden again, renewed, and the secrets are given to the customer', async ({
  page,
}) => {
  const site = await makeOwnSite(page, app.home, 'two-node', 'workshop');
  await visit(page, 'handover');
  const row = page.locator('.sw-secrets tbody tr').filter({ hasText: SECRET });
  await expect(row).toContainText('Password or word made by chance');
  await lookAt(page, 'handover');

  const value = page.getByRole('region', { name: `Value of ${SECRET}` });
  const shownValue = async () => {
    await page.getByRole('button', { name: `Show ${SECRET}` }).press('Enter');
    const dialog = page.getByRole('dialog', { name: `Show ${SECRET}` });
    await expect(value).toHaveCount(0);
    await dialog.getByRole('button', { name: /^Show it for/ }).press('Enter');
    await expect(value).toBeVisible();
    return (await value.textContent()) ?? '';
  };
  const before = await test.step('one value is shown on purpose and hidden again', async () => {
    const seen = await shownValue();
    expect(seen.length).toBeGreaterThan(10);
    await lookAt(page, 'shown');
    await expectFocusInside(page);
    await page.getByRole('button', { name: 'Hide now' }).press('Enter');
    await expect(value).toHaveCount(0);
    await expect(page.getByText('Hidden again.')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.locator('body')).not.toContainText(seen);
    return seen;
  });

  await test.step('it gets a new value, and what has to be run then is said', async () => {
    await page.getByRole('button', { name: `New value for ${SECRET}` }).press('Enter');
    const dialog = page.getByRole('dialog', { name: `New value for ${SECRET}` });
    const go = dialog.getByRole('button', { name: 'Make a new value' });
    await expect(go).toBeDisabled();
    await dialog.getByRole('textbox').pressSequentially(SECRET);
    await page.keyboard.press('Enter');
    await expect(dialog).toContainText('Start the install again on the page Install.');
    await lookAt(page, 'renewed');
    await page.keyboard.press('Escape');
    expect(await shownValue()).not.toBe(before);
    await page.keyboard.press('Escape');
  });

  await test.step('the secrets go to a folder outside of the site, encrypted', async () => {
    await page.getByRole('button', { name: 'Give the secrets…' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Give the secrets to the customer' });
    const keys = dialog.getByRole('textbox', { name: /Public keys/ });
    await keys.fill('age1wrong');
    await expect(dialog).toContainText('Line 1 is no public key of age.');
    await keys.fill(KEY);
    const folder = dialog.getByRole('textbox', { name: 'Folder for it' });
    await folder.fill(site.folder);
    await page.keyboard.press('Enter');
    await expect(dialog.locator('[data-code="handover.inside-site"]')).toBeVisible();
    await lookAt(page, 'give');
    await folder.fill(join(app.home.folder, 'customer'));
    await page.keyboard.press('Enter');
    await expect(dialog).toHaveCount(0);
    await expect(page.getByText('age -d workshop-secrets.age')).toBeVisible();
    await switchTo(page, 'Dark');
    await switchTo(page, 'ES');
    await expect(page.getByRole('heading', { name: 'Hecho hasta ahora' })).toBeVisible();
    await lookAt(page, 'given-dark-es');
  });

  await test.step('the site is copied to the stick, and stands in the book', async () => {
    await switchTo(page, 'EN');
    await page.getByRole('button', { name: 'Copy the site…' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Copy the site' });
    await dialog.getByRole('textbox', { name: 'Folder' }).fill(join(app.home.folder, 'customer'));
    await lookAt(page, 'copy-dark');
    await page.keyboard.press('Enter');
    await expect(dialog).toHaveCount(0);
    await expect(page.getByText('The copy is there and reads back as written.')).toBeVisible();
    await expect(page.getByText(/^The site was copied to /)).toBeVisible();
    await switchTo(page, 'Light');
    await lookAt(page, 'copied');
  });

  expect(await readdir(join(app.home.folder, 'customer'))).toEqual(['workshop', 'workshop-secrets.age']);
  expect(await readdir(join(app.home.folder, 'customer', 'workshop'))).toEqual(['SHA256SUMS', 'site.toml']);
  const book = await readFile(join(site.folder, 'handover.jsonl'), 'utf8');
  expect(book).toContain('workshop-secrets.age');
  expect(book).not.toContain(before);
});

test('with the keyboard alone: a new site gets its vault, and what only a person has is put in', async ({ page }) => {
  const site = await makeOwnSite(page, app.home, 'two-node', 'fresh');
  for (const file of ['secrets.age', 'THROW-AWAY-PASSPHRASE.txt']) await rm(join(site.folder, file));
  await visit(page, 'handover');
  const before = await readFile(site.file, 'utf8');
  const row = page.locator('.sw-secrets tbody tr').filter({ hasText: SECRET });
  await expect(row).toContainText('The vault lacks it');
  await page.getByRole('button', { name: 'Make the vault…' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Make the vault of this site' });
  const go = dialog.getByRole('button', { name: 'Make the vault' });
  await dialog.getByLabel('Passphrase').fill(WORDS);
  await dialog.getByLabel('Again').fill(`${WORDS}s`);
  await expect(dialog).toContainText('The two differ.');
  await expect(go).toBeDisabled();
  await lookAt(page, 'make-vault');
  await dialog.getByLabel('Again').fill(WORDS);
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(row.getByRole('button', { name: `Show ${SECRET}` })).toBeVisible();
  await expect(page.getByText('The vault is open')).toBeVisible();
  expect(await readFile(site.file, 'utf8'), 'the key of the example is not kept').not.toBe(before);

  await page.getByRole('button', { name: 'Replace site-ssh-key' }).press('Enter');
  const put = page.getByRole('dialog', { name: 'Replace site-ssh-key' });
  await expect(put.getByLabel('Value of site-ssh-key')).toBeFocused();
  await page.keyboard.type('no key');
  await put.getByRole('button', { name: 'Keep it in the vault' }).press('Enter');
  await expect(put.locator('[data-code="vault.key-form"]')).toBeVisible();
  await lookAt(page, 'put-secret');
  await page.keyboard.press('Escape');
  await expect(put).toHaveCount(0);
  await switchTo(page, 'ES');
  await switchTo(page, 'Oscuro');
  await page.getByRole('button', { name: 'Sustituir site-ssh-key' }).press('Enter');
  await lookAt(page, 'secreto-oscuro');
});

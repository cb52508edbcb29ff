import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, expect, type Page, test } from '@playwright/test';
import { keyUntilFocused, press, tabTo } from '../support/keyboard.ts';
import { lookAt } from '../support/look-at.ts';
import { makeOwnSite, type OwnSite } from '../support/own-site.ts';
import { switchTo, visit } from '../support/pages.ts';
import { type ServedApp, serveApp } from '../support/served-app.ts';

let app: ServedApp;
let site: OwnSite;
test.beforeEach(async ({ page }) => {
  app = await serveApp();
  await page.goto(app.url);
  await switchTo(page, 'EN');
  site = await makeOwnSite(page, app.home, 'two-node', 'workshop');
  await visit(page, 'nodes');
});
test.afterEach(() => app.close());

const text = () => readFile(site.file, 'utf8');
const cell = (page: Page, column: string, row: number) =>
  page
    .getByRole('grid')
    .getByRole('textbox', { name: `${column}, ` })
    .nth(row);

/** What a person copied in another program. */
async function copyElsewhere(page: Page, block: string): Promise<void> {
  const place = page.getByRole('textbox', { name: 'Output of one of these commands' });
  await place.fill(block);
  await place.press('Control+a');
  await place.press('Control+c');
  await place.fill('');
}

test('the nodes are edited like a spreadsheet, and every step is put back, by the keyboard alone', async ({ page }) => {
  const before = await text();
  await test.step('typed over, ended by an arrow, put back from the next cell', async () => {
    await tabTo(page, cell(page, 'Name', 0));
    await keyUntilFocused(page, 'ArrowRight', cell(page, 'Management address', 0));
    await page.keyboard.type('192.168.1.31');
    await page.keyboard.press('ArrowDown');
    await expect(cell(page, 'Management address', 1)).toBeFocused();
    await expect.poll(text).toBe(before.replace('"192.168.1.11"', '"192.168.1.31"'));
    await expect(page.getByRole('button', { name: 'Undo: Management address of pve-node1' })).toBeVisible();
    await page.keyboard.press('Control+z');
    await expect.poll(text).toBe(before);
    await expect(cell(page, 'Management address', 0)).toHaveValue('192.168.1.11');
  });
  await test.step('Escape gives up what was typed', async () => {
    await page.keyboard.type('nonsense');
    await page.keyboard.press('Escape');
    await expect(cell(page, 'Management address', 1)).toHaveValue('192.168.1.12');
    expect(await text()).toBe(before);
  });
  await test.step('an address that is used twice is said in its cell, and mended by one key', async () => {
    await page.keyboard.type('192.168.1.11');
    await page.keyboard.press('Enter');
    await expect(cell(page, 'Management address', 1)).toHaveAttribute('aria-invalid', 'true');
    await expect(page.getByRole('button', { name: /^Use 192\.168\.1\.12/ })).toBeVisible();
    await lookAt(page, 'sheet-with-problem');
    await page.keyboard.press('F8');
    await expect(cell(page, 'Management address', 1)).toBeFocused();
    await page.keyboard.press('Alt+Enter');
    await expect.poll(text).toBe(before);
  });
  await test.step('fill down counts the label up', async () => {
    await keyUntilFocused(page, 'ArrowRight', cell(page, 'Label on site', 1));
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Control+d');
    await expect.poll(text).toBe(before.replace('"Rack B, U14"', '"Rack B, U13"'));
    await page.keyboard.press('Control+z');
    await expect.poll(text).toBe(before);
  });
  const block = '192.168.1.41\n192.168.1.42\n192.168.1.43\n192.168.1.44\t3c:ec:ef:7a:12:01\n';
  await test.step('a block with one row more asks for a node, and is one step', async () => {
    await copyElsewhere(page, block);
    await tabTo(page, page.getByRole('button', { name: /^Undo/ }));
    await tabTo(page, cell(page, 'Label on site', 1));
    await keyUntilFocused(page, 'ArrowLeft', cell(page, 'Management address', 1));
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Control+v');
    await expect(page.getByRole('dialog', { name: 'Add nodes: 1' })).toBeVisible();
    await lookAt(page, 'sheet-question');
    await press(page, page.getByRole('button', { name: 'Add them (1)' }));
    await expect.poll(text).toContain('192.168.1.44');
    await expect(cell(page, 'Management address', 3)).toHaveValue('192.168.1.44');
    await expect(cell(page, 'Name', 3)).toHaveValue('pve-node3');
    await expect(cell(page, 'Management address', 0)).toBeFocused();
    await page.keyboard.press('Control+z');
    await expect.poll(text).toBe(before);
    await page.keyboard.press('Control+y');
    await expect.poll(text).toContain('192.168.1.44');
  });
  await test.step('it is put back after the window was closed as well, from any page', async () => {
    await page.reload();
    await visit(page, 'site');
    await page.getByRole('button', { name: /^Undo: .* and 3 more$/ }).press('Enter');
    await expect.poll(text).toBe(before);
    // What was put back is brought to the eye, with the keyboard: only then is the next button pressed.
    await expect(cell(page, 'Management address', 0)).toBeFocused();
    await expect(page.getByRole('button', { name: /^Redo: .* and 3 more$/ })).toBeVisible();
  });
  await test.step('what was written by hand in between is never overwritten', async () => {
    await page.getByRole('button', { name: /^Redo/ }).press('Enter');
    await expect.poll(text).toContain('192.168.1.44');
    const byHand = `${await text()}# by hand\n`;
    await writeFile(site.file, byHand);
    await page.getByRole('button', { name: /^Undo: / }).press('Enter');
    await expect(page.getByText(/was changed by something else since it was read/)).toBeVisible();
    await page.getByRole('button', { name: /^Undo: / }).press('Enter');
    await expect(page.getByText(/putting it back would overwrite that change/)).toBeVisible();
    expect(await text()).toBe(byHand);
  });
});

test('what was typed and not written is offered again after the browser was killed', async ({
  page,
  launchOptions,
}) => {
  await visit(page, 'site');
  const before = await text();
  const organisation = (where: Page) => where.getByRole('textbox', { name: 'Organisation' });
  const drafts = join(app.home.folder, 'state/sitewright/drafts');
  const kept = async () => {
    const books = await readdir(drafts).catch(() => []);
    return (await Promise.all(books.map((name) => readFile(join(drafts, name), 'utf8')))).join();
  };
  await test.step('typed in another browser, which is killed while the field has the focus', async () => {
    const other = await chromium.launchServer(launchOptions);
    const victim = await (await chromium.connect(other.wsEndpoint())).newPage();
    await victim.goto(app.url);
    await expect(victim.locator('.sw-brand')).toBeVisible();
    await victim.evaluate((place) => {
      window.location.hash = place;
    }, new URL(page.url()).hash);
    await organisation(victim).fill('');
    await organisation(victim).pressSequentially('Diputación de Muestra');
    await expect.poll(kept).toContain('Diputación de Muestra');
    await other.kill();
    expect(await text()).toBe(before);
  });
  await page.reload();
  await expect(page.getByText('Not saved yet: Diputación de Muestra')).toBeVisible();
  await lookAt(page, 'draft');
  await press(page, page.getByRole('button', { name: 'Take', exact: true }));
  await expect.poll(text).toContain('organisation = "Diputación de Muestra"');
  await expect(page.getByText(/^Not saved yet/)).toHaveCount(0);
  await expect.poll(kept).not.toContain('Diputación de Muestra');
});

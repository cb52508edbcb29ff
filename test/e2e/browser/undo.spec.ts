import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { tabTo } from '../support/keyboard.ts';
import { lookAt, SMALL_LAPTOP } from '../support/look-at.ts';
import { makeOwnSite } from '../support/own-site.ts';
import { switchTo, visit } from '../support/pages.ts';
import { serveApp } from '../support/served-app.ts';

test('what is put back on another page is brought there, with the keyboard in its field and a sentence', async ({
  page,
}) => {
  const app = await serveApp();
  try {
    await page.setViewportSize(SMALL_LAPTOP);
    await page.goto(app.url);
    await switchTo(page, 'EN');
    const site = await makeOwnSite(page, app.home, 'two-node', 'undone');
    const before = await readFile(site.file, 'utf8');
    await visit(page, 'network');
    const gateway = page.getByRole('textbox', { name: 'Gateway' });
    await tabTo(page, gateway);
    await page.keyboard.press('Control+a');
    await page.keyboard.type('192.168.1.254');
    await page.keyboard.press('Enter');
    await expect.poll(() => readFile(site.file, 'utf8')).toContain('gateway = "192.168.1.254"');
    await visit(page, 'machines');
    await page.keyboard.press('Control+z');
    await expect(page.getByRole('heading', { level: 1, name: 'Network' })).toBeVisible();
    await expect(gateway).toBeFocused();
    await expect(gateway).toHaveValue('192.168.1.1');
    await expect(gateway).toHaveAttribute('data-changed', 'true');
    await expect(page.getByRole('status').filter({ hasText: 'Undone: Gateway' })).toBeAttached();
    await lookAt(page, 'undone-elsewhere');
    expect(await readFile(site.file, 'utf8')).toBe(before);
    // On the page itself the keyboard stays where it is; the field is marked until one turns to something else.
    await tabTo(page, page.getByRole('textbox', { name: 'DNS server' }));
    await expect(gateway).not.toHaveAttribute('data-changed');
    await page.keyboard.press('Control+y');
    await expect(gateway).toHaveValue('192.168.1.254');
    await expect(gateway).toHaveAttribute('data-changed', 'true');
    await expect(page.getByRole('textbox', { name: 'DNS server' })).toBeFocused();
    await expect(page.getByRole('status').filter({ hasText: 'Done again: Gateway' })).toBeAttached();
  } finally {
    await app.close();
  }
});

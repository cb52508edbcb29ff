import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { press } from '../support/keyboard.ts';
import { makeOwnSite } from '../support/own-site.ts';
import { switchTo } from '../support/pages.ts';
import { serveApp } from '../support/served-app.ts';
import { typeUntilKept } from '../support/typed-drafts.ts';

test('an engine that is killed in mid-typing loses at most two seconds of it', async ({ page }) => {
  const first = await serveApp();
  await page.clock.install();
  await page.goto(first.url);
  await switchTo(page, 'EN');
  const site = await makeOwnSite(page, first.home, 'two-node', 'crashed');
  const before = await readFile(site.file, 'utf8');
  const place = new URL(page.url()).hash;
  const kept = await typeUntilKept(page, page.getByRole('textbox', { name: 'Organisation' }), first.home);
  await first.kill();
  const second = await serveApp({}, first.home);
  try {
    expect(await readFile(site.file, 'utf8')).toBe(before);
    await page.clock.resume();
    await page.goto(second.url);
    await expect(page.locator('.sw-brand')).toBeVisible();
    await page.evaluate((hash) => {
      window.location.hash = hash;
    }, place);
    await expect(page.getByText(`Not saved yet: ${kept}`)).toBeVisible();
    await press(page, page.getByRole('button', { name: 'Take', exact: true }));
    await expect.poll(() => readFile(site.file, 'utf8')).toContain(`organisation = "${kept}`);
  } finally {
    await second.close();
  }
});

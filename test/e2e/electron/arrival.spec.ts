import { expect, test } from '@playwright/test';
import { expectAccessible } from '../support/accessible.ts';
import { type LaunchedApp, launchApp, WINDOW_ORIGIN } from '../support/launched-app.ts';
import { makeBaseImage, makeOwnSite } from '../support/own-site.ts';
import { switchTo, visit } from '../support/pages.ts';
import { watchPage } from '../support/watched-page.ts';

/** A rehearsed arrival on a slow machine of two cores; no claim about speed. */
const ARRIVAL_LIMIT_MS = 150_000;

let launched: LaunchedApp;
test.beforeAll(async () => {
  launched = await launchApp();
});
test.afterAll(() => launched.close());

test('one image for all nodes, from the base to all nodes answering, in the window', async () => {
  const { page, pick, home } = launched;
  const watch = watchPage(page, WINDOW_ORIGIN);
  await switchTo(page, 'EN');
  await makeOwnSite(page, home, 'three-node-dhcp', 'workshop');
  const base = await makeBaseImage(home, '9.2');
  await test.step('one image is made for all', async () => {
    await visit(page, 'media');
    await expect(page.getByText('One image for all nodes.', { exact: false })).toBeVisible();
    await pick(base.path);
    await page.getByRole('button', { name: 'Base ISO…' }).click();
    await page.getByRole('textbox', { name: /^SHA-256 of this image/ }).fill(base.sha256);
    await page.getByRole('button', { name: 'Make the images: 1' }).click();
    await expect(page.getByText('Made', { exact: true })).toHaveCount(3, { timeout: ARRIVAL_LIMIT_MS });
    await expectAccessible(page, 'Media with one image');
  });
  await test.step('the nodes ask for their answers, report and answer', async () => {
    await visit(page, 'arrival');
    await page.getByRole('combobox', { name: 'The rehearsed technician uses' }).selectOption('one image for all');
    await page.getByRole('button', { name: 'Rehearse the arrival' }).click();
    await expect(page.getByRole('img', { name: /pve1: installing/ })).toBeVisible({ timeout: ARRIVAL_LIMIT_MS });
    await expect(page.locator('.sw-page-status')).toHaveText('All machines answer and their keys are confirmed.', {
      timeout: ARRIVAL_LIMIT_MS,
    });
    await expect(page.getByText('Same as in its install report')).toHaveCount(3);
    await expect(page.getByRole('heading', { name: 'What the machines reported' })).toBeVisible();
    await expectAccessible(page, 'Arrival with reports');
  });
  watch.expectQuiet();
});

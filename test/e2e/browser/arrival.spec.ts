import { readdir } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { expectAccessible } from '../support/accessible.ts';
import { press } from '../support/keyboard.ts';
import { makeBaseImage, makeOwnSite, runShown } from '../support/own-site.ts';
import { openExample, switchTo, visit } from '../support/pages.ts';
import { type ServedApp, serveApp } from '../support/served-app.ts';
import { watchPage } from '../support/watched-page.ts';

/** A rehearsed arrival on a slow machine of two cores; no claim about speed. */
const ARRIVAL_LIMIT_MS = 150_000;

let app: ServedApp;
test.beforeEach(async () => {
  app = await serveApp();
});
test.afterEach(() => app.close());

test('from the base image to all nodes answering, with the command that the page shows', async ({ page }) => {
  const watch = watchPage(page, app.origin);
  await page.goto(app.url);
  await switchTo(page, 'EN');
  const site = await makeOwnSite(page, app.home, 'two-node', 'workshop');
  const base = await makeBaseImage(app.home);

  await test.step('the images are made by the command as it is shown', async () => {
    await visit(page, 'media');
    await expect(page.getByText('Not made yet')).toHaveCount(2);
    await page.getByRole('textbox', { name: 'Where the base ISO lies' }).fill(base.path);
    const command = await page.locator('.sw-command code').first().textContent();
    await runShown(`${command ?? ''} --accept-base ${base.sha256}`, app.home);
    expect((await readdir(site.media)).filter((name) => name.endsWith('.overlay'))).toEqual([
      'pve-node1.overlay',
      'pve-node2.overlay',
    ]);
    await page.reload();
    await expect(page.getByText('Made', { exact: true })).toHaveCount(2);
    const row = page.getByRole('row').filter({ hasText: 'pve-node1' });
    await expect(row).toContainText('BTYF812304TL240AGN');
    await expect(row).toContainText('Switches off. It cannot install twice.');
  });
  await test.step('no drive of this machine is offered for erasing by a page in a browser', async () => {
    await expect(page.getByRole('heading', { name: 'Which disk will be erased' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Name a node for it…' })).toHaveCount(0);
    await expectAccessible(page, 'Media with images');
  });
  await test.step('an edit of the plan makes the images older', async () => {
    await visit(page, 'nodes');
    const address = page.getByRole('textbox', { name: 'Management address' }).nth(1);
    await address.fill('192.168.1.13');
    await address.press('Enter');
    await expect(page.getByText(/^Saved to site\.toml/)).toBeVisible();
    await visit(page, 'media');
    await expect(page.getByText('Older than the plan')).toHaveCount(1);
    await visit(page, 'nodes');
    await address.fill('192.168.1.12');
    await address.press('Enter');
    await visit(page, 'media');
    await expect(page.getByText('Older than the plan')).toHaveCount(0);
  });
  await test.step('every check of this laptop has an outcome in words', async () => {
    await visit(page, 'connect');
    const rows = page.locator('table').first().locator('tbody tr');
    await expect(rows).toHaveCount(8, { timeout: 30_000 });
    for (const row of await rows.all())
      await expect(row.locator('td').first()).toHaveText(/^(Passed|Failed|Could not be seen|Not applicable)$/);
    await expectAccessible(page, 'Connect');
  });
  await test.step('the rehearsed nodes arrive', async () => {
    await visit(page, 'arrival');
    await page.getByRole('button', { name: 'Rehearse the arrival' }).click();
    await expect(page.getByText('Rehearsal on a simulated site')).toBeVisible();
    await expect(page.getByRole('img', { name: /Machines over time/ })).toBeVisible({ timeout: ARRIVAL_LIMIT_MS });
    await expect(page.locator('.sw-page-status')).toHaveText('All machines answer and their keys are confirmed.', {
      timeout: ARRIVAL_LIMIT_MS,
    });
    await expect(page.locator('.sw-page-figures')).toHaveText('3 arrived');
    await expect(page.getByRole('img', { name: /pve-node1: ready since/ })).toBeVisible();
    await expectAccessible(page, 'Arrival after a rehearsal');
    await switchTo(page, 'Dark');
    await expectAccessible(page, 'Arrival after a rehearsal, dark');
    await switchTo(page, 'Light');
  });
  await test.step('the same facts stand in a table, for those who do not see the drawing', async () => {
    const table = page.getByRole('table', { name: 'The same as a table' });
    await expect(table.getByRole('row').filter({ hasText: 'pve-node2' })).toContainText('ready');
    await expect(table.getByRole('row').filter({ hasText: 'witness' })).toContainText('ssh 22');
  });
  await test.step('a reload finds the arrival again', async () => {
    await page.reload();
    await expect(page.locator('.sw-page-figures')).toHaveText('3 arrived');
    await expect(page.locator('.sw-nav a[href$="/arrival"]')).toContainText('Done');
  });
  watch.expectQuiet();
});

test('media, connect and arrival are walked with the keyboard alone, in Spanish', async ({ page }) => {
  await page.goto(app.url);
  await switchTo(page, 'EN');
  const site = await makeOwnSite(page, app.home, 'two-node', 'taller');
  const base = await makeBaseImage(app.home);
  await runShown(
    `sitewright image make '${site.file}' --base '${base.path}' --accept-base ${base.sha256} --out '${site.media}'`,
    app.home,
  );
  await page.reload();
  await press(page, page.getByRole('button', { name: 'ES', exact: true }));
  await press(page, page.locator('.sw-nav a[href$="/media"]'));
  await expect(page.getByText('Hecha', { exact: true })).toHaveCount(2);
  await press(page, page.getByRole('button', { name: 'Siguiente: Paquete' }));
  await press(page, page.getByRole('button', { name: 'Siguiente: Conexión' }));
  await expect(page.getByRole('row', { name: /No entra en suspensión/ })).toBeVisible({ timeout: 30_000 });
  await press(page, page.getByRole('button', { name: 'Mirar de nuevo' }));
  await press(page, page.getByRole('button', { name: 'Siguiente: Llegada' }));
  const media = page.getByRole('combobox', { name: 'El técnico ensayado usa' });
  await press(page, media, 'Space');
  await page.keyboard.type('una memoria, reescrita');
  await page.keyboard.press('Enter');
  await expect(media).toHaveValue('one-stick');
  await press(page, page.getByRole('button', { name: 'Ensayar la llegada' }), 'Space');
  await expect(page.locator('.sw-page-status')).toHaveText(
    'Todos los equipos contestan y sus claves están confirmadas.',
    { timeout: ARRIVAL_LIMIT_MS },
  );
  await press(page, page.getByRole('button', { name: 'Siguiente: Instalación' }));
  await expect(page.getByRole('heading', { level: 1, name: 'Instalación' })).toBeVisible();
});

test('a node that stays silent leads from what its screen shows to what to do', async ({ page }) => {
  await page.goto(app.url);
  await switchTo(page, 'EN');
  await openExample(page, 'two-node');
  await visit(page, 'arrival');
  await expect(page.getByRole('row').filter({ hasText: 'pve-node1' })).toContainText('3c:ec:ef:7a:10:c4');
  await page.getByRole('combobox', { name: 'Let something fail' }).selectOption('install.disk-missing');
  await page.getByRole('button', { name: 'Rehearse the arrival' }).click();
  const silent = page.getByRole('region', { name: /^pve-node1 is silent since/ });
  await expect(silent).toBeVisible({ timeout: ARRIVAL_LIMIT_MS });
  await expect(page.locator('.sw-nav a[href$="/arrival"]')).toContainText('Silent: 1');
  await expect(silent.getByRole('radio')).toHaveCount(6);
  await expect(silent.getByRole('radio', { checked: true })).toHaveCount(0);
  await expectAccessible(page, 'a silent node');
  await silent.getByRole('radio', { name: 'An error, then a prompt' }).check();
  await expect(silent.getByRole('status')).toContainText('/tmp/auto_installer.log');
  await silent.getByRole('button', { name: 'To the media' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Media' })).toBeVisible();
  await visit(page, 'arrival');
  await page.reload();
  await expect(silent).toBeVisible();
});

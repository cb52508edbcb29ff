import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { parseSite } from '../../../electron/engine/site/parse-site.ts';
import { expectPartAccessibleInBoth } from '../support/accessible.ts';
import { press, tabTo } from '../support/keyboard.ts';
import { lookAt, SMALL_LAPTOP } from '../support/look-at.ts';
import { switchTo } from '../support/pages.ts';
import { exampleAs, type ServedRack, serveRack } from '../support/served-rack.ts';

test.use({ viewport: SMALL_LAPTOP });

let rack: ServedRack;
test.beforeEach(async () => {
  rack = await serveRack(await exampleAs('two-node', 'town-hall'));
});
test.afterEach(() => rack.close());

test('with the keyboard alone a node that is there becomes a site, its key compared first', async ({ page }) => {
  await rack.byHand('pve-node1', "echo 'root:let me in' | chpasswd");
  await page.goto(rack.url);
  await switchTo(page, 'EN');
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const type = async (label: string | RegExp, text: string) => {
    await tabTo(page, page.getByLabel(label, { exact: true }));
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type(text);
  };

  await test.step('it is the fourth way to begin', async () => {
    await press(page, button('New site…'));
    await tabTo(page, page.getByRole('radio', { name: /^Two nodes and a witness/ }));
    await page.keyboard.press('ArrowUp');
    await expect(page.getByRole('radio', { name: /^From a cluster that is there/ })).toBeFocused();
    await lookAt(page, 'from-cluster-ask');
  });

  await test.step('nothing is sent before its key was compared, and a wrong password is told as that', async () => {
    await type('Address of one node', '192.168.1.11');
    await type('Password of root', 'not this one');
    await page.keyboard.press('Enter');
    const shown = page.locator('.sw-fingerprint');
    await expect(shown).toHaveText(/^SHA256:/);
    await type('Type the last 8 characters that its screen shows', 'AAAAAAAA');
    await expect(page.getByText(/^That is not what the network shows/)).toBeVisible();
    await lookAt(page, 'from-cluster-key');
    await expectPartAccessibleInBoth(page, 'dialog[open]', 'a key that nobody has confirmed');
    const end = ((await shown.textContent()) ?? '').slice(-8);
    await type('Type the last 8 characters that its screen shows', end);
    await page.keyboard.press('Enter');
    await expect(shown).toHaveCount(0);
    await expect(page.getByText('The node at 192.168.1.11 did not let root in.')).toBeVisible();
  });

  await test.step('what was read is told before the site is made', async () => {
    await type('Password of root', 'let me in');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog').getByRole('status')).toContainText('Nodes read: 1 of 1');
    await expect(page.getByText(/^Nothing on the cluster carries a mark of Sitewright/)).toBeVisible();
    await lookAt(page, 'from-cluster-read');
    await expectPartAccessibleInBoth(page, 'dialog[open]', 'what was read of a cluster');
    await type('Name of the site', 'Town hall');
    await type('Name of its folder', 'town-hall');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('textbox', { name: 'Site id', exact: true })).toHaveValue('town-hall');
  });
  const text = await readFile(join(rack.home.folder, 'sites', 'town-hall', 'site.toml'), 'utf8');
  const { site, diagnostics } = parseSite(text);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(site?.hosts).toMatchObject([{ name: 'pve-node1', origin: 'existing', address: '192.168.1.11' }]);
  expect(text).not.toContain('let me in');
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  expect(kept).not.toContain('let me in');
});

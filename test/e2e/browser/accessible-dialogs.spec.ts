import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { expectPartAccessibleInBoth } from '../support/accessible.ts';
import { makeOwnSite } from '../support/own-site.ts';
import { switchTo, visit } from '../support/pages.ts';
import { saidIn } from '../support/said.ts';
import { type ServedApp, serveApp } from '../support/served-app.ts';

const say = saidIn('en');
const SECRET = 'monitoring-admin-password';

let app: ServedApp;
test.beforeEach(async ({ page }) => {
  app = await serveApp();
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto(app.url);
  await switchTo(page, 'EN');
});
test.afterEach(() => app.close());

test('what is asked above the pages is accessible, in both themes, refused questions too', async ({ page }) => {
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const dialog = page.getByRole('dialog');
  const field = (name: string) => dialog.getByRole('textbox', { name, exact: true });
  const refused = dialog.locator('.sw-diagnostic').first();
  const leave = async () => {
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  };
  const expectFine = (label: string, within = 'dialog[open]') => expectPartAccessibleInBoth(page, within, label);
  const site = await makeOwnSite(page, app.home, 'two-node', 'workshop');
  const passphrase = join(site.folder, 'THROW-AWAY-PASSPHRASE.txt');
  await rename(passphrase, `${passphrase}.away`);

  await test.step('hand-over: a locked vault, and what is done with its secrets', async () => {
    await visit(page, 'handover');
    await button(say('ui', 'openVault')).click();
    await dialog.getByLabel(say('ui', 'passphrase')).fill('not this one');
    await page.keyboard.press('Enter');
    await expect(refused).toBeVisible();
    await expectFine('the passphrase of a vault');
    await leave();

    await rename(`${passphrase}.away`, passphrase);
    await page.reload();
    await button(say('handover', 'showOf', { name: SECRET })).click();
    await expectFine('the question before a secret is shown');
    await leave();
    await button(say('handover', 'renewOf', { name: SECRET })).click();
    await expectFine('a new value for a secret');
    await leave();
    await button(say('handover', 'give')).click();
    await dialog.getByRole('textbox').first().fill('age1wrong');
    await expectFine('the secrets for the customer');
    await leave();
    await button(say('handover', 'copySite')).click();
    await expectFine('a copy of the site');
    await leave();
  });

  await test.step('sites: from a cluster, carried in a file, gone', async () => {
    await page.locator('.sw-brand').click();
    await button(say('newSite', 'open')).click();
    await dialog.getByRole('radio', { name: say('cluster', 'choice') }).check();
    await field(say('cluster', 'address')).fill('192.168.1.11');
    await dialog.getByRole('radio', { name: say('cluster', 'withKey') }).check();
    const noKey = join(app.home.folder, 'id');
    await writeFile(noKey, 'no key');
    await field(say('cluster', 'key')).fill(noKey);
    await page.keyboard.press('Enter');
    await expect(refused).toContainText('sites.cluster-key-file');
    await expectFine('a new site from a cluster');
    await leave();

    await button(say('carry', 'import')).click();
    await field(say('carry', 'file')).fill(noKey);
    await field(say('newSite', 'folder')).fill('from-a-file');
    await page.keyboard.press('Enter');
    await expect(refused).toBeVisible();
    await expectFine('an import that is refused');
    await leave();

    await page
      .getByRole('button', { name: /^Export / })
      .first()
      .click();
    await field(say('carry', 'target')).fill(join(app.home.folder));
    await dialog.getByLabel(say('carry', 'secrets')).check();
    await expectFine('an export');
    await button(say('carry', 'exportIt')).click();
    await expect(dialog.getByRole('status')).toBeVisible();
    await leave();

    await mkdir(join(app.home.folder, 'drive'));
    await rename(site.folder, join(app.home.folder, 'drive', 'workshop'));
    await page.reload();
    await page.getByRole('button', { name: 'Locate workshop' }).click();
    await expectFine('where a site is now');
    await leave();
  });

  await test.step('help: what was found, an area, a topic', async () => {
    await page.evaluate(() => {
      window.location.hash = '#/help?q=quorum';
    });
    await expect(page.getByRole('link', { name: 'pve.no-quorum', exact: true })).toBeVisible();
    await expectFine('what the help found', '#main');
    const heading = page.getByRole('heading', { level: 1 });
    let before = await heading.textContent();
    for (const place of ['area/storage', 'topic/node-not-reached']) {
      await page.evaluate((to) => {
        window.location.hash = `#/help/${to}`;
      }, place);
      await expect(heading).not.toHaveText(before ?? '');
      before = await heading.textContent();
      await expectFine(`help ${place}`, '#main');
    }
  });
});

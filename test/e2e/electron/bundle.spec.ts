import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { type LaunchedApp, launchApp } from '../support/launched-app.ts';
import { lookAt } from '../support/look-at.ts';
import { makeOwnSite } from '../support/own-site.ts';
import { switchTo, visit } from '../support/pages.ts';
import { saidIn } from '../support/said.ts';

const say = saidIn('en');
let launched: LaunchedApp;
test.beforeEach(async () => {
  launched = await launchApp();
});
test.afterEach(() => launched.close());

test('in the window settings and folders of a bundle are picked in the system’s dialogs, and the page names no path', async () => {
  const { page, pick, home } = launched;
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  await switchTo(page, 'EN');
  const site = await makeOwnSite(page, home, 'two-node-no-witness', 'taller');
  const tables = (await readFile(site.file, 'utf8')).split(/^(?=\[)/m);
  await writeFile(site.file, tables.filter((table) => !/^\[+(templates|machines|stacks)[\].]/.test(table)).join(''));
  const content = 'a file of the office\n';
  mkdirSync(join(site.folder, 'bundle', 'files'), { recursive: true });
  await writeFile(join(site.folder, 'bundle', 'files', 'mine.txt'), content);
  const office = join(home.folder, 'office.toml');
  const digest = createHash('sha256').update(content).digest('hex');
  await writeFile(office, `schemaVersion = 1\n[[files]]\npath = "files/mine.txt"\ndigest = "sha256:${digest}"\n`);
  const volumes = join(home.folder, 'volumes');
  mkdirSync(volumes);
  await page.reload();
  await visit(page, 'bundle');

  await pick(office);
  await press(say('bundle', 'chooseSources'));
  await press(say('ui', 'chooseFile'));
  await expect(page.getByRole('dialog').getByText('office.toml', { exact: true })).toBeVisible();
  await lookAt(page, 'sources');
  await press(say('bundle', 'useSources'));
  await expect(page.getByText(say('bundle', 'sourcesChosen'))).toBeVisible();
  await press(say('bundle', 'make'));
  await expect(page.locator('.sw-page-status')).toHaveText(say('bundle', 'allThere'), { timeout: 60_000 });

  await pick(volumes);
  await press(`${say('bundle', 'split')}…`);
  await press(say('ui', 'chooseFolder'));
  await press(say('bundle', 'splitGo'));
  await expect(page.locator('.sw-page-content')).toContainText(volumes);
  expect(readdirSync(volumes).sort()).toEqual(['bundle.001', 'bundle.volumes.json']);
  // a stick is only filled from here
  await expect(page.getByRole('button', { name: `${say('bundle', 'stick')}…` })).toBeEnabled();
});

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { openExample, SITE_PAGES, switchTo, visit } from './pages.ts';

/** A first run on a cold machine of two cores may take this long; it is no claim about speed. */
const RUN_LIMIT_MS = 120_000;

/**
 * The first whole journey, the same through the browser and through the window: every page, both languages, a site of
 * one's own edited, the plan, the rehearsal, its smoke tests, the report, and a second rehearsal that changes nothing.
 */
export async function walkJourney(page: Page, home: string): Promise<void> {
  await test.step('the list of sites offers the examples', async () => {
    await switchTo(page, 'EN');
    await expect(page.getByRole('heading', { level: 1, name: 'Sites' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Rehearse two-node' })).toBeVisible();
  });
  await test.step('every page opens', () => visitEveryPage(page));
  await test.step('language and theme are switched on any page', () => switchEverything(page));
  await test.step('a copy of the example is edited and saves itself', () => editCopy(page, home));
  await test.step('the plan shows what each step would change', () => showPlan(page));
  await test.step('the rehearsal ends', () =>
    rehearse(page, 'Rehearse', /^Finished: \d+ changed, \d+ were already true\.$/));
  await test.step('seven smoke tests are rehearsed, none is called passed', () => readSmokeTests(page));
  await test.step('the report is on paper and says that it is a rehearsal', () => readReport(page));
  await test.step('a reload finds the run again', async () => {
    await visit(page, 'install');
    await page.reload();
    await expect(page.getByRole('status').filter({ hasText: 'Finished:' })).toBeVisible();
  });
  await test.step('rehearsed again, nothing changes', () =>
    rehearse(page, 'Rehearse again', /^Finished: nothing changed\.$/));
}

async function visitEveryPage(page: Page): Promise<void> {
  await openExample(page, 'two-node');
  for (const { id, en } of SITE_PAGES) {
    await visit(page, id);
    await expect(page.getByRole('heading', { level: 1, name: en, exact: true })).toBeVisible();
  }
  await visit(page, 'review');
  await expect(page.getByRole('heading', { name: /pve-node1.*\.toml/ })).toBeVisible();
  await visit(page, 'storage');
  await page.getByRole('button', { name: 'pve-node1 dies' }).click();
  await expect(page.getByText('vm-dashboard starts on pve-node2 after about 3 minutes.')).toBeVisible();
  await expect(page.getByRole('toolbar', { name: /pve-node1: Powered off/ })).toBeVisible();
}

async function switchEverything(page: Page): Promise<void> {
  await switchTo(page, 'ES');
  for (const { id, es } of SITE_PAGES) {
    await visit(page, id);
    await expect(page.getByRole('heading', { level: 1, name: es, exact: true })).toBeVisible();
  }
  await expect(page.locator('html')).toHaveAttribute('lang', 'es');
  await switchTo(page, 'Oscuro');
  await expect(page.locator('html')).toHaveClass(/pf-v6-theme-dark/);
  await page.reload();
  // The page that was visited last.
  await expect(page.getByRole('heading', { level: 1, name: SITE_PAGES.at(-1)?.es, exact: true })).toBeVisible();
  await expect(page.locator('html')).toHaveClass(/pf-v6-theme-dark/);
  await switchTo(page, 'Claro');
  await switchTo(page, 'EN');
}

async function editCopy(page: Page, home: string): Promise<void> {
  await page.locator('.sw-brand').click();
  const row = page
    .locator('.sw-example-list > li')
    .filter({ has: page.getByRole('button', { name: 'Open two-node', exact: true }) });
  await row.getByRole('button', { name: 'New site from this' }).click();
  await row.getByRole('textbox', { name: 'Name of the new site' }).fill('copy-of-two');
  await row.getByRole('button', { name: 'Make the folder' }).click();
  await expect(page.getByRole('textbox', { name: 'Site id' })).toHaveValue('copy-of-two');
  const file = join(home, 'sites', 'copy-of-two', 'site.toml');
  const before = await readFile(file, 'utf8');
  await visit(page, 'nodes');
  const address = page.getByRole('textbox', { name: 'Management address' }).nth(1);
  await expect(address).toHaveValue('192.168.1.12');
  await address.fill('192.168.1.11');
  await address.press('Enter');
  await expect(page.getByText(/^Saved to site\.toml/)).toBeVisible();
  await expect(address).toHaveAttribute('aria-invalid', 'true');
  const note = page.locator(`[id="${await address.getAttribute('aria-describedby')}"]`);
  await expect(note).toContainText('192.168.1.11');
  await expect(note).toContainText('pve-node1');
  // The patch leaves every other byte as it was.
  expect(await readFile(file, 'utf8')).toBe(before.replace('address = "192.168.1.12"', 'address = "192.168.1.11"'));
  await address.fill('192.168.1.12');
  await address.press('Enter');
  await expect(address).toHaveAttribute('aria-invalid', 'false');
  await expect.poll(() => readFile(file, 'utf8')).toBe(before);
}

async function showPlan(page: Page): Promise<void> {
  await openExample(page, 'two-node');
  await visit(page, 'install');
  await page.getByRole('button', { name: 'Plan against the simulated site' }).click();
  await expect(page.getByRole('rowheader', { name: 'Join the cluster' })).toBeVisible({ timeout: RUN_LIMIT_MS });
  await expect(page.getByText('Plan of the simulated site, nothing is changed yet')).toBeVisible();
  await expect(page.locator('.sw-page-status')).toHaveText(/^Steps that would change something: \d+\.$/);
}

async function rehearse(page: Page, button: string, end: RegExp): Promise<void> {
  await visit(page, 'install');
  await page.getByRole('button', { name: button, exact: true }).click();
  await expect(page.getByRole('button', { name: 'Stop after this step' })).toBeVisible({ timeout: RUN_LIMIT_MS });
  await expect(page.locator('.sw-page-status')).toHaveText(end, { timeout: RUN_LIMIT_MS });
}

async function readSmokeTests(page: Page): Promise<void> {
  await visit(page, 'smoke');
  await expect(page.locator('.sw-checks th[scope="row"]')).toHaveCount(7);
  await expect(page.getByRole('cell', { name: /^Rehearsed\b/ })).toHaveCount(7);
  await expect(page.getByRole('cell', { name: /^Passed\b/ })).toHaveCount(0);
  await expect(page.locator('.sw-page-status')).toHaveText('7 of 7 as expected.');
}

async function readReport(page: Page): Promise<void> {
  await visit(page, 'report');
  const paper = page.frameLocator('iframe[title="Preview"]');
  await expect(paper.getByRole('heading', { name: 'As-built report of site Municipal monitoring' })).toBeVisible();
  await expect(paper.getByText('REHEARSAL on a simulated site.', { exact: false }).first()).toBeVisible();
}

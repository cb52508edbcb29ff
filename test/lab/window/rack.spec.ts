import { expect, type Page, test } from '@playwright/test';
import type { LaunchedApp } from '../../e2e/support/launched-app.ts';
import { lookAt } from '../../e2e/support/look-at.ts';
import { visit } from '../../e2e/support/pages.ts';
import { saidIn } from '../../e2e/support/said.ts';
import { logIn } from '../../monitoring/page/support/log-in.ts';
import { launchOnSite, walked } from './walked.ts';

/** An installation on a cold machine of two cores may take this long; it is no claim about speed. */
const RUN_LIMIT_MS = 300_000;
const NODES = ['pve1', 'pve2'] as const;
const say = saidIn('en');

test.describe.configure({ mode: 'serial' });
test.setTimeout(RUN_LIMIT_MS + 60_000);

let launched: LaunchedApp;
test.beforeAll(async () => {
  launched = await launchOnSite();
});
test.afterAll(() => launched?.close());

const status = (page: Page) => page.locator('.sw-page-status');

test('the installation is started by a click, says live what it does, and every step ends well', async () => {
  const { page } = launched;
  await visit(page, 'install');
  await page.getByRole('button', { name: say('install', 'start'), exact: true }).click();
  await expect(page.getByRole('button', { name: say('install', 'stopAfter') })).toBeVisible({ timeout: RUN_LIMIT_MS });
  // what Docker says on the dashboard's host, while it does it
  await expect(page.locator('.sw-log')).toContainText('municipal_project-db-1', { timeout: RUN_LIMIT_MS });
  await expect(status(page)).toContainText(say('install', 'closing'));
  await lookAt(page, 'installing');
  await expect(status(page)).toHaveText(/^Finished: [1-9]\d* changed, \d+ were already true\.$/, {
    timeout: RUN_LIMIT_MS,
  });
  await expect(page.locator('.sw-matrix [data-problem=true]')).toHaveCount(0);
  for (const part of await page.locator('.sw-phase-count').allTextContents())
    expect(part).toMatch(/^(\d+) of \1 done$/);
  await lookAt(page, 'installed');
});

test('the smoke tests of the manual pass on their page', async () => {
  const { page } = launched;
  await visit(page, 'smoke');
  await page.getByRole('button', { name: say('smoke', 'run') }).click();
  await expect(status(page)).toHaveText(/^Checks done so far: \d+\.$/);
  await expect(status(page)).toHaveText(/^(\d+) of \1 as expected\.$/, { timeout: RUN_LIMIT_MS });
  await expect(page.getByRole('cell', { name: new RegExp(`^${say('state', 'passed')}\\b`) }).first()).toBeVisible();
  await lookAt(page, 'smoke');
});

test('the report has the smoke tests that were run after the installation', async () => {
  const { page } = launched;
  await visit(page, 'report');
  const paper = page.frameLocator('iframe');
  await expect(paper.getByRole('heading', { name: 'Smoke tests' })).toBeVisible();
  await expect(paper.getByText(/^Tested by the run \S+, \S+\.$/)).toBeVisible();
  await page.getByRole('button', { name: say('report', 'write') }).click();
  await expect(status(page)).toContainText('/reports/');
  await lookAt(page, 'report');
});

test('the dashboard shows both nodes with live charts to who logs in', async ({ page }) => {
  const { url, user, password } = walked().dashboard;
  await logIn(page, url, user, password);
  await page.getByRole('button', { name: 'EN', exact: true }).click();
  await expect(page.locator('.live')).toContainText('Live');
  await expect(page.locator('.tile').filter({ hasText: 'Quorum' })).toContainText('2 of 2 nodes online');
  for (const node of NODES) await expect(page.getByRole('row').filter({ hasText: node }).first()).toContainText(/\d %/);
  await page.screenshot({ path: test.info().outputPath('glance.png') });
  await Promise.all(
    NODES.map(async (node) => expectLiveCharts(await page.context().newPage(), `${url}/#/node/${node}`)),
  );
});

/** The chart of the processors is drawn, and its newest value becomes another one without anybody's doing. */
async function expectLiveCharts(page: Page, url: string): Promise<void> {
  await page.goto(url);
  const chart = page.locator('[data-chart=cpu]');
  const drawn = await chart.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
    return Array.from(data).filter((value, index) => index % 4 === 3 && value > 10).length;
  });
  expect(drawn, `points of the chart at ${url}`).toBeGreaterThan(0);
  const load = chart.locator('.reading strong').first();
  const before = await load.textContent();
  await expect(load).not.toHaveText(before ?? '', { timeout: 60_000 });
  await page.screenshot({ path: test.info().outputPath(`${url.split('/').at(-1)}.png`) });
}

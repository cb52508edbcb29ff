import { expect, type Page, test } from '@playwright/test';
import { expectAccessible } from '../support/accessible.ts';
import { expectFilled, openExample, SITE_PAGES, switchTo, visit } from '../support/pages.ts';
import { saidIn } from '../support/said.ts';
import { type ServedApp, serveApp } from '../support/served-app.ts';

/** A small screen, laptops' screens at twice the size, and the smallest at four times (WCAG 1.4.10). */
const WINDOWS = [
  { width: 1024, height: 700 },
  { width: 720, height: 450 },
  { width: 640, height: 360 },
  { width: 320, height: 256 },
] as const;

let app: ServedApp;
test.beforeAll(async () => {
  app = await serveApp();
});
test.afterAll(() => app.close());

for (const window of WINDOWS)
  test(`in a window of ${window.width} x ${window.height} every page keeps its width, and its navigation its names`, async ({
    page,
  }) => {
    await page.setViewportSize(window);
    await page.goto(app.url);
    await switchTo(page, 'ES');
    await expect(page.getByRole('button', { name: 'Abrir two-node', exact: true })).toBeVisible();
    await expectNarrow(page, 'sites');
    for (const question of [saidIn('es')('newSite', 'open'), saidIn('es')('settings', 'open')]) {
      await page.getByRole('button', { name: question, exact: true }).click();
      await expectNarrow(page, question);
      await page.keyboard.press('Escape');
    }
    await switchTo(page, 'EN');
    await openExample(page, 'two-node');
    await switchTo(page, 'ES');
    for (const { id, es } of SITE_PAGES) {
      await visit(page, id);
      await expectFilled(page, id);
      await expect(page.getByRole('heading', { level: 1, name: es, exact: true })).toBeVisible();
      await expect(page.locator('.sw-nav').getByRole('link', { name: es, exact: false }).first()).toBeAttached();
      await expectNarrow(page, id);
    }
  });

test('at twice the size a plan is read, and an unfinished one is led on from, in both themes', async ({ page }) => {
  await page.setViewportSize(WINDOWS[1]);
  await page.goto(app.url);
  await switchTo(page, 'EN');
  await openExample(page, 'two-node-no-witness');
  await visit(page, 'install');
  await page.getByRole('button', { name: 'Plan against the simulated site' }).click();
  const status = page.locator('.sw-page-status');
  await expect(status).toContainText(/^Steps that would change something: \d+/, { timeout: 120_000 });
  for (const theme of ['Light', 'Dark'] as const) {
    await switchTo(page, theme);
    // The way on is reached by scrolling down alone.
    await page.getByRole('button', { name: 'Rehearse', exact: true }).scrollIntoViewIfNeeded();
    await expect(page.getByRole('button', { name: 'Rehearse', exact: true })).toBeInViewport();
    await expectAccessible(page, `a plan at twice the size, ${theme}`);
  }
});

/** What is wider than the window scrolls by itself (a table, a drawing), never the page or a question with it. */
async function expectNarrow(page: Page, label: string): Promise<void> {
  const across = await page.evaluate(() => {
    const standsOut = [
      ...document.querySelectorAll(
        '.sw-page-buttons button, .sw-page-figures button, .sw-bar button, .sw-nav a, .sw-band *, dialog[open] :is(button, input, select)',
      ),
    ]
      .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
      .map((element) => element.textContent);
    const parts = [document.documentElement, ...document.querySelectorAll('.sw-page, .sw-page-content, dialog[open]')];
    return { page: Math.max(...parts.map((part) => part.scrollWidth - part.clientWidth)), standsOut };
  });
  expect(across, label).toEqual({ page: 0, standsOut: [] });
}

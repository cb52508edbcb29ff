import { expect, type Locator, type Page, test } from '@playwright/test';
import { press, tabTo } from '../support/keyboard.ts';
import { lookAt } from '../support/look-at.ts';
import { openExample, switchTo, visit } from '../support/pages.ts';
import { saidIn } from '../support/said.ts';
import { type ServedApp, serveApp } from '../support/served-app.ts';
import { watchPage } from '../support/watched-page.ts';

/** A site made and broken on a cold machine of two cores may take this long; it is no claim about speed. */
const DRILL_LIMIT_MS = 170_000;
const say = saidIn('es');

test.use({ viewport: { width: 1280, height: 720 } });

let app: ServedApp;
test.beforeEach(async () => {
  app = await serveApp();
});
test.afterEach(() => app.close());

const panel = (page: Page, title: string | RegExp): Locator =>
  page.locator('.sw-panel').filter({ has: page.getByRole('heading', { name: title, exact: true }) });

/** The dialog takes nothing but the right name. */
async function confirm(page: Page, name: string, way: string, picture: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  const go = dialog.getByRole('button', { name: way });
  await tabTo(page, dialog.getByRole('textbox'));
  await page.keyboard.type(`${name}x`);
  await expect(go).toBeDisabled();
  await page.keyboard.press('Backspace');
  await lookAt(page, picture);
  await press(page, go);
  await expect(dialog).toHaveCount(0);
}

test('a drill is warned of, begun by the typed name, followed and done; a node goes out of service: by keys, in Spanish', async ({
  page,
}) => {
  test.setTimeout(4 * DRILL_LIMIT_MS);
  const watch = watchPage(page, app.origin);
  await page.goto(app.url);
  await switchTo(page, 'EN');
  await openExample(page, 'two-node');
  await visit(page, 'smoke');
  await press(page, page.getByRole('button', { name: 'ES', exact: true }));
  const drills = panel(page, say('drill', 'list'));
  await expect(drills).toContainText(say('drill', 'failover'));
  await lookAt(page, 'offers');

  await test.step('the failover', async () => {
    await press(page, drills.getByRole('button', { name: /vm-dashboard/ }).first());
    await confirm(page, 'vm-dashboard', say('drill', 'goRehearsed'), 'warning');
    const drill = page.locator('.sw-panel').filter({ has: page.locator('.sw-moments') });
    await expect(page.getByRole('button', { name: say('drill', 'abort') })).toBeVisible();
    await expect(page.locator('.sw-page-status')).toContainText(say('drill', 'nothingElse'));
    await lookAt(page, 'preparing');
    await expect(drill).toBeVisible({ timeout: DRILL_LIMIT_MS });
    await lookAt(page, 'live');
    await expect(drill).toContainText(say('drill', 'rehearsed'), { timeout: DRILL_LIMIT_MS });
    await expect(drill).toContainText(say('drill', 'asBefore'));
    await expect(drill).toContainText(/Promesa: como máximo 5 min/);
    await lookAt(page, 'done');
    await expect(drills.locator('.sw-past')).toContainText(say('drill', 'rehearsed'));
    await switchTo(page, 'Oscuro');
    await lookAt(page, 'done-dark');
    await switchTo(page, 'Claro');
  });
  await test.step('a node out of service', async () => {
    const maintenance = panel(page, say('maintenance', 'title'));
    await press(page, page.getByRole('button', { name: say('maintenance', 'onOf', { node: 'pve-node2' }) }));
    await confirm(page, 'pve-node2', say('drill', 'goRehearsed'), 'maintenance');
    const row = maintenance.locator('li').filter({ hasText: 'pve-node2' });
    await expect(row).toContainText(/Fuera de servicio desde el .*, en el sitio simulado/, { timeout: DRILL_LIMIT_MS });
    // What would change nothing is not offered; of a node that was never asked both are.
    await expect(row.getByRole('button')).toHaveText([say('maintenance', 'off')]);
    await expect(maintenance.locator('li').filter({ hasText: 'pve-node1' }).getByRole('button')).toHaveCount(2);
    await maintenance.scrollIntoViewIfNeeded();
    await lookAt(page, 'maintained');
    await page.reload();
    for (const id of ['nodes', 'install'] as const) {
      await press(page, page.locator(`.sw-nav a[href$="/${id}"]`));
      await expect(page.locator('.sw-out')).toContainText('En el sitio simulado, fuera de servicio: pve-node2.');
    }
    await lookAt(page, 'out-of-service');
    await press(page, page.getByRole('link', { name: say('maintenance', 'toPage') }));
    await expect(row.getByRole('button')).toHaveText([say('maintenance', 'off')]);
    await press(page, row.getByRole('button'));
    await confirm(page, 'pve-node2', say('drill', 'goRehearsed'), 'maintenance-ends');
    await expect(row).toContainText(/De nuevo en servicio desde el /, { timeout: DRILL_LIMIT_MS });
    await expect(row.getByRole('button')).toHaveText([say('maintenance', 'on')]);
  });
  await test.step('a reload finds the drill again', async () => {
    await page.reload();
    await expect(page.locator('.sw-moments')).toBeVisible();
  });
  watch.expectQuiet();
});

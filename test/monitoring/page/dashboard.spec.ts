import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { type Watch, watchPage } from '../../e2e/support/watched-page.ts';
import { ADMIN, type ServedDashboard, serveDashboard } from './support/served-dashboard.ts';
import { HOSTILE_NAME, roundAt, siteStates } from './support/site.ts';

let web: ServedDashboard;
test.beforeAll(async () => {
  web = await serveDashboard();
  const now = Date.now();
  // an hour of readings, ten minutes of which are missing
  for (let ago = 3_600; ago >= 0; ago -= 60) {
    if (ago > 1_200 && ago < 1_800) continue;
    const at = new Date(now - ago * 1000);
    await web.ingest(roundAt(at, siteStates(at)));
  }
});
test.afterAll(() => web.stop());

let watch: Watch;
test.beforeEach(async ({ page }) => {
  watch = watchPage(page, web.url);
  // however long the tests before took, the figures are of now
  await web.ingest(roundAt(new Date(), siteStates(new Date())));
  await web.logIn(page);
  await page.getByRole('button', { name: 'EN', exact: true }).click();
});

const goTo = async (page: Page, place: string, heading: string | RegExp): Promise<void> => {
  await page.goto(`${web.url}/#/${place}`);
  await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
};

/** As when its window comes to the front: the page does not wait for its next round. */
const lookAgain = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));

const tile = (page: Page, name: string) => page.locator('.tile').filter({ hasText: name });
const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });

test('the glance shows what was ingested, and a newer round arrives by itself', async ({ page }) => {
  await web.ingest(roundAt(new Date(), siteStates(new Date()), 0.37));
  await page.reload();
  await expect(row(page, 'pve-node1').first()).toContainText('37 %');
  await expect(tile(page, 'Quorum')).toContainText('3 of 3 nodes online');
  await expect(tile(page, 'Replication')).toContainText(/[89] min behind/);
  await expect(tile(page, 'High availability')).toContainText('Led by pve-node1');
  await expect(page.locator('.live')).toContainText('Live');

  const states = siteStates(new Date());
  const cluster = {
    ...states.cluster,
    nodes: states.cluster?.nodes.map((node, index) => ({ ...node, online: index > 0 })),
  };
  await web.ingest(roundAt(new Date(), { ...states, cluster: cluster as typeof states.cluster }, 0.81));
  await expect(row(page, 'pve-node2').first()).toContainText('81 %', { timeout: 25_000 });
  await expect(row(page, 'pve-node1').first()).toContainText('Does not answer');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Something is broken');
  await web.ingest(roundAt(new Date(), siteStates(new Date())));
  watch.expectQuiet();
});

test('charts are drawn with their gap, are read by pointer and as a table, and stay quiet under the content security policy', async ({
  page,
}) => {
  await goTo(page, 'qemu/100', 'vm-dashboard');
  const cpu = page.locator('[data-chart=cpu]');
  await expect(cpu.locator('canvas')).toBeVisible();
  await expect(page.locator('[data-chart]')).toHaveCount(4);
  await expect(page.getByText('How full the disk of a virtual machine is cannot be seen from outside.')).toBeVisible();
  // the middle of the gap has no colour, the middle of what was measured has
  const painted = await cpu.locator('canvas').evaluate(
    (canvas: HTMLCanvasElement, [gap, measured]) => {
      const context = canvas.getContext('2d');
      const column = (share: number): number => {
        const left = 70 * devicePixelRatio;
        const x = Math.round(left + (canvas.width - left - 12 * devicePixelRatio) * (share ?? 0));
        const { data } = context?.getImageData(x, 0, 1, Math.round(canvas.height * 0.8)) ?? { data: [] };
        return Array.from(data).filter((value, index) => index % 4 === 3 && value > 10).length;
      };
      return { gap: column(gap ?? 0), measured: column(measured ?? 0) };
    },
    [0.59, 0.81],
  );
  expect(painted.measured).toBeGreaterThan(painted.gap);

  const reading = cpu.locator('.reading .when');
  const newest = await reading.textContent();
  await cpu.locator('.u-over').hover({ position: { x: 60, y: 40 } });
  await expect(reading).not.toHaveText(newest ?? '');

  const shown = await page.evaluate(async () => {
    const { average } = await (await fetch('/api/series?source=qemu/100&range=day')).json();
    return average.cpuRatio.filter((value: number | null) => value !== null).length;
  });
  expect(shown).toBeGreaterThan(0);
  for (const range of ['Day', 'Week', 'Month', 'Year', 'Hour']) {
    await page.getByRole('button', { name: range, exact: true }).click();
    await expect(page.locator('[data-chart=cpu] canvas')).toBeVisible();
  }
  await page.locator('summary').filter({ hasText: 'Processor' }).press('Enter');
  await expect(page.getByRole('table', { name: 'Processor' }).getByRole('row')).not.toHaveCount(0);
  await expect(page.locator('[data-chart=cpu] .canvas')).toHaveAttribute('aria-label', /^Processor: now .+ %, highest/);
  watch.expectQuiet();
});

test('a machine whose name is markup is shown by its name, and is found by typing', async ({ page }) => {
  await goTo(page, 'guests', 'Machines');
  await expect(page.getByRole('link', { name: HOSTILE_NAME })).toBeVisible();
  await page.getByRole('searchbox').fill('onerror');
  await expect(page.getByText('1 of 12 machines')).toBeVisible();
  await page.getByRole('link', { name: HOSTILE_NAME }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(HOSTILE_NAME);
  expect(await page.locator('#app img').count()).toBe(0);
  watch.expectQuiet();
});

test('an administrator saves a rule, makes a user, and acknowledges an alert with the keyboard alone', async ({
  page,
}) => {
  await goTo(page, 'settings', 'Settings');
  const minutes = page.getByLabel('A replication is older than (minutes)');
  await minutes.fill('2');
  await minutes.press('Enter');
  await expect(page.getByText('The settings are saved.')).toBeVisible();
  await expect(minutes).toHaveValue('2');

  let listComes = () => {};
  const held = new Promise<void>((resolve) => {
    listComes = resolve;
  });
  await page.route('**/api/users', (route) => held.then(() => route.continue()));
  await goTo(page, 'users', 'Users');
  await page.getByLabel('Name', { exact: true }).pressSequentially('alcaldia');
  // the list that comes while somebody types takes neither the text nor the focus away
  listComes();
  await expect(row(page, ADMIN.name)).toBeVisible();
  await expect(page.getByLabel('Name', { exact: true })).toBeFocused();
  await page.getByLabel('Password', { exact: true }).fill('una frase bien larga');
  await page.getByLabel('Password', { exact: true }).press('Enter');
  await expect(page.getByText('The user alcaldia is there.')).toBeVisible();
  await expect(row(page, 'alcaldia')).toBeVisible();

  await goTo(page, 'alerts', 'Alerts');
  const alert = page.locator('.alert').first();
  await expect(alert).toContainText('Replication 10', { timeout: 45_000 });
  await alert.getByRole('button', { name: /^Acknowledge/ }).press('Enter');
  await expect(page.getByLabel('Note')).toBeFocused();
  await page.keyboard.type('<b>Seen</b> by the technician');
  await page.keyboard.press('Enter');
  await expect(page.getByText('The alert is acknowledged.')).toBeVisible();
  await expect(page.locator('.alert').filter({ hasText: '<b>Seen</b> by the technician' })).toContainText(
    `Acknowledged by ${ADMIN.name}`,
  );
  watch.expectQuiet();
});

test('whoever only looks is offered nothing to change', async ({ page, browser }) => {
  await page.evaluate(async () => {
    const { csrf } = await (await fetch('/api/session')).json();
    const body = JSON.stringify({ name: 'looker', role: 'viewer', password: 'looking is enough' });
    await fetch('/api/users', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-csrf-token': csrf },
      body,
    });
  });
  const other = await browser.newPage();
  await web.logIn(other, 'looker', 'looking is enough');
  await expect(other.locator('.pages a')).toHaveCount(4);
  await other.goto(`${web.url}/#/settings`);
  await expect(other.locator('.tiles')).toBeVisible();
  await expect(other.locator('form.settings')).toHaveCount(0);
  await other.close();
});

test('every place is accessible in both themes and languages, and keeps to a telephone', async ({ page }) => {
  const bad: unknown[] = [];
  const looks = [
    ['light', 'ES', 360],
    ['dark', 'EN', 1280],
  ] as const;
  for (const [colorScheme, language, width] of looks) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 740 });
    await page.getByRole('button', { name: language, exact: true }).click();
    for (const place of ['overview', 'guests', 'qemu/100', 'alerts', 'settings', 'users', 'account']) {
      await page.goto(`${web.url}/#/${place}`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      if (place === 'qemu/100') await expect(page.locator('[data-chart=cpu] canvas')).toBeVisible();
      if (place === 'settings') await expect(page.locator('form.settings')).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
      const across = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      for (const { id, nodes } of violations)
        bad.push(
          `${colorScheme} ${place}: ${id} at ${nodes
            .slice(0, 3)
            .map(({ target }) => target.join(' '))
            .join(', ')}`,
        );
      if (across > 0) bad.push(`${colorScheme} ${place}: ${across} px too wide`);
    }
    await expect(page.locator('html')).toHaveAttribute('lang', language.toLowerCase());
  }
  expect(bad).toEqual([]);
  watch.expectQuiet();
});

test('figures from before a sleep are not called live while the dashboard is asked for newer ones', async ({
  page,
}) => {
  const live = page.locator('.live-on');
  await expect(live).toHaveCount(1);
  let answer = (): void => undefined;
  const held = new Promise<void>((done) => {
    answer = done;
  });
  await page.route('**/api/overview', async (route) => {
    await held;
    await route.continue();
  });
  await page.evaluate(() => {
    Date.now = () => performance.timeOrigin + performance.now() + 600_000;
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await expect(live).toHaveCount(0);
  await expect(page.getByRole('alert')).toContainText('has not answered since');
  await expect(page.locator('.tile .mark-ok')).toHaveCount(0);
  await page.evaluate(() => {
    Date.now = () => performance.timeOrigin + performance.now();
  });
  answer();
  await expect(live).toHaveCount(1);
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('when the dashboard stops answering it says so and calls nothing fine, comes back by itself, and a session that ended leads to the login', async ({
  page,
  context,
}) => {
  await expect(page.locator('.mark-ok').first()).toBeVisible();
  await web.end();
  await lookAgain(page);
  await expect(page.getByRole('alert')).toContainText('has not answered since', { timeout: 25_000 });
  await expect(page.locator('.tile .mark-ok')).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('not known');
  await web.start();
  await expect(page.getByRole('alert')).toHaveCount(0, { timeout: 25_000 });
  await expect(page.locator('.live')).toContainText('Live');
  await context.clearCookies();
  await lookAgain(page);
  await page.waitForURL('**/login', { timeout: 25_000 });
});

import { readFile, writeFile } from 'node:fs/promises';
import { expect, type Locator, type Page, test } from '@playwright/test';
import type { Language } from '../../../electron/api/text.ts';
import { makeEd25519 } from '../../../electron/engine/shell/ssh-keys.ts';
import { generatedSite } from '../../journey/support/generated-site.ts';
import { askBody, webhookBody } from '../../unit/electron/engine/arrival/support/install-messages.ts';
import { type AnswerPlace, answerPlaceOf, post } from '../support/installer.ts';
import { expectFocusInside, lookAt, SMALL_LAPTOP } from '../support/look-at.ts';
import { makeBaseImage, makeOwnSite, type OwnSite, runShown } from '../support/own-site.ts';
import { switchTo, visit } from '../support/pages.ts';
import { saidIn } from '../support/said.ts';
import { type ServedApp, serveApp } from '../support/served-app.ts';
import { watchPage } from '../support/watched-page.ts';

/** A rehearsed arrival on a slow machine of two cores; no claim about speed. */
const ARRIVAL_LIMIT_MS = 150_000;

test.use({ viewport: SMALL_LAPTOP });

let app: ServedApp;
test.beforeEach(async () => {
  app = await serveApp();
});
test.afterEach(() => app.close());

/** A site of one's own with its file changed by hand before the page reads it again. */
async function ownSite(page: Page, example: string, change: (text: string) => string): Promise<OwnSite> {
  await page.goto(app.url);
  await switchTo(page, 'EN');
  const site = await makeOwnSite(page, app.home, example, 'taller');
  await writeFile(site.file, change(await readFile(site.file, 'utf8')));
  return site;
}

function panel(page: Page, title: string): Locator {
  return page.locator('.sw-panel').filter({ has: page.getByRole('heading', { name: title }) });
}

async function toArrival(page: Page, language: Language): Promise<void> {
  await page.reload();
  await switchTo(page, language === 'en' ? 'EN' : 'ES');
  await visit(page, 'arrival');
}

for (const language of ['en', 'es'] as const) {
  const say = saidIn(language);

  test(`a machine that nobody planned is given a node, and one that asks again waits for its typed name, in ${language}`, async ({
    page,
  }) => {
    const watch = watchPage(page, app.origin);
    const port = language === 'en' ? 18_443 : 18_444;
    const site = await ownSite(page, 'three-node-dhcp', (text) =>
      text
        .replaceAll('192.168.20.', '127.0.0.')
        .replace('address = "127.0.0.50"', `address = "127.0.0.50"\nport = ${port}`),
    );
    const base = await makeBaseImage(app.home, '9.2');
    await runShown(
      `sitewright image make '${site.file}' --base '${base.path}' --accept-base ${base.sha256} --out '${site.media}'`,
      app.home,
    );
    const place = await answerPlaceOf(site.media);
    await toArrival(page, language);
    await page.getByRole('button', { name: say('arrival', 'start') }).click();
    await expect(page.getByRole('button', { name: say('arrival', 'stop') })).toBeVisible();
    const machine = { network_interfaces: [{ link: 'eno1', mac: '02:00:00:00:01:01' }] };
    const visitors = panel(page, say('arrival', 'visitors'));

    await test.step('it waits for a person', async () => {
      await expect.poll(async () => (await post(place, askBody(machine)).catch(() => undefined))?.status).toBe(404);
      await expect(visitors).toContainText(say('arrival', 'visitorUnknown'));
      await expect(visitors).toContainText('SERIAL-1');
      // Nobody says beside it that there is nothing to do.
      await expect(page.getByText(say('arrival', 'nextNothing'))).toHaveCount(0);
      await visitors.scrollIntoViewIfNeeded();
      await lookAt(page, `unknown-${language}`);
    });
    await test.step('a person says which node it is', async () => {
      const give = visitors.getByRole('button', { name: say('arrival', 'assign') });
      await expect(give).toBeDisabled();
      await visitors.getByRole('combobox', { name: say('arrival', 'assignTo') }).selectOption('pve3');
      await give.click();
      await expect(visitors).toContainText(say('arrival', 'visitorGiven', { host: 'pve3' }));
      await lookAt(page, `given-${language}`);
    });
    const answer = await post(place, askBody(machine));
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('pve3');
    const webhook = /url = "(https:[^"]+)"/.exec(answer.text)?.[1] ?? '';
    const token = /auth-token = "([^"]+)"/.exec(answer.text)?.[1] ?? '';
    const installed: AnswerPlace = { url: webhook, token };

    await test.step('installed, it asks again and is not let through', async () => {
      const told = await post(installed, webhookBody({ fqdn: 'pve3.hospital.lan', token }));
      expect(told.status).toBe(200);
      expect((await post(place, askBody(machine))).status).toBe(403);
      await expect(visitors).toContainText(say('arrival', 'visitorGuarded', { host: 'pve3' }));
      await lookAt(page, `guarded-${language}`);
    });
    await test.step('its name is typed, and it gets its answer once more', async () => {
      const open = visitors.getByRole('button', { name: say('arrival', 'release') });
      await open.press('Enter');
      const dialog = page.getByRole('dialog', { name: say('arrival', 'releaseTitle', { host: 'pve3' }) });
      await expect(dialog).toBeVisible();
      await lookAt(page, `release-${language}`);
      await expectFocusInside(page);
      await page.keyboard.press('Escape');
      await expect(dialog).toHaveCount(0);
      await expect(open).toBeFocused();
      await open.press('Enter');
      const go = dialog.getByRole('button', { name: say('arrival', 'releaseGo', { host: 'pve3' }) });
      await dialog.getByRole('textbox').fill('pve2');
      await expect(go).toBeDisabled();
      await dialog.getByRole('textbox').fill('pve3');
      await dialog.getByRole('textbox').press('Enter');
      await expect(dialog).toHaveCount(0);
      expect((await post(place, askBody(machine))).status).toBe(200);
      // Once: what is installed anew is guarded anew.
      await post(installed, webhookBody({ fqdn: 'pve3.hospital.lan', token }));
      expect((await post(place, askBody(machine))).status).toBe(403);
    });
    await page.getByRole('button', { name: say('arrival', 'stop') }).click();
    await expect(page.locator('.sw-page-status')).toHaveText(say('arrival', 'stoppedStatus'));
    watch.expectQuiet();
  });
}

test('a key that nothing confirms is compared with the screen', async ({ page }) => {
  await ownSite(page, 'three-node-dhcp', (text) =>
    text.replace('delivery = "one-image"', 'delivery = "one-image"\nwebhook = { to = "none" }'),
  );
  await toArrival(page, 'en');
  await page.getByRole('button', { name: saidIn('en')('arrival', 'rehearse') }).click();
  // One arrival: refused in English, confirmed in Spanish.
  for (const language of ['en', 'es'] as const) {
    const say = saidIn(language);
    await switchTo(page, language === 'en' ? 'EN' : 'ES');
    const open = page.getByRole('button', { name: say('arrival', 'compareOf', { host: 'pve1' }) });
    await open.press('Enter', { timeout: ARRIVAL_LIMIT_MS });
    const dialog = page.getByRole('dialog', { name: say('arrival', 'compareTitle', { host: 'pve1' }) });
    await expect(dialog.getByRole('textbox')).toBeFocused();
    const fingerprint = (await dialog.locator('.sw-fingerprint').textContent()) ?? '';
    expect(fingerprint).toMatch(/^SHA256:.{43}$/);
    const same = dialog.getByRole('button', { name: say('arrival', 'compareSame') });
    await expect(same).toBeDisabled();
    await dialog.getByRole('textbox').fill('AAAAAAAA');
    await expect(dialog).toContainText(say('arrival', 'compareDiffers'));
    await lookAt(page, `compare-${language}`);
    if (language === 'en') await page.keyboard.press('Escape');
    else {
      await dialog.getByRole('textbox').fill(fingerprint.slice(-8));
      await dialog.getByRole('textbox').press('Enter');
    }
    await expect(dialog).toHaveCount(0);
  }
  const say = saidIn('es');
  const keys = panel(page, say('arrival', 'keys'));
  await expect(keys.locator('li').filter({ hasText: 'pve1' }).getByRole('button')).toHaveCount(0);
  await expect(page.locator('.sw-page-status')).toHaveText(say('arrival', 'allReady'), {
    timeout: ARRIVAL_LIMIT_MS,
  });
  await lookAt(page, 'compared-es');
  await switchTo(page, 'EN');
  await lookAt(page, 'compared-en');
});

test('sixteen machines arrive on one page, which holds them in both languages', async ({ page }) => {
  test.setTimeout(2 * ARRIVAL_LIMIT_MS);
  const say = saidIn('en');
  const { publicLine } = makeEd25519('sixteen', 'arrival-of-sixteen');
  await ownSite(page, 'two-node', () => generatedSite({ nodes: 16, key: publicLine }));
  await toArrival(page, 'en');
  /** One arrival is looked at in both: what is longer in Spanish must find its place as well. Ends in English. */
  const lookInBoth = async (name: string, isSeen: () => Promise<void> = async () => {}) => {
    for (const language of ['es', 'en'] as const) {
      await switchTo(page, language === 'en' ? 'EN' : 'ES');
      await isSeen();
      await lookAt(page, `sixteen-${name}-${language}`);
    }
  };
  await lookInBoth('before');
  await page.getByRole('combobox', { name: say('install', 'fault') }).selectOption('install.disk-missing');
  await page.getByRole('button', { name: say('arrival', 'rehearse') }).click();
  const chart = page.locator('.sw-chart');
  await expect(chart.getByText('pve16', { exact: true })).toBeAttached({ timeout: ARRIVAL_LIMIT_MS });
  const silent = page.getByRole('region', { name: /^pve1 / });
  await lookInBoth('silent', () =>
    expect(silent, 'what to do is seen without scrolling').toBeInViewport({ timeout: ARRIVAL_LIMIT_MS }),
  );
  await lookInBoth('chart', () => chart.scrollIntoViewIfNeeded());
});

import { writeFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { keyUntilFocused, press, tabTo } from '../support/keyboard.ts';
import { expectFocusInside, lookAt } from '../support/look-at.ts';
import { makeOwnSite } from '../support/own-site.ts';
import { switchTo } from '../support/pages.ts';
import { saidIn } from '../support/said.ts';
import { exampleAs, type ServedRack, serveRack } from '../support/served-rack.ts';
import { watchPage } from '../support/watched-page.ts';

/** A whole rehearsal on a cold machine of two cores may take this long; it is no claim about speed. */
const RUN_LIMIT_MS = 150_000;
const say = saidIn('es');
/** The data disk of pve-node2. */
const DISK = 'S6PUNX0T700412';
const LOCK = '/var/lib/sitewright/lock';

/** Taken out of the site file later. */
const SECOND = `
[[storages]]
type = "dir"
id = "isos"
path = "/srv/isos"
content = ["iso"]
`;

test.use({ viewport: { width: 1280, height: 720 } });

let rack: ServedRack;
test.afterEach(() => rack.close());

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const status = (page: Page) => page.locator('.sw-page-status');
const cell = (page: Page, item: string) => page.locator(`[data-item="${item}"]`);

/** Opens the install page of a site of one's own whose rack stands there, in Spanish. */
async function toInstall(page: Page, text: string): Promise<string> {
  await page.goto(rack.url);
  await switchTo(page, 'EN');
  const { file } = await makeOwnSite(page, rack.home, 'two-node', 'taller');
  await writeFile(file, text);
  await page.reload();
  await press(page, button(page, 'ES'));
  await press(page, page.locator('.sw-nav a[href$="/install"]'));
  await expect(page.getByRole('heading', { level: 1, name: say('install', 'title') })).toBeVisible();
  return file;
}

test('the plan, a part of it, drift, an orphan, another laptop and a host without power are walked with the keyboard alone, in Spanish', async ({
  page,
}) => {
  test.setTimeout(4 * RUN_LIMIT_MS);
  const small = await exampleAs('two-node', 'taller');
  rack = await serveRack(`${small}\n${SECOND}`);
  const watch = watchPage(page, rack.origin);
  const file = await toInstall(page, `${small}\n${SECOND}`);
  const plan = button(page, say('install', 'planRehearsed'));

  await test.step('the plan says what each step would change', async () => {
    await lookAt(page, 'before');
    await press(page, plan);
    await expect(status(page)).toContainText(/^Pasos que cambiarían algo: \d+\./, { timeout: RUN_LIMIT_MS });
    await lookAt(page, 'plan');
    const join = cell(page, 'cluster.create@pve-node1');
    await tabTo(page, page.locator('.sw-cell-button[tabindex="0"]'));
    for (let moves = 0; moves < 60 && !(await join.evaluate((it) => it === document.activeElement)); moves += 1)
      await page.keyboard.press('ArrowRight');
    await expect(join).toBeFocused();
    await expect(join).toContainText(say('state', 'later'));
    await lookAt(page, 'plan-step');
  });
  await test.step('a part that needs what is not true yet is blocked and says so', async () => {
    await press(page, button(page, say('install', 'partFrom')));
    await expect(status(page)).toContainText('Bloqueados', { timeout: RUN_LIMIT_MS });
    const alert = page.getByRole('alert');
    await expect(alert).toContainText('selection.needs-unselected');
    await lookAt(page, 'part-blocked');
    await press(page, alert.getByRole('button', { name: say('install', 'wholePlanOf') }));
    await expect(status(page)).toContainText(/^Pasos que cambiarían algo: \d+\.$/, { timeout: RUN_LIMIT_MS });
  });
  await test.step('it is rehearsed', async () => {
    await press(page, button(page, say('install', 'rehearse')));
    await lookAt(page, 'running');
    await expect(status(page)).toHaveText(/^Terminado: \d+ con cambios/, { timeout: RUN_LIMIT_MS });
    await lookAt(page, 'done');
    await press(page, plan);
    await expect(status(page)).toHaveText(say('install', 'nothing'), { timeout: RUN_LIMIT_MS });
    await lookAt(page, 'nothing');
  });
  const drifted = 'storage.snippets@pve-node1';
  const driftAgain = () => rack.byHand('pve-node1', 'pvesm set local --content iso,vztmpl,backup');
  await test.step('what somebody changed by hand is named as drift, and mended by its own step alone', async () => {
    await driftAgain();
    await press(page, plan);
    await expect(status(page)).toContainText(say('install', 'planDrifted', { count: 1 }), { timeout: RUN_LIMIT_MS });
    await expect(cell(page, drifted)).toContainText(say('state', 'drift'));
    await tabTo(page, cell(page, drifted));
    await page.keyboard.press('Enter');
    await expect(page.getByText(/^Desviado: esto se cumplía tras la ejecución del /)).toBeVisible();
    await lookAt(page, 'drift');
    await press(
      page,
      button(page, say('install', 'partHere', { host: 'pve-node1' }))
        .or(button(page, say('install', 'partStep')))
        .first(),
    );
    await expect(page.locator('.sw-band')).toContainText('Solo el paso: ', { timeout: RUN_LIMIT_MS });
    await expect(page.locator('.sw-cell-button')).not.toHaveCount(0);
    await lookAt(page, 'drift-part');
    await press(page, button(page, say('install', 'rehearsePart')));
    await expect(status(page)).toHaveText(/^Terminado: 1 con cambios, /, { timeout: RUN_LIMIT_MS });
    await lookAt(page, 'drift-mended');
    await page.reload();
    await expect(page.locator('.sw-band')).toContainText('Solo el paso: ');
    await expect(status(page)).toHaveText(/^Terminado: 1 con cambios, /);
  });
  await test.step('what the site file no longer names goes by its typed name, and only that', async () => {
    await writeFile(file, small);
    await page.reload();
    await press(page, plan);
    const orphans = page.locator('.sw-orphans');
    await expect(orphans).toContainText('site.toml', { timeout: RUN_LIMIT_MS });
    await lookAt(page, 'orphan');
    const remove = button(page, say('install', 'removeOf', { name: 'isos' }));
    await press(page, remove);
    const dialog = page.getByRole('dialog', { name: say('install', 'removeTitle', { name: 'isos' }) });
    await expectFocusInside(page);
    await page.keyboard.press('Escape');
    await expect(remove).toBeFocused();
    await page.keyboard.press('Enter');
    const go = dialog.getByRole('button', { name: say('install', 'removeGo') });
    await tabTo(page, dialog.getByRole('textbox'));
    await page.keyboard.type('isox');
    await expect(dialog).toContainText(say('ui', 'typedDiffers', { name: 'isos' }));
    await expect(go).toBeDisabled();
    await lookAt(page, 'orphan-dialog');
    await page.keyboard.press('Backspace');
    await page.keyboard.type('s');
    await page.keyboard.press('Enter');
    await expect(dialog).toHaveCount(0, { timeout: RUN_LIMIT_MS });
    await expect(cell(page, 'removal.storage@isos')).toContainText(say('state', 'changes'));
    await expect(orphans).toContainText(say('install', 'orphanGoes'));
    await lookAt(page, 'orphan-goes');
    await press(page, button(page, say('install', 'rehearsePart')));
    await expect(status(page)).toHaveText(/^Terminado: 1 con cambios, /, { timeout: RUN_LIMIT_MS });
    await press(page, plan);
    await expect(status(page)).toHaveText(say('install', 'nothing'), { timeout: RUN_LIMIT_MS });
    await expect(orphans).toHaveCount(0);
  });
  await test.step('a laptop that is not heard from is named, and taken over from by its typed name', async () => {
    const holder = {
      token: 'a1b2c3d4e5f6',
      laptop: 'portatil-7',
      laptopId: 'another',
      user: 'ana',
      runId: '20260301T100000Z-abcdef',
      siteId: 'taller',
      startedAt: '2026-03-01T10:00:00.000Z',
      pid: 1,
      process: '',
    };
    await driftAgain();
    await rack.byHand('pve-node1', `mkdir -p ${LOCK} && printf '%s\\n' '${JSON.stringify(holder)}' > ${LOCK}/holder`);
    await press(page, plan);
    await expect(page.getByText(/^ana en portatil-7 está cambiando este sitio ahora/)).toBeVisible({
      timeout: RUN_LIMIT_MS,
    });
    // One that is renewed is never taken.
    await expect(button(page, say('install', 'takeLock'))).toHaveCount(0);
    await rack.pass(1300);
    await press(
      page,
      button(page, say('install', 'rehearse'))
        .or(button(page, say('install', 'again')))
        .first(),
    );
    const failure = page.locator('.sw-trouble').filter({ hasText: 'run.site-lock-stale' });
    await expect(failure).toBeVisible({ timeout: RUN_LIMIT_MS });
    await expect(failure).toContainText('tome el control escribiendo el nombre de ese portátil');
    await expect(failure).not.toContainText(/--|2026-03-01T/);
    await lookAt(page, 'lock');
    await press(page, failure.getByRole('button', { name: say('install', 'takeLock') }));
    const dialog = page.getByRole('dialog', { name: say('install', 'takeLockTitle', { laptop: 'portatil-7' }) });
    await tabTo(page, dialog.getByRole('textbox'));
    await page.keyboard.type('portatil-7');
    await lookAt(page, 'lock-dialog');
    await page.keyboard.press('Enter');
    await expect(status(page)).toHaveText(/^Terminado: 1 con cambios, /, { timeout: RUN_LIMIT_MS });
  });
  await test.step('what waits for a host without power is not known, told once by that host, and no step of it is called blocked', async () => {
    const away = 'pve-node2';
    await rack.off(away);
    await press(page, plan);
    await expect(status(page)).toContainText(say('install', 'planAway', { hosts: away }), { timeout: RUN_LIMIT_MS });
    await expect(status(page)).not.toContainText('Bloqueados');
    const cells = page.locator('.sw-cell-button');
    const unknown = cells.filter({ hasText: say('state', 'notKnown') });
    await expect(unknown.and(page.locator(`[data-item$="@${away}"]`)).first()).toBeVisible();
    await expect(cells.filter({ hasText: say('state', 'blocked') })).toHaveCount(0);
    // Where a copy to it has failed by now, the page begins at that step: the matrix is one stop of the Tab key.
    await tabTo(page, cells.and(page.locator('[tabindex="0"]')));
    await page.keyboard.press('Home');
    await keyUntilFocused(page, 'ArrowRight', unknown.and(page.locator(`[data-item$="@${away}"]`)).first());
    await page.keyboard.press('Enter');
    await expect(page.getByText(say('install', 'changesAway', { host: away })).first()).toBeVisible();
    await lookAt(page, 'away');
  });
  watch.expectQuiet();
});

test('a disk that holds something is erased by its typed serial, and a step that may be skipped is, in Spanish', async ({
  page,
}) => {
  test.setTimeout(3 * RUN_LIMIT_MS);
  const text = await exampleAs('two-node', 'taller');
  rack = await serveRack(text);
  // What the account's step writes cannot be written: it fails as often as it is tried.
  await rack.byHand('pve-node1', 'mkdir -p /var/lib/sitewright/collector-token.json');
  rack.fillDisk('pve-node2', DISK, 'ext4');
  await toInstall(page, text);
  await press(page, button(page, say('install', 'rehearse')));
  const failure = page.getByRole('alert');
  await test.step('the disk is named with what is on it', async () => {
    await expect(failure).toContainText('storage.disk-in-use', { timeout: RUN_LIMIT_MS });
    await expect(failure.getByRole('button', { name: say('install', 'retry') })).toBeVisible({ timeout: RUN_LIMIT_MS });
    await expect(button(page, say('install', 'skip'))).toHaveCount(0);
    await expect(failure).toContainText(`bórrelo aquí escribiendo su número de serie ${DISK}`);
    await expect(failure).not.toContainText('--wipe');
    await expect(status(page)).toContainText(/^Detenido: \d con fallo/);
    await lookAt(page, 'disk');
    await switchTo(page, 'Oscuro');
    await lookAt(page, 'disk-dark');
    await switchTo(page, 'Claro');
    await press(page, failure.getByRole('button', { name: say('install', 'wipe') }));
    const dialog = page.getByRole('dialog');
    await tabTo(page, dialog.getByRole('textbox'));
    await page.keyboard.type(DISK);
    await lookAt(page, 'disk-dialog');
    await page.keyboard.press('Enter');
    await expect(dialog).toHaveCount(0);
  });
  await test.step('what may be skipped is skipped', async () => {
    const account = cell(page, 'access.collector@pve-node1');
    await expect(failure).toContainText('collector-token.json', { timeout: RUN_LIMIT_MS });
    await expect(button(page, say('install', 'skip'))).toBeVisible({ timeout: RUN_LIMIT_MS });
    await lookAt(page, 'skippable');
    await press(page, button(page, say('install', 'skip')));
    await expect(page.locator('.sw-band')).toContainText('Omitido: Cuenta de solo lectura (pve-node1)');
    await expect(account).toContainText(say('state', 'leftOut'), { timeout: RUN_LIMIT_MS });
    await expect(status(page)).toHaveText(/^Terminado: .* Omitidos: 1\.$/, { timeout: RUN_LIMIT_MS });
    await lookAt(page, 'skipped');
  });
});

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { attachLoop, type LoopDevice } from '../../support/loop-device.ts';
import { expectAccessible } from '../support/accessible.ts';
import { type LaunchedApp, launchApp } from '../support/launched-app.ts';
import { lookAt, SMALL_LAPTOP } from '../support/look-at.ts';
import { type BaseImage, makeBaseImage, makeOwnSite } from '../support/own-site.ts';
import { switchTo, visit } from '../support/pages.ts';

const WRITE_LIMIT_MS = 120_000;
const STICK_BYTES = 96 * 1024 * 1024;
/** As much as takes a disk some seconds to write: time enough to think better of it. */
const LARGE_BYTES = 1024 * 1024 * 1024;
const NODES = ['pve-node1', 'pve-node2'] as const;

let launched: LaunchedApp;
let loops: LoopDevice[] = [];
const sticks: string[] = [];

test.beforeAll(async () => {
  launched = await launchApp();
  for (const node of NODES) await plugIn(`stick-${node}.img`, STICK_BYTES);
});
test.afterAll(async () => {
  for (const loop of loops) loop.detach();
  loops = [];
  await launched.close();
});

test('two sticks are named, written at once, known again and turned into another node’s, in Spanish', async () => {
  const { page, home } = launched;
  await switchTo(page, 'EN');
  const site = await makeOwnSite(page, home, 'two-node', 'taller');
  const base = await makeBaseImage(home);
  await switchTo(page, 'ES');
  await visit(page, 'media');
  await test.step('the base is picked in the system’s dialog and its digest is typed', () =>
    pickBase(base, 'ISO base…'));
  await test.step('the images are made', async () => {
    await page.getByRole('button', { name: 'Hacer las imágenes: 2' }).click();
    await expect(page.getByText('Hecha', { exact: true })).toHaveCount(2, { timeout: WRITE_LIMIT_MS });
  });
  await test.step('complete files for virtual media are made beside them, and listed with path and size', async () => {
    await page.getByRole('radio', { name: /^ISO completas/ }).check();
    await page.getByRole('button', { name: 'Hacer las imágenes: 2' }).click();
    const files = page.getByRole('list', { name: 'ISO completas' }).getByRole('listitem');
    await expect(files).toHaveCount(2, { timeout: WRITE_LIMIT_MS });
    await expect(files.first()).toContainText(join(site.media, `${NODES[0]}.iso`));
    await expect(files.first()).toContainText(/\d MB/);
    await expect(page.getByRole('button', { name: 'Hacerlas otra vez' })).toBeEnabled({ timeout: WRITE_LIMIT_MS });
    await files.last().scrollIntoViewIfNeeded();
    await lookAt(page, 'complete-files');
    await page.getByRole('radio', { name: /^Capas pequeñas/ }).check();
  });
  await test.step('nothing is chosen beforehand; each drive is named by its serial', async () => {
    await page.getByRole('checkbox', { name: /dispositivos loop/ }).check();
    for (const [index, node] of NODES.entries()) await nameStick(page, index, node);
    await expect(page.getByText('Se borrará', { exact: true })).toHaveCount(2);
    await expectAccessible(page, 'named sticks');
  });
  await test.step('before the system asks, the drives are listed with what each becomes', async () => {
    await page.getByRole('button', { name: 'Escribir las memorias: 2…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Borrar y escribir: 2' });
    for (const [index, node] of NODES.entries())
      await expect(dialog.getByRole('row').filter({ hasText: loops[index]?.device ?? '-' })).toContainText(node);
    await expectAccessible(page, 'the list before writing');
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await page.getByRole('button', { name: 'Escribir las memorias: 2…' }).click();
    await dialog.getByRole('button', { name: 'Borrar y escribir: 2' }).click();
  });
  await test.step('both are written and read back', async () => {
    await expect(page.getByText(/^Escrita, releída y nombrada en/)).toHaveCount(2, { timeout: WRITE_LIMIT_MS });
    const overlay = JSON.stringify(await answerOf(sticks[0] ?? '', base));
    expect(overlay, 'the stick carries more than the base').not.toBe(JSON.stringify(await answerOf(base.path, base)));
  });
  await test.step('a stick that is plugged in again is known', async () => {
    const known = page.getByRole('region', { name: 'Una memoria de Sitewright para pve-node1' });
    await expect(known).toContainText('Como dice el plan', { timeout: 30_000 });
    await known.getByRole('button', { name: 'Convertir en la de otro nodo…' }).click();
    const dialog = page.getByRole('dialog');
    const rewrite = dialog.locator('button[type="submit"]');
    await expect(rewrite).toBeDisabled();
    await dialog.getByRole('combobox', { name: 'Nodo' }).selectOption('pve-node2');
    await expect(rewrite).toBeDisabled();
    await dialog.getByRole('textbox').fill(sticks[0] ?? '');
    await rewrite.click();
    await expect(known).toHaveCount(0, { timeout: WRITE_LIMIT_MS });
    await expect
      .poll(async () => (await digestOf(sticks[0] ?? '')) === (await digestOf(sticks[1] ?? '')), {
        timeout: WRITE_LIMIT_MS,
        message: 'the re-targeted stick equals the one that was written for the node',
      })
      .toBe(true);
  });
  expect(await readFile(site.file, 'utf8')).toContain('pve-node2');
  await test.step('a reload shows the sticks again', async () => {
    await page.reload();
    await expect(page.getByText(/^Escrita, releída y nombrada en/).first()).toBeVisible();
    await expect(page.locator('.sw-stick').filter({ hasText: loops[1]?.device ?? '-' })).toContainText(
      sticks[1] ?? '-',
    );
  });
});

test('a stick that is being written is stopped after a question, and says that it does not boot', async () => {
  const { page, home } = launched;
  await page.setViewportSize(SMALL_LAPTOP);
  await switchTo(page, 'EN');
  await makeOwnSite(page, home, 'two-node', 'parada');
  const base = await makeBaseImage(home, '9.1', LARGE_BYTES);
  await plugIn('stick-large.img', 2 * LARGE_BYTES);
  await switchTo(page, 'ES');
  await visit(page, 'media');
  await pickBase(base, 'Otra imagen…');
  await page.getByRole('button', { name: 'Hacer las imágenes: 2' }).click();
  await expect(page.getByText('Hecha', { exact: true })).toHaveCount(2, { timeout: WRITE_LIMIT_MS });
  await page.getByRole('checkbox', { name: /dispositivos loop/ }).check();
  await nameStick(page, sticks.length - 1, 'pve-node1');
  await page.getByRole('button', { name: 'Escribir las memorias: 1…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Borrar y escribir: 1' }).click();
  const stop = page.getByRole('button', { name: 'Detener la escritura…' });
  await stop.press('Enter', { timeout: 30_000 });
  const dialog = page.getByRole('dialog', { name: '¿Detener la escritura?' });
  await expect(dialog).toBeVisible();
  await lookAt(page, 'stop-writing');
  await dialog.getByRole('button', { name: 'Detener ya' }).click();
  await expect(dialog).toHaveCount(0);
  const card = page.locator('.sw-stick');
  await expect(card).toContainText('Detenida', { timeout: WRITE_LIMIT_MS });
  await lookAt(page, 'stopped');
});

async function plugIn(name: string, sizeBytes: number): Promise<void> {
  const file = join(launched.home.folder, name);
  const handle = await open(file, 'w');
  await handle.truncate(sizeBytes);
  await handle.close();
  sticks.push(file);
  loops.push(attachLoop(file));
}

async function pickBase({ path, sha256 }: BaseImage, button: string): Promise<void> {
  const { page, pick } = launched;
  await pick(path);
  await page.getByRole('button', { name: button }).click();
  const digest = page.getByRole('textbox', { name: /^SHA-256 de esta imagen/ });
  await expect(page.getByRole('button', { name: /^Hacer las imágenes/ })).toHaveCount(0);
  await digest.fill('0'.repeat(64));
  await expect(page.getByText('El resumen escrito no es el de esta imagen.')).toBeVisible();
  await digest.fill(sha256);
  await expect(page.getByText('Aceptada por su resumen escrito')).toBeVisible();
}

async function nameStick(page: Page, index: number, node: string): Promise<void> {
  const device = loops[index]?.device ?? '-';
  const drive = page.locator('.sw-drive').filter({ hasText: `${device} ` });
  await drive.getByRole('button', { name: 'Indicar su nodo…' }).click();
  const submit = drive.locator('button[type="submit"]');
  await expect(submit).toBeDisabled();
  await expect(drive.getByRole('combobox', { name: 'Nodo' })).toHaveValue('');
  await drive.getByRole('combobox', { name: 'Nodo' }).selectOption(node);
  await drive.getByRole('textbox').fill('otro');
  await expect(drive.getByText('Ese no es el número de serie de esta unidad.')).toBeVisible();
  await expect(submit).toBeDisabled();
  await drive.getByRole('textbox').fill(sticks[index] ?? '');
  await submit.click();
}

/** The first bytes of a medium up to the size of the base, by digest. */
async function answerOf(file: string, base: BaseImage): Promise<string> {
  const { length } = await readFile(base.path);
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { end: length - 1 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { APP_FOLDER } from '../support/home.ts';
import { type LaunchedApp, launchApp } from '../support/launched-app.ts';

let launched: LaunchedApp;
test.beforeAll(async () => {
  launched = await launchApp();
});
test.afterAll(() => launched.close());

/** Starts the program once more, as a desktop does; gives how it ended. */
function startAgain(words: readonly string[], folder = launched.home.folder): Promise<number | string | null> {
  return new Promise((resolve, reject) => {
    const program = process.env.SITEWRIGHT_TEST_ELECTRON ?? '';
    const child = spawn(program, ['--no-sandbox', APP_FOLDER, ...words], {
      cwd: folder,
      env: launched.home.env,
      stdio: 'ignore',
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? signal));
  });
}

/** What is done to the window from now on; it says that it is minimised, which needs a desktop to be so. */
async function watchWindow(): Promise<() => Promise<readonly string[]>> {
  await launched.app.evaluate(({ BrowserWindow }) => {
    const scope = globalThis as unknown as { doneToWindow: string[] };
    scope.doneToWindow = [];
    const window = BrowserWindow.getAllWindows()[0];
    if (!window) throw new Error('no window');
    window.isMinimized = () => true;
    for (const name of ['restore', 'focus'] as const) window[name] = () => void scope.doneToWindow.push(name);
  });
  return () => launched.app.evaluate(() => (globalThis as unknown as { doneToWindow: string[] }).doneToWindow);
}

const windowsOpen = () => launched.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

test('a second start raises the window that is there, opens there the site it was given, and ends well', async () => {
  const { page, home } = launched;
  const folder = join(home.folder, 'stick');
  await mkdir(folder);
  const example = await readFile(join(APP_FOLDER, 'examples/two-node/site.toml'), 'utf8');
  await writeFile(join(folder, 'north.site.toml'), example.replace('"Municipal monitoring"', '"North depot"'));
  await writeFile(join(folder, 'south.site.toml'), example.replace('"Municipal monitoring"', '"South depot"'));
  await writeFile(join(folder, 'notes.toml'), '');
  const list = page.url();

  const plain = await watchWindow();
  expect(await startAgain([])).toBe(0);
  await expect.poll(plain).toEqual(['restore', 'focus']);
  expect(page.url()).toBe(list);

  const other = await watchWindow();
  expect(await startAgain(['notes.toml', '--load=north.site.toml', 'absent.site.toml'], folder)).toBe(0);
  await expect.poll(other).toEqual(['restore', 'focus']);
  expect(page.url()).toBe(list);

  // by its name alone: it lies where the second start was made, which is not where the first one was
  const given = await watchWindow();
  expect(await startAgain(['north.site.toml'], folder)).toBe(0);
  await expect.poll(given).toEqual(['restore', 'focus']);
  await expect(page).toHaveURL(/#\/sites\/picked%3A[0-9a-f]+\/site$/);
  await expect(page.getByRole('banner').getByText('North depot')).toBeVisible();

  // as macOS tells it
  const told = await watchWindow();
  await launched.app.evaluate(
    ({ app }, path) => {
      app.emit('open-file', { preventDefault: () => {} }, path);
    },
    join(folder, 'south.site.toml'),
  );
  await expect.poll(told).toEqual(['restore', 'focus']);
  await expect(page.getByRole('banner').getByText('South depot')).toBeVisible();
  expect(await windowsOpen()).toBe(1);
});

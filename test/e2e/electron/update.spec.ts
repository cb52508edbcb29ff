import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { makePrivateKey, publicHalfOf } from '../../../electron/engine/bundle/ed25519.ts';
import { signRelease } from '../../../electron/engine/update/release-signature.ts';
import { sha256Of } from '../../../electron/engine/workspace/sha256.ts';
import { expectPartAccessibleInBoth } from '../support/accessible.ts';
import { makeHome } from '../support/home.ts';
import { press, tabTo } from '../support/keyboard.ts';
import { launchApp } from '../support/launched-app.ts';
import { lookAt } from '../support/look-at.ts';
import { saidIn } from '../support/said.ts';

const say = saidIn('es');

test('a new version from a stick: a foreign one is refused, ours takes the place of this one and is started, by keys', async () => {
  const home = await makeHome();
  const [resources, stick] = ['resources', 'stick'].map((name) => join(home.folder, name)) as [string, string];
  const [appImage, proof] = [join(home.folder, 'Sitewright.AppImage'), join(home.folder, 'started')];
  for (const folder of [resources, stick]) await mkdir(folder);
  const key = makePrivateKey();
  await writeFile(join(resources, 'release-key.pub'), `ed25519 ${publicHalfOf(key)}\n`);
  await writeFile(appImage, '');
  // an AppImage is a program; what this one does is to have been started
  const content = `#!/bin/sh\ntouch '${proof}'\n`;
  const file = join(stick, 'Sitewright-9.8.7-x86_64.AppImage');
  await writeFile(file, content);
  const release = { product: 'sitewright', version: '9.8.7', platform: process.platform, arch: process.arch } as const;
  const sign = (by: typeof key) => {
    const bytes = { sizeBytes: Buffer.byteLength(content), sha256: sha256Of(content) };
    return writeFile(`${file}.sig`, signRelease({ ...release, kind: 'AppImage', ...bytes }, by));
  };
  await sign(makePrivateKey());
  const env = { ...home.env, SITEWRIGHT_RESOURCES: resources, APPIMAGE: appImage };
  const launched = await launchApp({ ...home, env });
  const { page, app } = launched;
  try {
    await press(page, page.getByRole('button', { name: 'ES', exact: true }));
    await press(page, page.getByRole('button', { name: say('settings', 'open'), exact: true }));
    await press(page, page.getByRole('button', { name: say('update', 'open') }));
    const dialog = page.getByRole('dialog', { name: say('update', 'title') });
    const choose = dialog.getByRole('button', { name: say('ui', 'chooseFile') });
    const install = dialog.getByRole('button', { name: say('update', 'install') });
    await launched.pick(file);
    await press(page, choose);
    await expect(dialog.locator('.sw-diagnostic')).toContainText('update.foreign-signature');
    await expect(install).toBeDisabled();
    await lookAt(page, 'update-refused');
    await expectPartAccessibleInBoth(page, 'dialog[open]', 'an update that is refused');

    await sign(key);
    await press(page, choose);
    await expect(dialog).toContainText('9.8.7');
    await expect(dialog).toContainText(say('update', 'newer'));
    await expect(dialog.locator('.sw-diagnostic')).toHaveCount(0);
    await lookAt(page, 'update-proven');
    await expectPartAccessibleInBoth(page, 'dialog[open]', 'an update that is proven');
    await press(page, install);
    await expect(dialog).toContainText(say('update', 'installed', { version: '9.8.7' }));
    expect(await readFile(appImage, 'utf8')).toBe(content);
    await lookAt(page, 'update-installed');
    await expectPartAccessibleInBoth(page, 'dialog[open]', 'an update that is installed');

    const ended = new Promise<void>((resolve) => app.process().once('exit', () => resolve()));
    await tabTo(page, dialog.getByRole('button', { name: say('update', 'restart') }));
    // The page may be gone before the key is up again.
    await page.keyboard.press('Enter').catch(() => undefined);
    await ended;
    await expect.poll(() => existsSync(proof)).toBe(true);
  } finally {
    await app.close().catch(() => undefined);
    await home.remove();
  }
});

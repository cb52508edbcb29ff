import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { launchApp } from '../support/launched-app.ts';
import { makeOwnSite } from '../support/own-site.ts';
import { switchTo } from '../support/pages.ts';
import { typeUntilKept } from '../support/typed-drafts.ts';

test("the engine's process is killed in mid-typing: the window has a new one at once, and offers what was typed", async () => {
  const { app, page, home, close } = await launchApp();
  try {
    await switchTo(page, 'EN');
    const site = await makeOwnSite(page, home, 'two-node', 'crashed');
    const before = await readFile(site.file, 'utf8');
    await page.clock.install();
    const field = page.getByRole('textbox', { name: 'Organisation' });
    const kept = await typeUntilKept(page, field, home);
    const engines = () =>
      app.evaluate(({ app: main }) =>
        main
          .getAppMetrics()
          .filter(
            ({ type, name, serviceName }) => type === 'Utility' && /Sitewright engine/.test(`${name} ${serviceName}`),
          )
          .map(({ pid }) => pid),
      );
    const [pid] = await engines();
    if (pid === undefined) throw new Error('the engine has no process of its own');
    await page.clock.resume();
    process.kill(pid, 'SIGKILL');
    await expect(page.getByText(`Not saved yet: ${kept}`)).toBeVisible();
    expect(await readFile(site.file, 'utf8')).toBe(before);
    expect(await engines()).not.toContain(pid);
    await page.getByRole('button', { name: 'Take', exact: true }).click();
    await expect.poll(() => readFile(site.file, 'utf8')).toContain(`organisation = "${kept}`);
  } finally {
    await close();
  }
});

import { expect, test } from '@playwright/test';
import { expectAccessible } from '../support/accessible.ts';
import { visit } from '../support/pages.ts';
import { serveApp } from '../support/served-app.ts';

test('a step that fails shows what is true, what was seen and what to do, with Retry beside it', async ({ page }) => {
  const app = await serveApp();
  try {
    await page.goto(app.url);
    await page.getByRole('button', { name: 'Rehearse two-node' }).click();
    await page.getByRole('combobox', { name: 'Let something fail' }).selectOption('join.hangs');
    await page.getByRole('button', { name: 'Rehearse', exact: true }).click();
    const failure = page.getByRole('alert');
    await expect(failure).toContainText('cluster.join-stuck', { timeout: 120_000 });
    await expect(failure).toContainText('Join the cluster');
    await expect(failure.getByRole('heading', { name: 'What we saw' })).toBeVisible();
    await expect(failure).toContainText('waiting for quorum...');
    await expect(failure.getByRole('heading', { name: 'What to do now' })).toBeVisible();
    const retry = failure.getByRole('button', { name: 'Retry' });
    await expect(retry).toBeVisible({ timeout: 120_000 });
    await expect(page.locator('.pf-v6-c-button.pf-m-primary')).toHaveCount(1);
    await expectAccessible(page, 'a failed install');
    await visit(page, 'review');
    await expect(page.locator('.sw-nav a[href$="/install"]')).toContainText('Stopped');
    await visit(page, 'install');
    await retry.click();
    await expect(failure).toHaveCount(0);
    await expect(page.getByText('Closing this window does not stop the install.')).toBeVisible();
  } finally {
    await app.close();
  }
});

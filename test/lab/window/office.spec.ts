import { expect, test } from '@playwright/test';
import { lookAt } from '../../e2e/support/look-at.ts';
import { visit } from '../../e2e/support/pages.ts';
import { saidIn } from '../../e2e/support/said.ts';
import { launchOnSite } from './walked.ts';

/** Packages and images come from outside, the first time. */
const MAKE_LIMIT_MS = 360_000;
const say = saidIn('en');

test('the bundle is made on its page, from the places that its settings name', async () => {
  test.setTimeout(MAKE_LIMIT_MS + 60_000);
  const { page, close } = await launchOnSite();
  try {
    await visit(page, 'bundle');
    await expect(page.getByText(say('bundle', 'sourcesOwn'))).toBeVisible();
    await page.getByRole('button', { name: say('bundle', 'make'), exact: true }).click();
    await expect(page.getByRole('progressbar').first()).toBeVisible({ timeout: 60_000 });
    await lookAt(page, 'making');
    await expect(page.locator('.sw-page-status')).toHaveText(say('bundle', 'allThere'), { timeout: MAKE_LIMIT_MS });
    await lookAt(page, 'made');
  } finally {
    await close();
  }
});

import { test } from '@playwright/test';
import { walkByKeyboard } from '../support/keyboard-journey.ts';
import { serveApp } from '../support/served-app.ts';
import { watchPage } from '../support/watched-page.ts';

for (const language of ['en', 'es'] as const)
  test(`from a new site to a green report in the browser, by keys alone, in ${language}`, async ({ page }) => {
    const app = await serveApp();
    try {
      const watch = watchPage(page, app.origin);
      await page.goto(app.url);
      await walkByKeyboard(page, language);
      watch.expectQuiet();
    } finally {
      await app.close();
    }
  });

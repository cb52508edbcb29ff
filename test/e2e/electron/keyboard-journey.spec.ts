import { test } from '@playwright/test';
import { walkByKeyboard } from '../support/keyboard-journey.ts';
import { launchApp, WINDOW_ORIGIN } from '../support/launched-app.ts';
import { watchPage } from '../support/watched-page.ts';

for (const language of ['en', 'es'] as const)
  test(`from a new site to a green report in the window, by keys alone, in ${language}`, async () => {
    const { page, close } = await launchApp();
    try {
      const watch = watchPage(page, WINDOW_ORIGIN);
      await walkByKeyboard(page, language);
      watch.expectQuiet();
    } finally {
      await close();
    }
  });

import { test } from '@playwright/test';
import { walkJourney } from '../support/journey.ts';
import { launchApp, WINDOW_ORIGIN } from '../support/launched-app.ts';
import { watchPage } from '../support/watched-page.ts';

test('the whole journey is walked through the window', async () => {
  const { page, home, close } = await launchApp();
  try {
    const watch = watchPage(page, WINDOW_ORIGIN);
    await walkJourney(page, home.folder);
    watch.expectQuiet();
  } finally {
    await close();
  }
});

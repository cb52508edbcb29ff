import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { APP_FOLDER, makeHome, type TestHome } from './home.ts';

export interface LaunchedApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly home: TestHome;
  close(): Promise<void>;
}

/** Origin of the page inside the application. */
export const WINDOW_ORIGIN = 'app://sitewright';

/** The application in a real window of the test runtime. */
export async function launchApp(): Promise<LaunchedApp> {
  const executablePath = process.env.SITEWRIGHT_TEST_ELECTRON;
  if (!executablePath) throw new Error('SITEWRIGHT_TEST_ELECTRON names no Electron; run `npm test -- electron`');
  const home = await makeHome();
  const app = await _electron.launch({ executablePath, args: ['--no-sandbox', APP_FOLDER], env: home.env });
  const page = await app.firstWindow();
  await page.getByRole('heading', { level: 1 }).waitFor();
  return {
    app,
    page,
    home,
    close: async () => {
      await app.close();
      await home.remove();
    },
  };
}

import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { APP_FOLDER, makeHome, type TestHome } from './home.ts';

export interface LaunchedApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly home: TestHome;
  /** What a person picks in the system's next dialogs. */
  pick(path: string): Promise<void>;
  close(): Promise<void>;
}

/** Origin of the page inside the application. */
export const WINDOW_ORIGIN = 'app://sitewright';

/** The application in a real window of the test runtime. @param at the home of somebody who has worked with it before */
export async function launchApp(at?: TestHome): Promise<LaunchedApp> {
  const executablePath = process.env.SITEWRIGHT_TEST_ELECTRON;
  if (!executablePath) throw new Error('SITEWRIGHT_TEST_ELECTRON names no Electron; run `npm test -- electron`');
  const home = at ?? (await makeHome());
  const app = await _electron.launch({ executablePath, args: ['--no-sandbox', APP_FOLDER], env: home.env });
  const page = await app.firstWindow();
  await page.getByRole('heading', { level: 1 }).waitFor();
  return {
    app,
    page,
    home,
    pick: (path) =>
      app.evaluate(({ dialog }, picked) => {
        dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [picked] });
      }, path),
    close: async () => {
      await app.close();
      await home.remove();
    },
  };
}

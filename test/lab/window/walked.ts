import type { TestHome } from '../../e2e/support/home.ts';
import { type LaunchedApp, launchApp } from '../../e2e/support/launched-app.ts';
import { switchTo } from '../../e2e/support/pages.ts';
import { saidIn } from '../../e2e/support/said.ts';

const say = saidIn('en');

/** What a walk knows of the lab that it is started in (test/lab/support/window.ts). */
export interface Walked {
  /** Home of the technician: what the command line keeps there the window finds again. */
  readonly home: string;
  readonly passphraseFile: string;
  readonly siteFile: string;
  readonly dashboard: { readonly url: string; readonly user: string; readonly password: string };
}

export function walked(): Walked {
  return JSON.parse(process.env.SITEWRIGHT_LAB_WALKED ?? '') as Walked;
}

/** The application as the technician opens it, on the site of the lab. */
export async function launchOnSite(): Promise<LaunchedApp> {
  const { home, passphraseFile, siteFile } = walked();
  const inherited = ['PATH', 'DISPLAY', 'TMPDIR'].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const at: TestHome = {
    folder: home,
    env: {
      ...Object.fromEntries(inherited),
      HOME: home,
      XDG_STATE_HOME: home,
      LC_ALL: 'C.UTF-8',
      SITEWRIGHT_PASSPHRASE_FILE: passphraseFile,
    },
    // the lab's own
    remove: async () => undefined,
  };
  const launched = await launchApp(at);
  const { page, pick } = launched;
  await switchTo(page, 'EN');
  await pick(siteFile);
  await page.getByRole('button', { name: say('sites', 'openOther') }).click();
  await page.getByRole('button', { name: say('ui', 'chooseFile') }).click();
  await page.getByRole('button', { name: say('sites', 'openIt'), exact: true }).click();
  await page.getByRole('heading', { level: 1, name: say('site', 'title'), exact: true }).waitFor();
  return launched;
}

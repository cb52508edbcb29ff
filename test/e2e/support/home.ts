import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The folder that holds `dist`, `examples` and `node_modules`. */
export const APP_FOLDER = process.env.SITEWRIGHT_TEST_APP ?? resolve(__dirname, '../../..');

export interface TestHome {
  readonly folder: string;
  /** Environment in which nothing of the user's own state is seen or touched. */
  readonly env: Record<string, string>;
  remove(): Promise<void>;
}

/** A home folder of its own: state, configuration and `~/sites` live and die with the test. */
export async function makeHome(): Promise<TestHome> {
  const folder = await mkdtemp(join(tmpdir(), 'sitewright-e2e-'));
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !entry[0].startsWith('SITEWRIGHT_'),
  );
  return {
    folder,
    env: {
      ...Object.fromEntries(inherited),
      HOME: folder,
      XDG_STATE_HOME: join(folder, 'state'),
      XDG_CONFIG_HOME: join(folder, 'config'),
      XDG_CACHE_HOME: join(folder, 'cache'),
      LC_ALL: 'C.UTF-8',
    },
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

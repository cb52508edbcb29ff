import { join } from 'node:path';
import { ROOT } from '../../support/test-engine.ts';
import type { Walked } from '../window/walked.ts';
import type { LabSite } from './lab-site.ts';
import { must } from './processes.ts';

/** Longer than any walk takes on a machine that has much else to do. */
const LONGEST_MS = 420_000;

/**
 * Walks through the application's window, and a browser beside it, as a person at the laptop does: a file of test/lab/window, in the
 * office or at the rack. Its pictures are kept in test-results/lab. Throws with what Playwright said.
 */
export async function walkInWindow(
  site: LabSite,
  walk: string,
  place: 'office' | 'rack',
  dashboard: Walked['dashboard'],
): Promise<void> {
  const walked: Walked = { home: site.home, passphraseFile: site.passphraseFile, siteFile: site.file, dashboard };
  await must(
    [
      ...site.atLaptop(place),
      ...['env', `--chdir=${ROOT}`, `SITEWRIGHT_LAB_WALKED=${JSON.stringify(walked)}`],
      ...[process.execPath, 'node_modules/@playwright/test/cli.js', 'test', `test/lab/window/${walk}.spec.ts`],
      ...['--config', 'test/e2e/playwright.config.ts', '--project', 'lab', '--reporter', 'list'],
      ...['--output', join(ROOT, 'test-results/lab', walk)],
    ],
    { timeoutMs: LONGEST_MS },
  );
}

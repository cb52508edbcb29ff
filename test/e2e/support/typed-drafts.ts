import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import type { TestHome } from './home.ts';

/** Between two keys of a person who types without haste. */
const STROKE_MS = 150;
/** What may be lost of the typing when everything dies. */
const MOST_LOST_MS = 2000;
const TYPED = 'Diputación de Muestra del Sur';

/**
 * Types into a field at a person's pace by the page's own clock, so that it counts alike on any machine, until what is older than two
 * seconds of it is on the disk. The caller then kills what keeps it.
 * @returns the beginning of the text that has to be offered again
 */
export async function typeUntilKept(page: Page, field: Locator, home: TestHome): Promise<string> {
  await field.fill('');
  await page.clock.pauseAt(await page.evaluate(() => Date.now() + 1000));
  for (const letter of TYPED) {
    await page.keyboard.type(letter);
    await page.clock.runFor(STROKE_MS);
  }
  const kept = TYPED.slice(0, -Math.ceil(MOST_LOST_MS / STROKE_MS));
  const drafts = join(home.folder, 'state/sitewright/drafts');
  await expect
    .poll(async () => {
      const books = await readdir(drafts).catch(() => []);
      return (await Promise.all(books.map((name) => readFile(join(drafts, name), 'utf8').catch(() => '')))).join();
    })
    .toContain(kept);
  return kept;
}

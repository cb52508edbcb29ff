import { expect, type Page, test } from '@playwright/test';
import { expectAccessible } from './accessible.ts';

/** The window of a small laptop. */
export const SMALL_LAPTOP = { width: 1280, height: 800 } as const;

/** What every page and dialog has to be while it is walked: readable, inside the window. Its picture stays with the results. */
export async function lookAt(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: test.info().outputPath(`${name}.png`) });
  const across = await page.evaluate(() =>
    ['html', '.sw-page-content', 'dialog[open]', '.sw-panel']
      .flatMap((part) => [...document.querySelectorAll(part)])
      .filter((element) => element.scrollWidth > element.clientWidth + 1)
      .map((element) => `${element.className || element.tagName} ${element.scrollWidth} > ${element.clientWidth}`),
  );
  // Soft: one walk names all that is wrong with its pictures.
  expect.soft(across, `nothing stands out of its place in ${name}`).toEqual([]);
  await expectAccessible(page, name);
}

/** The keyboard stays inside an open dialog, on elements that are seen, and comes around. */
export async function expectFocusInside(page: Page): Promise<void> {
  for (let stop = 0; stop < 8; stop += 1) {
    await page.keyboard.press('Tab');
    const where = await page.evaluate(() => {
      const active = document.activeElement;
      if (!active || active === document.body) return 'page';
      return active.closest('dialog[open]') ? 'dialog' : `${active.tagName} ${active.className}`;
    });
    // Chromium puts the browser's own bar between the last and the first element.
    expect(['dialog', 'page']).toContain(where);
  }
}

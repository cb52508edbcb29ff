import { expect, type Page } from '@playwright/test';

const MOST_STOPS = 250;

/**
 * Walks through every stop of the Tab key on a page, once around: each is drawn as focused, inside the window, and at least a part of
 * it is covered by nothing (WCAG 2.2, 2.4.7 and 2.4.11).
 */
export async function expectStopsSeen(page: Page, label: string): Promise<void> {
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    document.querySelectorAll('[data-stop]').forEach((element) => {
      element.removeAttribute('data-stop');
    });
  });
  const bad: string[] = [];
  let stops = 0;
  await page.evaluate(async () => {
    // What is still being asked for moves what stands below it.
    const length = () => document.querySelector('.sw-page-content')?.scrollHeight;
    for (let before: number | undefined; before !== length(); ) {
      before = length();
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  });
  for (; stops < MOST_STOPS; stops += 1) {
    await page.keyboard.press('Tab');
    const seen = await page.evaluate(() => {
      const active = document.activeElement;
      // The browser's own bar stands between the last element and the first.
      if (!active || active === document.body || active.hasAttribute('data-stop')) return 'around';
      active.setAttribute('data-stop', '');
      // A file is chosen with its label.
      const label = active.matches('.pf-v6-screen-reader') ? (active as HTMLInputElement).labels?.[0] : undefined;
      const shown = label ?? active;
      const box = shown.getBoundingClientRect();
      const [left, right] = [Math.max(box.left, 0) + 1, Math.min(box.right, innerWidth) - 1];
      const [top, bottom] = [Math.max(box.top, 0) + 1, Math.min(box.bottom, innerHeight) - 1];
      const points = [
        [(left + right) / 2, (top + bottom) / 2],
        [left, top],
        [right, bottom],
        [left, bottom],
        [right, top],
      ] as const;
      const isFree = points.some(([x, y]) => {
        const hit = document.elementFromPoint(x, y);
        return hit !== null && (shown.contains(hit) || hit.contains(shown));
      });
      const ringed = [shown, shown.parentElement, ...shown.children].some((element) => {
        if (!element) return false;
        const { outlineStyle, boxShadow } = getComputedStyle(element);
        const after = getComputedStyle(element, '::after');
        return outlineStyle !== 'none' || boxShadow !== 'none' || after.outlineStyle !== 'none';
      });
      const name = `${active.tagName.toLowerCase()} «${(active.getAttribute('aria-label') ?? active.textContent ?? '').trim().slice(0, 40)}»`;
      const isInside = right > left && bottom > top;
      return isInside && isFree && ringed
        ? 'seen'
        : `${name}: ${isInside ? '' : 'outside '}${isFree ? '' : 'covered '}${ringed ? '' : 'no ring'}`;
    });
    if (seen === 'around') break;
    if (seen !== 'seen') bad.push(seen);
  }
  expect.soft(bad, `stops of the Tab key on ${label}`).toEqual([]);
  expect(stops, `stops of the Tab key on ${label}`).toBeGreaterThan(0);
}

import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** Rules of WCAG 2.2 AA that axe leaves out unless it is asked: targets of 24 px, a name that says what is seen. */
const ASKED_FOR = { 'target-size': { enabled: true }, 'label-content-name-mismatch': { enabled: true } };

/**
 * Nothing that axe finds against WCAG 2.2 A and AA, whatever it calls its impact, and nothing serious beyond. The report's paper is
 * a document of its own and is left out here. `within` = only there, `rules` = only these.
 */
export async function expectAccessible(
  page: Page,
  label: string,
  { within, rules }: { readonly within?: string; readonly rules?: readonly string[] } = {},
): Promise<void> {
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ rules: ASKED_FOR }).exclude('iframe');
  if (within !== undefined) axe.include(within);
  if (rules !== undefined) axe.withRules([...rules]);
  const result = await axe.analyze();
  const bad = result.violations
    .filter(({ impact, tags }) => impact === 'serious' || impact === 'critical' || tags.some(isLevelAa))
    .map((violation) => ({
      rule: violation.id,
      at: violation.nodes.slice(0, 4).map((node) => `${node.target.join(' ')}: ${node.failureSummary ?? ''}`),
    }));
  expect.soft(bad, `accessibility of ${label}`).toEqual([]);
}

/** In both themes: what is open stays open, because nothing is clicked. Leaves the theme as it was. */
export async function expectAccessibleInBoth(page: Page, label: string): Promise<void> {
  for (const _ of [0, 1]) await expectAccessible(page, `${label}, ${await flipTheme(page)}`);
}

/** What depends on the theme: it changes colours alone. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/** The same for a part of a page, its colours in both themes and everything else once: a fraction of the time. */
export async function expectPartAccessibleInBoth(page: Page, within: string, label: string): Promise<void> {
  await expectAccessible(page, `${label}, ${await flipTheme(page)}`, { within, rules: COLOUR_RULES });
  await expectAccessible(page, `${label}, ${await flipTheme(page)}`, { within });
}

function flipTheme(page: Page): Promise<'dark' | 'light'> {
  return page.evaluate(async () => {
    const isDark = document.documentElement.classList.toggle('pf-v6-theme-dark');
    // Colours on their way from one theme to the other are nobody's.
    await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
    return isDark ? 'dark' : 'light';
  });
}

/** `wcag2a`, `wcag21aa`, `wcag22aa`; not `wcag2aaa`. */
function isLevelAa(tag: string): boolean {
  return /^wcag2[12]?aa?$/.test(tag);
}

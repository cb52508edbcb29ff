import { hostname, userInfo } from 'node:os';
import type { Frame, Page } from '@playwright/test';
import { APP_FOLDER } from './home.ts';

/** Written over only where they are all that stands there: short names are parts of other words. */
const WHOLE = [
  [hostname(), 'portatil'],
  [userInfo().username, 'ana'],
] as const;

/** What a laptop tells about itself on this page differs from laptop to laptop: of its tables only the questions stay. */
const CONNECT = 'html[data-picture="connect"]';
const OF_THIS_LAPTOP = `
  ${CONNECT} .sw-page-content td { font-size: 0; }
  ${CONNECT} .sw-page-content td *, ${CONNECT} .sw-panel + .sw-panel tbody { display: none; }
  ${CONNECT} .sw-page-status * { visibility: hidden; }
  html[data-picture="sites"] .sw-laptop > dd { height: 20px; overflow: hidden; font-size: 0; }
  html[data-picture="sites"] .sw-laptop > dd * { display: none; }
`;

/**
 * Makes a page show the same on every machine and at every time: folders, names of the laptop, times, measured durations, identities and
 * digests are written over with others of the same length; the focus and the pointer are taken away. For pictures only.
 */
export async function steadyPicture(page: Page, home: string, of: string): Promise<void> {
  await page.mouse.move(0, 0);
  await page.addStyleTag({ content: OF_THIS_LAPTOP });
  await page.evaluate(async (id) => {
    document.documentElement.dataset.picture = id;
    (document.activeElement as HTMLElement | null)?.blur();
    await document.fonts.ready;
  }, of);
  const words: readonly (readonly [string, string])[] = [
    [home, '/home/ana'],
    [APP_FOLDER, '/opt/sitewright'],
  ];
  for (const frame of page.frames()) await overwrite(frame, words);
}

async function overwrite(frame: Frame, words: readonly (readonly [string, string])[]): Promise<void> {
  await frame.evaluate(
    ({ replaced, whole }) => {
      const zeros = (text: string) => text.replace(/[0-9a-f]/gi, '0');
      const steady = (text: string): string =>
        replaced
          .reduce((all, [from, to]) => all.replaceAll(from, to), whole.find(([from]) => from === text)?.[1] ?? text)
          // Runs, digests, keys, tokens.
          .replace(/\b\d{8}T\d{6}Z-[0-9a-f]+/g, '20260302T100000Z-000000')
          .replace(/\bSHA256:[A-Za-z0-9+/]{43}/g, `SHA256:${'0'.repeat(43)}`)
          .replace(/\b[0-9a-f]{32,}\b/g, zeros)
          .replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, zeros)
          // Days and times.
          .replace(/\b20\d\d-\d\d-\d\dT[\d:.]+Z/g, '2026-03-02T10:00:00.000Z')
          .replace(/\b20\d\d-\d\d-\d\d\b/g, '2026-03-02')
          .replace(/\b\d{1,2} [A-Za-z]{3,4}\.?(,?) (?=\d{1,2}:\d\d)/g, '2 mar$1 ')
          .replace(/\b\d{1,2}:\d\d:\d\d([.,]\d+)?\b/g, '10:00:00')
          .replace(/\b\d{1,2}:\d\d\b(?!:)/g, '10:00');
      /** What was measured; what was promised stands elsewhere and stays. */
      const measured = (text: string): string =>
        text.replace(/\d+([.,]\d+)?(?= ?(ms|s|min|h|MB|GB|KB|B|MiB|GiB)\b)/g, '1');
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = texts.nextNode(); node; node = texts.nextNode()) {
        const before = node.nodeValue ?? '';
        const isMeasured = node.parentElement?.closest('.sw-page-figures, .sw-elapsed, .sw-measured') !== null;
        const after = isMeasured ? measured(steady(before)) : steady(before);
        if (after !== before) node.nodeValue = after;
      }
      for (const field of document.querySelectorAll<HTMLInputElement>('input[value], input[placeholder]')) {
        const after = steady(field.value);
        if (after !== field.value) field.value = after;
      }
    },
    { replaced: words, whole: WHOLE },
  );
}

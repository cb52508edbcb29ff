import type { SiteListEntry } from '../../electron/api/sites.ts';
import type { SentenceKey } from '../text/text.ts';
import type { Mark } from '../ui/state-mark.tsx';

/** How far a site is: of five parts (planned, media, installed, verified, handed over), and the word for it. */
export const SITE_STATES: Readonly<
  Record<SiteListEntry['state'], { readonly mark: Mark; readonly word: SentenceKey; readonly parts: number }>
> = {
  planned: { mark: 'waiting', word: 'sites.planned', parts: 1 },
  rehearsed: { mark: 'done', word: 'sites.rehearsed', parts: 1 },
  'media-made': { mark: 'done', word: 'sites.mediaMade', parts: 2 },
  installing: { mark: 'warning', word: 'sites.installing', parts: 3 },
  verified: { mark: 'done', word: 'sites.verified', parts: 4 },
  unfinished: { mark: 'warning', word: 'sites.unfinished', parts: 1 },
  broken: { mark: 'failed', word: 'sites.broken', parts: 0 },
};

/** Last part of a folder's path, on any system. */
export function folderName(folder: string): string {
  return (
    folder
      .replace(/[\\/]+$/, '')
      .split(/[\\/]/)
      .pop() ?? folder
  );
}

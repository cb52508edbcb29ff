/** The page's own origin: everything it loads comes from the package, through this scheme. */
export const PAGE_SCHEME = 'app';
export const PAGE_ORIGIN = 'app://sitewright';

/** Only the top frame of our own page may ask main for anything. Pure, so that it is tested without a window. */
export function isOurPage(frame: { readonly url: string; readonly parent: unknown } | null | undefined): boolean {
  if (!frame || frame.parent !== null) return false;
  try {
    const url = new URL(frame.url);
    return `${url.protocol}//${url.host}` === PAGE_ORIGIN;
  } catch {
    return false;
  }
}

/** What pages may load by themselves; everything else is not even asked for. `devtools:` is Chromium's own, where it may be opened. */
const LOADED = new Set([`${PAGE_SCHEME}:`, 'blob:', 'data:', 'devtools:']);

/** Whether a page may load from there. Pure, so that it is tested without a window. */
export function mayLoad(url: string): boolean {
  try {
    return LOADED.has(new URL(url).protocol);
  } catch {
    return false;
  }
}

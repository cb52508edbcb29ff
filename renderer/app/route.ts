import { useSyncExternalStore } from 'react';

/** The pages of the journey, in order. Any order of visit is allowed. */
export const PAGES = [
  'site',
  'nodes',
  'network',
  'storage',
  'machines',
  'review',
  'media',
  'bundle',
  'connect',
  'arrival',
  'install',
  'smoke',
  'report',
  'handover',
  'history',
] as const;
export type PageId = (typeof PAGES)[number];

export interface Route {
  /** Undefined = the list of sites. */
  readonly siteRef: string | undefined;
  readonly page: PageId;
  /** A field to show, from a diagnostic's link. */
  readonly field: string | undefined;
}

/** `#/sites/<ref>/<page>?field=hosts[1].address`; anything else is the list of sites. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [root, ref, page] = path.split('/');
  const field = new URLSearchParams(query).get('field') ?? undefined;
  const siteRef = root === 'sites' ? decoded(ref) : undefined;
  if (!siteRef) return { siteRef: undefined, page: 'site', field: undefined };
  return { siteRef, page: PAGES.find((entry) => entry === page) ?? 'site', field };
}

function decoded(part: string | undefined): string | undefined {
  try {
    return decodeURIComponent(part ?? '');
  } catch {
    return undefined;
  }
}

export function hrefOf(siteRef: string, page: PageId, field?: string): string {
  return `#/sites/${encodeURIComponent(siteRef)}/${page}${field ? `?field=${encodeURIComponent(field)}` : ''}`;
}

export function goTo(href: string): void {
  window.location.hash = href.replace(/^#/, '');
}

const subscribe = (listener: () => void) => {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
};

export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  return parseRoute(hash);
}

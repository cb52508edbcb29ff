import { useEffect, useSyncExternalStore } from 'react';
import { parseRoute, type Route } from './route.ts';

/** A page of the help. `question` is what was searched for. */
export type HelpRoute =
  | { readonly kind: 'contents'; readonly question: string }
  | { readonly kind: 'code' | 'area' | 'topic' | 'term'; readonly id: string };

const KINDS = ['code', 'area', 'topic', 'term'] as const;

/** `#/help`, `#/help?q=quorum`, `#/help/code/pve.no-quorum`; undefined = no page of the help. */
export function parseHelpRoute(hash: string): HelpRoute | undefined {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [root, kind, id] = path.split('/');
  if (root !== 'help') return undefined;
  const page = KINDS.find((entry) => entry === kind);
  if (page && id) return { kind: page, id };
  return { kind: 'contents', question: new URLSearchParams(query).get('q') ?? '' };
}

export function helpHref(kind: (typeof KINDS)[number], id: string): string {
  return `#/help/${kind}/${id}`;
}

export function contentsHref(question = ''): string {
  return question === '' ? '#/help' : `#/help?q=${encodeURIComponent(question)}`;
}

/** Where the person was before they opened the help. */
let lastPlace = '#/';

export function placeBeforeHelp(): string {
  return lastPlace;
}

/** With the field that had the focus, so that it gets it back. */
export function rememberField(field: string): void {
  lastPlace = `${lastPlace.split('?')[0]}?field=${encodeURIComponent(field)}`;
}

const subscribe = (listener: () => void) => {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
};

/** The page of the help that is asked for, and the page of the journey behind it. */
export function usePlace(): { readonly help: HelpRoute | undefined; readonly route: Route } {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  const help = parseHelpRoute(hash);
  useEffect(() => {
    if (!parseHelpRoute(hash)) lastPlace = hash === '' ? '#/' : hash;
  }, [hash]);
  return { help, route: parseRoute(help ? lastPlace : hash) };
}

import { useSyncExternalStore } from 'react';
import { hrefOf } from '../app/route.ts';

/** What of a site's history is shown: all of it, one run, or two beside each other. */
export interface HistoryRoute {
  readonly runId: string | undefined;
  readonly otherId: string | undefined;
}

/** `#/sites/<ref>/history?run=<id>&with=<id>` */
export function parseHistoryRoute(hash: string): HistoryRoute {
  const asked = new URLSearchParams(hash.split('?')[1] ?? '');
  const runId = asked.get('run') || undefined;
  return { runId, otherId: (runId !== undefined && asked.get('with')) || undefined };
}

export function historyHref(siteRef: string, runId?: string, otherId?: string): string {
  const asked = new URLSearchParams({ ...(runId ? { run: runId } : {}), ...(otherId ? { with: otherId } : {}) });
  return asked.size === 0 ? hrefOf(siteRef, 'history') : `${hrefOf(siteRef, 'history')}?${asked}`;
}

const subscribe = (listener: () => void) => {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
};

export function useHistoryRoute(): HistoryRoute {
  return parseHistoryRoute(useSyncExternalStore(subscribe, () => window.location.hash));
}

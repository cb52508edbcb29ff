import { type ReactNode, useEffect, useState } from 'react';
import type { Diagnostic } from '../../electron/api/diagnostic.ts';
import type { Site } from '../../electron/api/site.ts';
import { failureDiagnostics } from '../bridge/failure.ts';
import { PAGES, type PageId } from './route.ts';

type PageOfSite = (props: { readonly site: Site }) => ReactNode;

/** Each page is a file of its own, read when it is first needed: the first page of a start carries none of them. */
const LOADERS: Readonly<Record<PageId, () => Promise<PageOfSite>>> = {
  site: async () => (await import('../wizard/site/site-page.tsx')).SitePage,
  nodes: async () => (await import('../wizard/nodes/nodes-page.tsx')).NodesPage,
  network: async () => (await import('../wizard/network/network-page.tsx')).NetworkPage,
  storage: async () => (await import('../wizard/storage/storage-page.tsx')).StoragePage,
  machines: async () => (await import('../wizard/machines/machines-page.tsx')).MachinesPage,
  review: async () => (await import('../wizard/review/review-page.tsx')).ReviewPage,
  media: async () => (await import('../media/media-page.tsx')).MediaPage,
  bundle: async () => (await import('../bundle/bundle-page.tsx')).BundlePage,
  connect: async () => (await import('../connect/connect-page.tsx')).ConnectPage,
  arrival: async () => (await import('../arrival/arrival-page.tsx')).ArrivalPage,
  install: async () => (await import('../run/install-page.tsx')).InstallPage,
  smoke: async () => (await import('../smoke/smoke-page.tsx')).SmokePage,
  report: async () => (await import('../report/report-page.tsx')).ReportPage,
  handover: async () => (await import('../handover/handover-page.tsx')).HandoverPage,
  history: async () => (await import('../history/history-page.tsx')).HistoryPage,
};

const loaded = new Map<PageId, PageOfSite>();

async function load(id: PageId): Promise<void> {
  if (!loaded.has(id)) loaded.set(id, await LOADERS[id]());
}

/** The page, at once where it was read before; until then undefined, or why it cannot be read. */
export function usePage(id: PageId): {
  readonly Page: PageOfSite | undefined;
  readonly failure: readonly Diagnostic[];
} {
  const [failure, setFailure] = useState<readonly Diagnostic[]>([]);
  const [, setShown] = useState<PageId>();
  useEffect(() => {
    let gone = false;
    setFailure([]);
    load(id).then(
      () => !gone && setShown(id),
      (error: unknown) => !gone && setFailure(failureDiagnostics(error)),
    );
    return () => {
      gone = true;
    };
  }, [id]);
  return { Page: loaded.get(id), failure };
}

/** Reads the pages that are not there yet, one after another while nothing else is to be done, so that none is waited for. */
export function readPagesAhead(): void {
  const next = (ids: readonly PageId[]): void => {
    const [id, ...others] = ids;
    if (id === undefined) return;
    // What cannot be read now is read, and told, when somebody goes there.
    requestIdleCallback(
      () =>
        void load(id).then(
          () => next(others),
          () => undefined,
        ),
    );
  };
  next(PAGES);
}

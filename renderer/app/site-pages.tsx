import type { ReactNode } from 'react';
import type { Site } from '../../electron/api/site.ts';
import { ArrivalPage } from '../arrival/arrival-page.tsx';
import { BundlePage } from '../bundle/bundle-page.tsx';
import { ConnectPage } from '../connect/connect-page.tsx';
import { MediaPage } from '../media/media-page.tsx';
import { ReportPage } from '../report/report-page.tsx';
import { InstallPage } from '../run/install-page.tsx';
import { SmokePage } from '../smoke/smoke-page.tsx';
import { useSite } from '../state/site.ts';
import { useSpeech } from '../text/text.ts';
import { CodeBlock } from '../ui/code-block.tsx';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { PageFrame } from '../ui/page-frame.tsx';
import { Panel } from '../ui/panel.tsx';
import { MachinesPage } from '../wizard/machines/machines-page.tsx';
import { NetworkPage } from '../wizard/network/network-page.tsx';
import { NodesPage } from '../wizard/nodes/nodes-page.tsx';
import { ReviewPage } from '../wizard/review/review-page.tsx';
import { SitePage } from '../wizard/site/site-page.tsx';
import { StoragePage } from '../wizard/storage/storage-page.tsx';
import type { PageId, Route } from './route.ts';

const PAGES: Readonly<Record<PageId, (props: { readonly site: Site }) => ReactNode>> = {
  site: SitePage,
  nodes: NodesPage,
  network: NetworkPage,
  storage: StoragePage,
  machines: MachinesPage,
  review: ReviewPage,
  media: MediaPage,
  bundle: BundlePage,
  connect: ConnectPage,
  arrival: ArrivalPage,
  install: InstallPage,
  smoke: SmokePage,
  report: ReportPage,
};

/** The page of the route, once the site's file is read. A file that cannot be read shows why and its text. */
export function SitePages({ route }: { readonly route: Route }) {
  const { say } = useSpeech();
  const document = useSite((state) => state.document);
  const site = useSite((state) => state.site);
  const failure = useSite((state) => state.failure);
  if (!document) {
    return (
      <PageFrame title={say('app.sites')} lead={failure.length > 0 ? '' : say('app.loading')} status={null}>
        <DiagnosticList diagnostics={failure} />
      </PageFrame>
    );
  }
  if (!site) {
    return (
      <PageFrame title={document.path} lead={say('gate.errors', { count: document.diagnostics.length })} status={null}>
        <div className="sw-stack">
          <Panel title={say('review.problems')}>
            <DiagnosticList diagnostics={document.diagnostics} />
          </Panel>
          <Panel title={say('review.text')} flush>
            <CodeBlock label={say('review.text')} text={document.text} />
          </Panel>
        </div>
      </PageFrame>
    );
  }
  const Page = PAGES[route.page];
  return <Page key={route.page} site={site} />;
}

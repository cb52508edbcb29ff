import { useSite } from '../state/site.ts';
import { useSpeech } from '../text/text.ts';
import { CodeBlock } from '../ui/code-block.tsx';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { PageFrame } from '../ui/page-frame.tsx';
import { Panel } from '../ui/panel.tsx';
import { STOPS } from './journey.ts';
import { usePage } from './page-loaders.ts';
import type { Route } from './route.ts';
import { useFieldJump } from './use-field-jump.ts';

/** The page of the route, once the site's file is read. A file that cannot be read shows why and its text. */
export function SitePages({ route }: { readonly route: Route }) {
  const { say } = useSpeech();
  const document = useSite((state) => state.document);
  const site = useSite((state) => state.site);
  const failure = useSite((state) => state.failure);
  const { Page, failure: unread } = usePage(route.page);
  useFieldJump(Page && site ? route.page : '', Page && site ? route.field : undefined);
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
  if (!Page) {
    const stop = STOPS.find(({ page }) => page === route.page);
    return (
      <PageFrame title={stop ? say(stop.title) : ''} lead="" status={null}>
        <DiagnosticList diagnostics={unread} />
      </PageFrame>
    );
  }
  return <Page key={route.page} site={site} />;
}

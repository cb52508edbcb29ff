import { lazy, Suspense, useEffect, useState } from 'react';
import type { Diagnostic } from '../../electron/api/diagnostic.ts';
import type { EngineClient } from '../bridge/connect.ts';
import { failureDiagnostics } from '../bridge/failure.ts';
import { SitesPage } from '../sites/sites-page.tsx';
import { useRun } from '../state/run.ts';
import { useSettings } from '../state/settings.ts';
import { useSite } from '../state/site.ts';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { PageFrame } from '../ui/page-frame.tsx';
import { EngineContext } from './engine-context.ts';
import { usePlace } from './help-route.ts';
import { readPagesAhead } from './page-loaders.ts';
import { Shell } from './shell.tsx';
import { SitePages } from './site-pages.tsx';
import { useHelpKey } from './use-help-key.ts';
import './shell.css';
import '../ui/ui.css';
import '../wizard/wizard.css';
import '../sites/sites.css';
import '../run/run.css';
import '../media/media.css';
import '../arrival/arrival.css';
import '../wizard/nodes/nodes.css';
import '../wizard/review/review.css';
import './narrow.css';
import '../ui/print.css';

// Its texts are many and rarely needed: they come when they are asked for.
const HelpPage = lazy(async () => {
  try {
    return { default: (await import('../help/help-page.tsx')).HelpPage };
  } catch (error) {
    return { default: () => <HelpComing failure={failureDiagnostics(error)} /> };
  }
});

/** The whole page: waits for the engine, then shows the list of sites or one site's journey. */
export function App({ engine: coming }: { readonly engine: Promise<EngineClient> }) {
  const [engine, setEngine] = useState<EngineClient>();
  useEffect(() => {
    let gone = false;
    void coming.then((client) => {
      if (gone) return;
      setEngine(() => client);
      void useSettings.getState().connect(client);
    });
    return () => {
      gone = true;
    };
  }, [coming]);
  const { help, route } = usePlace();
  useHelpKey();
  const open = useSite((state) => state.open);
  const resume = useRun((state) => state.resume);
  useEffect(() => {
    if (!engine || !route.siteRef) return;
    void open(engine, route.siteRef);
    void resume(engine, route.siteRef);
  }, [engine, route.siteRef, open, resume]);
  const isUsable = useSite(({ list, document }) => list !== undefined || document !== undefined);
  useEffect(() => {
    if (!isUsable) return;
    // Read by the bench of a cold start.
    performance.mark('sitewright:usable');
    readPagesAhead();
  }, [isUsable]);
  if (!engine) return null;
  return (
    <EngineContext value={engine}>
      {help ? (
        <Shell siteRef={route.siteRef}>
          <Suspense fallback={<HelpComing />}>
            <HelpPage route={help} />
          </Suspense>
        </Shell>
      ) : route.siteRef === undefined ? (
        <Shell>
          <SitesPage />
        </Shell>
      ) : (
        <Shell siteRef={route.siteRef} page={route.page}>
          <SitePages route={route} />
        </Shell>
      )}
    </EngineContext>
  );
}

/** Until the help is there, or why it cannot be read. */
function HelpComing({ failure = [] }: { readonly failure?: readonly Diagnostic[] }) {
  const { say } = useSpeech();
  return (
    <PageFrame title={say('help.title')} lead={failure.length > 0 ? '' : say('help.loading')} status={null}>
      <DiagnosticList diagnostics={failure} />
    </PageFrame>
  );
}

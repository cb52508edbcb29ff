import { useEffect, useState } from 'react';
import type { EngineClient } from '../bridge/connect.ts';
import { SitesPage } from '../sites/sites-page.tsx';
import { useRun } from '../state/run.ts';
import { useSettings } from '../state/settings.ts';
import { useSite } from '../state/site.ts';
import { EngineContext } from './engine-context.ts';
import { readPagesAhead } from './page-loaders.ts';
import { useRoute } from './route.ts';
import { Shell } from './shell.tsx';
import { SitePages } from './site-pages.tsx';
import './shell.css';
import '../ui/ui.css';
import '../wizard/wizard.css';
import '../sites/sites.css';
import '../run/run.css';
import '../media/media.css';
import '../arrival/arrival.css';
import '../wizard/nodes/nodes.css';
import './narrow.css';

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
  const route = useRoute();
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
      {route.siteRef === undefined ? (
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

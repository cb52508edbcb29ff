import type { Site } from '../../electron/api/site.ts';
import { useSite } from '../state/site.ts';
import { HistoryList } from './history-list.tsx';
import { useHistoryRoute } from './history-route.ts';
import { PastRunView } from './past-run-view.tsx';
import { RunsCompared } from './runs-compared.tsx';
import '../smoke/smoke.css';
import './history.css';

/** The runs of a site: a list of them, one as it was, or what two did otherwise. Nothing is changed here. */
export function HistoryPage({ site }: { readonly site: Site }) {
  const ref = useSite((state) => state.document?.ref ?? '');
  const { runId, otherId } = useHistoryRoute();
  if (runId === undefined) return <HistoryList siteRef={ref} />;
  if (otherId === undefined) return <PastRunView key={runId} site={site} siteRef={ref} runId={runId} />;
  return <RunsCompared key={`${runId} ${otherId}`} siteRef={ref} left={runId} right={otherId} />;
}

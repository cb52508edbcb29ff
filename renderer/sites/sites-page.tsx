import { useEffect } from 'react';
import { useEngine } from '../app/engine-context.ts';
import { useSite } from '../state/site.ts';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { PageFrame } from '../ui/page-frame.tsx';
import { Panel } from '../ui/panel.tsx';
import { ExampleRow } from './example-row.tsx';
import { FirstPanel } from './first-panel.tsx';
import { LaptopPanel } from './laptop-panel.tsx';
import { folderName } from './site-state.ts';
import { SiteTable } from './site-table.tsx';
import { SitesActions } from './sites-actions.tsx';

/** The example that the sentence beside it is about: two nodes and a witness. */
const TO_BEGIN_WITH = 'two-node';

/** Page 0: the site folders on this laptop, and the examples to rehearse. A broken folder is a row with its reason. */
export function SitesPage() {
  const { say } = useSpeech();
  const engine = useEngine();
  const { list, failure, loadList } = useSite();
  useEffect(() => void loadList(engine), [engine, loadList]);
  const recent = (list ?? []).filter((entry) => entry.kind === 'recent');
  const examples = (list ?? []).filter((entry) => entry.kind === 'example');
  const first =
    recent.find((entry) => entry.state !== 'broken') ??
    examples.find((entry) => folderName(entry.folder) === TO_BEGIN_WITH && entry.state !== 'broken') ??
    examples.find((entry) => entry.diagnostics.length === 0) ??
    examples[0];
  return (
    <PageFrame
      title={say('sites.title')}
      lead={say('sites.lead')}
      {...(list ? { figures: <SitesActions list={list} /> } : {})}
      status={<span className="sw-subtle">{say('sites.status')}</span>}
    >
      <div className="sw-stack">
        <DiagnosticList diagnostics={failure} />
        {first && <FirstPanel key={first.ref} entry={first} />}
        <div className="sw-columns">
          <SiteTable recent={recent} />
          <div className="sw-stack">
            <Panel title={say('sites.examples')}>
              <p className="sw-subtle">{say('sites.examplesLead')}</p>
              <ul className="sw-example-list">
                {examples.map((entry) => (
                  <ExampleRow key={entry.ref} entry={entry} />
                ))}
              </ul>
            </Panel>
            <LaptopPanel />
          </div>
        </div>
      </div>
    </PageFrame>
  );
}

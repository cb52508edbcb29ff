import { useEffect } from 'react';
import type { SiteListEntry } from '../../electron/api/sites.ts';
import { useEngine } from '../app/engine-context.ts';
import { hrefOf } from '../app/route.ts';
import { useSite } from '../state/site.ts';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { PageFrame } from '../ui/page-frame.tsx';
import { Panel } from '../ui/panel.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { ExampleRow } from './example-row.tsx';
import { FirstPanel } from './first-panel.tsx';
import { OpenSite } from './open-site.tsx';
import { folderName, SITE_STATES } from './site-state.ts';

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
      status={<span className="sw-subtle">{say('sites.status')}</span>}
    >
      <div className="sw-stack">
        <DiagnosticList diagnostics={failure} />
        {first && <FirstPanel key={first.ref} entry={first} />}
        <div className="sw-columns">
          <Panel
            title={say('sites.all')}
            aside={
              <div className="sw-buttons">
                <span>{say('sites.count', { count: recent.length })}</span>
                {list && <OpenSite />}
              </div>
            }
            flush
          >
            {recent.length === 0 ? (
              <p className="sw-panel-body sw-subtle">{say('sites.none')}</p>
            ) : (
              <table className="sw-table">
                <thead>
                  <tr>
                    <th scope="col">{say('sites.site')}</th>
                    <th scope="col">{say('sites.machines')}</th>
                    <th scope="col">{say('sites.state')}</th>
                  </tr>
                </thead>
                <tbody>
                  {recent.map((entry) => (
                    <SiteRow key={entry.ref} entry={entry} />
                  ))}
                </tbody>
              </table>
            )}
          </Panel>
          <Panel title={say('sites.examples')}>
            <p className="sw-subtle">{say('sites.examplesLead')}</p>
            <ul className="sw-example-list">
              {examples.map((entry) => (
                <ExampleRow key={entry.ref} entry={entry} />
              ))}
            </ul>
          </Panel>
        </div>
      </div>
    </PageFrame>
  );
}

function SiteRow({ entry }: { readonly entry: SiteListEntry }) {
  const { say } = useSpeech();
  const { mark, word, parts } = SITE_STATES[entry.state];
  const errors = entry.diagnostics.filter((each) => each.severity === 'error');
  return (
    <tr>
      <th scope="row">
        <a href={hrefOf(entry.ref, 'site')}>{entry.name}</a>
        <div className="mono sw-small sw-subtle sw-path">{entry.folder}</div>
      </th>
      <td>{entry.state === 'broken' ? '–' : say('sites.nodes', { count: entry.nodes })}</td>
      <td>
        {parts > 0 && (
          <div className="sw-parts" aria-hidden="true">
            {[1, 2, 3, 4, 5].map((part) => (
              <span key={part} className={part <= parts ? `sw-part sw-part-${mark}` : 'sw-part'} />
            ))}
          </div>
        )}
        <StateMark mark={mark}>{say(word)}</StateMark>
        <DiagnosticList diagnostics={errors.slice(0, 2)} />
      </td>
    </tr>
  );
}

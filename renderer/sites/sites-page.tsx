import { Button } from '@patternfly/react-core';
import { useEffect, useState } from 'react';
import type { SiteListEntry } from '../../electron/api/contract.ts';
import { useEngine } from '../app/engine-context.ts';
import { goTo, hrefOf } from '../app/route.ts';
import { failureDiagnostics } from '../bridge/failure.ts';
import { useSite } from '../state/site.ts';
import { type SentenceKey, useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { PageFrame } from '../ui/page-frame.tsx';
import { Panel } from '../ui/panel.tsx';
import { type Mark, StateMark } from '../ui/state-mark.tsx';

const STATES: Readonly<Record<SiteListEntry['state'], readonly [Mark, SentenceKey]>> = {
  planned: ['waiting', 'sites.planned'],
  'media-made': ['done', 'sites.mediaMade'],
  installing: ['running', 'sites.installing'],
  verified: ['done', 'sites.verified'],
  rehearsed: ['done', 'sites.rehearsed'],
  broken: ['failed', 'sites.broken'],
};

/** Page 0: the site folders on this laptop, and the examples to rehearse. A broken folder is a row with its reason. */
export function SitesPage() {
  const { say } = useSpeech();
  const engine = useEngine();
  const { list, failure, loadList } = useSite();
  useEffect(() => void loadList(engine), [engine, loadList]);
  const recent = (list ?? []).filter((entry) => entry.kind === 'recent');
  const examples = (list ?? []).filter((entry) => entry.kind === 'example');
  return (
    <PageFrame
      title={say('sites.title')}
      lead={say('sites.lead')}
      status={<span className="sw-subtle">{say('sites.status')}</span>}
    >
      <div className="sw-columns">
        <div className="sw-stack">
          <DiagnosticList diagnostics={failure} />
          <Panel title={say('sites.all')} aside={say('sites.count', { count: recent.length })} flush>
            {recent.length === 0 ? (
              <p className="sw-panel-body sw-subtle">{say('sites.none')}</p>
            ) : (
              <table className="sw-table">
                <thead>
                  <tr>
                    <th scope="col">{say('sites.site')}</th>
                    <th scope="col">{say('sites.machines')}</th>
                    <th scope="col">{say('sites.state')}</th>
                    <th scope="col">{say('sites.folder')}</th>
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
        </div>
        <Panel title={say('sites.examples')}>
          <p className="sw-subtle">{say('sites.examplesLead')}</p>
          <ul className="sw-example-list">
            {examples.map((entry) => (
              <Example key={entry.ref} entry={entry} />
            ))}
          </ul>
        </Panel>
      </div>
    </PageFrame>
  );
}

function SiteRow({ entry }: { readonly entry: SiteListEntry }) {
  const { say } = useSpeech();
  const [mark, word] = STATES[entry.state];
  return (
    <tr>
      <th scope="row">
        <a href={hrefOf(entry.ref, 'site')}>{entry.name}</a>
      </th>
      <td>{entry.state === 'broken' ? '–' : say('sites.nodes', { count: entry.nodes })}</td>
      <td>
        <StateMark mark={mark}>{say(word)}</StateMark>
        <DiagnosticList diagnostics={entry.diagnostics.filter((each) => each.severity === 'error').slice(0, 2)} />
      </td>
      <td className="mono sw-small">{entry.folder}</td>
    </tr>
  );
}

function Example({ entry }: { readonly entry: SiteListEntry }) {
  const { say } = useSpeech();
  const engine = useEngine();
  const [name, setName] = useState<string>();
  const [failed, setFailed] = useState<ReturnType<typeof failureDiagnostics>>([]);
  const copy = async () => {
    try {
      const made = await engine.sites.copyExample({ site: entry.ref, name: name ?? '' });
      goTo(hrefOf(made.ref, 'site'));
    } catch (error) {
      setFailed(failureDiagnostics(error));
    }
  };
  return (
    <li>
      <strong>{entry.name}</strong>
      <span className="sw-subtle sw-small">{say('sites.nodes', { count: entry.nodes })}</span>
      <div className="sw-buttons">
        <Button variant="primary" onClick={() => goTo(hrefOf(entry.ref, 'install'))}>
          {say('sites.open', { name: entry.name })}
        </Button>
        <Button variant="link" onClick={() => setName(name === undefined ? '' : undefined)}>
          {say('sites.copy')}
        </Button>
      </div>
      {name !== undefined && (
        <form
          className="sw-buttons"
          onSubmit={(event) => {
            event.preventDefault();
            void copy();
          }}
        >
          <input
            className="sw-input mono"
            aria-label={say('sites.newName')}
            placeholder={say('sites.newName')}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <Button type="submit" variant="secondary" isDisabled={!/^[a-z][a-z0-9-]{1,30}$/.test(name)}>
            {say('sites.make')}
          </Button>
        </form>
      )}
      <DiagnosticList diagnostics={failed} />
    </li>
  );
}

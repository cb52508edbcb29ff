import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import type { SiteListEntry } from '../../electron/api/sites.ts';
import { useEngine } from '../app/engine-context.ts';
import { goTo, hrefOf } from '../app/route.ts';
import { failureDiagnostics } from '../bridge/failure.ts';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { folderName } from './site-state.ts';

/** One example: opened as it is, or copied into a site folder of one's own. */
export function ExampleRow({ entry }: { readonly entry: SiteListEntry }) {
  const { say } = useSpeech();
  const engine = useEngine();
  const [name, setName] = useState<string>();
  const [failed, setFailed] = useState<ReturnType<typeof failureDiagnostics>>([]);
  const folder = folderName(entry.folder);
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
      <div>
        <strong>{entry.name}</strong>
        <div className="sw-subtle sw-small">
          <span className="mono">{folder}</span>,{' '}
          {say(entry.nodes === 1 ? 'sites.oneMachine' : 'sites.nodes', { count: entry.nodes })}
        </div>
      </div>
      <div className="sw-buttons">
        <Button variant="secondary" size="sm" onClick={() => goTo(hrefOf(entry.ref, 'site'))}>
          {say('sites.open', { name: folder })}
        </Button>
        <Button variant="link" size="sm" onClick={() => setName(name === undefined ? '' : undefined)}>
          {say('sites.copy')}
        </Button>
      </div>
      {name !== undefined && (
        <form
          className="sw-inline-form"
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
          <Button type="submit" variant="secondary" size="sm" isDisabled={!/^[a-z][a-z0-9-]{1,30}$/.test(name)}>
            {say('sites.make')}
          </Button>
          <span className="sw-small sw-subtle">{say('sites.nameRule')}</span>
        </form>
      )}
      <DiagnosticList diagnostics={failed} />
    </li>
  );
}

import { Button } from '@patternfly/react-core';
import { PlayIcon } from '@patternfly/react-icons';
import { useCallback } from 'react';
import type { Diagnostic } from '../../electron/api/diagnostic.ts';
import type { SiteListEntry } from '../../electron/api/sites.ts';
import { useEngine } from '../app/engine-context.ts';
import { goTo, hrefOf, type PageId } from '../app/route.ts';
import { useSpeech } from '../text/text.ts';
import { StateMark } from '../ui/state-mark.tsx';
import { useAsked } from '../ui/use-asked.ts';
import { SiteSketch } from './site-sketch.tsx';
import { folderName, SITE_STATES } from './site-state.ts';

/** Where the journey goes on: the site opened last, or the first example. The page's only primary action is here. */
export function FirstPanel({ entry }: { readonly entry: SiteListEntry }) {
  const { say } = useSpeech();
  const engine = useEngine();
  const read = useAsked(useCallback(() => engine.sites.read({ site: entry.ref }), [engine, entry.ref]));
  const example = entry.kind === 'example';
  const { mark, word } = SITE_STATES[entry.state];
  const errors = entry.diagnostics.filter(({ severity }) => severity === 'error');
  const page = example ? 'install' : pageOf(entry.state, errors[0]);
  const name = example ? folderName(entry.folder) : entry.name;
  return (
    <section className="sw-first">
      <div className="sw-first-text">
        <div className="sw-buttons">
          <h2>{entry.name}</h2>
          {!example && <StateMark mark={mark}>{say(word, { count: errors.length })}</StateMark>}
        </div>
        <p>{example ? say('sites.firstTime') : say('sites.goOnHere')}</p>
        <div className="sw-buttons">
          <Button variant="primary" icon={<PlayIcon />} onClick={() => goTo(hrefOf(entry.ref, page))}>
            {say(example ? 'sites.rehearse' : 'sites.continue', { name })}
          </Button>
          <span className="mono sw-small sw-subtle">{entry.folder}</span>
        </div>
      </div>
      <div className="sw-first-sketch">{read.value?.site && <SiteSketch site={read.value.site} />}</div>
    </section>
  );
}

/** Where the work on a site goes on: what is still to be filled in mostly stands on the labels of its machines. */
function pageOf(state: SiteListEntry['state'], problem: Diagnostic | undefined): PageId {
  if (state === 'installing') return 'install';
  if (state !== 'unfinished') return 'site';
  return /^(hosts|storages)\b/.test(problem?.subject.field ?? '') ? 'nodes' : 'review';
}

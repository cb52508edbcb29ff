import { Button } from '@patternfly/react-core';
import { PlayIcon } from '@patternfly/react-icons';
import { useCallback } from 'react';
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
  const errors = entry.diagnostics.filter(({ severity }) => severity === 'error').length;
  const page: PageId = example || entry.state === 'installing' ? 'install' : 'site';
  const name = example ? folderName(entry.folder) : entry.name;
  return (
    <section className="sw-first">
      <div className="sw-first-text">
        <div className="sw-buttons">
          <h2>{entry.name}</h2>
          {!example && <StateMark mark={mark}>{say(word, { count: errors })}</StateMark>}
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

import { useEffect, useId, useRef, useState } from 'react';
import { AREAS, type DiagnosticArea } from '../../electron/api/help/areas.ts';
import { searchHelp } from '../../electron/api/help/search-help.ts';
import { TOPIC_GROUPS } from '../../electron/api/help/topics.ts';
import { contentsHref, helpHref } from '../app/help-route.ts';
import { useSite } from '../state/site.ts';
import { SupportButton } from '../support/support-button.tsx';
import { useSpeech } from '../text/text.ts';
import { Panel } from '../ui/panel.tsx';
import { TopicLinks } from './help-links.tsx';
import { Holes } from './said.tsx';
import { TermList } from './term-list.tsx';

const MOST = 60;

/** The first page of the help: search over everything; below it the contents. */
export function ContentsView({ question }: { readonly question: string }) {
  const { say } = useSpeech();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(question);
  useEffect(() => field.current?.focus(), []);
  const ask = (asked: string) => {
    setText(asked);
    // Kept in the address, so that Back leads to what was found.
    window.history.replaceState(window.history.state, '', contentsHref(asked));
  };
  return (
    <div className="sw-stack">
      <div className="sw-field sw-help-search">
        <label htmlFor={id}>{say('help.search')}</label>
        <input
          ref={field}
          id={id}
          type="search"
          className="sw-input"
          value={text}
          spellCheck={false}
          autoComplete="off"
          aria-describedby={`${id}-help`}
          onChange={(event) => ask(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || text === '') return;
            event.stopPropagation();
            event.preventDefault();
            ask('');
          }}
        />
        <div id={`${id}-help`} className="sw-help">
          {say('help.searchHelp')}
        </div>
      </div>
      {text.trim() === '' ? <Contents /> : <Found question={text} />}
    </div>
  );
}

function Found({ question }: { readonly question: string }) {
  const { say, pick, language } = useSpeech();
  const hits = searchHelp(question, language, MOST);
  const count =
    hits.length === 0
      ? say('help.foundNone')
      : say(hits.length === MOST ? 'help.foundMost' : 'help.found', { count: hits.length });
  return (
    <Panel title={<span role="status">{count}</span>} flush={hits.length === 0}>
      {hits.length > 0 && (
        <ul className="sw-help-list">
          {hits.map((hit) => (
            <li key={`${hit.kind} ${hit.id}`}>
              <span className="sw-subtle sw-small">{say(`help.${hit.kind}`)}</span>
              <a href={helpHref(hit.kind, hit.id)} className={hit.kind === 'code' ? 'mono' : undefined}>
                {hit.kind === 'code' ? hit.id : pick(hit.title)}
              </a>
              <p>
                <Holes sentence={(hit.kind === 'code' ? hit.title : hit.text)[language]} />
              </p>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Contents() {
  const { say, pick } = useSpeech();
  const path = useSite((state) => state.document?.path);
  const site = useSite((state) => state.site?.name) ?? path;
  return (
    <div className="sw-columns">
      <div className="sw-stack">
        {TOPIC_GROUPS.map(({ title, ids }) => (
          <Panel key={title.en} title={pick(title)} aside={say('help.topic')}>
            <TopicLinks ids={ids} />
          </Panel>
        ))}
      </div>
      <div className="sw-stack">
        <Panel title={say('support.title')}>
          <div className="sw-stack">
            <p>{site === undefined ? say('support.needsSite') : say('support.why', { site })}</p>
            <div>
              <SupportButton />
            </div>
          </div>
        </Panel>
        <Panel title={say('help.term')}>
          <TermList />
        </Panel>
        <Panel title={say('help.area')}>
          <ul className="sw-help-links">
            {(Object.keys(AREAS) as DiagnosticArea[]).map((area) => (
              <li key={area}>
                <a href={helpHref('area', area)}>{pick(AREAS[area].title)}</a> <code className="sw-code">{area}</code>
              </li>
            ))}
          </ul>
        </Panel>
      </div>
    </div>
  );
}

import { Button } from '@patternfly/react-core';
import { type ReactNode, useEffect } from 'react';
import { AREAS, type DiagnosticArea } from '../../electron/api/help/areas.ts';
import { isCode } from '../../electron/api/help/code-page.ts';
import { TERMS, type TermId } from '../../electron/api/help/terms.ts';
import { TOPICS, type TopicId } from '../../electron/api/help/topics.ts';
import { contentsHref, type HelpRoute, placeBeforeHelp } from '../app/help-route.ts';
import { goTo } from '../app/route.ts';
import { type Speech, useSpeech } from '../text/text.ts';
import { PageFrame } from '../ui/page-frame.tsx';
import { AreaView } from './area-view.tsx';
import { CodeView } from './code-view.tsx';
import { ContentsView } from './contents-view.tsx';
import { TermView } from './term-view.tsx';
import { TopicView } from './topic-view.tsx';
import './help.css';

/** The help: its contents with the search, or one page of it. Escape leads back to where the person was. */
export function HelpPage({ route }: { readonly route: HelpRoute }) {
  const speech = useSpeech();
  const { say } = speech;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !document.querySelector('dialog[open]')) goTo(placeBeforeHelp());
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  const name = route.kind === 'contents' ? '' : `${route.kind} ${route.id}`;
  // A page of the help is read from its top; the contents give the focus to the search themselves.
  useEffect(() => {
    const content = document.querySelector<HTMLElement>('.sw-page-content');
    if (name === '' || !content) return;
    content.scrollTop = 0;
    content.focus({ preventScroll: true });
  }, [name]);
  const { title, lead, body } = shown(route, speech);
  return (
    <PageFrame
      title={title}
      lead={lead}
      status={<span className="sw-subtle">{say('help.escape')}</span>}
      actions={
        <>
          {route.kind !== 'contents' && (
            <>
              <Button variant="secondary" onClick={() => window.history.back()}>
                {say('help.previous')}
              </Button>
              <Button variant="secondary" onClick={() => goTo(contentsHref())}>
                {say('help.contents')}
              </Button>
            </>
          )}
          <Button variant="primary" onClick={() => goTo(placeBeforeHelp())}>
            {say('help.close')}
          </Button>
        </>
      }
    >
      {body}
    </PageFrame>
  );
}

function shown(
  route: HelpRoute,
  { say, pick }: Speech,
): { readonly title: string; readonly lead: string; readonly body: ReactNode } {
  if (route.kind === 'contents')
    return { title: say('help.title'), lead: say('help.lead'), body: <ContentsView question={route.question} /> };
  const { id } = route;
  if (route.kind === 'code' && isCode(id))
    return { title: id, lead: pick(AREAS[areaOf(id)].title), body: <CodeView code={id} /> };
  if (route.kind === 'area' && Object.hasOwn(AREAS, id))
    return {
      title: pick(AREAS[id as DiagnosticArea].title),
      lead: say('help.area'),
      body: <AreaView area={id as DiagnosticArea} />,
    };
  if (route.kind === 'topic' && Object.hasOwn(TOPICS, id))
    return {
      title: pick(TOPICS[id as TopicId].symptom),
      lead: say('help.topic'),
      body: <TopicView id={id as TopicId} />,
    };
  if (route.kind === 'term' && Object.hasOwn(TERMS, id))
    return { title: pick(TERMS[id as TermId].name), lead: say('help.term'), body: <TermView id={id as TermId} /> };
  return { title: say('help.title'), lead: say('help.unknown', { id }), body: <ContentsView question="" /> };
}

function areaOf(code: string): DiagnosticArea {
  return code.slice(0, code.indexOf('.')) as DiagnosticArea;
}

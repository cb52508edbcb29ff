import { searchHelp } from '../../electron/api/help/search-help.ts';
import { TERMS, type TermId } from '../../electron/api/help/terms.ts';
import { TOPICS, type TopicId } from '../../electron/api/help/topics.ts';
import { useSpeech } from '../text/text.ts';
import { Panel } from '../ui/panel.tsx';
import { TopicLinks } from './help-links.tsx';
import { Said } from './said.tsx';
import { TermList } from './term-list.tsx';

/** One word of the field, its neighbours, and the troubleshooting that speaks of it. */
export function TermView({ id }: { readonly id: TermId }) {
  const { say, language } = useSpeech();
  const { name, forms, meaning } = TERMS[id];
  const word = forms?.[language][0] ?? name[language];
  const topics = searchHelp(word, language, 200).flatMap((hit) =>
    hit.kind === 'topic' && hit.id in TOPICS ? [hit.id as TopicId] : [],
  );
  return (
    <div className="sw-columns">
      <div className="sw-stack">
        <Panel>
          <div className="sw-help-text">
            <p className="sw-help-sentence">
              <Said text={meaning} except={id} />
            </p>
          </div>
        </Panel>
        {topics.length > 0 && (
          <Panel title={say('help.topic')}>
            <TopicLinks ids={topics.slice(0, 8)} />
          </Panel>
        )}
      </div>
      <Panel title={say('help.term')}>
        <TermList current={id} />
      </Panel>
    </div>
  );
}

import { TOPIC_GROUPS, TOPICS, type TopicId } from '../../electron/api/help/topics.ts';
import { useSpeech } from '../text/text.ts';
import { Panel } from '../ui/panel.tsx';
import { CheckList } from './check-list.tsx';
import { Steps } from './code-view.tsx';
import { CodeList, TopicLinks } from './help-links.tsx';

/** One entry of the troubleshooting: how to look, what to do, the codes that say it. */
export function TopicView({ id }: { readonly id: TopicId }) {
  const { say, pick } = useSpeech();
  const { checks, remedy, codes } = TOPICS[id];
  const group = TOPIC_GROUPS.find(({ ids }) => ids.includes(id));
  return (
    <div className="sw-columns">
      <div className="sw-stack">
        <Panel title={say('help.look')}>
          <div className="sw-help-text">
            <CheckList checks={checks} />
          </div>
        </Panel>
        <Panel title={say('help.todo')}>
          <div className="sw-help-text">
            <Steps texts={remedy} />
          </div>
        </Panel>
      </div>
      <div className="sw-stack">
        <Panel title={say('help.related')}>
          <CodeList codes={codes} />
        </Panel>
        {group && (
          <Panel title={pick(group.title)}>
            <TopicLinks ids={group.ids.filter((other) => other !== id)} />
          </Panel>
        )}
      </div>
    </div>
  );
}

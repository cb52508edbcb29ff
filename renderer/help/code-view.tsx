import type { DiagnosticCode } from '../../electron/api/diagnostics/index.ts';
import { codePage } from '../../electron/api/help/code-page.ts';
import { HELP_PLACES } from '../../electron/api/help/place.ts';
import type { Text } from '../../electron/api/text.ts';
import { helpHref } from '../app/help-route.ts';
import { useSpeech } from '../text/text.ts';
import { WINDOW_HINTS } from '../text/window-hints.ts';
import { Panel } from '../ui/panel.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { CheckList } from './check-list.tsx';
import { CodeList, SEVERITY_MARK, TopicLinks } from './help-links.tsx';
import { Holes, Said } from './said.tsx';

/** One diagnostic code: what it says, when, why, what to do, and its relatives. */
export function CodeView({ code }: { readonly code: DiagnosticCode }) {
  const { say, pick, language } = useSpeech();
  const { entry, area, advice, related, topics } = codePage(code);
  const hint = (WINDOW_HINTS as Readonly<Record<string, Text>>)[code] ?? entry.hint;
  const hasHoles = /\{[a-zA-Z]/.test(entry.summary[language] + hint[language]);
  return (
    <div className="sw-columns">
      <div className="sw-stack">
        <Panel title={say('help.sentence')} aside={<span className="mono">{code}</span>}>
          <div className="sw-help-text">
            <StateMark mark={SEVERITY_MARK[entry.severity]}>{say(`help.${entry.severity}`)}</StateMark>
            <p className="sw-help-sentence">
              <Holes sentence={entry.summary[language]} />
            </p>
            <p>
              <Said text={hint} />
            </p>
            {entry.retryable && <p className="sw-subtle">{say('help.retry')}</p>}
            {hasHoles && <p className="sw-subtle sw-small">{say('help.holes')}</p>}
          </div>
        </Panel>
        {advice && (
          <Panel title={say('help.why')}>
            <div className="sw-help-text">
              <p>
                <Said text={advice.why} />
              </p>
              <h3>{say('help.todo')}</h3>
              <Steps texts={advice.todo} />
              {advice.checks && (
                <>
                  <h3>{say('help.look')}</h3>
                  <CheckList checks={advice.checks} />
                </>
              )}
            </div>
          </Panel>
        )}
        <Panel title={say('help.when')}>
          <div className="sw-help-text">
            <p>
              <a href={helpHref('area', code.split('.')[0] ?? '')}>{pick(area.title)}</a>
            </p>
            <p>
              <Said text={area.about} />
            </p>
            <p className="sw-subtle">
              {say('help.places')}: {area.places.map((place) => pick(HELP_PLACES[place])).join(', ')}
            </p>
          </div>
        </Panel>
      </div>
      <div className="sw-stack">
        {topics.length > 0 && (
          <Panel title={say('help.topic')}>
            <TopicLinks ids={topics} />
          </Panel>
        )}
        {related.length > 0 && (
          <Panel title={say('help.related')}>
            <CodeList codes={related} />
          </Panel>
        )}
      </div>
    </div>
  );
}

/** One sentence alone, or several in their order. */
export function Steps({ texts }: { readonly texts: readonly Text[] }) {
  const [first, ...rest] = texts;
  if (first && rest.length === 0)
    return (
      <p>
        <Said text={first} />
      </p>
    );
  return (
    <ol>
      {texts.map((text) => (
        <li key={text.en}>
          <Said text={text} />
        </li>
      ))}
    </ol>
  );
}

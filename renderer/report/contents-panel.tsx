import type { SignedState } from '../../electron/api/sign-off.ts';
import { useSpeech } from '../text/text.ts';
import { Panel } from '../ui/panel.tsx';
import { StateMark } from '../ui/state-mark.tsx';

export interface Heading {
  readonly id: string;
  readonly text: string;
}

/** The parts of a report as its own page names them. */
export function headingsOf(paper: Document | null | undefined): readonly Heading[] {
  return [...(paper?.querySelectorAll('h2[id]') ?? [])].map(({ id, textContent }) => ({ id, text: textContent ?? '' }));
}

/** What the report has in it, and below it who signed. */
export function ContentsPanel({
  headings,
  signed,
  onGo,
}: {
  readonly headings: readonly Heading[];
  readonly signed: SignedState;
  readonly onGo: (heading: Heading) => void;
}) {
  const { say } = useSpeech();
  return (
    <Panel title={say('report.contents')}>
      <ol className="sw-contents">
        {headings.map((heading, index) => (
          <li key={heading.id}>
            <button type="button" onClick={() => onGo(heading)}>
              <span className="sw-subtle" aria-hidden="true">
                {index + 1}
              </span>
              <span>{heading.text}</span>
            </button>
          </li>
        ))}
      </ol>
      <div className="sw-sign-state">
        {signed.state === 'none' && <span className="sw-subtle">{say('report.unsigned')}</span>}
        {signed.by.map(({ as, name, date }) => (
          <StateMark key={as} mark={signed.state === 'changed-since' ? 'warning' : 'done'}>
            <span className="sw-break">{say(`report.by_${as}`, { name, date })}</span>
          </StateMark>
        ))}
        {signed.state === 'changed-since' && <p>{say('report.changedSince')}</p>}
      </div>
    </Panel>
  );
}

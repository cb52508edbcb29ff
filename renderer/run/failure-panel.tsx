import type { ReactNode } from 'react';
import type { Diagnostic } from '../../electron/api/diagnostic.ts';
import { SupportButton } from '../support/support-button.tsx';
import { useSpeech } from '../text/text.ts';
import { describeHere } from '../text/window-hints.ts';
import { CodeLink } from '../ui/code-link.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { StateMark } from '../ui/state-mark.tsx';

/** Why a step failed: the sentence, what was seen, what to do now, and the way on beside it. */
export function FailurePanel({
  title,
  target,
  diagnostic,
  isStopped,
  actions,
}: {
  readonly title: string;
  readonly target: string;
  readonly diagnostic: Diagnostic;
  /** A person stopped it: nothing is wrong with it. */
  readonly isStopped?: boolean;
  readonly actions: ReactNode;
}) {
  const { say, language } = useSpeech();
  const { summary, hint } = describeHere(diagnostic, language);
  const forSupport = () =>
    [`${title}, ${target}`, `${diagnostic.code}: ${summary}`, ...diagnostic.evidence, hint].join('\n');
  return (
    <section className={isStopped ? 'sw-failure sw-stopped' : 'sw-failure'} role="alert">
      <header>
        <h2>
          {title}{' '}
          {!title.includes(target) && <span className="sw-subtle">{say('install.onHost', { host: target })}</span>}
        </h2>
        <CodeLink code={diagnostic.code} />
      </header>
      <StateMark mark={isStopped ? 'warning' : 'failed'}>
        <strong className="sw-failure-sentence">{summary}</strong>
      </StateMark>
      {diagnostic.evidence.length > 0 && !isStopped && (
        <>
          <h3>{say('install.seen')}</h3>
          <pre className="sw-evidence mono">{diagnostic.evidence.join('\n')}</pre>
        </>
      )}
      {hint && (
        <>
          <h3>{say('install.doNow')}</h3>
          <p>{hint}</p>
        </>
      )}
      <div className="sw-buttons">
        {actions}
        <CopyButton text={forSupport} label={say('install.forSupport')} />
        <SupportButton />
      </div>
    </section>
  );
}

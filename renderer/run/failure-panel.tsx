import type { ReactNode } from 'react';
import { type Diagnostic, describeDiagnostic } from '../../electron/api/diagnostic.ts';
import { useSpeech } from '../text/text.ts';
import { StateMark } from '../ui/state-mark.tsx';

/** Why a step failed: the sentence, what was seen, what to do now, and the way on beside it. */
export function FailurePanel({
  title,
  target,
  diagnostic,
  actions,
}: {
  readonly title: string;
  readonly target: string;
  readonly diagnostic: Diagnostic;
  readonly actions: ReactNode;
}) {
  const { say, language } = useSpeech();
  const { summary, hint } = describeDiagnostic(diagnostic, language);
  return (
    <section className="sw-failure" role="alert">
      <header>
        <span>
          <strong>{title}</strong>{' '}
          {!title.includes(target) && <span className="sw-subtle">{say('install.onHost', { host: target })}</span>}
        </span>
        <code className="sw-code mono">{diagnostic.code}</code>
      </header>
      <StateMark mark="failed">
        <strong className="sw-failure-sentence">{summary}</strong>
      </StateMark>
      {diagnostic.evidence.length > 0 && (
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
      <div className="sw-buttons">{actions}</div>
    </section>
  );
}

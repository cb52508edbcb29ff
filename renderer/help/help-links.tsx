import { type DiagnosticCode, type DiagnosticEntry, diagnosticEntries } from '../../electron/api/diagnostics/index.ts';
import { TOPICS, type TopicId } from '../../electron/api/help/topics.ts';
import { helpHref } from '../app/help-route.ts';
import { useSpeech } from '../text/text.ts';
import { CodeLink } from '../ui/code-link.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { Holes } from './said.tsx';

export const SEVERITY_MARK = { error: 'failed', warning: 'warning', info: 'no-change' } as const;

/** Codes with their sentences. */
export function CodeList({ codes }: { readonly codes: readonly DiagnosticCode[] }) {
  const { language } = useSpeech();
  return (
    <ul className="sw-help-list">
      {codes.map((code) => {
        const entry: DiagnosticEntry = diagnosticEntries[code];
        return (
          <li key={code}>
            <StateMark mark={SEVERITY_MARK[entry.severity]}>
              <CodeLink code={code} />
            </StateMark>
            <p>
              <Holes sentence={entry.summary[language]} />
            </p>
          </li>
        );
      })}
    </ul>
  );
}

export function TopicLinks({ ids }: { readonly ids: readonly TopicId[] }) {
  const { pick } = useSpeech();
  return (
    <ul className="sw-help-links">
      {ids.map((id) => (
        <li key={id}>
          <a href={helpHref('topic', id)}>{pick(TOPICS[id].symptom)}</a>
        </li>
      ))}
    </ul>
  );
}

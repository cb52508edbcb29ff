import type { CheckOutcome, CheckResult } from '../../electron/api/run.ts';
import { type SentenceKey, useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { Panel } from '../ui/panel.tsx';
import { type Mark, StateMark } from '../ui/state-mark.tsx';

const OUTCOMES: Readonly<Record<CheckOutcome, readonly [Mark, SentenceKey]>> = {
  passed: ['done', 'state.passed'],
  rehearsed: ['done', 'state.rehearsed'],
  failed: ['failed', 'state.failed'],
  'not-applicable': ['no-change', 'state.notApplicable'],
};

/** Each check with what was expected and what was seen. */
export function ChecksTable({ checks }: { readonly checks: readonly CheckResult[] }) {
  const { say, pick } = useSpeech();
  if (checks.length === 0) return <Panel title={say('smoke.checks')}>{say('smoke.noneWhat')}</Panel>;
  return (
    <Panel flush>
      <table className="sw-table sw-checks">
        <thead>
          <tr>
            {(['check', 'expected', 'seen', 'result'] as const).map((key) => (
              <th key={key} scope="col">
                {say(`smoke.${key}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {checks.map((check) => {
            const [mark, word] = OUTCOMES[check.outcome];
            return (
              <tr key={check.id}>
                <th scope="row">{pick(check.title)}</th>
                <td className="sw-subtle">{pick(check.expected)}</td>
                <td>
                  <div className="mono sw-small sw-seen">{check.seen.join('\n')}</div>
                  {check.diagnostic && <DiagnosticList diagnostics={[check.diagnostic]} />}
                </td>
                <td>
                  <StateMark mark={mark}>{say(word)}</StateMark>
                  {check.reason && <div className="sw-small sw-subtle">{pick(check.reason)}</div>}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Panel>
  );
}

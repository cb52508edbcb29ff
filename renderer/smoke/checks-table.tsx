import type { CheckOutcome, CheckResult } from '../../electron/api/run.ts';
import { seenText } from '../../electron/api/seen-text.ts';
import { type SentenceKey, useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { Panel } from '../ui/panel.tsx';
import { type Mark, StateMark } from '../ui/state-mark.tsx';
import { checkGroups, GROUP_WORDS } from './check-groups.ts';

const OUTCOMES: Readonly<Record<CheckOutcome, readonly [Mark, SentenceKey]>> = {
  passed: ['done', 'state.passed'],
  rehearsed: ['done', 'state.rehearsed'],
  failed: ['failed', 'state.failed'],
  'not-applicable': ['no-change', 'state.notApplicable'],
};

/** Each check with what was expected and what was seen. */
export function ChecksTable({ checks }: { readonly checks: readonly CheckResult[] }) {
  const { say } = useSpeech();
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
        {checkGroups(checks).map(([group, ofGroup]) => (
          <tbody key={group}>
            <tr className="sw-check-group">
              <th colSpan={4} scope="rowgroup">
                {say(GROUP_WORDS[group])}
              </th>
            </tr>
            {ofGroup.map((check) => (
              <CheckRow key={check.id} check={check} />
            ))}
          </tbody>
        ))}
      </table>
    </Panel>
  );
}

function CheckRow({ check }: { readonly check: CheckResult }) {
  const { say, pick, language } = useSpeech();
  const [mark, word] = OUTCOMES[check.outcome];
  return (
    <tr className={check.outcome === 'failed' ? 'sw-check-failed' : undefined}>
      <th scope="row">{pick(check.title)}</th>
      <td className="sw-subtle">{pick(check.expected)}</td>
      <td>
        <div className="mono sw-small sw-seen">{check.seen.map((line) => seenText(line, language)).join('\n')}</div>
        {check.diagnostic && <DiagnosticList diagnostics={[check.diagnostic]} />}
      </td>
      <td>
        <StateMark mark={mark}>{say(word)}</StateMark>
        {check.reason && <div className="sw-small sw-subtle">{pick(check.reason)}</div>}
      </td>
    </tr>
  );
}

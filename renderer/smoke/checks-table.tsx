import { Button } from '@patternfly/react-core';
import type { CheckOutcome, CheckResult } from '../../electron/api/run.ts';
import { seenText } from '../../electron/api/seen-text.ts';
import { evidenceHref } from '../report/report-route.ts';
import type { RunState } from '../state/run-fold.ts';
import { type SentenceKey, useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { Panel } from '../ui/panel.tsx';
import { type Mark, StateMark } from '../ui/state-mark.tsx';
import { checkGroups, GROUP_WORDS } from './check-groups.ts';
import type { NumberOf } from './use-check-numbers.ts';

const OUTCOMES: Readonly<Record<CheckOutcome, readonly [Mark, SentenceKey]>> = {
  passed: ['done', 'state.passed'],
  rehearsed: ['done', 'state.rehearsed'],
  failed: ['failed', 'state.failed'],
  'not-applicable': ['no-change', 'state.notApplicable'],
};

/** What can be done about a check where it is shown; without it the table only tells. */
interface WaysOn {
  readonly siteRef: string;
  readonly numberOf: NumberOf;
  /** Asks one check again; undefined = not now. */
  readonly onAgain: ((checkId: string) => void) | undefined;
}

/** Each check with what was expected and what was seen. */
export function ChecksTable({
  run,
  ways,
}: {
  readonly run: Pick<RunState, 'checks' | 'runningChecks' | 'checksOfBefore'> | undefined;
  readonly ways?: WaysOn;
}) {
  const { say } = useSpeech();
  const { checks = [], runningChecks = [], checksOfBefore = {} } = run ?? {};
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
              <CheckRow
                key={check.id}
                check={check}
                isRunning={runningChecks.includes(check.id)}
                before={checksOfBefore[check.id]}
                ways={ways}
              />
            ))}
          </tbody>
        ))}
      </table>
    </Panel>
  );
}

function CheckRow({
  check,
  isRunning,
  before,
  ways,
}: {
  readonly check: CheckResult;
  readonly isRunning: boolean;
  /** Its answer is of an earlier run. */
  readonly before: { readonly at: string } | undefined;
  readonly ways: WaysOn | undefined;
}) {
  const { say, pick, moment, language } = useSpeech();
  const [mark, word] = isRunning ? (['running', 'state.running'] as const) : OUTCOMES[check.outcome];
  const title = pick(check.title);
  const number = isRunning ? undefined : ways?.numberOf(check.id);
  const isFailed = check.outcome === 'failed' && !isRunning;
  return (
    <tr className={isFailed ? 'sw-check-failed' : undefined}>
      <th scope="row">{title}</th>
      <td className="sw-subtle">{pick(check.expected)}</td>
      <td>
        <div className="mono sw-small sw-seen">{check.seen.map((line) => seenText(line, language)).join('\n')}</div>
        {check.diagnostic && !isRunning && <DiagnosticList diagnostics={[check.diagnostic]} />}
        {before && !isRunning && (
          <div className="sw-small sw-subtle">{say('smoke.seenBefore', { moment: moment(before.at) })}</div>
        )}
      </td>
      <td>
        <StateMark mark={mark}>{say(word)}</StateMark>
        {check.reason && <div className="sw-small sw-subtle">{pick(check.reason)}</div>}
        <div className="sw-check-ways">
          {ways && number !== undefined && (
            <a
              className="sw-small mono"
              href={evidenceHref(ways.siteRef, number)}
              aria-label={say('smoke.evidenceOf', { number, check: title })}
            >
              {number}
            </a>
          )}
          {isFailed && ways?.onAgain && (
            <Button
              variant="link"
              isInline
              className="sw-small"
              aria-label={say('smoke.againOf', { check: title })}
              onClick={() => ways.onAgain?.(check.id)}
            >
              {say('smoke.again')}
            </Button>
          )}
        </div>
      </td>
    </tr>
  );
}

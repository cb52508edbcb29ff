import type { Change } from '../../electron/api/plan.ts';
import type { CheckOutcome } from '../../electron/api/run.ts';
import type {
  CheckDifference,
  Present,
  RunComparison,
  StepResult,
  StepSide,
  Trend,
} from '../../electron/api/run-history.ts';
import { STEP_ENDS } from '../../electron/api/run-names.ts';
import { type SentenceKey, useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { Panel } from '../ui/panel.tsx';
import { type Mark, StateMark } from '../ui/state-mark.tsx';

/** Of what a step changed; the run itself tells them all. */
const CHANGES_SHOWN = 4;

const RESULT_MARKS: Readonly<Record<StepResult, Mark>> = {
  changed: 'done',
  unchanged: 'no-change',
  failed: 'failed',
  skipped: 'waiting',
  cancelled: 'warning',
  'not-run': 'waiting',
  interrupted: 'failed',
};
const CHECK_MARKS: Readonly<Record<CheckOutcome, readonly [Mark, SentenceKey]>> = {
  passed: ['done', 'state.passed'],
  rehearsed: ['done', 'state.rehearsed'],
  failed: ['failed', 'state.failed'],
  'not-applicable': ['no-change', 'state.notApplicable'],
};
const TREND_MARKS: Readonly<Record<Trend, Mark>> = { worse: 'failed', better: 'done', other: 'change' };

/** Steps that are not the same in both runs, the worse ones first. */
export function StepDifferences({
  steps,
  areTimed,
}: {
  readonly steps: RunComparison['steps'];
  readonly areTimed: boolean;
}) {
  const { say, pick } = useSpeech();
  const { differences, same, present } = steps;
  if (differences.length === 0)
    return (
      <Panel title={say('history.steps')}>
        <p>{say(whyNone(present, 'history.stepsSame'))}</p>
      </Panel>
    );
  return (
    <Panel title={say('history.steps')} aside={say('history.counts', { count: differences.length, same })} flush>
      {!areTimed && <p className="sw-small sw-subtle sw-history-empty">{say('history.noDurations')}</p>}
      <table className="sw-table sw-run-differences">
        <Heads first="install.step" />
        <tbody>
          {differences.map(({ id, title, target, trend, before, after }) => (
            <tr key={id}>
              <th scope="row">
                <div>{title ? pick(title) : <span className="mono">{id}</span>}</div>
                <div className="sw-small sw-subtle">{target === 'site' ? say('install.site') : target}</div>
              </th>
              <td>
                <TrendMark trend={trend} />
              </td>
              <td>
                <Step side={before} isTimed={areTimed} />
              </td>
              <td>
                <Step side={after} isTimed={areTimed} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

/** Checks that did not come to the same result. */
export function CheckDifferences({ checks }: { readonly checks: RunComparison['checks'] }) {
  const { say, pick } = useSpeech();
  const { differences, same, present } = checks;
  if (differences.length === 0)
    return (
      <Panel title={say('history.checks')}>
        <p>{say(whyNone(present, 'history.checksSame'))}</p>
      </Panel>
    );
  return (
    <Panel title={say('history.checks')} aside={say('history.counts', { count: differences.length, same })} flush>
      <table className="sw-table sw-run-differences">
        <Heads first="smoke.check" />
        <tbody>
          {differences.map(({ id, title, trend, before, after }) => (
            <tr key={id}>
              <th scope="row">{pick(title)}</th>
              <td>
                <TrendMark trend={trend} />
              </td>
              <td>
                <Check side={before} />
              </td>
              <td>
                <Check side={after} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function whyNone(present: Present, same: SentenceKey): SentenceKey {
  if (present === 'before') return 'history.onlyBefore';
  return present === 'after' ? 'history.onlyAfter' : same;
}

function Heads({ first }: { readonly first: SentenceKey }) {
  const { say } = useSpeech();
  return (
    <thead>
      <tr>
        {([first, 'history.trend', 'history.earlier', 'history.later'] as const).map((key) => (
          <th key={key} scope="col">
            {say(key)}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function TrendMark({ trend }: { readonly trend: Trend }) {
  const { say } = useSpeech();
  return <StateMark mark={TREND_MARKS[trend]}>{say(`history.${trend}`)}</StateMark>;
}

function Absent() {
  const { say } = useSpeech();
  return <span className="sw-subtle">{say('history.absent')}</span>;
}

function Step({ side, isTimed }: { readonly side: StepSide | undefined; readonly isTimed: boolean }) {
  const { pick, seconds } = useSpeech();
  if (!side) return <Absent />;
  const { result, durationMs, changes, diagnostic } = side;
  return (
    <>
      <StateMark mark={RESULT_MARKS[result]}>
        {pick(STEP_ENDS[result])}
        {isTimed && result === 'changed' && durationMs !== undefined && (
          <span className="sw-subtle sw-small">{seconds(durationMs)}</span>
        )}
      </StateMark>
      {diagnostic && <DiagnosticList diagnostics={[diagnostic]} />}
      <Changes changes={changes} />
    </>
  );
}

function Changes({ changes }: { readonly changes: readonly Change[] }) {
  const { say } = useSpeech();
  const more = changes.length - CHANGES_SHOWN;
  return (
    changes.length > 0 && (
      <ul className="sw-change-list mono sw-small">
        {changes.slice(0, CHANGES_SHOWN).map(({ what, before, after }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two changes may be about the same thing
          <li key={index} className="sw-break">
            {what}: {before !== undefined && <del>{before}</del>} {after}
          </li>
        ))}
        {more > 0 && <li className="sw-subtle">{say('history.more', { count: more })}</li>}
      </ul>
    )
  );
}

function Check({ side }: { readonly side: CheckDifference['before'] }) {
  const { say } = useSpeech();
  if (!side) return <Absent />;
  const [mark, word] = CHECK_MARKS[side.outcome];
  return (
    <>
      <StateMark mark={mark}>{say(word)}</StateMark>
      <div className="mono sw-small sw-seen">{side.seen.join('\n')}</div>
      {side.diagnostic && <DiagnosticList diagnostics={[side.diagnostic]} />}
    </>
  );
}

import { Button } from '@patternfly/react-core';
import { useCallback } from 'react';
import { isWithoutDifference, type PastRun, type RunComparison, type Trend } from '../../electron/api/run-history.ts';
import { RUN_NAMES } from '../../electron/api/run-names.ts';
import { useEngine } from '../app/engine-context.ts';
import { goTo } from '../app/route.ts';
import { DifferenceTable } from '../sites/difference-table.tsx';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { PageFrame } from '../ui/page-frame.tsx';
import { Panel } from '../ui/panel.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { useAsked } from '../ui/use-asked.ts';
import { CheckDifferences, StepDifferences } from './difference-tables.tsx';
import { historyHref } from './history-route.ts';
import { RunCounts, RunEnd, RunWhere, runMoment, tookMs } from './run-words.tsx';

/** What two runs did otherwise: their steps, their checks, the plan and the files that they worked with. */
export function RunsCompared({
  siteRef,
  left,
  right,
}: {
  readonly siteRef: string;
  readonly left: string;
  readonly right: string;
}) {
  const { say } = useSpeech();
  const engine = useEngine();
  const asked = useAsked(
    useCallback(() => engine.runs.compare({ site: siteRef, left, right }), [engine, siteRef, left, right]),
  );
  const found = asked.value;
  return (
    <PageFrame
      title={say('history.twoTitle')}
      lead={say('history.twoLead')}
      status={found ? <Sum found={found} /> : asked.asking && say('history.comparing')}
      actions={
        <Button variant="secondary" onClick={() => goTo(historyHref(siteRef))}>
          {say('history.back')}
        </Button>
      }
    >
      <div className="sw-stack">
        <DiagnosticList diagnostics={[...asked.failure, ...(found?.diagnostics ?? [])]} />
        {found && <Heads siteRef={siteRef} runs={[found.before, found.after]} />}
        {found && found.steps.present !== 'none' && (
          <StepDifferences steps={found.steps} areTimed={!found.before.rehearsed && !found.after.rehearsed} />
        )}
        {found && found.checks.present !== 'none' && <CheckDifferences checks={found.checks} />}
        {found && <SitePanel site={found.site} />}
        {found && found.files.length > 0 && <FilesPanel files={found.files} />}
      </div>
    </PageFrame>
  );
}

/** How many of each sort, in one sentence. */
function Sum({ found }: { readonly found: RunComparison }) {
  const { say } = useSpeech();
  if (found.before.runId === found.after.runId) return <StateMark mark="warning">{say('history.sameRun')}</StateMark>;
  const all = [...found.steps.differences, ...found.checks.differences];
  const count = (trend: Trend) => all.filter((entry) => entry.trend === trend).length;
  if (isWithoutDifference(found)) return <StateMark mark="done">{say('history.equal')}</StateMark>;
  if (all.length === 0) return <StateMark mark="change">{say('history.onlySite')}</StateMark>;
  const words = (['worse', 'better', 'other'] as const).flatMap((trend) =>
    count(trend) > 0 ? [say(`history.${trend}Count`, { count: count(trend) })] : [],
  );
  return (
    <StateMark mark={count('worse') > 0 ? 'failed' : 'change'}>
      <strong className="sw-wrapping">{words.join(' ')}</strong>
    </StateMark>
  );
}

/** The two runs themselves. */
function Heads({ siteRef, runs }: { readonly siteRef: string; readonly runs: readonly [PastRun, PastRun] }) {
  const speech = useSpeech();
  const { say, pick, seconds } = speech;
  const rows = [
    ['history.when', (run: PastRun) => <a href={historyHref(siteRef, run.runId)}>{runMoment(run, speech)}</a>],
    [
      'history.run',
      (run: PastRun) => (
        <>
          {pick(RUN_NAMES[run.kind])} <RunWhere run={run} />
        </>
      ),
    ],
    [
      'history.result',
      (run: PastRun) => (
        <div className="sw-run-result">
          <RunEnd run={run} />
          <RunCounts run={run} />
        </div>
      ),
    ],
    [
      'history.took',
      (run: PastRun) => {
        const took = tookMs(run);
        return <span className="sw-measured">{took === undefined ? '–' : seconds(took)}</span>;
      },
    ],
    ['history.version', (run: PastRun) => run.appVersion ?? '–'],
  ] as const;
  return (
    <Panel flush>
      <table className="sw-table sw-two-runs">
        <thead>
          <tr>
            <td />
            <th scope="col">{say('history.earlier')}</th>
            <th scope="col">{say('history.later')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([key, cell]) => (
            <tr key={key}>
              <th scope="row">{say(key)}</th>
              <td>{cell(runs[0])}</td>
              <td>{cell(runs[1])}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function SitePanel({ site }: { readonly site: RunComparison['site'] }) {
  const { say } = useSpeech();
  const { state, differences } = site;
  const hasRows = differences !== undefined && differences.length > 0;
  return (
    <Panel title={say('history.siteFile')} flush={hasRows}>
      {hasRows ? (
        <DifferenceTable differences={differences} heads={['history.earlier', 'history.later']} />
      ) : (
        <p>
          {say(
            state === 'same'
              ? 'history.siteSame'
              : state === 'unknown'
                ? 'history.siteUnknown'
                : differences
                  ? 'history.siteText'
                  : 'history.siteNotKept',
          )}
        </p>
      )}
    </Panel>
  );
}

function FilesPanel({ files }: { readonly files: RunComparison['files'] }) {
  const { say } = useSpeech();
  const digest = (sha256: string | undefined) =>
    sha256 === undefined ? (
      <span className="sw-subtle">{say('history.absent')}</span>
    ) : (
      <span className="mono sw-small" title={`SHA-256 ${sha256}`}>
        {sha256.slice(0, 16)}
      </span>
    );
  return (
    <Panel title={say('history.files')} flush>
      <table className="sw-table sw-two-runs">
        <thead>
          <tr>
            <th scope="col">{say('history.digest')}</th>
            <th scope="col">{say('history.earlier')}</th>
            <th scope="col">{say('history.later')}</th>
          </tr>
        </thead>
        <tbody>
          {files.map(({ name, before, after }) => (
            <tr key={name}>
              <th scope="row" className="mono sw-small sw-break">
                {name}
              </th>
              <td>{digest(before)}</td>
              <td>{digest(after)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import type { Diagnostic } from '../../electron/api/diagnostic.ts';
import { DEFAULT_COMPRESSION } from '../../electron/api/rehearsal.ts';
import type { CheckOutcome } from '../../electron/api/run.ts';
import type { Site } from '../../electron/api/site.ts';
import { useEngine } from '../app/engine-context.ts';
import { StopFrame } from '../app/stop-frame.tsx';
import { failureDiagnostics } from '../bridge/failure.ts';
import { useRun } from '../state/run.ts';
import { useSite } from '../state/site.ts';
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

/** Page 11: each check with what was expected and what was seen. */
export function SmokePage(_: { readonly site: Site }) {
  const { say, pick } = useSpeech();
  const engine = useEngine();
  const ref = useSite((state) => state.document?.ref ?? '');
  const run = useRun((state) => state.run);
  const follow = useRun((state) => state.follow);
  const [failure, setFailure] = useState<readonly Diagnostic[]>([]);
  const checks = run?.checks ?? [];
  const failed = checks.filter((check) => check.outcome === 'failed').length;
  const start = async (rehearsed: boolean) => {
    try {
      setFailure([]);
      const { runId } = await engine.runs.smoke({
        site: ref,
        rehearsal: rehearsed ? { faults: [], keep: true, compression: DEFAULT_COMPRESSION } : undefined,
      });
      follow(engine, runId);
    } catch (error) {
      setFailure(failureDiagnostics(error));
    }
  };
  const busy = run !== undefined && run.outcome === undefined;
  return (
    <StopFrame
      page="smoke"
      title="smoke.title"
      lead="smoke.lead"
      status={
        checks.length === 0 ? (
          say('smoke.none')
        ) : (
          <StateMark mark={failed > 0 ? 'failed' : 'done'}>
            <strong>
              {failed > 0
                ? say('smoke.someFailed', { count: failed })
                : say('smoke.allGood', {
                    count: checks.filter((check) => check.outcome !== 'not-applicable').length,
                    all: checks.length,
                  })}
            </strong>
          </StateMark>
        )
      }
      actions={
        <>
          <Button variant="secondary" isDisabled={busy} onClick={() => void start(true)}>
            {say('smoke.rehearse')}
          </Button>
          <Button variant="primary" isDisabled={busy} onClick={() => void start(false)}>
            {say('smoke.run')}
          </Button>
        </>
      }
    >
      {run?.rehearsed && <div className="sw-band">{say('install.rehearsedBand')}</div>}
      <DiagnosticList diagnostics={[...failure, ...(run?.kind === 'smoke' ? run.diagnostics : [])]} />
      <Panel flush>
        <table className="sw-table">
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
    </StopFrame>
  );
}

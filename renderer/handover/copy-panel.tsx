import { useEngine } from '../app/engine-context.ts';
import { cellState } from '../run/plan-items.ts';
import { StopNow } from '../run/stop-now.tsx';
import type { RunState } from '../state/run-fold.ts';
import { useSpeech } from '../text/text.ts';
import { CommandLine } from '../ui/command-line.tsx';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { Panel } from '../ui/panel.tsx';
import { shellWord } from '../ui/shell-word.ts';
import { StateMark } from '../ui/state-mark.tsx';
import { useAttempt } from '../ui/use-attempt.ts';

/** The newest copying: its stages, how far it is, and what it came to. */
export function CopyPanel({ run }: { readonly run: RunState }) {
  const { say, pick, moment, bytes } = useSpeech();
  const engine = useEngine();
  const { failure, attempt } = useAttempt();
  const found = run.items.flatMap(({ diagnostic }) => (diagnostic ? [diagnostic] : []));
  const target = run.items[0]?.item.target ?? '';
  return (
    <Panel title={say('handover.copyRun')} aside={run.startedAt ? moment(run.startedAt) : ''}>
      <div className="sw-stack">
        <ul className="sw-handover-list">
          {run.items.map((entry) => {
            const [mark, word] = cellState(entry, false);
            const { progress } = entry;
            return (
              <li key={entry.item.id}>
                <StateMark mark={mark}>
                  <strong>{pick(entry.item.title)}</strong>
                  {say(word)}
                </StateMark>
                {progress?.unit === 'bytes' && (
                  <div className="sw-small sw-subtle">
                    {say('bundle.doneOf', { done: bytes(progress.done), total: bytes(progress.total) })}
                  </div>
                )}
              </li>
            );
          })}
        </ul>
        {run.outcome === 'done' && (
          <div role="status">
            <StateMark mark="done">
              <strong>{say('handover.copyDone')}</strong>
            </StateMark>
            {run.rehearsed && <p className="sw-small sw-subtle">{say('handover.copyRehearsed')}</p>}
            <p>{say('handover.copyCheck')}</p>
            <CommandLine
              command={`cd ${shellWord(target)} && sha256sum -c SHA256SUMS`}
              label={say('handover.copyCheck')}
            />
          </div>
        )}
        {run.outcome === 'cancelled' && <p role="status">{say('handover.copyStopped')}</p>}
        <DiagnosticList diagnostics={[...failure, ...run.diagnostics, ...found]} />
        {run.startedAt !== undefined && run.outcome === undefined && (
          <div className="sw-buttons">
            <StopNow isOutlined onStop={() => attempt(() => engine.runs.stop({ runId: run.runId, mode: 'now' }))} />
          </div>
        )}
      </div>
    </Panel>
  );
}

import { Button } from '@patternfly/react-core';
import { useCallback, useState } from 'react';
import type { Diagnostic } from '../../electron/api/diagnostic.ts';
import type { ReportFolder } from '../../electron/api/report.ts';
import type { Site } from '../../electron/api/site.ts';
import { useEngine } from '../app/engine-context.ts';
import { StopFrame } from '../app/stop-frame.tsx';
import { failureDiagnostics } from '../bridge/failure.ts';
import { useRun } from '../state/run.ts';
import { useSite } from '../state/site.ts';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { Panel } from '../ui/panel.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { useAsked } from '../ui/use-asked.ts';

/** Page 12: the as-built document as paper, and the folder it is written to. */
export function ReportPage(_: { readonly site: Site }) {
  const { say, language, bytes } = useSpeech();
  const engine = useEngine();
  const ref = useSite((state) => state.document?.ref ?? '');
  const finished = useRun(({ at }) => [at.install, at.smoke, at.drill].map((run) => run?.finishedAt).join(' '));
  // Asked again when a run ends. Without any run there is nothing to preview, and that is no failure.
  const preview = useAsked(
    // biome-ignore lint/correctness/useExhaustiveDependencies: the end of a run is why it is asked again
    useCallback(async () => {
      const runs = await engine.runs.list({ site: ref });
      const newest = runs.find((run) => run.kind === 'apply' || run.kind === 'rehearse');
      return newest ? engine.report.preview({ site: ref, runId: newest.runId, language }) : null;
    }, [engine, ref, language, finished]),
  );
  const [made, setMade] = useState<ReportFolder>();
  const [failure, setFailure] = useState<readonly Diagnostic[]>([]);
  const write = async () => {
    try {
      setFailure([]);
      setMade(await engine.report.make({ site: ref, runId: preview.value?.runId }));
    } catch (error) {
      setFailure(failureDiagnostics(error));
    }
  };
  return (
    <StopFrame
      page="report"
      title="report.title"
      lead="report.lead"
      status={
        made ? (
          <StateMark mark="done">
            <strong>{say('report.written', { folder: made.folder })}</strong>
          </StateMark>
        ) : (
          say(preview.value === null ? 'report.none' : 'report.notWritten')
        )
      }
      actions={
        <Button variant="primary" isDisabled={!preview.value} onClick={() => void write()}>
          {say('report.write')}
        </Button>
      }
    >
      <DiagnosticList diagnostics={[...preview.failure, ...failure]} />
      {made && (
        <Panel title={say('report.files')} flush>
          <table className="sw-table">
            <tbody>
              {made.files.map((file) => (
                <tr key={file.name}>
                  <th scope="row" className="mono">
                    {file.name}
                  </th>
                  <td>{bytes(file.sizeBytes)}</td>
                  <td className="mono sw-small">{file.sha256}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <div className="sw-panel-body">
            <p>
              {say('report.head')}: <code className="mono">{made.journalHead}</code>
            </p>
            <p>
              {say('report.verify')} <code className="mono">sitewright report verify {made.folder}</code>
            </p>
          </div>
        </Panel>
      )}
      {preview.value && (
        <iframe className="sw-paper" title={say('report.preview')} sandbox="" srcDoc={preview.value.html} />
      )}
    </StopFrame>
  );
}

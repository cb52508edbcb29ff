import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import type { Diagnostic } from '../../electron/api/diagnostic.ts';
import { useEngine } from '../app/engine-context.ts';
import { failureDiagnostics } from '../bridge/failure.ts';
import { useRun } from '../state/run.ts';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { useBase } from './base-choice.ts';
import { useNamedSticks } from './named-sticks.ts';

/** Before the system asks for permission: which drives, and what each becomes. One elevation for all of them. */
export function WriteDialog({ onClose }: { readonly onClose: () => void }) {
  const { say, bytes } = useSpeech();
  const engine = useEngine();
  const { named, begin } = useNamedSticks();
  const base = useBase((state) => state.base);
  const follow = useRun((state) => state.follow);
  const [asking, setAsking] = useState(false);
  const [failure, setFailure] = useState<readonly Diagnostic[]>([]);
  const go = async () => {
    setAsking(true);
    setFailure([]);
    try {
      const { runId } = await engine.drives.flash({
        writes: named.map(({ image, device, confirm, identity }) => ({ image, device, confirm, identity })),
        base: base?.handle,
      });
      begin(runId, named);
      follow(engine, runId, 'sticks');
      onClose();
    } catch (error) {
      setFailure(failureDiagnostics(error));
      setAsking(false);
    }
  };
  return (
    <Dialog title={say('sticks.dialogTitle', { count: named.length })} onClose={onClose}>
      <p>{say('sticks.dialogWhy')}</p>
      <table className="sw-table">
        <thead>
          <tr>
            {(['device', 'model', 'serial', 'size', 'becomesWhat'] as const).map((key) => (
              <th key={key} scope="col">
                {say(`sticks.${key}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {named.map((stick) => (
            <tr key={stick.device}>
              <th scope="row" className="mono">
                {stick.device}
              </th>
              <td>{stick.model}</td>
              <td className="mono sw-small sw-break">{stick.confirm}</td>
              <td>{bytes(stick.sizeBytes)}</td>
              <td>
                <strong>{stick.node}</strong>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <DiagnosticList diagnostics={failure} />
      <div className="sw-dialog-buttons">
        <Button variant="link" onClick={onClose}>
          {say('sticks.cancel')}
        </Button>
        <Button variant="danger" isDisabled={asking || named.length === 0} onClick={() => void go()}>
          {say('sticks.go', { count: named.length })}
        </Button>
      </div>
    </Dialog>
  );
}

/** Stops every stick that is being written, after asking. */
export function StopDialog({ onClose }: { readonly onClose: () => void }) {
  const { say } = useSpeech();
  const engine = useEngine();
  const sticks = useRun((state) => state.sticks);
  const [failure, setFailure] = useState<readonly Diagnostic[]>([]);
  const stop = async () => {
    try {
      await Promise.all(
        sticks
          .filter((run) => run.outcome === undefined)
          .map((run) => engine.runs.stop({ runId: run.runId, mode: 'now' })),
      );
      onClose();
    } catch (error) {
      setFailure(failureDiagnostics(error));
    }
  };
  return (
    <Dialog title={say('sticks.stopTitle')} onClose={onClose}>
      <p>{say('sticks.stopSure')}</p>
      <DiagnosticList diagnostics={failure} />
      <div className="sw-dialog-buttons">
        <Button variant="link" onClick={onClose}>
          {say('sticks.cancel')}
        </Button>
        <Button variant="danger" onClick={() => void stop()}>
          {say('sticks.stopNow')}
        </Button>
      </div>
    </Dialog>
  );
}

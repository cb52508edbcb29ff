import { Button } from '@patternfly/react-core';
import { useCallback, useId, useState } from 'react';
import type { RehearsalOptions } from '../../electron/api/rehearsal.ts';
import type { StackInstanceView } from '../../electron/api/stacks.ts';
import { useEngine } from '../app/engine-context.ts';
import { rehearsalWith } from '../run/work-order.ts';
import { useRun } from '../state/run.ts';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { TypedDialog } from '../ui/typed-dialog.tsx';
import { useAsked } from '../ui/use-asked.ts';
import { useAttempt } from '../ui/use-attempt.ts';

interface DialogProps {
  readonly siteRef: string;
  readonly instance: StackInstanceView;
  readonly onClose: () => void;
}

/** Begins a piece of work and shows its run. */
function useBegin({ siteRef, instance }: Pick<DialogProps, 'siteRef' | 'instance'>) {
  const engine = useEngine();
  const follow = useRun((state) => state.follow);
  const about = (rehearsed: boolean): { site: string; instance: string; rehearsal?: RehearsalOptions } => ({
    site: siteRef,
    instance: instance.id,
    ...(rehearsed ? { rehearsal: rehearsalWith('') } : {}),
  });
  return { engine, about, follow: (runId: string) => follow(engine, runId, 'stack') };
}

/** Saving changes nothing: no name is typed. */
export function BackupDialog(props: DialogProps) {
  const { instance, onClose } = props;
  const { say } = useSpeech();
  const { engine, about, follow } = useBegin(props);
  const { failure, asking, attempt } = useAttempt();
  const go = (rehearsed: boolean) =>
    attempt(async () => {
      follow((await engine.stacks.backup(about(rehearsed))).runId);
      onClose();
    });
  return (
    <Dialog title={say('stack.backupTitle', { instance: instance.id })} onClose={onClose}>
      <div className="sw-stack">
        <p>{say('stack.backupWhat', { host: instance.host })}</p>
        <DiagnosticList diagnostics={failure} />
        <div className="sw-dialog-buttons">
          <Button variant="link" onClick={onClose}>
            {say('ui.cancel')}
          </Button>
          <Button variant="secondary" isDisabled={asking} onClick={() => void go(true)}>
            {say('drill.goRehearsed')}
          </Button>
          <Button variant="primary" isDisabled={asking} onClick={() => void go(false)}>
            {say('drill.goReal')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

/** First where, since each site has backups of its own; then which; then the name. */
export function RestoreDialog(props: DialogProps) {
  const { siteRef, instance, onClose } = props;
  const { say, moment, bytes } = useSpeech();
  const { engine, about, follow } = useBegin(props);
  const id = useId();
  const [rehearsed, setRehearsed] = useState(true);
  const [wanted, setWanted] = useState<string>();
  const kept = useAsked(
    useCallback(
      () =>
        engine.stacks
          .backups({ site: siteRef, instance: instance.id, ...(rehearsed ? { rehearsal: rehearsalWith('') } : {}) })
          .then(({ backups }) => ({ backups, rehearsed })),
      [engine, siteRef, instance.id, rehearsed],
    ),
  );
  const backups = kept.value?.rehearsed === rehearsed ? kept.value.backups : [];
  const chosen = backups.find(({ name }) => name === wanted) ?? backups[0];
  const go = async (confirm: string) => {
    if (!chosen) return;
    follow((await engine.stacks.restore({ ...about(rehearsed), from: { name: chosen.name }, confirm })).runId);
  };
  const where = { instance: instance.id, host: instance.host };
  return (
    <TypedDialog
      title={say('stack.restoreTitle', where)}
      name={instance.id}
      label={say('install.typeName', { name: instance.id })}
      isReady={chosen !== undefined}
      ways={[{ label: say('stack.go'), isDanger: !rehearsed, go }]}
      onClose={onClose}
    >
      <p>{say('stack.restoreWhat', where)}</p>
      <div className="sw-field">
        <label htmlFor={`${id}-where`}>{say('stack.where')}</label>
        <select
          id={`${id}-where`}
          className="sw-input"
          value={rehearsed ? 'rehearsed' : 'real'}
          onChange={(event) => setRehearsed(event.target.value === 'rehearsed')}
        >
          <option value="rehearsed">{say('drill.goRehearsed')}</option>
          <option value="real">{say('drill.goReal')}</option>
        </select>
      </div>
      <DiagnosticList diagnostics={kept.failure} />
      {kept.asking && <StateMark mark="running">{say('stack.looking', where)}</StateMark>}
      {!kept.asking && kept.failure.length === 0 && !chosen && <p>{say('stack.none', where)}</p>}
      {chosen && (
        <div className="sw-field">
          <label htmlFor={`${id}-which`}>{say('stack.which')}</label>
          <select
            id={`${id}-which`}
            className="sw-input"
            value={chosen.name}
            onChange={(event) => setWanted(event.target.value)}
          >
            {backups.map(({ name, madeAt, sizeBytes }) => (
              <option key={name} value={name}>
                {say('stack.oneBackup', { moment: moment(madeAt), size: bytes(sizeBytes) })}
              </option>
            ))}
          </select>
        </div>
      )}
    </TypedDialog>
  );
}

/** The data stay unless a person says otherwise. */
export function RemoveDialog(props: DialogProps) {
  const { instance, onClose } = props;
  const { say } = useSpeech();
  const { engine, about, follow } = useBegin(props);
  const [withData, setWithData] = useState(false);
  const go = (rehearsed: boolean) => async (confirm: string) =>
    follow((await engine.stacks.remove({ ...about(rehearsed), withData, confirm })).runId);
  return (
    <TypedDialog
      title={say('stack.removeTitle', { instance: instance.id })}
      name={instance.id}
      label={say('install.typeName', { name: instance.id })}
      ways={[
        { label: say('drill.goRehearsed'), go: go(true) },
        { label: say('drill.goReal'), isDanger: true, go: go(false) },
      ]}
      onClose={onClose}
    >
      <p>{say('stack.removeWhat', { host: instance.host })}</p>
      <label className="sw-check">
        <input type="checkbox" checked={withData} onChange={(event) => setWithData(event.target.checked)} />
        {say('stack.withData')}
      </label>
    </TypedDialog>
  );
}

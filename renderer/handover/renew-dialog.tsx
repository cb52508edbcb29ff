import { Button } from '@patternfly/react-core';
import type { RenewedSecret } from '../../electron/api/secrets.ts';
import { useEngine } from '../app/engine-context.ts';
import { useSite } from '../state/site.ts';
import { useSpeech } from '../text/text.ts';
import { Dialog } from '../ui/dialog.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { TypedDialog } from '../ui/typed-dialog.tsx';

/** A new value for one secret: its name is typed first. */
export function RenewDialog({
  name,
  onRenewed,
  onClose,
}: {
  readonly name: string;
  readonly onRenewed: (renewed: RenewedSecret) => void;
  readonly onClose: () => void;
}) {
  const { say } = useSpeech();
  const engine = useEngine();
  const ref = useSite((state) => state.document?.ref ?? '');
  return (
    <TypedDialog
      title={say('handover.renewOf', { name })}
      name={name}
      label={say('handover.renewLabel', { name })}
      ways={[
        {
          label: say('handover.renewGo'),
          go: async () => onRenewed(await engine.secrets.renew({ site: ref, name })),
        },
      ]}
      onClose={onClose}
    >
      <p>{say('handover.renewLead')}</p>
    </TypedDialog>
  );
}

/** What has to be run until the machines have the new value too. */
export function RenewedDialog({
  renewed: { name, stillToDo },
  onClose,
}: {
  readonly renewed: RenewedSecret;
  readonly onClose: () => void;
}) {
  const { say } = useSpeech();
  return (
    <Dialog title={say('handover.renewOf', { name })} onClose={onClose}>
      <div className="sw-stack">
        <p role="status">
          <StateMark mark="done">
            <strong>{say('handover.renewed', { name })}</strong>
          </StateMark>
        </p>
        <p>{say(stillToDo.length === 0 ? 'handover.todo_none' : 'handover.todo_some')}</p>
        {stillToDo.length > 0 && (
          <ol className="sw-handover-steps">
            {stillToDo.map((step) => (
              <li key={step}>{say(`handover.todo_${step}`)}</li>
            ))}
          </ol>
        )}
        <div className="sw-dialog-buttons">
          <Button variant="primary" onClick={onClose}>
            {say('handover.close')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

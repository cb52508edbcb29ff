import { Button } from '@patternfly/react-core';
import { useSpeech } from '../../../text/text.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import type { PastePlan } from './paste-plan.ts';

/** Before nodes are added: which ones, and the way to leave them out. */
export function AddQuestion({
  plan,
  onTake,
  onClose,
}: {
  readonly plan: PastePlan;
  readonly onTake: (isAdding: boolean) => void;
  readonly onClose: () => void;
}) {
  const { say } = useSpeech();
  const count = plan.added.length;
  return (
    <Dialog title={say('sheet.addTitle', { count })} onClose={onClose}>
      <p>{say('sheet.addWhat')}</p>
      <ul className="sw-edits mono">
        {plan.added.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows may be equal
          <li key={index}>{Object.values(row).filter(Boolean).join('  ')}</li>
        ))}
      </ul>
      <div className="sw-dialog-buttons">
        <Button variant="link" onClick={onClose}>
          {say('ui.cancel')}
        </Button>
        {plan.changes.length > 0 && (
          <Button variant="secondary" onClick={() => onTake(false)}>
            {say('sheet.onlyExisting')}
          </Button>
        )}
        <Button variant="primary" onClick={() => onTake(true)}>
          {say('sheet.addThem', { count })}
        </Button>
      </div>
    </Dialog>
  );
}

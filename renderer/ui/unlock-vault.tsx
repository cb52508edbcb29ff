import { Button } from '@patternfly/react-core';
import { LockIcon } from '@patternfly/react-icons';
import { useState } from 'react';
import { useEngine } from '../app/engine-context.ts';
import { useSite } from '../state/site.ts';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from './diagnostic-list.tsx';
import { Dialog } from './dialog.tsx';
import { StateMark } from './state-mark.tsx';
import { TextField } from './text-field.tsx';
import { useAttempt } from './use-attempt.ts';

/** Where a locked vault is in the way: asks for its passphrase, once. */
export function UnlockVault({ onOpen }: { readonly onOpen?: () => void }) {
  const { say } = useSpeech();
  const ref = useSite((state) => state.document?.ref);
  const [isAsking, setAsking] = useState(false);
  const [isOpen, setOpen] = useState(false);
  if (ref === undefined) return null;
  if (isOpen)
    return (
      <p role="status">
        <StateMark mark="done">{say('ui.vaultOpen')}</StateMark>
      </p>
    );
  return (
    <div>
      <Button variant="secondary" size="sm" icon={<LockIcon />} onClick={() => setAsking(true)}>
        {say('ui.openVault')}
      </Button>
      {isAsking && (
        <PassphraseDialog
          siteRef={ref}
          onOpen={() => {
            setOpen(true);
            onOpen?.();
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  );
}

function PassphraseDialog({
  siteRef,
  onOpen,
  onClose,
}: {
  readonly siteRef: string;
  readonly onOpen: () => void;
  readonly onClose: () => void;
}) {
  const { say } = useSpeech();
  const engine = useEngine();
  const [typed, setTyped] = useState('');
  const { failure, asking, attempt } = useAttempt();
  const isReady = typed !== '' && !asking;
  return (
    <Dialog title={say('ui.vaultTitle')} onClose={onClose}>
      <form
        className="sw-stack"
        onSubmit={(event) => {
          event.preventDefault();
          event.stopPropagation();
          if (!isReady) return;
          void attempt(async () => {
            await engine.secrets.unlock({ site: siteRef, passphrase: typed });
            onClose();
            onOpen();
          });
        }}
      >
        <p>{say('ui.vaultLead')}</p>
        <TextField label={say('ui.passphrase')} value={typed} onChange={setTyped} isSecret />
        <DiagnosticList diagnostics={failure} />
        <div className="sw-dialog-buttons">
          <Button variant="link" onClick={onClose}>
            {say('ui.cancel')}
          </Button>
          <Button type="submit" variant="primary" isDisabled={!isReady}>
            {say('ui.vaultGo')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

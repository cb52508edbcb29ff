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

/** Where a site has no vault yet: makes it with a passphrase that is typed twice, and all in it that chance can make. */
export function MakeVault({ onMade }: { readonly onMade?: () => void }) {
  const { say, list } = useSpeech();
  const ref = useSite((state) => state.document?.ref);
  const [isAsking, setAsking] = useState(false);
  const [made, setMade] = useState<readonly string[]>();
  if (ref === undefined) return null;
  if (made)
    return (
      <p role="status">
        <StateMark mark="done">{say('vault.made', { names: list(made) })}</StateMark>
      </p>
    );
  return (
    <div>
      <Button variant="secondary" size="sm" icon={<LockIcon />} onClick={() => setAsking(true)}>
        {say('vault.make')}
      </Button>
      {isAsking && (
        <NewPassphraseDialog
          siteRef={ref}
          onMade={(names) => {
            setMade(names);
            onMade?.();
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  );
}

function NewPassphraseDialog({
  siteRef,
  onMade,
  onClose,
}: {
  readonly siteRef: string;
  readonly onMade: (names: readonly string[]) => void;
  readonly onClose: () => void;
}) {
  const { say } = useSpeech();
  const engine = useEngine();
  const readAgain = useSite((state) => state.readAgain);
  const [first, setFirst] = useState('');
  const [second, setSecond] = useState('');
  const { failure, asking, attempt } = useAttempt();
  const differs = second !== '' && !first.startsWith(second);
  const isReady = first !== '' && first === second && !asking;
  return (
    <Dialog title={say('vault.makeTitle')} onClose={onClose}>
      <form
        className="sw-stack"
        onSubmit={(event) => {
          event.preventDefault();
          event.stopPropagation();
          if (!isReady) return;
          void attempt(async () => {
            const { made } = await engine.secrets.init({ site: siteRef, passphrase: first });
            await readAgain(engine);
            onClose();
            onMade(made);
          });
        }}
      >
        <p>{say('vault.makeLead')}</p>
        <p>
          <StateMark mark="warning">{say('vault.makeWarning')}</StateMark>
        </p>
        <TextField label={say('ui.passphrase')} value={first} onChange={setFirst} isSecret />
        <TextField
          label={say('vault.again')}
          value={second}
          onChange={setSecond}
          problem={differs ? say('vault.differs') : undefined}
          isSecret
        />
        <DiagnosticList diagnostics={failure} />
        <div className="sw-dialog-buttons">
          <Button variant="link" onClick={onClose}>
            {say('ui.cancel')}
          </Button>
          <Button type="submit" variant="primary" isDisabled={!isReady}>
            {say('vault.makeGo')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

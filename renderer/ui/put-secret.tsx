import { Button } from '@patternfly/react-core';
import { useCallback, useId, useState } from 'react';
import type { SecretView } from '../../electron/api/secrets.ts';
import { useEngine } from '../app/engine-context.ts';
import { useSite } from '../state/site.ts';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from './diagnostic-list.tsx';
import { Dialog } from './dialog.tsx';
import { StateMark } from './state-mark.tsx';
import { TextField } from './text-field.tsx';
import { useAsked } from './use-asked.ts';
import { useAttempt } from './use-attempt.ts';

type Kind = SecretView['kind'];

/** What a person may bring; the others are made. */
export const TYPED_KINDS: readonly Kind[] = [
  'ssh-key',
  'password-hash',
  'root-password',
  'subscription-key',
  'token',
  'other',
];
const CHANCE_KINDS: readonly Kind[] = ['ssh-key', 'root-password', 'random', 'certificate'];

/** Where the vault lacks a secret, or has one that a person brings: a value is typed, or made where chance can make it. */
export function PutSecret({
  name,
  isReplacing = false,
  onKept,
}: {
  readonly name: string;
  readonly isReplacing?: boolean;
  readonly onKept?: () => void;
}) {
  const { say } = useSpeech();
  const ref = useSite((state) => state.document?.ref);
  const [isAsking, setAsking] = useState(false);
  const [isKept, setKept] = useState(false);
  const title = say(isReplacing ? 'vault.replaceOf' : 'vault.enterOf', { name });
  if (ref === undefined) return null;
  if (isKept && !isReplacing)
    return (
      <p role="status">
        <StateMark mark="done">{say('vault.kept', { name })}</StateMark>
      </p>
    );
  return (
    <>
      <Button variant="link" isInline aria-label={title} onClick={() => setAsking(true)}>
        {say(isReplacing ? 'vault.replace' : 'vault.enter')}
      </Button>
      {isAsking && (
        <PutDialog
          siteRef={ref}
          name={name}
          title={title}
          onKept={() => {
            setKept(true);
            onKept?.();
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

function PutDialog({
  siteRef,
  name,
  title,
  onKept,
  onClose,
}: {
  readonly siteRef: string;
  readonly name: string;
  readonly title: string;
  readonly onKept: () => void;
  readonly onClose: () => void;
}) {
  const { say } = useSpeech();
  const engine = useEngine();
  const readAgain = useSite((state) => state.readAgain);
  const id = useId();
  const [value, setValue] = useState('');
  const look = useAsked(useCallback(() => engine.secrets.look({ site: siteRef }), [engine, siteRef]));
  const { failure, asking, attempt } = useAttempt();
  const view = look.value?.secrets.find((secret) => secret.name === name);
  const kind = view?.kind ?? 'other';
  const isTyped = TYPED_KINDS.includes(kind);
  // What is there is replaced by what a person brings only: chance has its own way, which says what follows from it.
  const hasChance = CHANCE_KINDS.includes(kind) && view?.state === 'lacking';
  const isReady = value.trim() !== '' && !asking;
  const done = (work: () => Promise<unknown>) =>
    attempt(async () => {
      await work();
      await readAgain(engine);
      onClose();
      onKept();
    });
  // Its field takes the focus, so it comes with the dialog.
  if (!look.value && look.failure.length === 0) return null;
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        className="sw-stack"
        onSubmit={(event) => {
          event.preventDefault();
          event.stopPropagation();
          if (!isReady) return;
          void done(() => engine.secrets.set({ site: siteRef, name, value, isPassword: kind === 'password-hash' }));
        }}
      >
        {look.value && <p>{say(`vault.lead_${kind}`)}</p>}
        {look.value && isTyped && kind !== 'ssh-key' && (
          <TextField label={say('vault.value', { name })} value={value} onChange={setValue} isSecret mono />
        )}
        {kind === 'ssh-key' && (
          <div className="sw-field">
            <label htmlFor={id}>{say('vault.value', { name })}</label>
            <textarea
              id={id}
              className="sw-input mono"
              rows={6}
              value={value}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setValue(event.target.value)}
            />
          </div>
        )}
        <DiagnosticList diagnostics={[...look.failure, ...failure]} />
        <div className="sw-dialog-buttons">
          <Button variant="link" onClick={onClose}>
            {say('ui.cancel')}
          </Button>
          {hasChance && (
            <Button
              variant={isTyped ? 'secondary' : 'primary'}
              isDisabled={asking}
              onClick={() => void done(() => engine.secrets.init({ site: siteRef, newSshKey: kind === 'ssh-key' }))}
            >
              {say(kind === 'ssh-key' ? 'vault.newPair' : 'vault.chance')}
            </Button>
          )}
          {isTyped && (
            <Button type="submit" variant="primary" isDisabled={!isReady}>
              {say('vault.keep')}
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  );
}

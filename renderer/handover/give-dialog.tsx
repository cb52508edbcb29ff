import { Button } from '@patternfly/react-core';
import { useId, useState } from 'react';
import type { HandedOver, HandoverForm } from '../../electron/api/handover.ts';
import { useEngine } from '../app/engine-context.ts';
import { useSite } from '../state/site.ts';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { isFilled, type PlaceDraft, placeOf } from '../ui/place.ts';
import { PlaceField } from '../ui/place-field.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { useAttempt } from '../ui/use-attempt.ts';
import { formOf, GIVEN_FORMS, type GivenForm } from './given-form.ts';

/** Made now; `form` says how the customer reads it. */
export interface Given {
  readonly form: HandoverForm['kind'];
  readonly handed: HandedOver;
}

/** The secrets for the customer: to whom, and into which folder. */
export function GiveDialog({
  onGiven,
  onClose,
}: {
  readonly onGiven: (given: Given) => void;
  readonly onClose: () => void;
}) {
  const { say, language } = useSpeech();
  const engine = useEngine();
  const id = useId();
  const ref = useSite((state) => state.document?.ref ?? '');
  const [typed, setTyped] = useState<GivenForm>({ kind: 'recipients', keys: '', passphrase: '', again: '' });
  const [folder, setFolder] = useState<PlaceDraft>();
  const { failure, asking, attempt } = useAttempt();
  const { form, wrongLine, differs } = formOf(typed, language);
  const isReady = form !== undefined && isFilled(folder) && !asking;
  const change = (part: Partial<GivenForm>) => setTyped((before) => ({ ...before, ...part }));
  return (
    <Dialog title={say('handover.giveTitle')} onClose={onClose}>
      <form
        className="sw-stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isReady || !form) return;
          void attempt(async () => {
            const { handle } = await placeOf(engine, folder, 'folder');
            onGiven({ form: form.kind, handed: await engine.handover.secrets({ site: ref, form, outDir: handle }) });
            onClose();
          });
        }}
      >
        <p>{say('handover.giveLead')}</p>
        <fieldset className="sw-handover-forms">
          <legend>{say('handover.form')}</legend>
          {GIVEN_FORMS.map((kind) => (
            <label key={kind}>
              <input type="radio" name={`${id}-form`} checked={typed.kind === kind} onChange={() => change({ kind })} />
              {say(`handover.form_${kind}`)}
            </label>
          ))}
        </fieldset>
        {typed.kind === 'recipients' && (
          <div className="sw-field">
            <label htmlFor={`${id}-keys`}>{say('handover.keys')}</label>
            <textarea
              id={`${id}-keys`}
              className={`sw-input mono${wrongLine ? ' sw-error' : ''}`}
              rows={3}
              value={typed.keys}
              spellCheck={false}
              autoComplete="off"
              aria-invalid={wrongLine !== undefined}
              aria-describedby={`${id}-keys-help`}
              onChange={(event) => change({ keys: event.target.value })}
            />
            <div id={`${id}-keys-help`} className="sw-help">
              {wrongLine ? (
                <StateMark mark="failed">{say('handover.keysWrong', { line: wrongLine })}</StateMark>
              ) : (
                say('handover.keysHelp')
              )}
            </div>
          </div>
        )}
        {typed.kind === 'passphrase' && (
          <>
            <Passphrase
              label={say('handover.passphrase')}
              help={say('handover.passphraseHelp')}
              value={typed.passphrase}
              onChange={(passphrase) => change({ passphrase })}
            />
            <Passphrase
              label={say('handover.again')}
              problem={differs ? say('handover.differs') : undefined}
              value={typed.again}
              onChange={(again) => change({ again })}
            />
          </>
        )}
        {typed.kind === 'sheet' && (
          <StateMark mark="warning">
            <span className="sw-wrapping">{say('handover.sheetWarning')}</span>
          </StateMark>
        )}
        <PlaceField
          label={say('handover.folder')}
          help={say('handover.folderHelp')}
          kind="folder"
          value={folder}
          onChange={setFolder}
        />
        <DiagnosticList diagnostics={failure} />
        <div className="sw-dialog-buttons">
          <Button variant="link" onClick={onClose}>
            {say('ui.cancel')}
          </Button>
          <Button type="submit" variant="primary" isDisabled={!isReady}>
            {say('handover.giveGo')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Passphrase({
  label,
  help,
  problem,
  value,
  onChange,
}: {
  readonly label: string;
  readonly help?: string;
  readonly problem?: string | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const id = useId();
  return (
    <div className="sw-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="password"
        className={`sw-input${problem ? ' sw-error' : ''}`}
        value={value}
        autoComplete="new-password"
        spellCheck={false}
        aria-invalid={problem !== undefined}
        aria-describedby={`${id}-help`}
        onChange={(event) => onChange(event.target.value)}
      />
      <div id={`${id}-help`} className="sw-help">
        {problem ? <StateMark mark="failed">{problem}</StateMark> : help}
      </div>
    </div>
  );
}

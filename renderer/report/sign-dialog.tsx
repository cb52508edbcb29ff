import { Button } from '@patternfly/react-core';
import { useId, useState } from 'react';
import { SIGNERS, type Signature, type Signer, type SignOff } from '../../electron/api/sign-off.ts';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { useAttempt } from '../ui/use-attempt.ts';
import { SignaturePad, type SignatureSource } from './signature-pad.tsx';
import './report.css';

const WAYS = ['typed', 'drawn', 'picture'] as const;

/** The day on this laptop, as a date field has it. */
function today(now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** Name, date and signature below the report. By keyboard alone the typed name stands for the signature. */
export function SignDialog({
  signed,
  sign,
  onClose,
}: {
  /** Who has signed already: a signature is not replaced. */
  readonly signed: readonly Signer[];
  readonly sign: (signOff: SignOff) => Promise<void>;
  readonly onClose: () => void;
}) {
  const { say } = useSpeech();
  const id = useId();
  const { failure, asking, attempt } = useAttempt();
  const open = SIGNERS.filter((signer) => !signed.includes(signer));
  const [as, setAs] = useState<Signer>(open[0] ?? 'installer');
  const [name, setName] = useState('');
  const [date, setDate] = useState(() => today(new Date()));
  const [way, setWay] = useState<'typed' | SignatureSource>('typed');
  const [png, setPng] = useState<string>();
  const signature: Signature | undefined =
    way === 'typed' ? { kind: 'typed' } : png ? { kind: 'image', mediaType: 'image/png', base64: png } : undefined;
  const isReady = name.trim() !== '' && date !== '' && signature !== undefined && !asking;
  return (
    <Dialog title={say('report.signTitle')} onClose={onClose}>
      <form
        className="sw-stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isReady || !signature) return;
          void attempt(async () => {
            await sign({ as, name: name.trim(), date, signature });
            onClose();
          });
        }}
      >
        <p>{say('report.signLead')}</p>
        <div className="sw-field">
          <label htmlFor={`${id}-as`}>{say('report.signAs')}</label>
          <select
            id={`${id}-as`}
            className="sw-input"
            value={as}
            onChange={(event) => setAs(event.target.value as Signer)}
          >
            {open.map((signer) => (
              <option key={signer} value={signer}>
                {say(`report.as_${signer}`)}
              </option>
            ))}
          </select>
        </div>
        <div className="sw-field">
          <label htmlFor={`${id}-name`}>{say('report.signName')}</label>
          <input
            id={`${id}-name`}
            className="sw-input"
            value={name}
            maxLength={120}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setName(event.target.value)}
          />
        </div>
        <div className="sw-field">
          <label htmlFor={`${id}-date`}>{say('report.signDate')}</label>
          <input
            id={`${id}-date`}
            type="date"
            className="sw-input"
            value={date}
            onChange={(event) => setDate(event.target.value)}
          />
        </div>
        <fieldset className="sw-sign-ways">
          <legend>{say('report.signature')}</legend>
          {WAYS.map((entry) => (
            <label key={entry}>
              <input
                type="radio"
                name={`${id}-way`}
                checked={way === entry}
                onChange={() => {
                  setWay(entry);
                  setPng(undefined);
                }}
              />
              {say(`report.way_${entry}`)}
            </label>
          ))}
        </fieldset>
        {way === 'typed' ? (
          <p className="sw-typed-signature" aria-hidden="true">
            {name}
          </p>
        ) : (
          <SignaturePad key={way} source={way} onChange={setPng} />
        )}
        <DiagnosticList diagnostics={failure} />
        <div className="sw-dialog-buttons">
          <Button variant="link" onClick={onClose}>
            {say('ui.cancel')}
          </Button>
          <Button type="submit" variant="primary" isDisabled={!isReady}>
            {say('report.signGo')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

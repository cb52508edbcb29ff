import { useEffect, useId, useRef, useState } from 'react';
import { StateMark } from './state-mark.tsx';

/** So many characters of a fingerprint's end are typed to say that it is the same. */
const ENOUGH_CHARACTERS = 8;

/** A host key that nobody has confirmed: its end is typed as the machine's own screen shows it, so that it is compared and not clicked away. */
export function FingerprintField({
  fingerprint,
  label,
  help,
  differs,
  onChange,
}: {
  readonly fingerprint: string;
  readonly label: string;
  readonly help: string;
  /** What to do where something else was typed. */
  readonly differs: string;
  readonly onChange: (isSame: boolean) => void;
}) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  useEffect(() => field.current?.focus(), []);
  const text = withoutSpace(typed);
  const isWrong = text.length >= ENOUGH_CHARACTERS && !fingerprint.endsWith(text);
  return (
    <>
      <p className="mono sw-fingerprint">{fingerprint}</p>
      <div className="sw-field">
        <label htmlFor={id}>{label}</label>
        <input
          ref={field}
          id={id}
          className={`sw-input mono${isWrong ? ' sw-error' : ''}`}
          value={typed}
          autoComplete="off"
          spellCheck={false}
          aria-invalid={isWrong}
          aria-describedby={`${id}-help`}
          onChange={(event) => {
            setTyped(event.target.value);
            const now = withoutSpace(event.target.value);
            onChange(now.length >= ENOUGH_CHARACTERS && fingerprint.endsWith(now));
          }}
        />
        <div id={`${id}-help`} className="sw-help">
          {isWrong ? (
            <div className="sw-cell-note sw-error">
              <StateMark mark="failed" />
              <span>{differs}</span>
            </div>
          ) : (
            help
          )}
        </div>
      </div>
    </>
  );
}

function withoutSpace(text: string): string {
  return text.replace(/\s/g, '');
}

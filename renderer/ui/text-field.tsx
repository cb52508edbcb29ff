import { useId } from 'react';
import { StateMark } from './state-mark.tsx';

/** A line to be typed in a dialog, with what it is for. */
export function TextField({
  label,
  help,
  value,
  onChange,
  isWrong = false,
  problem,
  isSecret = false,
  mono = false,
  maxLength,
}: {
  readonly label: string;
  readonly help?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly isWrong?: boolean;
  /** What is wrong with it, where the help does not say that already. */
  readonly problem?: string | undefined;
  /** Not shown while it is typed. */
  readonly isSecret?: boolean;
  readonly mono?: boolean;
  readonly maxLength?: number;
}) {
  const id = useId();
  const wrong = isWrong || problem !== undefined;
  return (
    <div className="sw-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type={isSecret ? 'password' : 'text'}
        className={`sw-input${mono ? ' mono' : ''}${wrong ? ' sw-error' : ''}`}
        value={value}
        maxLength={maxLength}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={wrong}
        aria-describedby={help === undefined && problem === undefined ? undefined : `${id}-help`}
        onChange={(event) => onChange(event.target.value)}
      />
      {(help !== undefined || problem !== undefined) && (
        <div id={`${id}-help`} className="sw-help">
          {problem === undefined ? help : <StateMark mark="failed">{problem}</StateMark>}
        </div>
      )}
    </div>
  );
}

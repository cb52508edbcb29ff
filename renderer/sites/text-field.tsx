import { useId } from 'react';

/** A line to be typed in a dialog, with what it is for. */
export function TextField({
  label,
  help,
  value,
  onChange,
  isWrong = false,
  mono = false,
  maxLength,
}: {
  readonly label: string;
  readonly help?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly isWrong?: boolean;
  readonly mono?: boolean;
  readonly maxLength?: number;
}) {
  const id = useId();
  return (
    <div className="sw-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className={`sw-input${mono ? ' mono' : ''}${isWrong ? ' sw-error' : ''}`}
        value={value}
        maxLength={maxLength}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={isWrong}
        aria-describedby={help === undefined ? undefined : `${id}-help`}
        onChange={(event) => onChange(event.target.value)}
      />
      {help !== undefined && (
        <div id={`${id}-help`} className="sw-help">
          {help}
        </div>
      )}
    </div>
  );
}

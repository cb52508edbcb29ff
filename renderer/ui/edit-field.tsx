import { useEffect, useId, useState } from 'react';
import { describeDiagnostic } from '../../electron/api/diagnostic.ts';
import { useEngine } from '../app/engine-context.ts';
import { useSite } from '../state/site.ts';
import { useSpeech } from '../text/text.ts';
import { StateMark } from './state-mark.tsx';

export interface EditFieldProps {
  /** Path in site.toml: `hosts[1].address`. */
  readonly path: string;
  readonly value: string | number | undefined;
  readonly label: string;
  /** In a table the column's head is the label; it is then only for screen readers. */
  readonly hideLabel?: boolean;
  readonly help?: string;
  readonly mono?: boolean;
  readonly choices?: readonly string[];
}

/** One field of site.toml. Written when it is left or on Enter; its diagnostics stand below it. */
export function EditField({ path, value, label, hideLabel, help, mono, choices }: EditFieldProps) {
  const id = useId();
  const engine = useEngine();
  const edit = useSite((state) => state.edit);
  const diagnostics = useSite((state) => state.document?.diagnostics);
  const { language } = useSpeech();
  const [draft, setDraft] = useState(String(value ?? ''));
  useEffect(() => setDraft(String(value ?? '')), [value]);
  const mine = (diagnostics ?? []).filter((entry) => entry.subject.field === path);
  const worst = mine.some((entry) => entry.severity === 'error') ? 'error' : mine.length > 0 ? 'warning' : '';

  const commit = (text: string) => {
    if (text === String(value ?? '')) return;
    const typed =
      typeof value === 'number' && text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
    void edit(engine, [
      text === '' && value !== undefined ? { op: 'remove', path } : { op: 'set', path, value: typed },
    ]);
  };
  const common = {
    id,
    'aria-describedby': `${id}-help`,
    'aria-invalid': worst === 'error',
    className: `sw-input${mono ? ' mono' : ''}${worst ? ` sw-${worst}` : ''}`,
    value: draft,
  };
  return (
    <div className="sw-field">
      <label htmlFor={id} className={hideLabel ? 'pf-v6-screen-reader' : undefined}>
        {label}
      </label>
      {choices ? (
        <select
          {...common}
          onChange={(event) => {
            setDraft(event.target.value);
            commit(event.target.value);
          }}
        >
          {[...new Set([...choices, draft])].map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </select>
      ) : (
        <input
          {...common}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setDraft(event.target.value)}
          onBlur={() => commit(draft)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit(draft);
            if (event.key === 'Escape') setDraft(String(value ?? ''));
          }}
        />
      )}
      <div id={`${id}-help`} className="sw-help">
        {mine.map((entry) => {
          const { summary, hint } = describeDiagnostic(entry, language);
          return (
            <div key={entry.code} className={`sw-cell-note sw-${entry.severity}`}>
              <StateMark mark={entry.severity === 'error' ? 'failed' : 'warning'} />
              <span>
                {summary} {hint}
              </span>
            </div>
          );
        })}
        {mine.length === 0 && help}
      </div>
    </div>
  );
}

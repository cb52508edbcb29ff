import { useId } from 'react';
import type { SiteEdit } from '../../electron/api/sites.ts';
import { useEngine } from '../app/engine-context.ts';
import { useSite } from '../state/site.ts';
import { useSpeech } from '../text/text.ts';
import { DraftNote } from './draft-note.tsx';
import { FieldNotes, useFieldNotes } from './field-notes.tsx';
import { useTyped } from './use-typed.ts';

/** A value with its words; without words the value stands for itself. */
export interface Choice {
  readonly value: string;
  readonly text?: string;
}

export interface EditFieldProps {
  /** Path in site.toml: `hosts[1].address`. */
  readonly path: string;
  readonly value: string | number | undefined;
  readonly label: string;
  /** In a table the column's head is the label; it is then only for screen readers. */
  readonly hideLabel?: boolean;
  readonly help?: string;
  readonly mono?: boolean;
  readonly choices?: readonly (string | Choice)[];
  /** With `choices`: an empty entry takes the key out of the file. */
  readonly mayBeUnsaid?: boolean;
  /** Written as a number; anything else is written as it was typed and refused with its reason. */
  readonly numeric?: boolean;
  /** Known values that may be chosen instead of typing. */
  readonly suggestions?: readonly Choice[];
  /** Keys that cannot stand beside this one: they go when it is said. */
  readonly instead?: readonly string[];
  /** The form in which a typed text is written. */
  readonly tidy?: (text: string) => string;
  /** What else is written with a new text. */
  readonly along?: (text: string) => readonly SiteEdit[];
}

/** One field of site.toml. Written when it is left or on Enter; its diagnostics stand below it. */
export function EditField(props: EditFieldProps) {
  const {
    path,
    value,
    label,
    hideLabel,
    help,
    mono,
    choices,
    mayBeUnsaid,
    numeric,
    suggestions,
    instead,
    tidy,
    along,
  } = props;
  const id = useId();
  const engine = useEngine();
  const edit = useSite((state) => state.edit);
  const { say } = useSpeech();
  const typed = useTyped(path, String(value ?? ''));
  const { text: draft } = typed;
  const { notes, worst } = useFieldNotes(path);

  const commit = (raw: string) => {
    // What stands in the file is not tidied by passing through.
    const text = tidy && raw !== String(value ?? '') ? tidy(raw) : raw;
    const before = typed.settle(text);
    if (before === undefined) return;
    const wasThere = before !== '' || value !== undefined;
    const isNumber = (numeric || typeof value === 'number') && text.trim() !== '' && Number.isFinite(Number(text));
    void edit(engine, [
      ...(text === '' ? [] : (instead ?? []).map((other) => ({ op: 'remove', path: other }) as const)),
      text === '' && wasThere ? { op: 'remove', path } : { op: 'set', path, value: isNumber ? Number(text) : text },
      ...(along?.(text) ?? []),
    ]);
  };
  const common = {
    id,
    'data-field': path,
    'aria-describedby': `${id}-help`,
    'aria-invalid': worst === 'error',
    className: `sw-input${mono ? ' mono' : ''}${worst ? ` sw-${worst}` : ''}`,
    value: draft,
    'data-typing': typed.isTyping,
  };
  const offered: readonly Choice[] = (choices ?? []).map((entry) =>
    typeof entry === 'string' ? { value: entry } : entry,
  );
  const isOffered = draft === '' || offered.some((entry) => entry.value === draft);
  return (
    <div className="sw-field">
      <label htmlFor={id} className={hideLabel ? 'pf-v6-screen-reader' : undefined}>
        {label}
      </label>
      {choices ? (
        <select
          {...common}
          onChange={(event) => {
            typed.type(event.target.value);
            commit(event.target.value);
          }}
        >
          {(mayBeUnsaid || draft === '') && <option value="">{say('ui.notSaid')}</option>}
          {[...offered, ...(isOffered ? [] : [{ value: draft }])].map((choice) => (
            <option key={choice.value} value={choice.value}>
              {('text' in choice ? choice.text : undefined) ?? choice.value}
            </option>
          ))}
        </select>
      ) : (
        <>
          <input
            {...common}
            list={suggestions ? `${id}-list` : undefined}
            inputMode={numeric ? 'decimal' : undefined}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => typed.type(event.target.value)}
            onBlur={() => commit(draft)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') commit(draft);
              if (event.key === 'Escape') typed.giveUp();
            }}
          />
          {suggestions && (
            <datalist id={`${id}-list`}>
              {suggestions.map((entry) => (
                <option key={entry.value} value={entry.value}>
                  {entry.text}
                </option>
              ))}
            </datalist>
          )}
        </>
      )}
      <FieldNotes id={`${id}-help`} notes={notes} help={help} />
      <DraftNote typed={typed} onTake={commit} />
    </div>
  );
}

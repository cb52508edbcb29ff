import { useId } from 'react';
import type { SiteEdit } from '../../electron/api/sites.ts';
import { useEngine } from '../app/engine-context.ts';
import { useSite } from '../state/site.ts';
import { DraftNote } from './draft-note.tsx';
import { FieldNotes, useFieldNotes } from './field-notes.tsx';
import { useTyped } from './use-typed.ts';

export interface EditLinesProps {
  /** Path in site.toml of a list, or of a table of texts where `pairs` is set. */
  readonly path: string;
  readonly lines: readonly string[];
  readonly label: string;
  readonly help?: string;
  /** Each line is `KEY = pattern`; without a value the pattern is `*`. */
  readonly pairs?: boolean;
  /** Keys that cannot stand beside this one: they go when it is said. */
  readonly instead?: readonly string[];
  /** The key must stay: an emptied field is not written. */
  readonly needed?: boolean;
}

/** A list (or a table) of site.toml, one entry a line. Written when it is left; its diagnostics stand below it. */
export function EditLines({ path, lines, label, help, pairs, instead, needed }: EditLinesProps) {
  const id = useId();
  const engine = useEngine();
  const edit = useSite((state) => state.edit);
  const typed = useTyped(path, lines.join('\n'));
  const { notes, worst } = useFieldNotes(path, { whole: true });
  const commit = (text: string) => {
    const entries = text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
    if (entries.length === 0 && needed) {
      typed.giveUp();
      return;
    }
    const before = typed.settle(entries.join('\n'));
    if (before === undefined) return;
    const wasThere = before !== '';
    const edits: SiteEdit[] =
      entries.length === 0
        ? wasThere
          ? [{ op: 'remove', path }]
          : []
        : [
            { op: 'set', path, value: pairs ? asTable(entries) : entries },
            ...(instead ?? []).map((other) => ({ op: 'remove', path: other }) as const),
          ];
    if (edits.length > 0) void edit(engine, edits);
  };
  return (
    <div className="sw-field">
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        data-field={path}
        className={`sw-input sw-lines mono${worst ? ` sw-${worst}` : ''}`}
        rows={Math.min(8, Math.max(2, lines.length + 1))}
        value={typed.text}
        data-typing={typed.isTyping}
        spellCheck={false}
        aria-invalid={worst === 'error'}
        aria-describedby={`${id}-help`}
        onChange={(event) => typed.type(event.target.value)}
        onBlur={() => commit(typed.text)}
      />
      <FieldNotes id={`${id}-help`} notes={notes} help={help} />
      <DraftNote typed={typed} onTake={commit} />
    </div>
  );
}

/** A udev filter as lines, and back. */
export function filterLines(filter: Readonly<Record<string, string>> | undefined): readonly string[] {
  return Object.entries(filter ?? {}).map(([key, pattern]) => `${key} = ${pattern}`);
}

function asTable(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf('=');
      return at < 0 ? [line, '*'] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    }),
  );
}

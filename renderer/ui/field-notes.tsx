import type { ReactNode } from 'react';
import type { Diagnostic } from '../../electron/api/diagnostic.ts';
import { useSite } from '../state/site.ts';
import { useSpeech } from '../text/text.ts';
import { describeHere } from '../text/window-hints.ts';
import { CodeLink } from './code-link.tsx';
import { StateMark } from './state-mark.tsx';

const NONE: readonly Diagnostic[] = [];

/** The diagnostics of a field of site.toml, and of what lies below it where `whole` is set. */
export function useFieldNotes(path: string, options: { readonly whole?: boolean } = {}) {
  const diagnostics = useSite((state) => state.document?.diagnostics ?? NONE);
  const mine = diagnostics.filter(({ subject: { field } }) => {
    if (field === undefined) return false;
    return field === path || (options.whole && (field.startsWith(`${path}.`) || field.startsWith(`${path}[`)));
  });
  const worst = mine.some((entry) => entry.severity === 'error') ? 'error' : mine.length > 0 ? 'warning' : '';
  return { notes: mine, worst } as const;
}

/** Below a field: what is wrong with it, or its help. */
export function FieldNotes({
  id,
  notes,
  help,
}: {
  readonly id: string;
  readonly notes: readonly Diagnostic[];
  readonly help?: ReactNode;
}) {
  const { language } = useSpeech();
  return (
    <div id={id} className="sw-help">
      {notes.map((entry, index) => {
        const { summary, hint } = describeHere(entry, language);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: two notes of one field may be equal
          <div key={`${entry.code}-${index}`} className={`sw-cell-note sw-${entry.severity}`} data-code={entry.code}>
            <StateMark
              mark={entry.severity === 'error' ? 'failed' : entry.severity === 'warning' ? 'warning' : 'no-change'}
            />
            <span>
              {summary} {hint} <CodeLink code={entry.code} />
            </span>
          </div>
        );
      })}
      {notes.length === 0 && help}
    </div>
  );
}

import { Button } from '@patternfly/react-core';
import { type KeyboardEvent, memo, type ReactNode, useId, useLayoutEffect, useRef, useState } from 'react';
import type { Diagnostic } from '../../../../electron/api/diagnostic.ts';
import { useSpeech } from '../../../text/text.ts';
import { DraftNote } from '../../../ui/draft-note.tsx';
import { FieldNotes } from '../../../ui/field-notes.tsx';
import { useTyped } from '../../../ui/use-typed.ts';
import { tidyText } from './cell-value.ts';
import type { Column } from './columns.ts';
import { type CellMode, type SheetAction, sheetKey } from './sheet-keys.ts';
import type { SheetCellValue } from './sheet-rows.ts';

export interface SheetCellProps {
  readonly cell: SheetCellValue;
  readonly column: Column;
  /** `row:column`, how the sheet finds it. */
  readonly place: string;
  readonly label: string;
  readonly notes: readonly Diagnostic[];
  /** The text that would mend it. */
  readonly fix: string | undefined;
  readonly isTabStop: boolean;
  readonly isInRange: boolean;
  readonly help?: ReactNode;
  readonly onWrite: (place: string, text: string) => void;
  readonly onAction: (place: string, action: SheetAction) => void;
  readonly onFocus: (place: string, extend: boolean) => void;
}

/** One value of the sheet. A chosen cell is typed over at once, F2 goes into its text; what is wrong with it stands in it. */
export const SheetCell = memo(function SheetCell(props: SheetCellProps) {
  const { cell, column, place, label, notes, fix, isTabStop, isInRange, help, onWrite, onAction, onFocus } = props;
  const { say } = useSpeech();
  const id = useId();
  const typed = useTyped(cell.path, cell.text, { isWritten: true });
  const [mode, setMode] = useState<CellMode>('chosen');
  const extending = useRef(false);
  const field = useRef<HTMLInputElement>(null);
  // A chosen cell is typed over as a whole, also after an undo or an Escape has changed its text.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text loses the marking
  useLayoutEffect(() => {
    if (mode === 'chosen' && document.activeElement === field.current) field.current?.select();
  }, [mode, typed.text]);
  const worst = notes.some(({ severity }) => severity === 'error') ? 'error' : notes.length > 0 ? 'warning' : '';
  const write = (text: string) => {
    setMode('chosen');
    // What stands in the file is not tidied by passing through.
    const tidy = text === cell.text ? text : tidyText(column, text);
    if (typed.settle(tidy) !== undefined) onWrite(place, tidy);
  };
  const onKey = (event: KeyboardEvent<HTMLInputElement>) => {
    const action = sheetKey(event, mode);
    if (!action) return;
    if (action.do === 'leave') {
      onAction(place, action);
      return;
    }
    if (action.do === 'edit') {
      event.preventDefault();
      if (cell.isReadOnly) return;
      setMode('edited');
      event.currentTarget.setSelectionRange(typed.text.length, typed.text.length);
      return;
    }
    if (action.do === 'cancel') {
      event.preventDefault();
      typed.giveUp();
      setMode('chosen');
      return;
    }
    if (action.do === 'fix') {
      event.preventDefault();
      if (fix !== undefined) onWrite(place, fix);
      return;
    }
    if (mode !== 'chosen') write(typed.text);
    onAction(place, action);
    // Tab behind the last cell, and after Escape, leaves the sheet by itself.
    if (action.do !== 'next' || document.activeElement !== event.currentTarget) event.preventDefault();
  };
  // In a grid a td is a cell of it, a th the heading of its row.
  const Cell = column === 'name' ? 'th' : 'td';
  return (
    <Cell
      {...(column === 'name' ? { scope: 'row' } : {})}
      aria-selected={isInRange}
      className={isInRange ? 'sw-in-range' : undefined}
    >
      <input
        ref={field}
        className={`sw-input${column === 'name' || column === 'label' ? '' : ' mono'}${worst ? ` sw-${worst}` : ''}`}
        value={typed.text}
        aria-label={label}
        aria-invalid={worst === 'error'}
        aria-describedby={`${id}-help`}
        readOnly={cell.isReadOnly}
        inputMode={column === 'cores' || column === 'ram' ? 'decimal' : undefined}
        tabIndex={isTabStop ? 0 : -1}
        spellCheck={false}
        autoComplete="off"
        data-place={place}
        data-field={cell.path}
        data-typing={typed.isTyping}
        data-mode={mode}
        data-problem={worst !== ''}
        onMouseDown={(event) => {
          extending.current = event.shiftKey;
          if (event.shiftKey) return;
          if (document.activeElement === event.currentTarget) {
            if (!cell.isReadOnly) setMode('edited');
            return;
          }
          // The first click chooses the cell, the second one goes into its text.
          event.preventDefault();
          event.currentTarget.focus();
        }}
        onFocus={(event) => {
          event.currentTarget.select();
          onFocus(place, extending.current);
          extending.current = false;
        }}
        onBlur={() => write(typed.text)}
        onChange={(event) => {
          if (mode === 'chosen') setMode('typed');
          typed.type(event.target.value);
        }}
        onKeyDown={onKey}
      />
      <FieldNotes id={`${id}-help`} notes={notes} help={help} />
      {fix !== undefined && (
        <Button variant="link" isInline className="sw-cell-fix" onClick={() => onWrite(place, fix)}>
          {say('sheet.use', { value: fix })} {isTabStop && <kbd>Alt ↵</kbd>}
        </Button>
      )}
      <DraftNote typed={typed} onTake={write} />
    </Cell>
  );
});

/** How a cell is used at the moment: chosen, typed over, or edited within its text (F2). */
export type CellMode = 'chosen' | 'typed' | 'edited';

export type SheetAction =
  | { readonly do: 'move'; readonly rows: number; readonly columns: number; readonly extend: boolean }
  /** To the first or last cell of the row, or of the whole sheet. */
  | { readonly do: 'end'; readonly side: 'first' | 'last'; readonly whole: boolean; readonly extend: boolean }
  /** To the next or previous cell as it is read; out of the sheet behind the last one. */
  | { readonly do: 'next'; readonly by: 1 | -1 }
  | {
      readonly do: 'edit' | 'cancel' | 'clear' | 'fill-down' | 'choose-all' | 'next-problem' | 'fix' | 'leave' | 'open';
    };

interface Key {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** What a key does in a cell, as spreadsheets do; undefined = what the field itself makes of it. */
export function sheetKey(event: Key, mode: CellMode): SheetAction | undefined {
  const { key, shiftKey } = event;
  const command = event.ctrlKey || event.metaKey;
  if (event.altKey && !command && key === 'ArrowDown') return { do: 'open' };
  if (event.altKey) return key === 'Enter' && !command ? { do: 'fix' } : undefined;
  if (key === 'Tab' && !command) return { do: 'next', by: shiftKey ? -1 : 1 };
  if (key === 'Enter' && !command) return { do: 'move', rows: shiftKey ? -1 : 1, columns: 0, extend: false };
  if (key === 'F8' && !command && !shiftKey) return { do: 'next-problem' };
  if (key === 'Escape') return mode === 'chosen' ? { do: 'leave' } : { do: 'cancel' };
  if (key === 'F2' && !command && !shiftKey) return mode === 'edited' ? undefined : { do: 'edit' };
  const arrow = command ? undefined : ARROWS[key];
  if (mode === 'edited') return undefined;
  if (arrow) {
    // Typed over: the arrow ends it. A text that is being marked with Shift is left to the field.
    if (mode === 'typed' && shiftKey) return undefined;
    return { do: 'move', rows: arrow[0], columns: arrow[1], extend: shiftKey };
  }
  if (mode === 'typed') return undefined;
  if (key === 'Home' || key === 'End')
    return { do: 'end', side: key === 'Home' ? 'first' : 'last', whole: command, extend: shiftKey };
  if (key === 'Delete' && !command && !shiftKey) return { do: 'clear' };
  if (command && !shiftKey && key.toLowerCase() === 'd') return { do: 'fill-down' };
  if (command && !shiftKey && key.toLowerCase() === 'a') return { do: 'choose-all' };
  return undefined;
}

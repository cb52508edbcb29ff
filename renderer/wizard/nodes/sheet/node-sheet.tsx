import { Button } from '@patternfly/react-core';
import { PlusCircleIcon, TableIcon } from '@patternfly/react-icons';
import { type ClipboardEvent, useCallback, useMemo, useRef, useState } from 'react';
import type { Diagnostic } from '../../../../electron/api/diagnostic.ts';
import { useEngine } from '../../../app/engine-context.ts';
import { useSite } from '../../../state/site.ts';
import { useSpeech } from '../../../text/text.ts';
import { AddQuestion } from './add-question.tsx';
import { COLUMNS, type Column } from './columns.ts';
import { filledDown } from './count-up.ts';
import { parseTable, tableText } from './parse-table.ts';
import { PasteDialog } from './paste-dialog.tsx';
import { type CellRange, cellsIn, MOST_HOSTS, type PastePlan, planPaste } from './paste-plan.ts';
import { type CellChange, type NewRow, sheetEdits } from './sheet-edits.ts';
import type { SheetAction } from './sheet-keys.ts';
import { moved, type SheetPlace } from './sheet-place.ts';
import { SheetRowCells } from './sheet-row.tsx';
import { sheetRows, type Written } from './sheet-rows.ts';

const NONE: readonly Diagnostic[] = [];

/** The machines as a spreadsheet: one stop of the Tab key, arrows and Tab between the cells, blocks in and out by the clipboard. */
export function NodeSheet({
  written,
  onChoose,
  onOpen,
}: {
  readonly written: Written;
  /** The row that the keyboard is in. */
  readonly onChoose: (index: number) => void;
  /** All ports of a machine are wanted. */
  readonly onOpen: (index: number) => void;
}) {
  const { say } = useSpeech();
  const engine = useEngine();
  const edit = useSite((state) => state.edit);
  const diagnostics = useSite((state) => state.document?.diagnostics ?? NONE);
  const table = useRef<HTMLTableElement>(null);
  const rows = useMemo(() => sheetRows(written), [written]);
  const [active, setActive] = useState<SheetPlace>({ row: 0, column: 0 });
  const [anchor, setAnchor] = useState<SheetPlace>({ row: 0, column: 0 });
  const [question, setQuestion] = useState<PastePlan>();
  const [isPasting, setPasting] = useState(false);
  const [said, setSaid] = useState('');
  const extend = useRef(false);
  const isLeaving = useRef(false);

  const range: CellRange = {
    top: Math.min(active.row, anchor.row),
    bottom: Math.max(active.row, anchor.row),
    left: Math.min(active.column, anchor.column),
    right: Math.max(active.column, anchor.column),
  };
  const isBlock = range.top !== range.bottom || range.left !== range.right;

  const write = useCallback(
    (changes: readonly CellChange[], added: readonly NewRow[] = []) => {
      // What stands in the file now, not when this was drawn: cells may be left while an earlier edit is on its way.
      const now = useSite.getState().document?.written ?? written;
      const edits = sheetEdits(now, changes, added);
      if (edits.length > 0) void edit(engine, edits);
    },
    [edit, engine, written],
  );
  const focusAt = (place: SheetPlace) => {
    const cell = table.current?.querySelector<HTMLElement>(`[data-place="${place.row}:${place.column}"]`);
    cell?.focus();
    if (cell instanceof HTMLInputElement) cell.select();
  };
  const takePlan = (plan: PastePlan, added: readonly NewRow[]) => {
    write(plan.changes, added);
    const cells = plan.changes.length + added.reduce((sum, row) => sum + Object.keys(row).length, 0);
    setSaid(
      [say('sheet.pasted', { cells }), plan.leftOut > 0 ? say('sheet.leftOut', { count: plan.leftOut }) : ''].join(' '),
    );
  };
  const offerPlan = (plan: PastePlan) => {
    if (plan.added.length > 0) setQuestion(plan);
    else takePlan(plan, []);
  };
  const fillDown = () => {
    const top = range.top === range.bottom ? range.top - 1 : range.top;
    if (top < 0) return;
    const changes = COLUMNS.slice(range.left, range.right + 1).flatMap((column) =>
      filledDown(column, rows[top]?.cells[column].text ?? '', range.bottom - top).map((text, index) => ({
        row: top + 1 + index,
        column,
        text,
      })),
    );
    write(changes);
    setSaid(say('sheet.filled', { cells: changes.length }));
  };
  const nextProblem = (from: HTMLElement | null) => {
    const cells = [...(table.current?.querySelectorAll<HTMLElement>('[data-place]') ?? [])];
    const here = from ? cells.indexOf(from) : -1;
    const found = [...cells.slice(here + 1), ...cells.slice(0, here)].find(({ dataset }) => dataset.problem === 'true');
    found?.focus();
  };
  const act = (place: string, action: SheetAction) => {
    const from = placeOf(place);
    const left = isLeaving.current;
    isLeaving.current = action.do === 'leave';
    if (action.do === 'leave') setAnchor(active);
    else if (action.do === 'open') {
      const row = rows[from.row];
      if (row?.isInstalled) onOpen(row.index);
    } else if (action.do === 'clear') write(cellsIn(range, rows).map(({ row, column }) => ({ row, column, text: '' })));
    else if (action.do === 'fill-down') fillDown();
    else if (action.do === 'choose-all') {
      extend.current = true;
      setAnchor({ row: 0, column: 0 });
      focusAt({ row: rows.length - 1, column: COLUMNS.length - 1 });
      extend.current = false;
    } else if (action.do === 'next-problem') nextProblem(document.activeElement as HTMLElement | null);
    else if (action.do === 'move' || action.do === 'end' || action.do === 'next') {
      // After Escape, Tab leaves the sheet: nobody is kept in it.
      if (action.do === 'next' && left) return;
      const to = moved(from, action, rows);
      if (!to) return;
      extend.current = action.do !== 'next' && action.extend;
      focusAt(to);
      extend.current = false;
    }
  };
  const latest = useRef({ act, write, rows });
  latest.current = { act, write, rows };
  const onAction = useCallback((place: string, action: SheetAction) => latest.current.act(place, action), []);
  const onWrite = useCallback((place: string, text: string) => {
    const { row, column } = placeOf(place);
    latest.current.write([{ row, column: COLUMNS[column] as Column, text }]);
  }, []);
  const onFocus = useCallback(
    (place: string, isExtending: boolean) => {
      const at = placeOf(place);
      setActive(at);
      if (!isExtending && !extend.current) setAnchor(at);
      onChoose(latest.current.rows[at.row]?.index ?? 0);
    },
    [onChoose],
  );

  const isWithinText = () => {
    const { activeElement } = document;
    return activeElement instanceof HTMLElement && activeElement.dataset.mode !== undefined
      ? activeElement.dataset.mode !== 'chosen'
      : !(activeElement instanceof HTMLElement && activeElement.dataset.place !== undefined);
  };
  const onCopy = (event: ClipboardEvent) => {
    if (isWithinText()) return;
    event.preventDefault();
    const cells = rows
      .slice(range.top, range.bottom + 1)
      .map((row) => COLUMNS.slice(range.left, range.right + 1).map((column) => row.cells[column].text));
    event.clipboardData.setData('text/plain', tableText(cells));
    setSaid(say('sheet.copied', { cells: cells.length * (cells[0]?.length ?? 0) }));
  };
  const onPaste = (event: ClipboardEvent) => {
    if (isWithinText()) return;
    event.preventDefault();
    offerPlan(planPaste(parseTable(event.clipboardData.getData('text/plain')).rows, range, rows));
  };
  const add = () => {
    write([], [{}]);
    setSaid(say('sheet.added'));
  };
  return (
    <>
      <table
        ref={table}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose cells are edited is a grid
        role="grid"
        aria-label={say('sheet.title')}
        aria-multiselectable="true"
        aria-rowcount={rows.length + 1}
        aria-colcount={COLUMNS.length}
        className="sw-table sw-sheet"
        onCopy={onCopy}
        onPaste={onPaste}
      >
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <th key={column} scope="col" className={`sw-sheet-${column}`}>
                {say(HEADS[column])}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, place) => (
            <SheetRowCells
              key={row.index}
              row={row}
              place={place}
              written={written}
              diagnostics={diagnostics}
              active={active.row === place ? active.column : -1}
              range={isBlock ? range : undefined}
              onWrite={onWrite}
              onAction={onAction}
              onFocus={onFocus}
            />
          ))}
        </tbody>
      </table>
      <div className="sw-sheet-foot">
        <Button variant="link" icon={<PlusCircleIcon />} isDisabled={rows.length >= MOST_HOSTS} onClick={add}>
          {say('sheet.add')}
        </Button>
        <Button variant="link" icon={<TableIcon />} onClick={() => setPasting(true)}>
          {say('sheet.paste')}
        </Button>
        <span className="sw-sheet-keys sw-subtle sw-small">
          {KEYS.map(([key, word]) => (
            <span key={word}>
              <kbd>{key}</kbd> {say(word)}
            </span>
          ))}
        </span>
      </div>
      <p className="sw-sheet-said sw-small" role="status">
        {said}
      </p>
      {question && (
        <AddQuestion
          plan={question}
          onTake={(isAdding) => {
            takePlan(question, isAdding ? question.added : []);
            setQuestion(undefined);
          }}
          onClose={() => setQuestion(undefined)}
        />
      )}
      {isPasting && (
        <PasteDialog
          rows={rows}
          onTake={(plan) => {
            setPasting(false);
            takePlan(plan, plan.added);
          }}
          onClose={() => setPasting(false)}
        />
      )}
    </>
  );
}

const HEADS = {
  name: 'nodes.name',
  address: 'nodes.address',
  mac: 'sheet.mac',
  system: 'nodes.system',
  data: 'nodes.data',
  cores: 'sheet.cores',
  ram: 'nodes.ram',
  label: 'nodes.label',
} as const;

const KEYS = [
  ['Tab', 'sheet.keyTab'],
  ['Ctrl V', 'sheet.keyPaste'],
  ['Ctrl D', 'sheet.keyFill'],
  ['F2', 'sheet.keyEdit'],
  ['F8', 'sheet.keyProblem'],
  ['Alt ↓', 'ports.keyPorts'],
  ['Esc Tab', 'sheet.keyLeave'],
] as const;

function placeOf(place: string): SheetPlace {
  const [row = '0', column = '0'] = place.split(':');
  return { row: Number(row), column: Number(column) };
}

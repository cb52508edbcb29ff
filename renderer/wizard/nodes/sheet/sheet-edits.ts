import type { SiteEdit } from '../../../../electron/api/sites.ts';
import { valueAt } from '../../../state/value-at.ts';
import { cellValue, tidyText } from './cell-value.ts';
import type { Column } from './columns.ts';
import { newHost } from './new-node.ts';
import { listAt, pathKey, sheetRows, type Written } from './sheet-rows.ts';

export interface CellChange {
  /** Place of the row in the sheet. */
  readonly row: number;
  readonly column: Column;
  readonly text: string;
}
export type NewRow = Readonly<Partial<Record<Column, string>>>;
type Disks = Readonly<Record<string, unknown>>;

/**
 * What is written into site.toml when cells change and rows are added: one list, so that it is one step to undo. What names a node that
 * gets another name follows it: its disks, the machines on it, the witness, the way to others.
 */
export function sheetEdits(
  written: Written,
  changes: readonly CellChange[],
  added: readonly NewRow[] = [],
): SiteEdit[] {
  const rows = sheetRows(written);
  const edits: SiteEdit[] = [];
  const renamed = new Map<string, string>();
  const disks = new Map<number, Record<string, unknown>>();
  const disksOf = (storage: number) => {
    const known = disks.get(storage) ?? { ...(valueAt(written, `storages[${storage}].disks`) as Disks | undefined) };
    disks.set(storage, known);
    return known;
  };
  for (const { row: place, column, text } of changes) {
    const row = rows[place];
    const cell = row?.cells[column];
    if (!row || !cell || cell.isReadOnly) continue;
    const tidy = tidyText(column, text);
    if (tidy === cell.text) continue;
    const value = cellValue(column, tidy);
    if (column === 'data') {
      const storage = Number(/\d+/.exec(cell.path)?.[0]);
      const { [row.name]: _, ...others } = disksOf(storage);
      disks.set(storage, value === undefined ? others : { ...disksOf(storage), [row.name]: value });
      continue;
    }
    if (
      column === 'name' &&
      tidy !== '' &&
      row.name !== '' &&
      rows.filter(({ name }) => name === row.name).length === 1
    )
      renamed.set(row.name, tidy);
    if (
      column === 'mac' &&
      value !== undefined &&
      valueAt(written, `hosts[${row.index}].install.nicFilter`) !== undefined
    )
      edits.push({ op: 'remove', path: `hosts[${row.index}].install.nicFilter` });
    if (value !== undefined) edits.push({ op: 'set', path: cell.path, value });
    else if (cell.text !== '') edits.push({ op: 'remove', path: cell.path });
  }
  const made: unknown[] = [];
  for (const values of added) {
    const host = newHost(written, made, values);
    made.push(host);
    const place = rows.length + made.length - 1;
    edits.push({ op: 'set', path: `hosts[${place}]`, value: host });
    const data = cellValue('data', tidyText('data', values.data ?? ''));
    const storage = listAt(written, 'storages').findIndex((entry) => valueAt(entry, 'type') === 'zfspool');
    if (data !== undefined && storage >= 0) disks.set(storage, { ...disksOf(storage), [String(host.name)]: data });
  }
  listAt(written, 'storages').forEach((storage, index) => {
    const before = valueAt(storage, 'disks');
    if (typeof before !== 'object' || before === null || Array.isArray(before)) return;
    const named = Object.entries(disks.get(index) ?? before).map(([host, value]) => [renamed.get(host) ?? host, value]);
    const after = Object.fromEntries(named) as Disks;
    edits.push(...tableEdits(`storages[${index}].disks`, before as Disks, after));
  });
  if (renamed.size > 0) edits.push(...followEdits(written, renamed));
  return edits;
}

/** Takes a machine out, with the disks that storages name on it. What else names it is told as a problem of its own. */
export function removalEdits(written: Written, index: number): SiteEdit[] {
  const name = String(valueAt(written, `hosts[${index}].name`) ?? '');
  const disks = listAt(written, 'storages').flatMap((storage, place): SiteEdit[] =>
    name !== '' && valueAt(storage, `disks.${pathKey(name)}`) !== undefined
      ? [{ op: 'remove', path: `storages[${place}].disks.${pathKey(name)}` }]
      : [],
  );
  return [...disks, { op: 'remove', path: `hosts[${index}]` }];
}

/** Entry by entry, so that the others keep their lines and comments. */
function tableEdits(path: string, before: Disks, after: Disks): SiteEdit[] {
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  const set = Object.entries(after)
    .filter(([key, value]) => !same(value, before[key]))
    .map(([key, value]) => ({ op: 'set', path: `${path}.${pathKey(key)}`, value: value as string }) as const);
  const gone = Object.keys(before)
    .filter((key) => !Object.hasOwn(after, key))
    .map((key) => ({ op: 'remove', path: `${path}.${pathKey(key)}` }) as const);
  return [...set, ...gone];
}

/** Whatever names a host outside of its own table. */
function followEdits(written: Written, renamed: ReadonlyMap<string, string>): SiteEdit[] {
  const each = (list: string, ...keys: readonly string[]) =>
    listAt(written, list).flatMap((_, index) => keys.map((key) => `${list}[${index}].${key}`));
  const lists = [...each('machines', 'replication.to'), ...each('storages', 'nodes')].flatMap((path) =>
    listAt(written, path).map((_, index) => `${path}[${index}]`),
  );
  const places = [
    'cluster.witness',
    ...each('hosts', 'via'),
    ...each('machines', 'node'),
    ...each('templates', 'node'),
    ...each('stacks', 'on'),
    ...lists,
  ];
  return places.flatMap((path): SiteEdit[] => {
    const name = valueAt(written, path);
    const next = typeof name === 'string' ? renamed.get(name) : undefined;
    return next === undefined ? [] : [{ op: 'set', path, value: next }];
  });
}

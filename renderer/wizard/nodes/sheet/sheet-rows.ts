import { valueAt } from '../../../state/value-at.ts';
import { COLUMNS, type Column } from './columns.ts';

/** What stands in site.toml, unchecked. */
export type Written = Readonly<Record<string, unknown>>;

export interface SheetCellValue {
  readonly path: string;
  readonly text: string;
  readonly isReadOnly: boolean;
}

export interface SheetRow {
  /** Its place in `hosts`. */
  readonly index: number;
  readonly name: string;
  readonly os: string;
  /** Our media install it: it has disks and a port to be named. */
  readonly isInstalled: boolean;
  readonly isWitness: boolean;
  readonly cells: Readonly<Record<Column, SheetCellValue>>;
}

/** The machines of a site as rows of texts: as the file has them, also where no site can be read out of it. */
export function sheetRows(written: Written): readonly SheetRow[] {
  const hosts = listAt(written, 'hosts');
  return hosts.map((host, index) => {
    const at = `hosts[${index}]`;
    const text = (path: string) => plain(valueAt(host, path));
    const name = text('name');
    const isInstalled = valueAt(host, 'install') !== undefined || text('origin') === 'installed';
    const otherwise = [valueAt(host, 'install.diskPaths'), valueAt(host, 'install.diskFilter')].find(
      (value) => value !== undefined,
    );
    const storage = dataStorage(written, name);
    const editable = (path: string, value: string): SheetCellValue => ({ path, text: value, isReadOnly: false });
    return {
      index,
      name,
      os: text('os'),
      isInstalled,
      isWitness: listAt(host, 'roles').includes('witness'),
      cells: {
        name: editable(`${at}.name`, name),
        address: editable(`${at}.address`, text('address')),
        mac: { ...editable(`${at}.install.managementMac`, text('install.managementMac')), isReadOnly: !isInstalled },
        system: {
          path: `${at}.install.diskSerials`,
          text: otherwise === undefined ? text('install.diskSerials') : plain(otherwise),
          // Named by path or by a pattern: that is said below the table, with what else belongs to it.
          isReadOnly: !isInstalled || otherwise !== undefined,
        },
        data: {
          path: `storages[${storage ?? 0}].disks.${pathKey(name)}`,
          text: storage === undefined ? '' : plain(valueAt(written, `storages[${storage}].disks.${pathKey(name)}`)),
          isReadOnly: !isInstalled || storage === undefined || name === '',
        },
        cores: editable(`${at}.hardware.cores`, text('hardware.cores')),
        ram: editable(`${at}.hardware.memoryGib`, text('hardware.memoryGib')),
        label: editable(`${at}.label`, text('label')),
      },
    };
  });
}

/** The storage whose disks the data column names on a node: the pool that has some there, else the first one. */
function dataStorage(written: Written, host: string): number | undefined {
  const pools = listAt(written, 'storages').flatMap((storage, index) =>
    valueAt(storage, 'type') === 'zfspool' ? [{ storage, index }] : [],
  );
  const own = pools.find(({ storage }) => valueAt(storage, `disks.${pathKey(host)}`) !== undefined);
  return (own ?? pools[0])?.index;
}

export function listAt(root: unknown, path: string): readonly unknown[] {
  const value = valueAt(root, path);
  return Array.isArray(value) ? value : [];
}

/** A key as field paths write it. */
export function pathKey(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : JSON.stringify(key);
}

function plain(value: unknown): string {
  if (Array.isArray(value)) return value.map(plain).join(', ');
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([key, entry]) => `${key} = ${plain(entry)}`)
      .join(', ');
  return value === undefined || value === null ? '' : String(value);
}

/** The first columns that a row has a cell of its own for: what is not installed by us has one for its disks and ports together. */
export function columnsOf(row: SheetRow): readonly Column[] {
  return row.isInstalled ? COLUMNS : COLUMNS.filter((column) => column !== 'system' && column !== 'data');
}

import { PHASES, type Phase } from '../../electron/api/plan.ts';
import type { Site } from '../../electron/api/site.ts';
import type { Text } from '../../electron/api/text.ts';
import type { ItemProgress } from '../state/run-fold.ts';

export interface StepRow {
  readonly key: string;
  readonly title: Text;
  /** By column; undefined where the step is not for that machine. */
  readonly cells: readonly (ItemProgress | undefined)[];
  readonly all: readonly ItemProgress[];
}

export interface StepRows {
  /** `site` and the machines that have steps. */
  readonly columns: readonly string[];
  /** In the order of the manual; those without steps are left out. */
  readonly phases: readonly { readonly phase: Phase; readonly rows: readonly StepRow[] }[];
}

/** Items as steps x machines. What is not in the site file any more has no column of its own. One pass, whatever their number. */
export function stepRows(
  { hosts, machines }: Pick<Site, 'hosts' | 'machines'>,
  items: readonly ItemProgress[],
): StepRows {
  const names = ['site', ...new Set([...hosts, ...machines].map(({ name }) => name))];
  const known = new Set(names);
  const columnOf = ({ item }: ItemProgress) => (known.has(item.target) ? item.target : 'site');
  const used = new Set(items.map(columnOf));
  const columns = names.filter((name) => used.has(name));
  const placeOf = new Map(columns.map((name, index) => [name, index]));
  const byPhase = new Map<Phase, Map<string, ItemProgress[]>>();
  for (const entry of items) {
    const { phase, id, stepId } = entry.item;
    const rows = byPhase.get(phase) ?? new Map<string, ItemProgress[]>();
    byPhase.set(phase, rows);
    const key = phase === 'removal' ? id : stepId;
    const row = rows.get(key);
    if (row) row.push(entry);
    else rows.set(key, [entry]);
  }
  const rowOf = (key: string, all: readonly [ItemProgress, ...ItemProgress[]]): StepRow => {
    const cells = new Array<ItemProgress | undefined>(columns.length).fill(undefined);
    for (const entry of all) {
      const place = placeOf.get(columnOf(entry)) ?? 0;
      cells[place] ??= entry;
    }
    return { key, title: all[0].item.title, cells, all };
  };
  return {
    columns,
    phases: PHASES.flatMap((phase) => {
      const rows = byPhase.get(phase);
      if (!rows) return [];
      return [{ phase, rows: [...rows].map(([key, all]) => rowOf(key, all as [ItemProgress, ...ItemProgress[]])) }];
    }),
  };
}

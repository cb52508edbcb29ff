import { AngleDownIcon, AngleRightIcon } from '@patternfly/react-icons';
import { type KeyboardEvent, useRef, useState } from 'react';
import { PHASE_NAMES } from '../../electron/api/phase-names.ts';
import { PHASES, type Phase } from '../../electron/api/plan.ts';
import type { Site } from '../../electron/api/site.ts';
import type { ItemProgress } from '../state/run-fold.ts';
import { useSpeech } from '../text/text.ts';
import { Panel } from '../ui/panel.tsx';
import { type Mark, StateMark } from '../ui/state-mark.tsx';
import { nextCell } from './next-cell.ts';
import { cellState, closedPhases, countPlan, isProblem } from './plan-items.ts';

interface Row {
  readonly key: string;
  readonly entries: readonly ItemProgress[];
}

/**
 * Steps x machines, of a plan or of a run. One stop of the Tab key; arrow keys move between the cells, F8 goes to the next
 * problem.
 */
export function StepMatrix({
  site,
  items,
  isPlan,
  rehearsed,
  chosen,
  onChoose,
}: {
  readonly site: Site;
  readonly items: readonly ItemProgress[];
  readonly isPlan: boolean;
  /** Times of a compressed rehearsal say nothing about real machines: they are not shown. */
  readonly rehearsed: boolean;
  readonly chosen: string | undefined;
  readonly onChoose: (id: string) => void;
}) {
  const { say, pick } = useSpeech();
  const table = useRef<HTMLTableElement>(null);
  const machines = new Set([...site.hosts.map(({ name }) => name), ...site.machines.map(({ name }) => name)]);
  /** What is not in the site file any more has no column of its own. */
  const columnOf = ({ item }: ItemProgress) => (machines.has(item.target) ? item.target : 'site');
  const columns = ['site', ...machines].filter((name) => items.some((entry) => columnOf(entry) === name));
  const rowsOf = (phase: Phase): readonly Row[] => {
    const mine = items.filter((entry) => entry.item.phase === phase);
    const keyOf = ({ item }: ItemProgress) => (phase === 'removal' ? item.id : item.stepId);
    return [...new Set(mine.map(keyOf))].map((key) => ({ key, entries: mine.filter((entry) => keyOf(entry) === key) }));
  };
  const [toggled, setToggled] = useState<Readonly<Partial<Record<Phase, boolean>>>>({});
  const closed = closedPhases(items, isPlan);
  // What a person looks at stays where it is.
  const kept = items.find(({ item }) => item.id === chosen)?.item.phase;
  const isOpen = (phase: Phase) => toggled[phase] ?? (phase === kept || !closed.has(phase));
  const seen = items.filter((entry) => isOpen(entry.item.phase));
  const tabStop = seen.some((entry) => entry.item.id === chosen) ? chosen : seen[0]?.item.id;
  const onKey = (event: KeyboardEvent<HTMLTableElement>) => {
    const cells = [...(table.current?.querySelectorAll<HTMLButtonElement>('button[data-item]') ?? [])];
    const next = nextCell(
      cells.map(({ dataset }) => ({
        row: Number(dataset.row),
        column: Number(dataset.column),
        isProblem: dataset.problem === 'true',
      })),
      cells.indexOf(document.activeElement as HTMLButtonElement),
      event.key,
    );
    const cell = next === undefined ? undefined : cells[next];
    if (!cell) return;
    event.preventDefault();
    cell.focus();
    onChoose(cell.dataset.item ?? '');
  };
  let row = 0;
  return (
    <Panel flush>
      <table className="sw-table sw-matrix" ref={table} onKeyDown={onKey}>
        <thead>
          <tr>
            <th scope="col">{say('install.step')}</th>
            {columns.map((name) => (
              <th key={name} scope="col">
                {name === 'site' ? say('install.site') : name}
              </th>
            ))}
          </tr>
        </thead>
        {PHASES.map((phase) => {
          const rows = rowsOf(phase);
          if (rows.length === 0) return null;
          return (
            <tbody key={phase}>
              <tr className="sw-phase">
                <th scope="rowgroup" colSpan={columns.length + 1}>
                  <button
                    type="button"
                    className="sw-phase-toggle"
                    aria-expanded={isOpen(phase)}
                    onClick={() => setToggled({ ...toggled, [phase]: !isOpen(phase) })}
                  >
                    {isOpen(phase) ? <AngleDownIcon aria-hidden="true" /> : <AngleRightIcon aria-hidden="true" />}
                    {pick(PHASE_NAMES[phase])}
                  </button>
                  <span className="sw-phase-count">
                    <PhaseCount all={rows.flatMap(({ entries }) => entries)} isPlan={isPlan} />
                  </span>
                </th>
              </tr>
              {(isOpen(phase) ? rows : []).map(({ key, entries }) => {
                row += 1;
                const title = entries[0] && pick(entries[0].item.title);
                return (
                  <tr key={key} className={entries.some((entry) => entry.item.id === chosen) ? 'sw-chosen' : undefined}>
                    <th scope="row">{title}</th>
                    {columns.map((name, column) => (
                      <td key={name}>
                        <Cell
                          entry={entries.find((entry) => columnOf(entry) === name)}
                          isPlan={isPlan}
                          rehearsed={rehearsed}
                          place={{ row, column }}
                          isTabStop={entries.some((entry) => columnOf(entry) === name && entry.item.id === tabStop)}
                          chosen={chosen}
                          onChoose={onChoose}
                        />
                      </td>
                    ))}
                  </tr>
                );
              })}
            </tbody>
          );
        })}
      </table>
    </Panel>
  );
}

function PhaseCount({ all, isPlan }: { readonly all: readonly ItemProgress[]; readonly isPlan: boolean }) {
  const { say } = useSpeech();
  if (isPlan) {
    const { blocked, unknown, changing: count, drifted } = countPlan({ items: all.map(({ item }) => item) });
    if (blocked > 0)
      return <StateMark mark="failed">{say('install.ofBlocked', { count: blocked, all: all.length })}</StateMark>;
    if (unknown > 0)
      return <StateMark mark="warning">{say('install.ofUnknown', { count: unknown, all: all.length })}</StateMark>;
    const mark: Mark = drifted > 0 ? 'warning' : count > 0 ? 'change' : 'no-change';
    return (
      <StateMark mark={mark}>
        {count === 0 ? say('install.noneChanging') : say('install.ofChanging', { count, all: all.length })}
      </StateMark>
    );
  }
  const done = all.filter(({ state }) => state === 'changed' || state === 'unchanged').length;
  const has = (state: ItemProgress['state']) => all.some((entry) => entry.state === state);
  const mark: Mark = has('failed')
    ? 'failed'
    : done === all.length
      ? 'done'
      : has('cancelled')
        ? 'warning'
        : has('running')
          ? 'running'
          : 'waiting';
  return <StateMark mark={mark}>{say('install.ofDone', { done, all: all.length })}</StateMark>;
}

function Cell({
  entry,
  isPlan,
  rehearsed,
  place,
  isTabStop,
  chosen,
  onChoose,
}: {
  readonly entry: ItemProgress | undefined;
  readonly isPlan: boolean;
  readonly rehearsed: boolean;
  readonly place: { readonly row: number; readonly column: number };
  readonly isTabStop: boolean;
  readonly chosen: string | undefined;
  readonly onChoose: (id: string) => void;
}) {
  const { say, seconds } = useSpeech();
  if (!entry) {
    return (
      <span className="sw-subtle">
        <span aria-hidden="true">–</span>
        <span className="pf-v6-screen-reader">{say('state.notForThis')}</span>
      </span>
    );
  }
  const [mark, word] = cellState(entry, isPlan);
  return (
    <button
      type="button"
      className="sw-cell-button"
      data-item={entry.item.id}
      data-row={place.row}
      data-column={place.column}
      data-problem={isProblem(entry)}
      tabIndex={isTabStop ? 0 : -1}
      aria-pressed={entry.item.id === chosen}
      onClick={() => onChoose(entry.item.id)}
    >
      <StateMark mark={mark}>
        {say(word)}
        {isPlan && entry.item.action === 'apply' && !entry.item.leftOut && entry.changes.length > 1 && (
          <span className="sw-subtle sw-small">{entry.changes.length}</span>
        )}
        {entry.state === 'changed' && !rehearsed && entry.durationMs !== undefined && (
          <span className="sw-subtle sw-small">{seconds(entry.durationMs)}</span>
        )}
        {entry.progress && entry.progress.total > 0 && (
          <span className="sw-subtle sw-small">{Math.round((entry.progress.done / entry.progress.total) * 100)} %</span>
        )}
      </StateMark>
    </button>
  );
}

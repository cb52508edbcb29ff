import { AngleDownIcon, AngleRightIcon } from '@patternfly/react-icons';
import { type KeyboardEvent, type MouseEvent, useMemo, useRef, useState } from 'react';
import { PHASE_NAMES } from '../../electron/api/phase-names.ts';
import type { Phase } from '../../electron/api/plan.ts';
import type { Site } from '../../electron/api/site.ts';
import type { ItemProgress } from '../state/run-fold.ts';
import { useSpeech } from '../text/text.ts';
import { Panel } from '../ui/panel.tsx';
import { nextCell } from './next-cell.ts';
import { PhaseCount } from './phase-count.tsx';
import { closedPhases } from './plan-items.ts';
import { StepList } from './step-list.tsx';
import { MatrixRow } from './step-row.tsx';
import { stepRows } from './step-rows.ts';
import { useStepView, ViewSwitch } from './view-switch.tsx';

/**
 * The steps of a plan or of a run: steps x machines, or one line a step and machine. One stop of the Tab key; arrow keys move
 * between the cells, F8 goes to the next problem.
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
  const view = useStepView((state) => state.view);
  const { columns, phases } = useMemo(() => stepRows(site, items), [site, items]);
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
  // Told once for the table: a row that does not change is not drawn again because somebody listens anew.
  const onClick = (event: MouseEvent<HTMLTableElement>) => {
    const cell = (event.target as Element).closest<HTMLButtonElement>('button[data-item]');
    if (cell?.dataset.item) onChoose(cell.dataset.item);
  };
  let row = 0;
  return (
    <Panel flush>
      <ViewSwitch />
      <table
        className={view === 'list' ? 'sw-table sw-matrix sw-step-list' : 'sw-table sw-matrix'}
        ref={table}
        onKeyDown={onKey}
        onClick={onClick}
      >
        <thead>
          <tr>
            <th scope="col">{say('install.step')}</th>
            {view === 'list'
              ? (['steps.machine', 'steps.state', 'steps.took', 'steps.changed'] as const).map((key) => (
                  <th key={key} scope="col">
                    {say(key)}
                  </th>
                ))
              : columns.map((name) => (
                  <th key={name} scope="col">
                    {name === 'site' ? say('install.site') : name}
                  </th>
                ))}
          </tr>
        </thead>
        {phases.map(({ phase, rows }) => {
          const first = row + 1;
          if (isOpen(phase)) row += view === 'list' ? rows.reduce((sum, { all }) => sum + all.length, 0) : rows.length;
          return (
            <tbody key={phase}>
              <tr className="sw-phase">
                <th scope="rowgroup" colSpan={(view === 'list' ? 4 : columns.length) + 1}>
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
                    <PhaseCount all={rows.flatMap(({ all }) => all)} isPlan={isPlan} />
                  </span>
                </th>
              </tr>
              {isOpen(phase) && view === 'list' && (
                <StepList
                  entries={rows.flatMap(({ all }) => all)}
                  firstRow={first}
                  isPlan={isPlan}
                  rehearsed={rehearsed}
                  chosen={chosen}
                  tabStop={tabStop}
                />
              )}
              {isOpen(phase) &&
                view === 'matrix' &&
                rows.map(({ key, title, cells, all }, index) => (
                  <MatrixRow
                    key={key}
                    title={pick(title)}
                    cells={cells}
                    row={first + index}
                    isPlan={isPlan}
                    rehearsed={rehearsed}
                    chosen={all.some((entry) => entry.item.id === chosen) ? chosen : undefined}
                    tabStop={all.some((entry) => entry.item.id === tabStop) ? tabStop : undefined}
                  />
                ))}
            </tbody>
          );
        })}
      </table>
    </Panel>
  );
}

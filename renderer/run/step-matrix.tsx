import { type KeyboardEvent, useRef } from 'react';
import { PHASE_NAMES } from '../../electron/api/phase-names.ts';
import { PHASES, type Phase } from '../../electron/api/plan.ts';
import type { Site } from '../../electron/api/site.ts';
import type { ItemProgress, ItemState } from '../state/run-fold.ts';
import { type SentenceKey, useSpeech } from '../text/text.ts';
import { Panel } from '../ui/panel.tsx';
import { type Mark, StateMark } from '../ui/state-mark.tsx';

const STATES: Readonly<Record<ItemState, readonly [Mark, SentenceKey]>> = {
  waiting: ['waiting', 'state.waiting'],
  running: ['running', 'state.running'],
  changed: ['done', 'state.done'],
  unchanged: ['no-change', 'state.noChange'],
  failed: ['failed', 'state.failed'],
  skipped: ['waiting', 'state.notRun'],
  cancelled: ['warning', 'state.cancelled'],
};

interface Row {
  readonly stepId: string;
  readonly entries: readonly ItemProgress[];
}

/** Steps x machines. Arrow keys move between the cells, Enter chooses one, F8 goes to the next problem. */
export function StepMatrix({
  site,
  items,
  rehearsed,
  chosen,
  onChoose,
}: {
  readonly site: Site;
  readonly items: readonly ItemProgress[];
  /** Times of a compressed rehearsal say nothing about real machines: they are not shown. */
  readonly rehearsed: boolean;
  readonly chosen: string | undefined;
  readonly onChoose: (id: string) => void;
}) {
  const { say, pick } = useSpeech();
  const table = useRef<HTMLTableElement>(null);
  const targets = [
    'site',
    ...new Set([...site.hosts.map((host) => host.name), ...site.machines.map((machine) => machine.name)]),
  ].filter((target) => items.some((entry) => entry.item.target === target));
  const rowsOf = (phase: Phase): readonly Row[] => {
    const mine = items.filter((entry) => entry.item.phase === phase);
    return [...new Set(mine.map((entry) => entry.item.stepId))].map((stepId) => ({
      stepId,
      entries: mine.filter((entry) => entry.item.stepId === stepId),
    }));
  };
  const onKey = (event: KeyboardEvent<HTMLTableElement>) => {
    const cells = [...(table.current?.querySelectorAll<HTMLButtonElement>('button[data-item]') ?? [])];
    const here = cells.indexOf(document.activeElement as HTMLButtonElement);
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    const next =
      event.key === 'F8'
        ? cells.slice(here + 1).find((cell) => cell.dataset.state === 'failed')
        : step === undefined
          ? undefined
          : cells[here + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
    onChoose(next.dataset.item ?? '');
  };
  return (
    <Panel flush>
      <table className="sw-table sw-matrix" ref={table} onKeyDown={onKey}>
        <thead>
          <tr>
            <th scope="col">{say('install.step')}</th>
            {targets.map((target) => (
              <th key={target} scope="col">
                {target === 'site' ? say('install.site') : target}
              </th>
            ))}
          </tr>
        </thead>
        {PHASES.map((phase) => {
          const rows = rowsOf(phase);
          if (rows.length === 0) return null;
          const all = rows.flatMap((row) => row.entries);
          const done = all.filter((entry) => entry.state === 'changed' || entry.state === 'unchanged').length;
          return (
            <tbody key={phase}>
              <tr className="sw-phase">
                <th scope="rowgroup" colSpan={targets.length + 1}>
                  {pick(PHASE_NAMES[phase])}
                  <span className="sw-phase-count">
                    <StateMark
                      mark={
                        all.some((entry) => entry.state === 'failed')
                          ? 'failed'
                          : done === all.length
                            ? 'done'
                            : 'waiting'
                      }
                    >
                      {say('install.ofDone', { done, all: all.length })}
                    </StateMark>
                  </span>
                </th>
              </tr>
              {rows.map((row) => {
                const first = row.entries[0];
                return (
                  <tr
                    key={row.stepId}
                    className={row.entries.some((entry) => entry.item.id === chosen) ? 'sw-chosen' : undefined}
                  >
                    <th scope="row">{first && pick(first.item.title)}</th>
                    {targets.map((target) => (
                      <td key={target}>
                        <Cell
                          entry={row.entries.find((entry) => entry.item.target === target)}
                          rehearsed={rehearsed}
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

function Cell({
  entry,
  rehearsed,
  chosen,
  onChoose,
}: {
  readonly entry: ItemProgress | undefined;
  readonly rehearsed: boolean;
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
  const [mark, word] =
    entry.item.action === 'blocked' && entry.state === 'waiting'
      ? (['failed', 'state.failed'] as const)
      : STATES[entry.state];
  return (
    <button
      type="button"
      className="sw-cell-button"
      data-item={entry.item.id}
      data-state={entry.state}
      aria-pressed={entry.item.id === chosen}
      onClick={() => onChoose(entry.item.id)}
    >
      <StateMark mark={mark}>
        {say(word)}
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

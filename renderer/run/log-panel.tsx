import { Button } from '@patternfly/react-core';
import { ArrowDownIcon, DownloadIcon } from '@patternfly/react-icons';
import { type KeyboardEvent, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { LogFilter, LogLevel } from '../../electron/api/run-lines.ts';
import { useEngine } from '../app/engine-context.ts';
import { rememberedView, rememberView } from '../state/run-view-memory.ts';
import { useSettings } from '../state/settings.ts';
import { useLog } from '../state/use-log.ts';
import { useSpeech } from '../text/text.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { Panel } from '../ui/panel.tsx';
import { MOST_COPIED, newestLines, saveLog } from './gather-log.ts';
import { LogFind, type LogSearch } from './log-find.tsx';
import { LogRow } from './log-rows.tsx';
import { withoutRepeats } from './log-words.ts';
import { toEndPx, usePinnedEnd } from './use-pinned-end.ts';

const KINDS = {
  everything: undefined,
  commands: ['look', 'change'],
  output: ['out', 'err'],
  errors: ['err'],
  notes: ['note'],
} as const satisfies Readonly<Record<string, readonly LogLevel[] | undefined>>;
type Kind = keyof typeof KINDS;

/** From there on the next lines are read. */
const NEAR_EDGE_PX = 120;
const UP_KEYS = ['ArrowUp', 'PageUp', 'Home'];

/** As the log of this run was looked at last. */
function firstView(runId: string, hosts: readonly string[]) {
  const { isWhole = false, host = '', kind } = rememberedView(runId).log ?? {};
  const known = (Object.keys(KINDS) as Kind[]).find((name) => name === kind);
  return { isWhole, host: hosts.includes(host) ? host : '', kind: known ?? ('everything' as Kind) };
}

/** The log of a run: of one step or of all, as it grows or anywhere in it; find, filter, follow, copy, save. */
export function LogPanel({
  runId,
  itemId,
  hosts,
  mayStillSpeak,
}: {
  readonly runId: string;
  /** The chosen step; absent = no step is chosen. */
  readonly itemId: string | undefined;
  readonly hosts: readonly string[];
  readonly mayStillSpeak: boolean;
}) {
  const { say, number } = useSpeech();
  const engine = useEngine();
  const fontSize = useSettings((state) => state.logTextPx);
  const [view, setView] = useState(() => firstView(runId, hosts));
  const { isWhole, host, kind } = view;
  const [search, setSearch] = useState<LogSearch>({ query: '' });
  const [saving, setSaving] = useState<number>();
  const place = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const isOfStep = itemId !== undefined && !isWhole;
  const filter = useMemo<LogFilter>(
    () => ({
      ...(isOfStep ? { itemId } : {}),
      ...(host === '' ? {} : { host }),
      ...(KINDS[kind] ? { levels: [...KINDS[kind]] } : {}),
    }),
    [isOfStep, itemId, host, kind],
  );
  const log = useLog(runId, filter);
  const here = search.match?.found?.seq;
  const { lines, isFollowing } = log;
  const rows = useMemo(() => withoutRepeats(lines), [lines]);
  const hasLeftEnd = usePinnedEnd(place, isFollowing, [rows, fontSize]);
  // Only when the search comes to a line: who scrolls on from there is not taken back.
  const shownHere = here !== undefined && !isFollowing && rows.some(({ seq }) => seq === here);
  useLayoutEffect(() => {
    if (!shownHere) return;
    const row = place.current?.querySelector(`[data-seq="${here}"]`);
    (row?.querySelector('mark') ?? row)?.scrollIntoView({ block: 'center' });
  }, [shownHere, here]);
  const onScroll = () => {
    const box = place.current;
    if (!box) return;
    if (isFollowing) {
      if (hasLeftEnd()) log.follow(false);
    } else if (box.scrollTop < NEAR_EDGE_PX) log.more('older');
    else if (toEndPx(box) < NEAR_EDGE_PX) log.more('newer');
  };
  const onKey = (event: KeyboardEvent<HTMLDivElement>) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'f') {
      event.preventDefault();
      field.current?.focus();
      field.current?.select();
    } else if (UP_KEYS.includes(event.key) && event.target === place.current) log.follow(false);
  };
  const choose = (change: Partial<typeof view>) => {
    const next = { ...view, ...change };
    setSearch({ query: search.query });
    setView(next);
    rememberView(runId, { log: next });
  };
  const isSilent = log.total === 0 && !mayStillSpeak;
  const save = async () => {
    setSaving(0);
    try {
      await saveLog(engine, runId, filter, setSaving);
    } finally {
      setSaving(undefined);
    }
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a key of the whole panel leads to its search field
    <div className="sw-log-panel" onKeyDown={onKey}>
      <Panel
        title={say('install.log')}
        aside={
          <div className="sw-buttons">
            {log.total !== undefined && <span>{say('install.lines', { count: number(log.total) })}</span>}
            <Button
              variant="link"
              isInline
              className={isFollowing ? 'sw-following' : undefined}
              icon={<ArrowDownIcon />}
              aria-pressed={isFollowing}
              onClick={() => log.follow(!isFollowing)}
            >
              {say('install.follow')}
            </Button>
            <CopyButton
              text={() => newestLines(engine, runId, filter)}
              label={say('install.copy')}
              title={say('log.copyWhat', { count: number(MOST_COPIED) })}
            />
            <Button
              variant="link"
              isInline
              icon={<DownloadIcon />}
              isDisabled={saving !== undefined}
              onClick={() => void save()}
            >
              {saving ? say('log.saving', { count: number(saving) }) : say('log.save')}
            </Button>
          </div>
        }
        flush
      >
        <div className="sw-log-tools">
          <select
            className="sw-input"
            aria-label={say('log.scope')}
            value={isOfStep ? 'step' : 'run'}
            disabled={itemId === undefined}
            onChange={(event) => choose({ isWhole: event.target.value === 'run' })}
          >
            <option value="step">{say('log.thisStep')}</option>
            <option value="run">{say('log.wholeRun')}</option>
          </select>
          <select
            className="sw-input"
            aria-label={say('log.host')}
            value={host}
            onChange={(event) => choose({ host: event.target.value })}
          >
            <option value="">{say('log.everyHost')}</option>
            {hosts.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
          <select
            className="sw-input"
            aria-label={say('log.level')}
            value={kind}
            onChange={(event) => choose({ kind: event.target.value as Kind })}
          >
            {(Object.keys(KINDS) as Kind[]).map((name) => (
              <option key={name} value={name}>
                {say(`log.${name}`)}
              </option>
            ))}
          </select>
          <LogFind
            runId={runId}
            filter={filter}
            field={field}
            search={search}
            onSearch={setSearch}
            onFound={(seq) => void log.show(seq).catch(() => {})}
          />
        </div>
        <section
          className="sw-log"
          ref={place}
          style={{ fontSize }}
          aria-label={say('log.rows')}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled with the keyboard
          tabIndex={0}
          onScroll={onScroll}
          onWheel={(event) => event.deltaY < 0 && log.follow(false)}
        >
          {log.total === undefined && <p className="sw-log-empty">{say('log.reading')}</p>}
          {log.total === 0 && (isSilent || filter.levels || host !== '') && (
            <p className="sw-log-empty">
              {say(isOfStep && !filter.levels && host === '' ? 'install.nothingSaid' : 'log.none')}
            </p>
          )}
          {rows.map((line) => (
            <LogRow
              key={line.seq}
              line={line}
              hasHost={!isOfStep && host === ''}
              query={search.query}
              isHere={line.seq === here}
            />
          ))}
        </section>
      </Panel>
    </div>
  );
}

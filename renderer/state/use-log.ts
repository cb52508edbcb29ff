import { useCallback, useEffect, useRef, useState } from 'react';
import type { LogFilter, LogLine, LogTail } from '../../electron/api/run-lines.ts';
import { useEngine } from '../app/engine-context.ts';
import type { EngineClient } from '../bridge/connect.ts';

/** So many lines stand on the page while it follows; a million behind them cost it nothing. */
const TAIL_LINES = 100;
/** Read at a time beyond what stands there. */
const MORE_LINES = 200;
/** Held while somebody reads elsewhere in the log. */
const WINDOW_LINES = 1000;
const RETRY_MS = 1000;

/** A stretch of the log away from its end. */
interface LogWindow {
  readonly lines: readonly LogLine[];
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

export interface LogInView {
  /** Of the lines that the filter lets through; undefined until it is known. */
  readonly total: number | undefined;
  readonly lines: readonly LogLine[];
  readonly isFollowing: boolean;
  /** Keeps what stands there, or goes to the end and stays there. */
  follow(wanted: boolean): void;
  /** Reads on at one side of what stands there. */
  more(towards: 'older' | 'newer'): void;
  /** Shows this line with what is around it. */
  show(seq: number): Promise<void>;
}

/** The log of a run as far as a page shows it: its end as it grows, or a stretch of it. */
export function useLog(runId: string, filter: LogFilter): LogInView {
  const engine = useEngine();
  const [tail, setTail] = useState<LogTail>();
  const [window, setWindow] = useState<LogWindow>();
  const asking = useRef(false);
  useEffect(() => {
    const control = new AbortController();
    setTail(undefined);
    setWindow(undefined);
    void followTail(engine, { runId, filter, limit: TAIL_LINES }, control.signal, setTail);
    return () => control.abort();
  }, [engine, runId, filter]);
  const follow = useCallback(
    (wanted: boolean) => {
      if (wanted) setWindow(undefined);
      else
        setWindow(
          (before) =>
            before ?? { lines: tail?.lines ?? [], isFirst: tail?.lines.length === tail?.total, isLast: false },
        );
    },
    [tail],
  );
  const more = async (towards: 'older' | 'newer') => {
    const edge = towards === 'older' ? window?.lines[0] : window?.lines.at(-1);
    if (!window || !edge || asking.current || (towards === 'older' ? window.isFirst : window.isLast)) return;
    asking.current = true;
    try {
      const from = towards === 'older' ? edge.seq : edge.seq + 1;
      const page = await engine.runs.logLines({ runId, filter, from, towards, limit: MORE_LINES });
      setWindow((now) => (now === window ? joined(window, page, towards) : now));
    } finally {
      asking.current = false;
    }
  };
  const show = async (seq: number) => {
    const half = { runId, filter, from: seq, limit: MORE_LINES / 2 } as const;
    const [before, after] = await Promise.all([
      engine.runs.logLines({ ...half, towards: 'older' }),
      engine.runs.logLines({ ...half, towards: 'newer' }),
    ]);
    setWindow({ lines: [...before.lines, ...after.lines], isFirst: before.isEnd, isLast: after.isEnd });
  };
  return {
    total: tail?.total,
    lines: window?.lines ?? tail?.lines ?? [],
    isFollowing: window === undefined,
    follow,
    more: (towards) => void more(towards).catch(() => {}),
    show,
  };
}

/** The stretch with a page more at one side; what is far at the other side goes. */
export function joined(
  { lines, isFirst, isLast }: LogWindow,
  page: { readonly lines: readonly LogLine[]; readonly isEnd: boolean },
  towards: 'older' | 'newer',
): LogWindow {
  const all = towards === 'older' ? [...page.lines, ...lines] : [...lines, ...page.lines];
  const isCut = all.length > WINDOW_LINES;
  return towards === 'older'
    ? { lines: all.slice(0, WINDOW_LINES), isFirst: page.isEnd, isLast: isLast && !isCut }
    : { lines: all.slice(-WINDOW_LINES), isFirst: isFirst && !isCut, isLast: page.isEnd };
}

async function followTail(
  engine: EngineClient,
  order: { readonly runId: string; readonly filter: LogFilter; readonly limit: number },
  signal: AbortSignal,
  take: (tail: LogTail) => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      for await (const tail of await engine.runs.logTail(order, { signal })) if (!signal.aborted) take(tail);
      return;
    } catch {
      // The connection was cut, or the run is unknown to an engine that began anew: what stands there stays.
      if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

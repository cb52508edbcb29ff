import type { LogFilter, LogLine, LogMatch, LogPage, LogTail } from '../../api/run-lines.ts';
import type { LogFile } from './log-file.ts';
import { logFilter, logLine } from './log-filter.ts';

export interface LogWindow {
  readonly filter: LogFilter;
  readonly from: number;
  readonly towards: 'older' | 'newer';
  readonly limit: number;
}

/** Lines before `from`, or from it on; oldest first. */
export async function logPage(file: LogFile, { filter, from, towards, limit }: LogWindow): Promise<LogPage> {
  await file.grow();
  const passes = logFilter(filter);
  const found: LogLine[] = [];
  for await (const { firstSeq, lines } of towards === 'newer' ? file.pieces(from) : file.piecesBack(from)) {
    const inTurn = lines.map((line, index) => ({ line, seq: firstSeq + index }));
    for (const { line, seq } of towards === 'newer' ? inTurn : inTurn.reverse()) {
      if ((towards === 'newer' ? seq < from : seq >= from) || !passes(line)) continue;
      if (found.length === limit) return { lines: inOrder(found, towards), isEnd: false };
      found.push(logLine(line));
    }
  }
  return { lines: inOrder(found, towards), isEnd: true };
}

function inOrder(found: LogLine[], towards: LogWindow['towards']): readonly LogLine[] {
  return towards === 'newer' ? found : found.reverse();
}

export interface LogQuestion {
  readonly filter: LogFilter;
  readonly query: string;
  readonly from?: number | undefined;
  readonly towards: 'older' | 'newer';
}

/** Looks through the whole log: how many lines hold the text, and which one is next. */
export async function findInLog(file: LogFile, { filter, query, from, towards }: LogQuestion): Promise<LogMatch> {
  await file.grow();
  const passes = logFilter(filter);
  const wanted = query.toLowerCase();
  // As it stands in the file: most lines are told apart without reading them as JSON.
  const written = JSON.stringify(wanted).slice(1, -1);
  let count = 0;
  const at: { first?: Found; last?: Found; before?: Found; after?: Found } = {};
  for await (const { firstSeq, lines } of file.pieces(1)) {
    for (const [index, line] of lines.entries()) {
      if (!passes(line) || !line.toLowerCase().includes(written)) continue;
      if (!logLine(line).text.toLowerCase().includes(wanted)) continue;
      count += 1;
      const found = { seq: firstSeq + index, place: count };
      at.first ??= found;
      at.last = found;
      if (from !== undefined && found.seq < from) at.before = found;
      if (from !== undefined && found.seq > from) at.after ??= found;
    }
  }
  const found = towards === 'newer' ? (at.after ?? at.first) : (at.before ?? at.last);
  return { count, ...(found ? { found } : {}) };
}

interface Found {
  readonly seq: number;
  readonly place: number;
}

export interface TailOptions {
  readonly filter: LogFilter;
  readonly limit: number;
  /** Whether more may come. */
  readonly isLive: () => boolean;
  readonly signal: AbortSignal | undefined;
  /** Between two looks; default 150 ms. */
  readonly everyMs?: number;
}

/** The newest lines whenever there are new ones; a fast log is told in steps of `everyMs`, not line by line. */
export async function* tailLog(
  file: LogFile,
  { filter, limit, isLive, signal, everyMs = 150 }: TailOptions,
): AsyncGenerator<LogTail, void, void> {
  const passes = logFilter(filter);
  let seen = 0;
  let total = 0;
  let told: number | undefined;
  let newest: readonly LogLine[] = [];
  while (!signal?.aborted) {
    const wasLive = isLive();
    const end = await file.grow();
    if (end > seen) {
      for await (const { firstSeq, lines } of file.pieces(seen + 1)) {
        if (signal?.aborted) return;
        const fresh = lines.slice(Math.max(0, seen + 1 - firstSeq)).filter(passes);
        seen = firstSeq + lines.length - 1;
        total += fresh.length;
        newest = [...newest, ...fresh.slice(-limit).map(logLine)].slice(-limit);
      }
    }
    if (told !== total) {
      told = total;
      yield { total, lines: newest };
    }
    if (!wasLive) return;
    await pause(everyMs, signal);
  }
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end, { once: true });
  });
}

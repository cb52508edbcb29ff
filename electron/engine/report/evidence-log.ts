import type { LogLine } from '../../api/run-lines.ts';

/** Of a long log the beginning shows what was asked and the end what came of it. */
const KEPT_FIRST = 60;
const KEPT_LAST = 140;

/** Lines of a log, as they come, of which only the first and the last are kept. */
export interface KeptLines {
  add(line: LogLine): void;
  lines(): readonly LogLine[];
  /** So many in the middle were let go. */
  leftOut(): number;
}

export function keptLines(first = KEPT_FIRST, last = KEPT_LAST): KeptLines {
  const head: LogLine[] = [];
  let tail: LogLine[] = [];
  let count = 0;
  return {
    add(line) {
      count += 1;
      if (head.length < first) head.push(line);
      else tail.push(line);
      if (tail.length >= 2 * last) tail = tail.slice(-last);
    },
    lines: () => [...head, ...tail.slice(-last)],
    leftOut: () => count - head.length - Math.min(tail.length, last),
  };
}

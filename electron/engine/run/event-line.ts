import type { RunEvent } from '../../api/run.ts';

/** A line of a run's log file, which only we write: a line is written whole or is the torn last one, which no reader is given. */
export function eventOfLine(line: string): RunEvent {
  return JSON.parse(line) as RunEvent;
}

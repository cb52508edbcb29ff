import type { LogFilter, LogLine } from '../../api/run-lines.ts';
import { eventOfLine } from './event-line.ts';

const LOG_TYPE = '"type":"log"';

/**
 * Whether a line of a log's file is a line of the log, and not another event. In the text of an event quotes are escaped: what
 * stands between plain ones is a field.
 */
export function isLogLine(line: string): boolean {
  // `seq` and `at` come first: the field is near the beginning of whatever it says.
  return line.slice(0, 90).includes(LOG_TYPE);
}

/** Whether a line of the file is one that the filter lets through, without reading all of it as JSON. */
export function logFilter({ itemId, host, levels }: LogFilter): (line: string) => boolean {
  const wanted = [
    ...(itemId === undefined ? [] : [`"itemId":${JSON.stringify(itemId)}`]),
    ...(host === undefined ? [] : [`"host":${JSON.stringify(host)}`]),
  ];
  const oneOf = levels?.map((level) => `"level":${JSON.stringify(level)}`);
  return (line) =>
    isLogLine(line) &&
    wanted.every((field) => line.includes(field)) &&
    (oneOf === undefined || oneOf.some((field) => line.includes(field)));
}

/** A line of the file as a reader gets it. */
export function logLine(line: string): LogLine {
  const { seq, at, host, itemId, level, text } = eventOfLine(line) as LogLine;
  return { seq, at, host, ...(itemId === undefined ? {} : { itemId }), level, text };
}

import type { RunEvent } from '../../api/run.ts';
import { eventOfLine } from './event-line.ts';
import { openLogFile } from './log-file.ts';
import { isLogLine } from './log-filter.ts';

export interface PastEventsOptions {
  readonly after?: number;
  /** Lines of the log are passed over unread. */
  readonly withoutLog?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** The events of a run that has ended or was interrupted, from its file, a piece at a time. A torn last line is left out. */
export async function* pastRunEvents(
  path: string,
  { after = 0, withoutLog = false, signal }: PastEventsOptions = {},
): AsyncGenerator<RunEvent, void, void> {
  const file = openLogFile(path);
  await file.grow();
  for await (const { firstSeq, lines } of file.pieces(after + 1)) {
    for (const [index, line] of lines.entries()) {
      if (signal?.aborted) return;
      if (firstSeq + index <= after || (withoutLog && isLogLine(line))) continue;
      yield eventOfLine(line);
    }
  }
}

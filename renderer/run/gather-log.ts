import { type LogFilter, MOST_LINES } from '../../electron/api/run-lines.ts';
import type { EngineClient } from '../bridge/connect.ts';
import { plainLine } from './log-words.ts';

/** More than that is no text to paste anywhere. */
export const MOST_COPIED = 5 * MOST_LINES;

/** The newest lines as text. */
export async function newestLines(engine: EngineClient, runId: string, filter: LogFilter): Promise<string> {
  let from = Number.MAX_SAFE_INTEGER;
  let pages: (readonly string[])[] = [];
  for (let count = 0; count < MOST_COPIED; count += MOST_LINES) {
    const { lines, isEnd } = await engine.runs.logLines({ runId, filter, from, towards: 'older', limit: MOST_LINES });
    pages = [lines.map(plainLine), ...pages];
    from = lines[0]?.seq ?? 1;
    if (isEnd) break;
  }
  return pages.flat().join('\n');
}

/** All lines into a file of the person's downloads; the text is never held as a whole by the page. */
export async function saveLog(
  engine: EngineClient,
  runId: string,
  filter: LogFilter,
  told: (count: number) => void,
): Promise<void> {
  let from = 1;
  let count = 0;
  let file = new Blob([], { type: 'text/plain' });
  for (;;) {
    const { lines, isEnd } = await engine.runs.logLines({ runId, filter, from, towards: 'newer', limit: MOST_LINES });
    file = new Blob([file, lines.map((line) => `${plainLine(line)}\n`).join('')], { type: 'text/plain' });
    count += lines.length;
    told(count);
    from = (lines.at(-1)?.seq ?? from) + 1;
    if (isEnd) break;
  }
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = `${runId}.log.txt`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

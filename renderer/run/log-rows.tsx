import { memo } from 'react';
import type { LogLine } from '../../electron/api/run-lines.ts';
import { partsAround, shownText, timeOfLine } from './log-words.ts';

/** One line of the log: when, what, on which machine where that is not said elsewhere, and the raw text. */
export const LogRow = memo(function LogRow({
  line,
  hasHost,
  query,
  isHere,
}: {
  readonly line: LogLine;
  readonly hasHost: boolean;
  /** What is looked for; marked where it stands. */
  readonly query: string;
  /** The match at which the search stands. */
  readonly isHere: boolean;
}) {
  const text = shownText(line.text);
  return (
    <div className={isHere ? `sw-log-${line.level} sw-log-here` : `sw-log-${line.level}`} data-seq={line.seq}>
      <time dateTime={line.at}>{timeOfLine(line.at)}</time>
      <b>{line.level === 'out' ? '' : line.level}</b>
      {hasHost && <i>{line.host}</i>}
      <span>{query === '' ? text : <Marked text={text} query={query} />}</span>
    </div>
  );
});

function Marked({ text, query }: { readonly text: string; readonly query: string }) {
  return partsAround(text, query).map((part, index) => {
    const key = `${index}`;
    return part.isFound ? <mark key={key}>{part.text}</mark> : <span key={key}>{part.text}</span>;
  });
}

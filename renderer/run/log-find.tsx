import { AngleDownIcon, AngleUpIcon } from '@patternfly/react-icons';
import { type KeyboardEvent, type RefObject, useState } from 'react';
import type { LogFilter, LogMatch } from '../../electron/api/run-lines.ts';
import { useEngine } from '../app/engine-context.ts';
import { useSpeech } from '../text/text.ts';

export interface LogSearch {
  readonly query: string;
  readonly match?: LogMatch | undefined;
}

/** Looks for a text in the whole log, on the page or not: next, previous, n of m. */
export function LogFind({
  runId,
  filter,
  field,
  search,
  onSearch,
  onFound,
}: {
  readonly runId: string;
  readonly filter: LogFilter;
  readonly field: RefObject<HTMLInputElement | null>;
  readonly search: LogSearch;
  readonly onSearch: (search: LogSearch) => void;
  readonly onFound: (seq: number) => void;
}) {
  const { say, number } = useSpeech();
  const engine = useEngine();
  const [isAsking, setAsking] = useState(false);
  const { query, match } = search;
  const go = async (towards: 'older' | 'newer') => {
    if (query === '' || isAsking) return;
    setAsking(true);
    try {
      const from = match?.found?.seq;
      const next = await engine.runs.logFind({ runId, filter, query, towards, ...(from ? { from } : {}) });
      onSearch({ query, match: next });
      if (next.found) onFound(next.found.seq);
    } catch {
      onSearch({ query });
    } finally {
      setAsking(false);
    }
  };
  const onKey = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') void go(event.shiftKey ? 'older' : 'newer');
    if (event.key === 'Escape') onSearch({ query: '' });
  };
  const said =
    match === undefined
      ? ''
      : match.found
        ? say('log.of', { place: number(match.found.place), count: number(match.count) })
        : say('log.noMatch');
  return (
    <span className="sw-log-find">
      <input
        ref={field}
        className="sw-input sw-find"
        type="search"
        aria-label={say('install.find')}
        placeholder={say('install.find')}
        maxLength={200}
        value={query}
        onChange={(event) => onSearch({ query: event.currentTarget.value })}
        onKeyDown={onKey}
      />
      <span className="sw-small sw-subtle" role="status">
        {said}
      </span>
      {(['older', 'newer'] as const).map((towards) => (
        <button
          key={towards}
          type="button"
          className="sw-log-step"
          aria-label={say(towards === 'older' ? 'log.previous' : 'log.next')}
          title={say(towards === 'older' ? 'log.previous' : 'log.next')}
          disabled={query === ''}
          onClick={() => void go(towards)}
        >
          {towards === 'older' ? <AngleUpIcon aria-hidden="true" /> : <AngleDownIcon aria-hidden="true" />}
        </button>
      ))}
    </span>
  );
}

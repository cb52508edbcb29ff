import { AngleDownIcon, AngleUpIcon } from '@patternfly/react-icons';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { useSpeech } from '../text/text.ts';
import { findOnPaper, showFound } from './find-on-paper.ts';

/** Looks for a text in the report as it is shown: next, previous, n of m. */
export function PaperFind({
  paperWindow,
  loads,
}: {
  readonly paperWindow: () => (Window & typeof globalThis) | null | undefined;
  /** Another paper was loaded: looked through anew. */
  readonly loads: number;
}) {
  const { say, number } = useSpeech();
  const [query, setQuery] = useState('');
  const [found, setFound] = useState<readonly Range[]>([]);
  const [at, setAt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another paper is why it is looked through again
  useEffect(() => {
    const paper = paperWindow();
    if (!paper) return;
    const places = findOnPaper(paper, query.trim());
    setFound(places);
    setAt(0);
    showFound(paper, places, 0);
  }, [query, loads]);
  const go = (by: 1 | -1) => {
    const paper = paperWindow();
    if (!paper || found.length === 0) return;
    const next = (at + by + found.length) % found.length;
    setAt(next);
    showFound(paper, found, next);
  };
  const onKey = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') go(event.shiftKey ? -1 : 1);
    if (event.key === 'Escape') setQuery('');
  };
  const said =
    query.trim() === ''
      ? ''
      : found.length === 0
        ? say('log.noMatch')
        : say('log.of', { place: number(at + 1), count: number(found.length) });
  return (
    <span className="sw-paper-find">
      <input
        className="sw-input sw-find"
        type="search"
        aria-label={say('report.find')}
        placeholder={say('report.find')}
        maxLength={200}
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
        onKeyDown={onKey}
      />
      <span className="sw-small sw-subtle" role="status">
        {said}
      </span>
      {([-1, 1] as const).map((by) => (
        <button
          key={by}
          type="button"
          className="sw-log-step"
          aria-label={say(by < 0 ? 'log.previous' : 'log.next')}
          title={say(by < 0 ? 'log.previous' : 'log.next')}
          disabled={found.length === 0}
          onClick={() => go(by)}
        >
          {by < 0 ? <AngleUpIcon aria-hidden="true" /> : <AngleDownIcon aria-hidden="true" />}
        </button>
      ))}
    </span>
  );
}

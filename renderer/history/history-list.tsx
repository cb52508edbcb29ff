import { Button } from '@patternfly/react-core';
import { useMemo, useState } from 'react';
import { RUN_KINDS, type RunKind } from '../../electron/api/run.ts';
import type { HistoryFilter, PastRun } from '../../electron/api/run-history.ts';
import { RUN_NAMES } from '../../electron/api/run-names.ts';
import { goTo } from '../app/route.ts';
import { StopFrame } from '../app/stop-frame.tsx';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { Panel } from '../ui/panel.tsx';
import { historyHref } from './history-route.ts';
import { RunCounts, RunEnd, RunWhere, runMoment, runName, SiteFileThen, tookMs } from './run-words.tsx';
import { useHistory } from './use-history.ts';

/** Written to the state folder of the laptop, not of a site. */
const OF_NO_SITE: readonly RunKind[] = ['images', 'flash'];
const WHERES = ['everywhere', 'onlyReal', 'onlyRehearsed'] as const;
const HEADS = ['pick', 'when', 'run', 'result', 'took', 'siteFile', 'version'] as const;

/** Every run of the site, newest first; two may be chosen. */
export function HistoryList({ siteRef }: { readonly siteRef: string }) {
  const { say, pick } = useSpeech();
  const [kind, setKind] = useState<RunKind>();
  const [where, setWhere] = useState<(typeof WHERES)[number]>('everywhere');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const filter = useMemo<HistoryFilter>(
    () => ({
      ...(kind ? { kinds: [kind] } : {}),
      ...(where === 'everywhere' ? {} : { rehearsed: where === 'onlyRehearsed' }),
    }),
    [kind, where],
  );
  const { runs, hasOlder, siteSha256, failure, older } = useHistory(siteRef, filter);
  const isFiltered = kind !== undefined || where !== 'everywhere';
  const [one, two] = chosen;
  const choose = (runId: string, isChosen: boolean) =>
    // The third one takes the place of the first.
    setChosen((before) => [...before.filter((entry) => entry !== runId), ...(isChosen ? [runId] : [])].slice(-2));
  return (
    <StopFrame
      page="history"
      title="history.title"
      lead="history.lead"
      status={say(two ? 'history.chosen' : one ? 'history.chooseOne' : 'history.chooseTwo')}
      actions={
        <Button variant="primary" isDisabled={two === undefined} onClick={() => goTo(historyHref(siteRef, one, two))}>
          {say('history.compare')}
        </Button>
      }
    >
      <DiagnosticList diagnostics={failure} />
      <Panel title={say('history.runs')} aside={runs && say('history.shown', { count: runs.length })} flush>
        <div className="sw-history-tools">
          <select
            className="sw-input"
            aria-label={say('history.whereOf')}
            value={where}
            onChange={({ target }) => setWhere(WHERES.find((entry) => entry === target.value) ?? 'everywhere')}
          >
            {WHERES.map((entry) => (
              <option key={entry} value={entry}>
                {say(`history.${entry}`)}
              </option>
            ))}
          </select>
          <select
            className="sw-input"
            aria-label={say('history.kindOf')}
            value={kind ?? ''}
            onChange={({ target }) => setKind(RUN_KINDS.find((entry) => entry === target.value))}
          >
            <option value="">{say('history.everyKind')}</option>
            {RUN_KINDS.filter((entry) => !OF_NO_SITE.includes(entry)).map((entry) => (
              <option key={entry} value={entry}>
                {pick(RUN_NAMES[entry])}
              </option>
            ))}
          </select>
        </div>
        {(runs?.length ?? 0) === 0 ? (
          <p className="sw-history-empty" data-answered={runs !== undefined || undefined}>
            {failure.length === 0 && say(!runs ? 'history.reading' : isFiltered ? 'history.noneLike' : 'history.none')}
          </p>
        ) : (
          <table className="sw-table sw-history">
            <thead>
              <tr>
                {HEADS.map((key) => (
                  <th key={key} scope="col">
                    {say(`history.${key}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {runs?.map((run) => (
                <RunRow
                  key={run.runId}
                  run={run}
                  siteRef={siteRef}
                  siteSha256={siteSha256}
                  isChosen={chosen.includes(run.runId)}
                  onChoose={(isChosen) => choose(run.runId, isChosen)}
                />
              ))}
            </tbody>
          </table>
        )}
        {hasOlder && (
          <div className="sw-history-tools">
            <Button variant="secondary" onClick={() => void older()}>
              {say('history.older')}
            </Button>
          </div>
        )}
      </Panel>
    </StopFrame>
  );
}

function RunRow({
  run,
  siteRef,
  siteSha256,
  isChosen,
  onChoose,
}: {
  readonly run: PastRun;
  readonly siteRef: string;
  readonly siteSha256: string | undefined;
  readonly isChosen: boolean;
  readonly onChoose: (isChosen: boolean) => void;
}) {
  const speech = useSpeech();
  const { say, pick, seconds } = speech;
  const took = tookMs(run);
  return (
    <tr className={isChosen ? 'sw-chosen' : undefined}>
      <td>
        <input
          type="checkbox"
          className="sw-history-pick"
          aria-label={say('history.choose', { run: runName(run, speech) })}
          checked={isChosen}
          onChange={({ target }) => onChoose(target.checked)}
        />
      </td>
      <th scope="row">
        <a className="sw-row-link" href={historyHref(siteRef, run.runId)}>
          {runMoment(run, speech)}
        </a>
      </th>
      <td>
        <div>{pick(RUN_NAMES[run.kind])}</div>
        <RunWhere run={run} />
      </td>
      <td>
        <RunEnd run={run} />
        <div>
          <RunCounts run={run} />
        </div>
      </td>
      <td className="sw-measured">{took === undefined ? '–' : seconds(took)}</td>
      <td>
        <SiteFileThen run={run} now={siteSha256} />
      </td>
      <td className="sw-subtle">{run.appVersion ?? '–'}</td>
    </tr>
  );
}

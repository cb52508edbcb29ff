import { Button } from '@patternfly/react-core';
import { TimesIcon } from '@patternfly/react-icons';
import { useCallback } from 'react';
import type { Evidence, EvidenceLog } from '../../electron/api/report.ts';
import type { LogLine } from '../../electron/api/run-lines.ts';
import { useEngine } from '../app/engine-context.ts';
import { useSpeech } from '../text/text.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { useAsked } from '../ui/use-asked.ts';

/** What one number of the report stands on: what was asked, of whom, when, and what came back. */
export function EvidencePanel({
  site,
  reportOf,
  evidence,
  places,
  onClose,
}: {
  readonly site: string;
  /** The run that the report is about. */
  readonly reportOf: string;
  readonly evidence: Evidence;
  /** So often the paper carries the number. */
  readonly places: number;
  readonly onClose: () => void;
}) {
  const { say, moment, time } = useSpeech();
  const engine = useEngine();
  const { number, title, says, seen, at, host, by, runId } = evidence;
  const log = useAsked(
    useCallback(() => engine.report.evidence({ site, runId: reportOf, number }), [engine, site, reportOf, number]),
  );
  return (
    <section className="sw-panel sw-claim" aria-label={say('evidence.of', { number })}>
      <header className="sw-panel-head" aria-live="polite">
        <h2>
          <span className="sw-claim-number mono">{number}</span> {title}
        </h2>
        <Button variant="plain" aria-label={say('evidence.close')} icon={<TimesIcon />} onClick={onClose} />
      </header>
      <div className="sw-panel-body">
        <div className="sw-small sw-subtle">{say('evidence.says')}</div>
        {says.map((line) => (
          <p key={line} className="sw-claim-says">
            {line}
          </p>
        ))}
        <dl className="sw-claim-facts">
          <dt>{say('evidence.host')}</dt>
          <dd>{host === '' ? say('evidence.site') : <span className="mono">{host}</span>}</dd>
          <dt>{say('evidence.when')}</dt>
          <dd>{`${moment(at)} (${time(at)})`}</dd>
          <dt>{say('evidence.run')}</dt>
          <dd className="mono sw-break">{runId}</dd>
          {runId === reportOf && (
            <>
              <dt>{say('evidence.by')}</dt>
              <dd>{by}</dd>
            </>
          )}
        </dl>
        {seen.length > 0 && <Lines title={say('evidence.seen')} text={seen.join('\n')} />}
        <DiagnosticList diagnostics={log.failure} />
        {log.value && <Asked log={log.value} />}
        <h3>{say('evidence.journal')}</h3>
        <dl className="sw-claim-facts sw-small">
          <dt>{say('evidence.record')}</dt>
          <dd className="mono">{say('evidence.recordAt', { record: evidence.record })}</dd>
          <dt>SHA-256</dt>
          <dd className="mono sw-break">{evidence.sha256}</dd>
          <dt>{say('evidence.before')}</dt>
          <dd className="mono sw-break">{evidence.prev}</dd>
        </dl>
        {log.value && (
          <StateMark mark={log.value.chain.isWhole ? 'done' : 'failed'}>
            {say(log.value.chain.isWhole ? 'evidence.whole' : 'evidence.broken', { records: log.value.chain.records })}
          </StateMark>
        )}
        <p className="sw-small sw-subtle">{say(places === 1 ? 'evidence.place' : 'evidence.places', { places })}</p>
      </div>
    </section>
  );
}

/** The commands and their answers, or the record itself where nothing had to be asked. */
function Asked({ log: { lines, leftOut, line } }: { readonly log: EvidenceLog }) {
  const { say, time } = useSpeech();
  if (lines.length === 0) return <Lines title={say('evidence.recordItself')} text={pretty(line)} />;
  const one = ({ at, level, text, host }: LogLine, index: number) => {
    const isAsked = level === 'look' || level === 'change';
    const isNewHost = isAsked && host !== '' && host !== lines[index - 1]?.host;
    return `${isNewHost ? `# ${host}, ${time(at)}\n` : ''}${isAsked ? `$ ${text}` : text}`;
  };
  return (
    <Lines
      title={say('evidence.asked')}
      text={lines.map(one).join('\n')}
      note={leftOut > 0 ? say('evidence.leftOut', { count: leftOut }) : undefined}
    />
  );
}

function Lines({
  title,
  text,
  note,
}: {
  readonly title: string;
  readonly text: string;
  readonly note?: string | undefined;
}) {
  return (
    <>
      <h3>{title}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus to be scrolled by keys */}
      <pre className="sw-claim-lines mono" tabIndex={0}>
        {text}
      </pre>
      {note && <p className="sw-small sw-subtle">{note}</p>}
    </>
  );
}

/** A journal's record over several lines; as it stands where it is none. */
function pretty(line: string): string {
  try {
    return JSON.stringify(JSON.parse(line), null, 1);
  } catch {
    return line;
  }
}

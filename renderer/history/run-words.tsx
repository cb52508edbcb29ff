import type { RunSummary } from '../../electron/api/run.ts';
import type { PastRun } from '../../electron/api/run-history.ts';
import { RUN_ENDS, RUN_NAMES } from '../../electron/api/run-names.ts';
import type { Speech } from '../text/speech.ts';
import { useSpeech } from '../text/text.ts';
import { type Mark, StateMark } from '../ui/state-mark.tsx';

const MARKS: Readonly<Record<RunSummary['outcome'], Mark>> = {
  done: 'done',
  failed: 'failed',
  cancelled: 'warning',
  running: 'running',
  interrupted: 'failed',
};

/** What a run is called where it stands for itself: `Install, 20 Nov 17:20`. */
export function runName(run: RunSummary, speech: Speech): string {
  const { say, pick } = speech;
  return say('history.runAt', { kind: pick(RUN_NAMES[run.kind]), at: runMoment(run, speech) });
}

/** When it was begun, with the year where that is another one. */
export function runMoment({ startedAt }: RunSummary, { moment }: Speech): string {
  const year = new Date(startedAt).getFullYear();
  return year === new Date().getFullYear() ? moment(startedAt) : `${moment(startedAt)} (${year})`;
}

export function RunEnd({ run }: { readonly run: RunSummary }) {
  const { pick } = useSpeech();
  return <StateMark mark={MARKS[run.outcome]}>{pick(RUN_ENDS[run.outcome])}</StateMark>;
}

/** Real or rehearsed, and whether it was only a part of the work. */
export function RunWhere({ run }: { readonly run: PastRun }) {
  const { say } = useSpeech();
  return (
    <span className="sw-small sw-subtle">
      {say(run.rehearsed ? 'history.rehearsed' : 'history.real')}
      {run.asked && `, ${say('history.part')}`}
    </span>
  );
}

/** What it counted at its end; of one without an end until when it was at work. */
export function RunCounts({ run }: { readonly run: PastRun }) {
  const { say, time } = useSpeech();
  const { changed = 0, unchanged = 0, failed = 0, lastAt, outcome } = run;
  const words = [
    ...(changed > 0 ? [say('history.changed', { count: changed })] : []),
    ...(unchanged > 0 ? [say('history.unchanged', { count: unchanged })] : []),
    ...(failed > 0 ? [say('history.failed', { count: failed })] : []),
    ...(outcome === 'interrupted' && lastAt ? [say('history.workedUntil', { at: time(lastAt) })] : []),
  ];
  return <span className="sw-small sw-subtle">{words.join(', ')}</span>;
}

/** Undefined while it goes on, and of a run without an end. */
export function tookMs({ startedAt, finishedAt }: RunSummary): number | undefined {
  return finishedAt === undefined ? undefined : Math.max(0, Date.parse(finishedAt) - Date.parse(startedAt));
}

/** Whether the plan that a run read is still the plan. */
export function SiteFileThen({ run, now }: { readonly run: PastRun; readonly now: string | undefined }) {
  const { say } = useSpeech();
  if (run.siteSha256 === undefined) return <span className="sw-subtle">{say('history.notRead')}</span>;
  const title = `SHA-256 ${run.siteSha256}`;
  return (
    <span title={title}>
      {run.siteSha256 === now ? (
        <StateMark mark="no-change">{say('history.asNow')}</StateMark>
      ) : (
        <StateMark mark="change">{say('history.otherThanNow')}</StateMark>
      )}
    </span>
  );
}

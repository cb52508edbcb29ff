import type { ArrivalPhase, NodeArrival } from '../../api/arrival.ts';
import { type Diagnostic, diagnostic } from '../../api/diagnostic.ts';
import type { DiagnosticCode } from '../../api/diagnostics/index.ts';
import type { Host, Site } from '../../api/site.ts';
import { usesReceiver } from '../site/delivery.ts';
import { type ArrivalState, lastSegment } from './arrival-state.ts';
import { checkReport } from './check-report.ts';
import { timeOfDay } from './time-of-day.ts';
import { asksForAnswers, type LearntDurations, PATIENCE, usualDuration } from './usual-durations.ts';

/** One machine as it is shown, at `nowMs`. Pure: the same state and time give the same view. */
export function arrivalView(
  site: Site,
  host: Host,
  state: ArrivalState,
  learnt: LearntDurations,
  nowMs: number,
  /** Of the last look by SSH: a refused login, a lost connection. */
  trouble: readonly Diagnostic[] = [],
): NodeArrival {
  const { phase, from } = lastSegment(state);
  // Once SSH answers only the API is waited for; a key waits for a person, and a refused login says so itself.
  const isExpected = phase !== 'ssh' || (host.os === 'pve' && !state.api);
  // A machine that is there already only has to start.
  const due = host.origin !== 'installed' && phase === 'powered' ? 'restarting' : phase;
  const usually = isExpected ? usualDuration(site, due, learnt) : undefined;
  const overdueAt = usually ? Date.parse(from) + usually.ms : Number.POSITIVE_INFINITY;
  const isSilent = usually !== undefined && nowMs >= Date.parse(from) + usually.ms * PATIENCE;
  return {
    host: host.name,
    address: host.address,
    os: host.os,
    origin: host.origin,
    phase,
    segments: [...state.segments],
    ...(usually ? { usually } : {}),
    ...(isSilent ? { silentSince: new Date(overdueAt).toISOString() } : {}),
    ...(state.hostKey ? { hostKey: state.hostKey } : {}),
    ...(state.report ? { report: state.report } : {}),
    diagnostics: [
      ...(isSilent ? [silence(site, host, phase, from, usually)] : []),
      ...whatToDo(site, host, state, nowMs),
      ...trouble,
      ...(state.report ? checkReport(site, host, state.report, state.reportedName) : []),
    ].slice(0, 50),
  };
}

/** What a silence may mean depends on where it began. */
function silence(
  site: Site,
  host: Host,
  phase: ArrivalPhase,
  from: string,
  usually: NonNullable<NodeArrival['usually']>,
): Diagnostic {
  const codes: Partial<Record<ArrivalPhase, DiagnosticCode>> = {
    powered: asksForAnswers(site) ? 'arrival.silent-before-answer' : 'arrival.silent',
    asked: 'arrival.silent-asked',
    installing: 'arrival.silent-installing',
    restarting: 'arrival.silent-restarting',
    ssh: 'arrival.silent-api',
  };
  const isStart = host.origin !== 'installed' && (phase === 'powered' || phase === 'restarting');
  return diagnostic(isStart ? 'arrival.silent-start' : (codes[phase] ?? 'arrival.silent'), {
    params: {
      host: host.name,
      address: host.address,
      since: timeOfDay(from),
      minutes: Math.max(1, Math.round(usually.ms / 60_000)),
    },
    subject: { host: host.name },
  });
}

/** A node tells its keys itself soon after SSH answers: the hook runs when everything else is up, and may have to try again. */
const REPORT_COMES_WITHIN_MS = 3 * 60_000;

/** Whether nobody needs to compare keys yet: the node's own report is on its way, or was here and the next look decides. */
function reportIsComing(site: Site, host: Host, { report, segments }: ArrivalState, nowMs: number): boolean {
  if (host.origin !== 'installed' || !usesReceiver(site)) return false;
  if (report && report.source !== 'ssh') return report.hostKeys.length > 0;
  const since = segments.findLast(({ phase }) => phase === 'ssh')?.from;
  return since === undefined || nowMs - Date.parse(since) < REPORT_COMES_WITHIN_MS;
}

function whatToDo(site: Site, host: Host, state: ArrivalState, nowMs: number): readonly Diagnostic[] {
  const { phase } = lastSegment(state);
  const about = { subject: { host: host.name } };
  const params = { host: host.name, address: host.address };
  const found: Diagnostic[] = [];
  if (phase === 'installed') found.push(diagnostic('arrival.pull-stick', { params, ...about }));
  if (phase === 'restarting' && host.install?.rebootMode === 'reboot')
    found.push(diagnostic('arrival.pull-stick-now', { params, ...about }));
  const { hostKey } = state;
  if (hostKey?.state === 'seen' && !reportIsComing(site, host, state, nowMs))
    found.push(
      diagnostic('arrival.compare-key', { params: { ...params, fingerprint: hostKey.fingerprint }, ...about }),
    );
  if (hostKey?.state === 'different')
    found.push(diagnostic('arrival.other-key', { params: { ...params, fingerprint: hostKey.fingerprint }, ...about }));
  return found;
}

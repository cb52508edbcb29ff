import { distinctStorages } from '../../protocol/distinct-storages.ts';
import type { Overview } from '../../protocol/overview.ts';
import { type Mark, worst } from './mark.ts';

export type Node = Overview['nodes'][number];
export type Guest = Overview['guests'][number];
export type Storage = Overview['storages'][number];
export type Job = Overview['replication'][number];

/** The cluster at a glance. Pure: the times in it are web's. */
export interface Glance {
  /** What came is as of now. Where not, every mark is `unknown`. */
  readonly current: boolean;
  /** What everything comes to. */
  readonly whole: Mark;
  readonly quorum: { readonly mark: Mark; readonly quorate: boolean | null | undefined };
  readonly nodes: { readonly mark: Mark; readonly online: number; readonly all: number };
  readonly guests: { readonly current: boolean; readonly running: number; readonly all: number };
  readonly ha: {
    readonly mark: Mark;
    readonly master: string | null;
    readonly services: number;
    readonly failed: number;
  };
  readonly replication: {
    readonly mark: Mark;
    readonly jobs: number;
    readonly worstLagSeconds: number | null;
    readonly late: number;
    readonly never: number;
  };
  readonly storages: { readonly mark: Mark; readonly fullest: Storage | undefined; readonly ratio: number | null };
  readonly backups: {
    readonly mark: Mark;
    readonly wanted: number;
    readonly old: number;
    readonly never: number;
    /** Of so many it is not known. */
    readonly unknown: number;
    readonly oldestSeconds: number | null;
  };
  readonly collector: { readonly mark: Mark; readonly silenceSeconds: number | null; readonly waiting: number | null };
  readonly alerts: { readonly mark: Mark; readonly open: number; readonly unacknowledged: number };
}

/** @param heard whether web itself answered lately */
export function glanceAt(overview: Overview, heard: boolean): Glance {
  const current = isCurrent(overview, heard);
  const known = (mark: Mark): Mark => (current ? mark : 'unknown');
  const quorate = overview.cluster?.value.quorate;
  const online = overview.nodes.filter((node) => node.online).length;
  const parts = {
    quorum: {
      mark: known(quorate === undefined ? 'unknown' : quorate === null ? 'off' : quorate ? 'ok' : 'critical'),
      quorate,
    },
    nodes: {
      mark: known(worst(overview.nodes.map((node) => nodeMark(node, true)))),
      online,
      all: overview.nodes.length,
    },
    guests: {
      current: areGuestsCurrent(overview, heard),
      running: overview.guests.filter(({ status }) => status === 'running').length,
      all: overview.guests.filter(({ template }) => !template).length,
    },
    ha: haOf(overview, known),
    replication: replicationOf(overview, known),
    storages: storagesOf(overview, known),
    backups: backupsOf(overview, known),
    collector: collectorOf(overview, heard),
    alerts: {
      mark: heard ? (overview.alerts.worst ?? 'ok') : 'unknown',
      open: overview.alerts.open,
      unacknowledged: overview.alerts.unacknowledged,
    },
  } as const;
  const marks = Object.values(parts).flatMap((part) => ('mark' in part ? [part.mark] : []));
  return { current, whole: current ? worst(marks) : worst([...marks, 'unknown']), ...parts };
}

/** Whether the states are as of now: web answers, the collector brings rounds, and they could be read. */
export function isCurrent(overview: Overview, heard: boolean): boolean {
  return heard && !overview.collector.silent && isFresh(overview, overview.cluster?.takenAt);
}

/** As `isCurrent`, of guests and storages: they come in a list of their own. */
export function areGuestsCurrent(overview: Overview, heard: boolean): boolean {
  return isCurrent(overview, heard) && isFresh(overview, overview.readAt.guests);
}

/** Read within the time after which the collector counts as silent: a part that cannot be read grows old by itself. */
function isFresh({ now, limits }: Overview, takenAt: string | null | undefined): boolean {
  return !!takenAt && Math.abs(Date.parse(now) - Date.parse(takenAt)) <= limits.collectorSilentSeconds * 1000;
}

export function nodeMark({ online, latest }: Node, current: boolean): Mark {
  if (!current) return 'unknown';
  if (!online) return 'critical';
  return latest ? 'ok' : 'unknown';
}

export function guestMark({ status, haState }: Guest, current: boolean): Mark {
  if (!current) return 'unknown';
  if (haState !== null && isHaFailed(haState)) return 'critical';
  if (status === 'running') return 'ok';
  if (status === 'paused') return 'warning';
  return status === 'stopped' ? 'off' : 'unknown';
}

/** Whether high availability has given a service up, or is about to take it from its node. */
export function isHaFailed(state: string): boolean {
  return /^(?:error|fence|recovery)$/.test(state);
}

export function storageMark({ status, latest }: Storage, { limits }: Overview, current: boolean): Mark {
  if (!current || status === 'unknown') return 'unknown';
  if (status !== 'available') return 'critical';
  const ratio = usedRatio(latest?.diskUsedBytes, latest?.diskTotalBytes);
  if (ratio === null) return 'unknown';
  return ratio >= limits.diskFullRatio ? 'critical' : ratio >= limits.diskFullRatio - 0.1 ? 'warning' : 'ok';
}

/** A job against the time that may be lost (RPO). While its node is silent its lag grows, and its failures stay the last known. */
export function jobMark({ disabled, lagSeconds, failures }: Job, { limits }: Overview, current: boolean): Mark {
  if (!current) return 'unknown';
  if (disabled) return 'off';
  const limit = limits.replicationMaxAgeMinutes * 60;
  if (lagSeconds === null) return failures > 0 ? 'critical' : 'warning';
  if (lagSeconds > limit) return 'critical';
  return failures > 0 ? 'warning' : 'ok';
}

/** undefined: needs no backup. That there is none, or no younger one, is only known where tasks could be read. */
export function backupMark(guest: Guest, overview: Overview, current: boolean): Mark | undefined {
  const { now, limits, readAt } = overview;
  if (guest.template || limits.backupExempt.includes(guest.source)) return undefined;
  if (!current) return 'unknown';
  const at = guest.lastGoodBackupAt;
  if (at !== null && Date.parse(now) - Date.parse(at) <= limits.backupMaxAgeHours * 3_600_000) return 'ok';
  return isFresh(overview, readAt.backups) ? 'warning' : 'unknown';
}

export function usedRatio(used: number | null | undefined, total: number | null | undefined): number | null {
  return used === null || used === undefined || !total ? null : used / total;
}

type Known = (mark: Mark) => Mark;

function haOf(overview: Overview, known: Known): Glance['ha'] {
  const { ha } = overview;
  if (!ha) return { mark: 'unknown', master: null, services: 0, failed: 0 };
  const { services } = ha.value;
  // Proxmox goes on naming a master that is gone
  const master = /old timestamp/.test(ha.value.master?.status ?? '') ? null : ha.value.master;
  const states = services.map(({ state }): Mark => (isHaFailed(state) ? 'critical' : 'ok'));
  // a cluster that never used it has no master
  const whole: Mark = master ? 'ok' : services.length > 0 ? 'critical' : 'off';
  const mark = worst([whole, ...states, ha.value.quorate === false ? 'critical' : 'off']);
  return {
    mark: known(isFresh(overview, ha.takenAt) ? mark : 'unknown'),
    master: master?.node ?? null,
    services: services.length,
    failed: states.filter((state) => state === 'critical').length,
  };
}

function replicationOf(overview: Overview, known: Known): Glance['replication'] {
  const jobs = overview.replication.filter(({ disabled }) => !disabled);
  const lags = jobs.flatMap(({ lagSeconds }) => (lagSeconds === null ? [] : [lagSeconds]));
  const limit = overview.limits.replicationMaxAgeMinutes * 60;
  return {
    // no job is only fine where it is known that there is none
    mark: known(
      overview.readAt.replication === null ? 'unknown' : worst(jobs.map((job) => jobMark(job, overview, true))),
    ),
    jobs: jobs.length,
    worstLagSeconds: lags.length > 0 ? Math.max(...lags) : null,
    late: lags.filter((lag) => lag > limit).length,
    never: jobs.length - lags.length,
  };
}

function storagesOf(overview: Overview, known: Known): Glance['storages'] {
  const storages = distinctStorages(overview.storages);
  let fullest: Storage | undefined;
  let ratio: number | null = null;
  for (const storage of storages) {
    const used = usedRatio(storage.latest?.diskUsedBytes, storage.latest?.diskTotalBytes);
    if (used !== null && used > (ratio ?? -1)) [fullest, ratio] = [storage, used];
  }
  const mark = worst(storages.map((storage) => storageMark(storage, overview, true)));
  return { mark: known(isFresh(overview, overview.readAt.guests) ? mark : 'unknown'), fullest, ratio };
}

function backupsOf(overview: Overview, known: Known): Glance['backups'] {
  const marks = overview.guests.flatMap((guest) => {
    const mark = backupMark(guest, overview, true);
    return mark === undefined ? [] : [{ mark, at: guest.lastGoodBackupAt }];
  });
  const ages = marks.flatMap(({ at }) => (at === null ? [] : [(Date.parse(overview.now) - Date.parse(at)) / 1000]));
  return {
    mark: known(isFresh(overview, overview.readAt.guests) ? worst(marks.map(({ mark }) => mark)) : 'unknown'),
    wanted: marks.length,
    old: marks.filter(({ mark, at }) => mark === 'warning' && at !== null).length,
    never: marks.filter(({ mark, at }) => mark === 'warning' && at === null).length,
    unknown: marks.filter(({ mark }) => mark === 'unknown').length,
    oldestSeconds: ages.length > 0 ? Math.max(0, ...ages) : null,
  };
}

function collectorOf({ now, collector }: Overview, heard: boolean): Glance['collector'] {
  const { lastContactAt, lastError, state, silent } = collector;
  const silenceSeconds =
    lastContactAt === null ? null : Math.max(0, (Date.parse(now) - Date.parse(lastContactAt)) / 1000);
  const mark: Mark = !heard || lastContactAt === null ? 'unknown' : silent ? 'critical' : lastError ? 'warning' : 'ok';
  return { mark, silenceSeconds, waiting: state?.value.waitingBatches ?? null };
}

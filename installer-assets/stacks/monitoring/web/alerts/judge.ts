import type { DiskHistory } from '../../db/disk-use.ts';
import type { Dated, KnownStates } from '../../db/states.ts';
import { ALERT_RULES, type Alert, type AlertRule, type Severity } from '../../protocol/alert.ts';
import { distinctStorages } from '../../protocol/distinct-storages.ts';
import type { Sample } from '../../protocol/sample.ts';
import type { RuleSettings } from '../../protocol/settings.ts';
import { daysUntilFull } from './disk-trend.ts';

export interface Evidence {
  readonly now: Date;
  readonly rules: RuleSettings;
  readonly states: KnownStates;
  /** Last word of the collector, or our own start where that is later. */
  readonly heardAt: Date;
  readonly lastBackups: ReadonlyMap<string, Date>;
  readonly latest: ReadonlyMap<string, Sample>;
  readonly disks: readonly DiskHistory[];
  /** Whether there is an open alert already: what ends it lies a little further than what began it. */
  readonly isOpen: (rule: AlertRule, subject: string) => boolean;
}

/** Something is as it should not be. */
export interface Condition {
  readonly subject: string;
  readonly severity: Severity;
  readonly params: Alert['params'];
  /** It must have held this long. */
  readonly holdSeconds: number;
}

/** What a rule says: its conditions, and for which subjects nothing is known (`all`: for none of them). */
export interface Judgement {
  readonly conditions: readonly Condition[];
  readonly unknown: 'all' | ReadonlySet<string>;
}

const HOUR_MS = 3_600_000;
const NOTHING: ReadonlySet<string> = new Set();
const UNKNOWN: Judgement = { conditions: [], unknown: 'all' };
const all = (conditions: readonly Condition[]): Judgement => ({ conditions, unknown: NOTHING });

/** Judges every rule by what is known. Pure. */
export function judge(evidence: Evidence): ReadonlyMap<AlertRule, Judgement> {
  return new Map(ALERT_RULES.map((rule) => [rule, JUDGES[rule](evidence)]));
}

const JUDGES: Readonly<Record<AlertRule, (evidence: Evidence) => Judgement>> = {
  'node-down': (evidence) => {
    const cluster = fresh(evidence, evidence.states.cluster);
    if (!cluster) return UNKNOWN;
    return all(
      cluster.nodes
        .filter(({ online }) => !online)
        .map(({ name }) => ({
          subject: `node/${name}`,
          severity: 'critical',
          params: { node: name },
          holdSeconds: evidence.rules.nodeDownSeconds,
        })),
    );
  },

  'quorum-lost': (evidence) => {
    const cluster = fresh(evidence, evidence.states.cluster);
    if (!cluster) return UNKNOWN;
    if (cluster.quorate !== false) return all([]);
    const online = cluster.nodes.filter((node) => node.online).length;
    return all([
      {
        subject: 'cluster',
        severity: 'critical',
        params: { cluster: cluster.name, online, nodes: cluster.nodes.length },
        holdSeconds: evidence.rules.quorumLostSeconds,
      },
    ]);
  },

  'replication-old': (evidence) => {
    const { now, rules, states } = evidence;
    const cluster = fresh(evidence, states.cluster);
    if (!cluster) return UNKNOWN;
    const members = new Set(cluster.nodes.map(({ name }) => name));
    const limitMs = rules.replicationMaxAgeMinutes * 60_000;
    return all(
      states.replication
        .map(({ value }) => value)
        // a node that left the cluster leaves its last word behind
        .filter(({ disabled, source }) => !disabled && members.has(source))
        .filter(({ lastSyncAt }) => lastSyncAt === null || now.getTime() - Date.parse(lastSyncAt) > limitMs)
        .map((job): Condition => {
          const lagMs = job.lastSyncAt === null ? null : now.getTime() - Date.parse(job.lastSyncAt);
          return {
            subject: `replication/${job.id}`,
            severity: lagMs !== null && lagMs > 4 * limitMs ? 'critical' : 'warning',
            params: {
              job: job.id,
              guest: job.guest,
              source: job.source,
              target: job.target,
              lagMinutes: lagMs === null ? null : Math.floor(lagMs / 60_000),
              failures: job.failures,
              error: job.error,
            },
            // a new job has the time of the rule for its first sync
            holdSeconds: lagMs === null ? limitMs / 1000 : 0,
          };
        }),
    );
  },

  'disk-full': (evidence) => {
    const { now, rules, latest, isOpen } = evidence;
    const conditions: Condition[] = [];
    const unknown = new Set<string>();
    const histories = new Map(evidence.disks.map((history) => [history.source, history.points]));
    const sources = new Set([
      ...histories.keys(),
      ...[...latest.keys()].filter((key) => /^(?:node|storage)\//.test(key)),
    ]);
    const twins = sharedTwins(evidence);
    for (const source of sources) {
      if (twins.has(source)) continue;
      const sample = latest.get(source);
      if (!sample || sample.diskUsedBytes === null || !sample.diskTotalBytes) {
        unknown.add(source);
        continue;
      }
      const ratio = sample.diskUsedBytes / sample.diskTotalBytes;
      const days = daysUntilFull(histories.get(source) ?? [], now, sample.diskUsedBytes, sample.diskTotalBytes);
      const open = isOpen('disk-full', source);
      const tooFull = ratio >= rules.diskFullRatio - (open ? 0.02 : 0);
      const tooSoon = days !== undefined && days < rules.diskFullDays * (open ? 1.25 : 1);
      if (!tooFull && !tooSoon) continue;
      conditions.push({
        subject: source,
        severity: tooFull ? 'critical' : 'warning',
        params: {
          source,
          usedPercent: Math.floor(ratio * 100),
          days: days === undefined ? null : Math.floor(days),
        },
        holdSeconds: 0,
      });
    }
    return { conditions, unknown };
  },

  'backup-missing': (evidence) => {
    const { now, rules, states, lastBackups } = evidence;
    const guests = fresh(evidence, states.guests);
    if (!guests || !fresh(evidence, states.backups)) return UNKNOWN;
    const limitMs = rules.backupMaxAgeHours * HOUR_MS;
    const exempt = new Set(rules.backupExempt);
    return all(
      guests
        .filter(({ template, source }) => !template && !exempt.has(source))
        .map((guest) => ({ guest, last: lastBackups.get(guest.source) }))
        .filter(({ last }) => last === undefined || now.getTime() - last.getTime() > limitMs)
        .map(({ guest, last }) => ({
          subject: guest.source,
          severity: 'warning',
          params: {
            guest: guest.source,
            name: guest.name,
            hours: last === undefined ? null : Math.floor((now.getTime() - last.getTime()) / HOUR_MS),
          },
          // a new guest has the time of the rule for its first backup
          holdSeconds: last === undefined ? limitMs / 1000 : 0,
        })),
    );
  },

  'collector-silent': ({ now, rules, heardAt }) => {
    const silentMs = now.getTime() - heardAt.getTime();
    if (silentMs <= rules.collectorSilentSeconds * 1000) return all([]);
    return all([
      {
        subject: 'collector',
        severity: 'critical',
        params: { minutes: Math.floor(silentMs / 60_000) },
        holdSeconds: 0,
      },
    ]);
  },
};

/** A state as of now; undefined where it is as old as a silent collector's. */
function fresh<Value>({ now, rules }: Evidence, state: Dated<Value> | undefined): Value | undefined {
  if (!state) return undefined;
  const ageMs = Math.abs(now.getTime() - state.takenAt.getTime());
  return ageMs <= rules.collectorSilentSeconds * 1000 ? state.value : undefined;
}

/** A shared storage is seen by every node, and is told of once; by the same source while its alert is open. */
function sharedTwins({ states, isOpen }: Evidence): ReadonlySet<string> {
  const all = states.storages?.value ?? [];
  const told = new Set(distinctStorages(all, ({ source }) => isOpen('disk-full', source)));
  return new Set(all.filter((storage) => !told.has(storage)).map(({ source }) => source));
}

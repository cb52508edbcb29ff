import type { Batch } from '../protocol/batch.ts';
import { type CollectorError, type CollectorState, CollectorStateSchema } from '../protocol/collector.ts';
import {
  type BackupResult,
  type ClusterState,
  ClusterStateSchema,
  type GuestState,
  type HaState,
  type ReplicationState,
  type StorageState,
} from '../protocol/states.ts';
import type { Queries } from './database.ts';

export interface Dated<Value> {
  readonly takenAt: Date;
  readonly value: Value;
}

/** The newest of every state; absent: never told. */
export interface KnownStates {
  readonly cluster?: Dated<ClusterState>;
  readonly guests?: Dated<readonly GuestState[]>;
  readonly storages?: Dated<readonly StorageState[]>;
  readonly ha?: Dated<HaState>;
  readonly collector?: Dated<CollectorState>;
  /** When backup tasks were read last. */
  readonly backups?: Dated<unknown>;
  /** Of every job the newest word; a guest that moved has its job on another node now. */
  readonly replication: readonly Dated<ReplicationState>[];
  /** When the jobs of any node were read last, also where it has none. */
  readonly replicationReadAt?: Date;
}

const REPLICATION = 'replication/';
/** So far may the clocks of web and collector be apart. */
const CLOCK_PLAY_MS = 60_000;

/**
 * Stores the states of a batch, each only where none newer is stored. One that lies ahead of our clock is no newer one: it
 * was told while a clock was wrong, and would stand for years.
 */
export async function storeStates(queries: Queries, batch: Batch, now: Date): Promise<void> {
  const { cluster, guests, storages, ha, replication, backups } = batch.states ?? {};
  const put = async (kind: string, value: unknown): Promise<void> => {
    if (value === undefined) return;
    await queries.run(
      `INSERT INTO state (kind, taken_at, value) VALUES ($1, $2, $3)
       ON CONFLICT (kind) DO UPDATE SET taken_at = excluded.taken_at, value = excluded.value
       WHERE state.taken_at < excluded.taken_at OR state.taken_at > $4`,
      [kind, batch.takenAt, JSON.stringify(value), new Date(now.getTime() + CLOCK_PLAY_MS)],
    );
  };
  await put('cluster', cluster);
  await put('guests', guests);
  await put('storages', storages);
  await put('ha', ha);
  await put('collector', batch.collector);
  // that tasks could be read counts too: only then is a guest without a backup known to be one
  await put('backups', backups && { results: backups.length });
  const nodes = new Set([
    ...(batch.states?.replicationNodes ?? []),
    ...(replication ?? []).map(({ source }) => source),
  ]);
  for (const node of nodes)
    await put(
      `${REPLICATION}${node}`,
      (replication ?? []).filter(({ source }) => source === node),
    );
  if (backups && backups.length > 0) await storeBackups(queries, backups);
}

async function storeBackups(queries: Queries, backups: readonly BackupResult[]): Promise<void> {
  await queries.run(
    `INSERT INTO backup_result (guest, task, node, started_at, ended_at, result, remark)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::text[], $7::text[])
     ON CONFLICT DO NOTHING`,
    [
      backups.map(({ guest }) => guest),
      backups.map(({ task }) => task),
      backups.map(({ node }) => node),
      backups.map(({ startedAt }) => startedAt),
      backups.map(({ endedAt }) => endedAt),
      backups.map(({ result }) => result),
      backups.map(({ text }) => text),
    ],
  );
}

/**
 * The collector spoke: when, and what it said went wrong (null: nothing). `toldAt` is when it found that: after an outage the
 * newest batch comes first, and older ones do not bring back what is over. As with states, a time ahead of our clock is no newer one.
 */
export async function storeContact(
  queries: Queries,
  now: Date,
  error: CollectorError | null,
  toldAt: Date,
): Promise<void> {
  await queries.run(
    `INSERT INTO contact (last_contact_at, last_error, told_at) VALUES ($1, $2, $3)
     ON CONFLICT (only_row) DO UPDATE SET last_contact_at = excluded.last_contact_at,
       last_error = CASE WHEN contact.told_at <= $3 OR contact.told_at > $4 THEN excluded.last_error ELSE contact.last_error END,
       told_at = CASE WHEN contact.told_at <= $3 OR contact.told_at > $4 THEN excluded.told_at ELSE contact.told_at END`,
    [
      now,
      error === null ? null : JSON.stringify({ at: error.at, code: error.code, text: error.text }),
      toldAt,
      new Date(now.getTime() + CLOCK_PLAY_MS),
    ],
  );
}

export interface Contact {
  readonly lastContactAt: Date | null;
  readonly lastError: CollectorError | null;
}

export async function readContact(queries: Queries): Promise<Contact> {
  const [row] = await queries.rows<{ last_contact_at: Date; last_error: CollectorError | null }>(
    'SELECT last_contact_at, last_error FROM contact',
  );
  return { lastContactAt: row?.last_contact_at ?? null, lastError: row?.last_error ?? null };
}

/** All states as they are known now. What was stored passed the protocol's schemas when it came. */
export async function readStates(queries: Queries): Promise<KnownStates> {
  const rows = await queries.rows<{ kind: string; taken_at: Date; value: unknown }>(
    'SELECT kind, taken_at, value FROM state',
  );
  const of = <Value>(kind: string): Dated<Value> | undefined => {
    const row = rows.find((candidate) => candidate.kind === kind);
    return row && { takenAt: row.taken_at, value: row.value as Value };
  };
  const cluster = of('cluster');
  const jobsOfNodes = rows.filter(({ kind }) => kind.startsWith(REPLICATION));
  const collector = of('collector');
  return {
    cluster: cluster && { takenAt: cluster.takenAt, value: ClusterStateSchema.parse(cluster.value) },
    guests: of('guests'),
    storages: of('storages'),
    ha: of('ha'),
    backups: of('backups'),
    collector: collector && { takenAt: collector.takenAt, value: CollectorStateSchema.parse(collector.value) },
    replicationReadAt: newestTime(jobsOfNodes),
    replication: newestJobs(
      jobsOfNodes.flatMap((row) =>
        (row.value as ReplicationState[]).map((value) => ({ takenAt: row.taken_at, value })),
      ),
    ),
  };
}

function newestTime(rows: readonly { readonly taken_at: Date }[]): Date | undefined {
  return rows.map((row) => row.taken_at).sort((a, b) => b.getTime() - a.getTime())[0];
}

function newestJobs(jobs: readonly Dated<ReplicationState>[]): readonly Dated<ReplicationState>[] {
  const newest = new Map<string, Dated<ReplicationState>>();
  for (const job of jobs) {
    const known = newest.get(job.value.id);
    if (!known || known.takenAt < job.takenAt) newest.set(job.value.id, job);
  }
  return [...newest.values()].sort((a, b) => a.value.id.localeCompare(b.value.id, 'en', { numeric: true }));
}

/** When the last good backup of these guests ended. Warnings are good: the archive is there. */
export async function readLastBackups(queries: Queries, guests: readonly string[]): Promise<ReadonlyMap<string, Date>> {
  const rows = await queries.rows<{ guest: string; at: Date | null }>(
    `SELECT guest, (SELECT max(ended_at) FROM backup_result WHERE guest = given.guest AND result <> 'failed') AS at
     FROM unnest($1::text[]) AS given (guest)`,
    [guests],
  );
  return new Map(rows.flatMap(({ guest, at }): [string, Date][] => (at ? [[guest, at]] : [])));
}

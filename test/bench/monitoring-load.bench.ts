import { randomUUID } from 'node:crypto';
import { loadavg } from 'node:os';
import { type Database, openDatabase } from '../../installer-assets/stacks/monitoring/db/database.ts';
import { migrate } from '../../installer-assets/stacks/monitoring/db/migrate.ts';
import { ensurePiece, piecesOf } from '../../installer-assets/stacks/monitoring/db/partitions.ts';
import { DAY_MS, LEVELS } from '../../installer-assets/stacks/monitoring/db/retention.ts';
import { rollUp } from '../../installer-assets/stacks/monitoring/db/rollups.ts';
import { readSeries } from '../../installer-assets/stacks/monitoring/db/series.ts';
import { batchStore } from '../../installer-assets/stacks/monitoring/db/store-batch.ts';
import type { Sample } from '../../installer-assets/stacks/monitoring/protocol/sample.ts';
import { RANGES, type Range } from '../../installer-assets/stacks/monitoring/protocol/series.ts';
import type { States } from '../../installer-assets/stacks/monitoring/protocol/states.ts';
import { evaluateAlerts } from '../../installer-assets/stacks/monitoring/web/alerts/evaluate.ts';
import { readOverview } from '../../installer-assets/stacks/monitoring/web/api/overview.ts';
import { startPostgres } from '../monitoring/support/postgres.ts';
import { startWeb } from '../monitoring/support/web.ts';
import { median, timeMs } from './measure.ts';

/** What the largest site has: 32 nodes with three storages each, 500 guests, one reading every 15 s. */
const NODES = 32;
const STORAGES_OF_A_NODE = 3;
const GUESTS = 500;
const STEP_SECONDS = 15;
/** Days that are really inserted, reading by reading. One by default: it takes minutes. */
const DAYS = Number(process.env.SITEWRIGHT_BENCH_DAYS ?? '1');
const START = Date.parse('2026-11-20T00:00:00.000Z');
const ASKED = 20;

/**
 * A day of the largest site through the same code as web's, into a PostgreSQL as Debian sets it up, every batch a commit
 * that reaches the disk; roll-ups as they fall due. Then the size of each level by the day, the size of a full year that
 * follows from how long each is kept, and how long a chart takes. For the charts of a month and a year the day's roll-ups
 * are copied to the days before it.
 */
export async function run(): Promise<Readonly<Record<string, unknown>>> {
  const postgres = await startPostgres({ durable: true });
  const url = await postgres.newDatabase();
  const database = openDatabase({ url, statementTimeoutMs: 600_000 });
  try {
    await migrate(database);
    const sources = sourcesOf();
    const ingest = await insertDays(database, sources);
    await database.run('VACUUM (ANALYZE)');
    const sizes = await sizesOf(database);
    const [inserted] = await database.rows<{ size: number }>('SELECT pg_database_size(current_database()) AS size');
    await copyBack(database);
    await database.run('VACUUM (ANALYZE)');
    const end = new Date(START + DAYS * DAY_MS);
    const [row] = await database.rows<{ size: number }>('SELECT pg_database_size(current_database()) AS size');
    return {
      sources: sources.length,
      days: DAYS,
      load: loadavg()[0],
      ingest,
      sizes,
      // what is in none of the levels: states that replace each other, results of backups, the catalogue
      restBytes: (inserted?.size ?? 0) - Object.values(sizes).reduce((sum, { bytesADay }) => sum + bytesADay * DAYS, 0),
      year: yearOf(sizes),
      databaseBytesWithYearOfHours: row?.size,
      chartsMs: await chartTimes(database, sources, end),
      overviewMs: await times(5, () => readOverview(database, end)),
      overHttp: await ingestOverHttp(url, sources, end),
      alertRulesMs: await times(5, () => evaluateAlerts(database, end, end)),
    };
  } finally {
    await database.close();
    await postgres.stop();
  }
}

function sourcesOf(): readonly string[] {
  const nodes = Array.from({ length: NODES }, (_, index) => `n${index + 1}`);
  return [
    ...nodes.map((node) => `node/${node}`),
    ...Array.from({ length: GUESTS }, (_, index) => `${index % 5 === 0 ? 'lxc' : 'qemu'}/${100 + index}`),
    ...nodes.flatMap((node) =>
      Array.from({ length: STORAGES_OF_A_NODE }, (_, index) => `storage/${node}/store${index}`),
    ),
  ];
}

async function insertDays(database: Database, sources: readonly string[]) {
  const store = batchStore(database);
  const batchesMs: number[] = [];
  const rollUpsMs: number[] = [];
  const startedAt = performance.now();
  for (let at = START; at < START + DAYS * DAY_MS; at += STEP_SECONDS * 1000) {
    const now = new Date(at);
    const samples = sources.map((source, index) => sampleOf(source, index, now));
    const states = statesAt(now, at % DAY_MS === 3 * 3_600_000);
    const batch = { batchId: randomUUID(), takenAt: now.toISOString(), samples, states, errors: [] };
    batchesMs.push(await timeMs(() => store.store(batch, now)));
    if (at % 60_000 === 0)
      rollUpsMs.push(
        await timeMs(async () => {
          while ((await rollUp(database, now)) > 0);
        }),
      );
  }
  while ((await rollUp(database, new Date(START + DAYS * DAY_MS + 4_000_000))) > 0);
  const seconds = (performance.now() - startedAt) / 1000;
  const samples = batchesMs.length * sources.length;
  return {
    samples,
    seconds: round(seconds),
    samplesASecond: Math.round(samples / seconds),
    timesRealTime: round((DAYS * 86_400) / seconds),
    batchMs: spread(batchesMs),
    rollUpOfAMinuteMs: spread(rollUpsMs),
  };
}

/** States of a round: they replace what was; once a night the results of the backups come along. */
function statesAt(at: Date, withBackups: boolean): States {
  const nodes = Array.from({ length: NODES }, (_, index) => `n${index + 1}`);
  const guests = sourcesOf().filter((source) => /^(?:qemu|lxc)\//.test(source));
  const nodeOf = (index: number): string => nodes[index % NODES] ?? '';
  const text = at.toISOString();
  return {
    cluster: {
      name: 'large',
      quorate: true,
      nodes: nodes.map((name) => ({ name, online: true, uptimeSeconds: at.getTime() / 1000 })),
    },
    guests: guests.map((source, index) => ({
      source,
      name: `guest-${index}`,
      node: nodeOf(index),
      status: 'running',
      template: false,
      uptimeSeconds: at.getTime() / 1000 + index,
    })),
    ha: {
      quorate: true,
      master: { node: 'n1', status: `n1 (active, ${text})`, at: text },
      localManagers: nodes.map((node) => ({ node, status: `${node} (active, ${text})`, at: text })),
      services: guests.slice(0, 100).map((source, index) => ({
        sid: source.replace(/^\w+\//, 'vm:'),
        node: nodeOf(index),
        state: 'started',
        requestState: 'started',
      })),
    },
    replication: guests.slice(0, 100).map((source, index) => ({
      id: `${source.split('/')[1]}-0`,
      guest: Number(source.split('/')[1]),
      source: nodeOf(index),
      target: nodeOf(index + 1),
      disabled: false,
      schedule: '*/15',
      lastSyncAt: text,
      lastTryAt: text,
      nextSyncAt: text,
      durationSeconds: 4,
      failures: 0,
      error: null,
    })),
    replicationNodes: nodes,
    backups: withBackups
      ? guests.map((guest, index) => ({
          task: `UPID:${nodeOf(index)}:00001234:00ABCDEF:${text}:vzdump::root@pam:`,
          guest,
          node: nodeOf(index),
          startedAt: text,
          endedAt: text,
          result: 'ok' as const,
          text: 'OK',
        }))
      : undefined,
  };
}

/** Figures without a pattern, as real ones are; the database stores no number shorter for being round. */
function sampleOf(source: string, index: number, at: Date): Sample {
  const wave = (Math.sin(at.getTime() / 5e6 + index) + 1) / 2;
  const noise = Math.random();
  const isStorage = source.startsWith('storage/');
  const rate = (): number | null => (isStorage ? null : noise * 1e8 * wave);
  return {
    takenAt: at.toISOString(),
    source,
    cpuRatio: isStorage ? null : wave * noise,
    memoryUsedBytes: isStorage ? null : Math.round((4 + 8 * wave + noise) * 2 ** 30),
    memoryTotalBytes: isStorage ? null : 16 * 2 ** 30,
    diskUsedBytes: Math.round((100 + index + noise) * 2 ** 30),
    diskTotalBytes: 1_000 * 2 ** 30,
    networkInBytesPerSecond: rate(),
    networkOutBytesPerSecond: rate(),
    diskReadBytesPerSecond: rate(),
    diskWriteBytesPerSecond: rate(),
  };
}

interface LevelSize {
  readonly rows: number;
  readonly bytesADay: number;
  readonly bytesARow: number;
}

/** Of each level, table and index together, by the inserted day. */
async function sizesOf(database: Database): Promise<Readonly<Record<string, LevelSize>>> {
  const sizes: Record<string, LevelSize> = {};
  for (const table of [...LEVELS.map((level) => level.table), 'batch']) {
    const [size] = await database.rows<{ bytes: number }>(
      `SELECT coalesce(sum(pg_total_relation_size(relid)), 0)::bigint AS bytes FROM pg_partition_tree($1)
       WHERE isleaf`,
      [table],
    );
    const [plain] = await database.rows<{ bytes: number }>('SELECT pg_total_relation_size($1::regclass) AS bytes', [
      table,
    ]);
    const [count] = await database.rows<{ rows: number }>(`SELECT count(*) AS rows FROM ${table}`);
    const bytes = table === 'batch' ? (plain?.bytes ?? 0) : (size?.bytes ?? 0);
    const rows = count?.rows ?? 0;
    sizes[table] = { rows, bytesADay: Math.round(bytes / DAYS), bytesARow: round(bytes / rows) };
  }
  return sizes;
}

/** What a year comes to: of each level as many days as are kept, and the piece that is being filled on top. */
function yearOf(sizes: Readonly<Record<string, LevelSize>>) {
  const gigabytes = Object.fromEntries(
    LEVELS.map(({ table, keepDays, piece }) => {
      const days = keepDays + (piece === 'day' ? 1 : 31);
      return [table, round(((sizes[table]?.bytesADay ?? 0) * days) / 1e9)];
    }),
  );
  const batch = round(((sizes.batch?.bytesADay ?? 0) * 9) / 1e9);
  const wal = 1;
  const all = Object.values(gigabytes).reduce((sum, value) => sum + value, batch + wal);
  return { gigabytes: { ...gigabytes, batch, walAtMost: wal }, totalGigabytes: round(all) };
}

/** Gives the month its quarters and the year its hours, out of the inserted day. */
async function copyBack(database: Database): Promise<void> {
  for (const [table, days] of [
    ['rollup_15m', 31],
    ['rollup_1h', 366],
  ] as const) {
    const level = LEVELS.find((candidate) => candidate.table === table);
    if (!level) continue;
    const moments = Array.from({ length: days + 1 }, (_, day) => new Date(START - day * DAY_MS));
    for (const piece of piecesOf(level, moments)) await ensurePiece(database, piece);
    const columns = (
      await database.rows<{ name: string }>(
        `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 1 ORDER BY attnum`,
        [table],
      )
    )
      .map(({ name }) => name)
      .join(', ');
    for (let day = days; day > 0; day -= 1)
      await database.run(
        `INSERT INTO ${table} (bucket, ${columns}) SELECT bucket - $1 * interval '1 day', ${columns} FROM ${table}
         WHERE bucket >= $2 AND bucket < $3 ORDER BY bucket, source_id`,
        [day, new Date(START), new Date(START + DAY_MS)],
      );
  }
}

/** First of random sources right after the copying, then of the same again. */
async function chartTimes(database: Database, sources: readonly string[], until: Date) {
  const asked = Array.from({ length: ASKED }, () => sources[Math.floor(Math.random() * sources.length)] ?? '');
  const figures: Record<string, unknown> = {};
  for (const range of Object.keys(RANGES) as Range[]) {
    const ask = async (): Promise<readonly number[]> => {
      const found: number[] = [];
      for (const source of asked)
        found.push(await timeMs(() => readSeries(database, { source, range, until, now: until })));
      return found;
    };
    figures[range] = { first: spread(await ask()), again: spread(await ask()) };
  }
  return figures;
}

/** The same batches through web's own door: checked against the protocol, stored, answered. */
async function ingestOverHttp(url: string, sources: readonly string[], from: Date) {
  const web = await startWeb(url);
  web.setNow(new Date(from.getTime() + 3_600_000));
  const found: number[] = [];
  let bytes = 0;
  for (let index = 0; index < 60; index += 1) {
    const at = new Date(from.getTime() + (index + 1) * STEP_SECONDS * 1000);
    const samples = sources.map((source, place) => sampleOf(source, place, at));
    const batch = {
      batchId: randomUUID(),
      takenAt: at.toISOString(),
      samples,
      states: statesAt(at, false),
      errors: [],
    };
    bytes = JSON.stringify(batch).length;
    found.push(
      await timeMs(async () => {
        const { status } = await web.ingest('/api/batches', batch);
        if (status !== 202) throw new Error(`web answers ${status}`);
      }),
    );
  }
  await web.stop();
  return { batchBytes: bytes, batchMs: spread(found) };
}

async function times(count: number, work: () => Promise<unknown>) {
  const found: number[] = [];
  for (let round = 0; round < count; round += 1) found.push(await timeMs(work));
  return spread(found);
}

function spread(values: readonly number[]) {
  const sorted = [...values].sort((a, b) => a - b);
  return {
    median: round(median(values)),
    p99: round(sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN),
    most: round(sorted.at(-1) ?? Number.NaN),
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

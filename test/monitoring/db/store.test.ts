import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../../installer-assets/stacks/monitoring/db/database.ts';
import { readDiskHistory } from '../../../installer-assets/stacks/monitoring/db/disk-use.ts';
import { keepHouse } from '../../../installer-assets/stacks/monitoring/db/housekeeping.ts';
import { migrate, SchemaRefused } from '../../../installer-assets/stacks/monitoring/db/migrate.ts';
import { MIGRATIONS } from '../../../installer-assets/stacks/monitoring/db/migrations.ts';
import { rollUp } from '../../../installer-assets/stacks/monitoring/db/rollups.ts';
import { readLatest, readSamplesSince } from '../../../installer-assets/stacks/monitoring/db/samples.ts';
import { readSeries } from '../../../installer-assets/stacks/monitoring/db/series.ts';
import { readContact, readLastBackups, readStates } from '../../../installer-assets/stacks/monitoring/db/states.ts';
import { batchStore } from '../../../installer-assets/stacks/monitoring/db/store-batch.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { batchOf, sampleOf } from '../support/samples.ts';

const DAY_MS = 86_400_000;
const T0 = new Date('2026-11-21T10:00:00.000Z');
const later = (seconds: number): Date => new Date(T0.getTime() + seconds * 1000);

let postgres: Postgres;
let database: Database;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());
beforeEach(async () => {
  database = openDatabase({ url: await postgres.newDatabase() });
  return () => database.close();
});

async function count(table: string): Promise<number> {
  const [row] = await database.rows<{ count: number }>(`SELECT count(*) AS count FROM ${table}`);
  return row?.count ?? -1;
}

async function rollUpAll(now: Date): Promise<void> {
  while ((await rollUp(database, now)) > 0);
}

describe('the schema', () => {
  it('is made once, and a second start changes nothing', async () => {
    expect(await migrate(database)).toEqual(MIGRATIONS.map(({ version }) => version));
    expect(await migrate(database)).toEqual([]);
  });

  it('is made once by two programs that start at the same moment', async () => {
    const done = await Promise.all([migrate(database), migrate(database), migrate(database)]);
    expect(done.flat()).toEqual(MIGRATIONS.map(({ version }) => version));
  });

  it('of a newer program is refused by a sentence that says what to do', async () => {
    await migrate(database, [...MIGRATIONS, { version: 9, name: 'later', sql: 'CREATE TABLE later (id integer)' }]);
    await expect(migrate(database)).rejects.toThrow(
      /schema version 9, this program knows versions up to 1.*Install that one again/,
    );
  });

  it('whose history is not ours is refused', async () => {
    await migrate(database, [{ version: 1, name: 'other', sql: 'CREATE TABLE other (id integer)' }]);
    await expect(migrate(database)).rejects.toThrow(SchemaRefused);
  });

  it('stays as it was when a step of a migration fails', async () => {
    await migrate(database);
    const broken = [
      ...MIGRATIONS,
      { version: 2, name: 'good', sql: 'CREATE TABLE good (id integer)' },
      { version: 3, name: 'bad', sql: 'CREATE TABLE source (id integer)' },
    ];
    await expect(migrate(database, broken)).rejects.toThrow(/already exists/);
    expect(await database.rows(`SELECT to_regclass('monitoring.good') AS there`)).toEqual([{ there: null }]);
    expect(await count('schema_version')).toBe(1);
  });
});

describe('a batch', () => {
  beforeEach(() => migrate(database));

  it('that is sent again stores nothing twice and is said to be known', async () => {
    const store = batchStore(database);
    const batch = batchOf(T0, ['node/n1', 'qemu/100']);
    expect(await store.store(batch, T0)).toMatchObject({ accepted: 2, duplicate: false });
    expect(await store.store(batch, later(5))).toMatchObject({ accepted: 2, duplicate: true });
    expect(await count('sample')).toBe(2);
  });

  it('that comes many times at once is stored once', async () => {
    const batch = batchOf(T0, ['node/n1']);
    const answers = await Promise.all([1, 2, 3, 4].map(() => batchStore(database).store(batch, T0)));
    expect(answers.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    expect(await count('batch')).toBe(1);
  });

  it('of another name with samples that are there already leaves the first ones', async () => {
    const store = batchStore(database);
    await store.store(batchOf(T0, ['node/n1']), T0);
    await store.store(batchOf(T0, [], { samples: [sampleOf('node/n1', T0, { cpuRatio: 0.99 })] }), later(1));
    const [sample] = await readSamplesSince(database, new Date(0), 10);
    expect(sample?.cpuRatio).toBeCloseTo(sampleOf('node/n1', T0).cpuRatio ?? -1);
  });

  it('gives back every figure, unknown ones as null', async () => {
    const given = sampleOf('lxc/101', T0, { diskUsedBytes: null, cpuRatio: 0.25, memoryUsedBytes: 2 ** 45 + 1 });
    await batchStore(database).store(batchOf(T0, [], { samples: [given] }), later(2));
    expect(await readSamplesSince(database, new Date(0), 10)).toEqual([
      { ...given, receivedAt: later(2).toISOString() },
    ]);
  });

  it('with samples of last week and of next week keeps what has a place and counts the rest', async () => {
    const samples = [-9 * DAY_MS, -2 * DAY_MS, 0, 2 * DAY_MS].map((ms) =>
      sampleOf('node/n1', new Date(T0.getTime() + ms)),
    );
    const answer = await batchStore(database).store(batchOf(T0, [], { samples }), T0);
    expect(answer).toEqual({ accepted: 2, duplicate: false, rejected: { tooOld: 1, inFuture: 1 } });
    expect(await count('sample')).toBe(2);
  });

  it('is found by the time at which it was received, whatever the time of its samples', async () => {
    const store = batchStore(database);
    await store.store(batchOf(T0, ['node/n1']), T0);
    await store.store(batchOf(later(-3600), ['node/n1', 'node/n2']), later(20));
    const found = await readSamplesSince(database, later(10), 10);
    expect(found.map(({ source, takenAt }) => [source, takenAt])).toEqual([
      ['node/n1', later(-3600).toISOString()],
      ['node/n2', later(-3600).toISOString()],
    ]);
    expect(await readSamplesSince(database, later(-1), 1)).toHaveLength(1);
    expect(await readSamplesSince(database, later(20), 10)).toEqual([]);
  });

  it('tells the newest sample of each source', async () => {
    const store = batchStore(database);
    await store.store(batchOf(T0, ['node/n1', 'qemu/100']), T0);
    await store.store(batchOf(later(15), ['node/n1']), later(15));
    const latest = await readLatest(database, later(16));
    expect(latest.get('node/n1')?.takenAt).toBe(later(15).toISOString());
    expect(latest.get('qemu/100')?.takenAt).toBe(T0.toISOString());
    expect((await readLatest(database, later(900))).size).toBe(0);
  });
});

describe('states', () => {
  beforeEach(() => migrate(database));
  const cluster = (quorate: boolean) => ({
    name: 'site',
    quorate,
    nodes: [{ name: 'n1', online: true, uptimeSeconds: 5 }],
  });

  it('that are older than what is known change nothing, and a part that is absent stays', async () => {
    const store = batchStore(database);
    await store.store(batchOf(T0, [], { states: { cluster: cluster(true) } }), T0);
    await store.store(batchOf(later(-60), [], { states: { cluster: cluster(false) } }), later(1));
    await store.store(batchOf(later(15), [], { states: { guests: [] } }), later(15));
    const states = await readStates(database);
    expect(states.cluster).toEqual({ takenAt: T0, value: cluster(true) });
    expect(states.guests?.takenAt).toEqual(later(15));
    expect(states.ha).toBeUndefined();
  });

  it('that were told while the clock was years ahead do not stand in the way afterwards', async () => {
    const store = batchStore(database);
    const ahead = new Date('2031-01-01T00:00:00.000Z');
    await store.store(batchOf(ahead, ['node/n1'], { states: { cluster: cluster(false) } }), ahead);
    await store.store(batchOf(T0, ['node/n1'], { states: { cluster: cluster(true) } }), T0);
    expect((await readStates(database)).cluster).toEqual({ takenAt: T0, value: cluster(true) });
    expect((await readLatest(database, T0)).get('node/n1')?.takenAt).toBe(T0.toISOString());
  });

  const job = (source: string, lastSyncAt: Date) => ({
    id: '100-0',
    guest: 100,
    source,
    target: 'n2',
    disabled: false,
    schedule: '*/15',
    lastSyncAt: lastSyncAt.toISOString(),
    lastTryAt: null,
    nextSyncAt: null,
    durationSeconds: 3,
    failures: 0,
    error: null,
  });

  it('of replication are those of the nodes that answered; a silent node keeps its last word', async () => {
    const store = batchStore(database);
    const first = { replication: [job('n1', T0)], replicationNodes: ['n1', 'n2'] };
    await store.store(batchOf(T0, [], { states: first }), T0);
    await store.store(batchOf(later(15), [], { states: { replication: [], replicationNodes: ['n2'] } }), later(15));
    expect((await readStates(database)).replication.map(({ value }) => value.source)).toEqual(['n1']);
    // the guest moved: its job is on the other node now, once
    const moved = { replication: [job('n2', later(20))], replicationNodes: ['n2'] };
    await store.store(batchOf(later(30), [], { states: moved }), later(30));
    expect((await readStates(database)).replication.map(({ value }) => value.source)).toEqual(['n2']);
    await store.store(
      batchOf(later(45), [], { states: { replication: [], replicationNodes: ['n1', 'n2'] } }),
      later(45),
    );
    expect((await readStates(database)).replication).toEqual([]);
  });

  it('of backups are stored once, and only good ones count', async () => {
    const store = batchStore(database);
    const result = (task: string, endedAt: Date, outcome: 'ok' | 'failed') => ({
      task,
      guest: 'qemu/100',
      node: 'n1',
      startedAt: T0.toISOString(),
      endedAt: endedAt.toISOString(),
      result: outcome,
      text: null,
    });
    const backups = [result('UPID:1', later(60), 'ok'), result('UPID:2', later(600), 'failed')];
    await store.store(batchOf(later(700), [], { states: { backups } }), later(700));
    await store.store(batchOf(later(715), [], { states: { backups } }), later(715));
    expect(await readLastBackups(database, ['qemu/100', 'qemu/101'])).toEqual(new Map([['qemu/100', later(60)]]));
    expect(await count('backup_result')).toBe(2);
  });

  it('hold the last error until a round without one', async () => {
    const store = batchStore(database);
    const error = { at: T0.toISOString(), code: 'pve-unreachable' as const, text: 'no answer', node: 'n2' };
    await store.store(batchOf(T0, [], { errors: [error] }), T0);
    expect(await readContact(database)).toEqual({
      lastContactAt: T0,
      lastError: { at: error.at, code: error.code, text: error.text },
    });
    await store.store(batchOf(later(15), []), later(15));
    expect((await readContact(database)).lastError).toBeNull();
    // batches of an outage come after the newest one: what is over stays over, and the contact is as new as it is
    await store.store(batchOf(later(-60), [], { errors: [error] }), later(45));
    expect(await readContact(database)).toEqual({ lastContactAt: later(45), lastError: null });
    // told while the collector's clock was a year ahead: the next word counts
    await store.store(batchOf(later(365 * 86_400), [], { errors: [error] }), later(60));
    await store.store(batchOf(later(75), [], {}), later(75));
    expect((await readContact(database)).lastError).toBeNull();
  });
});

describe('roll-ups', () => {
  beforeEach(() => migrate(database));

  it('hold average and highest value of every step, however late and in whatever order samples came', async () => {
    const store = batchStore(database);
    const rounds = Array.from({ length: 8 }, (_, index) => index * 15);
    const late = rounds.filter((_, index) => index % 3 === 1);
    for (const seconds of rounds.filter((each) => !late.includes(each)))
      await store.store(batchOf(later(seconds), ['node/n1']), later(seconds));
    await rollUpAll(later(200));
    const before = await database.rows<{ samples: number }>('SELECT samples FROM rollup_1m ORDER BY bucket');
    expect(before.map(({ samples }) => samples)).toEqual([3, 2]);
    for (const seconds of late.toReversed()) await store.store(batchOf(later(seconds), ['node/n1']), later(300));
    await rollUpAll(later(400));
    const rows = await database.rows<{ samples: number; cpu: number; cpu_peak: number; disk_read: null }>(
      'SELECT samples, cpu, cpu_peak, disk_read FROM rollup_1m ORDER BY bucket',
    );
    const cpus = rounds.map((seconds) => sampleOf('node/n1', later(seconds)).cpuRatio ?? 0);
    for (const [index, row] of rows.entries()) {
      const minute = cpus.slice(index * 4, index * 4 + 4);
      expect(row.samples).toBe(4);
      expect(row.cpu).toBeCloseTo(minute.reduce((sum, value) => sum + value, 0) / 4, 5);
      expect(row.cpu_peak).toBeCloseTo(Math.max(...minute), 5);
      expect(row.disk_read).toBeNull();
    }
  });

  it('count every sample on every level once its time is over', async () => {
    const store = batchStore(database);
    for (let seconds = 0; seconds < 3600; seconds += 60)
      await store.store(batchOf(later(seconds), ['node/n1', 'qemu/100']), later(seconds));
    await rollUpAll(later(3600 + 30));
    for (const table of ['rollup_1m', 'rollup_15m', 'rollup_1h']) {
      const [row] = await database.rows<{ sum: number }>(`SELECT sum(samples) AS sum FROM ${table}`);
      expect([table, row?.sum]).toEqual([table, 120]);
    }
    expect(await count('rollup_due')).toBe(0);
    expect(await count('rollup_1h')).toBe(2);
  });

  it('serve each range with its step, without a hole in time, up to the last sample', async () => {
    const store = batchStore(database);
    for (let seconds = -7200; seconds <= 0; seconds += 15)
      await store.store(batchOf(later(seconds), ['node/n1']), later(seconds));
    await rollUpAll(T0);
    const ask = (range: 'hour' | 'day' | 'week' | 'month' | 'year') =>
      readSeries(database, { source: 'node/n1', range, until: T0, now: T0 });
    for (const [range, step] of [
      ['hour', 15],
      ['day', 60],
      ['week', 900],
      ['month', 3600],
      ['year', 86_400],
    ] as const) {
      const series = await ask(range);
      expect([range, series?.stepSeconds]).toEqual([range, step]);
      const { times = [], average, peak } = series ?? {};
      expect(times.slice(1).every((time, index) => time - (times[index] ?? 0) === step)).toBe(true);
      expect(average?.cpuRatio).toHaveLength(times.length);
      expect(peak?.cpuRatio).toHaveLength(times.length);
      expect(average?.memoryTotalBytes.at(-1)).toBe(4_000_000_000);
      expect(average?.diskReadBytesPerSecond.every((value) => value === null)).toBe(true);
    }
    const hour = await ask('hour');
    expect(hour?.average.cpuRatio.filter((value) => value !== null)).toHaveLength(240);
    expect(await readSeries(database, { source: 'node/other', range: 'hour', until: T0, now: T0 })).toBeUndefined();
  });

  it('tell how full the disks of nodes and storages were, hour by hour', async () => {
    const store = batchStore(database);
    const gigabytes = (used: number) => ({ diskUsedBytes: used * 1e9, diskTotalBytes: 1e12 });
    for (let hour = 0; hour < 3; hour += 1) {
      const at = later(hour * 3600);
      const samples = [
        sampleOf('storage/n1/tank', at, gigabytes(100 + hour)),
        sampleOf('node/n1', at, { diskUsedBytes: null }),
        sampleOf('qemu/100', at, gigabytes(5)),
      ];
      await store.store(batchOf(at, [], { samples }), at);
    }
    await rollUpAll(later(4 * 3600));
    const history = await readDiskHistory(database, later(-60));
    expect(history.map(({ source }) => source)).toEqual(['storage/n1/tank']);
    expect(history[0]?.points.map(({ at, usedBytes }) => [at, Math.round(usedBytes / 1e9)])).toEqual([
      [later(0), 100],
      [later(3600), 101],
      [later(7200), 102],
    ]);
  });

  it('are averaged by their number of samples where a chart shows days', async () => {
    const store = batchStore(database);
    // an hour of 60 samples at one figure, and an hour with a single one at another
    for (let minute = 0; minute < 60; minute += 1)
      await store.store(
        batchOf(T0, [], { samples: [sampleOf('node/n1', later(minute * 60), { cpuRatio: 0.1 })] }),
        later(minute * 60),
      );
    const lone = sampleOf('node/n1', later(3600), { cpuRatio: 0.9, memoryUsedBytes: null });
    await store.store(batchOf(T0, [], { samples: [lone] }), later(3600));
    await rollUpAll(later(3 * 3600));
    const ask = { source: 'node/n1', range: 'year', until: later(3 * 3600), now: later(3 * 3600) } as const;
    const series = await readSeries(database, ask);
    expect(series?.average.cpuRatio.at(-1)).toBeCloseTo((60 * 0.1 + 0.9) / 61, 5);
    expect(series?.peak.cpuRatio.at(-1)).toBeCloseTo(0.9, 5);
    expect(series?.times.at(-1)).toBe(Date.parse('2026-11-21T00:00:00Z') / 1000);
  });

  it('of a day long past are given in the steps that are still kept', async () => {
    const store = batchStore(database);
    await store.store(batchOf(T0, ['node/n1']), T0);
    const now = new Date(T0.getTime() + 60 * DAY_MS);
    const series = await readSeries(database, { source: 'node/n1', range: 'day', until: T0, now });
    expect(series?.stepSeconds).toBe(900);
  });
});

describe('retention', () => {
  beforeEach(() => migrate(database));
  const pieces = async (): Promise<readonly string[]> =>
    (
      await database.rows<{ name: string }>(
        `SELECT inhrelid::regclass::text AS name FROM pg_inherits
         WHERE inhparent IN ('sample'::regclass, 'rollup_1m'::regclass, 'rollup_1h'::regclass) ORDER BY 1`,
      )
    ).map(({ name }) => name);

  it('drops whole days once they are past their time, and makes the coming ones', async () => {
    await batchStore(database).store(batchOf(T0, ['node/n1']), T0);
    // a house is kept about every hour; here every day
    for (let day = 0; day <= 9; day += 1) await keepHouse(database, new Date(T0.getTime() + day * DAY_MS));
    const names = await pieces();
    expect(names).not.toContain('sample_20261121');
    expect(names).not.toContain('sample_20261122');
    expect(names).toContain('sample_20261123');
    expect(names).toContain('sample_20261202');
    expect(names).toContain('rollup_1m_20261121');
    expect(names).toContain('rollup_1h_202611');
  });

  it('drops nothing by a clock that has just jumped a year ahead, nor when it is back', async () => {
    await batchStore(database).store(batchOf(T0, ['node/n1']), T0);
    await keepHouse(database, T0);
    const jumped = await keepHouse(database, new Date(T0.getTime() + 500 * DAY_MS));
    expect(jumped).toEqual({ dropped: [], clockJumped: true });
    expect(await keepHouse(database, later(3600))).toEqual({ dropped: [], clockJumped: true });
    expect(await pieces()).toContain('sample_20261121');
    expect(await count('sample')).toBe(1);
  });
});

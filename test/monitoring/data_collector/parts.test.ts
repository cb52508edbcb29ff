import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchesOf, distinctTimes } from '../../../installer-assets/stacks/monitoring/data_collector/batches.ts';
import {
  ConfigurationRefused,
  readConfiguration,
} from '../../../installer-assets/stacks/monitoring/data_collector/configuration.ts';
import { guestLines } from '../../../installer-assets/stacks/monitoring/data_collector/pve/backups.ts';
import {
  clusterState,
  clusterView,
  haState,
  replicationJobs,
} from '../../../installer-assets/stacks/monitoring/data_collector/pve/cluster.ts';
import { figuresOf } from '../../../installer-assets/stacks/monitoring/data_collector/pve/figures.ts';
import { Rates } from '../../../installer-assets/stacks/monitoring/data_collector/rates.ts';
import { backoffMs } from '../../../installer-assets/stacks/monitoring/data_collector/sender.ts';
import { untilNextTick } from '../../../installer-assets/stacks/monitoring/data_collector/ticker.ts';
import { BatchSchema, MAX_BATCH_BYTES } from '../../../installer-assets/stacks/monitoring/protocol/batch.ts';

const AT = '2026-11-21T05:00:00.000Z';

describe('rates', () => {
  it('are null first, then what the counter rose by a second', () => {
    const rates = new Rates();
    expect(rates.read('a', 1_000, 100, 0)).toBeNull();
    expect(rates.read('a', 16_000, 115, 15_000)).toBe(1_000);
  });

  it('go by the uptime that came with the counter where the list is refreshed in steps of its own', () => {
    const rates = new Rates();
    rates.read('a', 0, 100, 0);
    // asked 15 s later, the record is 10 s newer
    expect(rates.read('a', 10_000, 110, 15_000)).toBe(1_000);
    // the same record once more is no standstill
    expect(rates.read('a', 10_000, 110, 20_000)).toBe(1_000);
    expect(rates.read('a', 30_000, 130, 35_000)).toBe(1_000);
  });

  it('stay right where the machine that measures was paused, and its monotonic clock with it', () => {
    const rates = new Rates();
    rates.read('a', 0, 100, 0);
    expect(rates.read('a', 3_600_000, 3_700, 15_000)).toBe(1_000);
  });

  it('are unknown for one reading after a counter or a guest began anew, and where a record no longer changes', () => {
    const rates = new Rates();
    rates.read('a', 5_000, 100, 0);
    expect(rates.read('a', 10, 5, 15_000)).toBeNull();
    expect(rates.read('a', 15_010, 20, 30_000)).toBe(1_000);
    expect(rates.read('a', 20, 35, 45_000)).toBeNull();
    expect(rates.read('a', 20, 35, 60_000)).toBeNull();
    rates.read('b', 5_000, 100, 0);
    expect(rates.read('b', 9_000, 110, 10_000)).toBe(400);
    expect(rates.read('b', 9_000, 110, 45_000)).toBe(400);
    expect(rates.read('b', 9_000, 110, 60_000)).toBeNull();
  });

  it('are never negative, infinite or no number, whatever is read', () => {
    const reading = fc.tuple(
      fc.option(fc.double({ min: 0, max: 1e15, noNaN: true })),
      fc.option(fc.nat(1e9)),
      fc.nat(60_000),
    );
    fc.assert(
      fc.property(fc.array(reading, { maxLength: 12 }), (readings) => {
        const rates = new Rates();
        let at = 0;
        for (const [value, uptime, later] of readings) {
          at += later;
          const rate = rates.read('a', value, uptime, at);
          expect(rate === null || (Number.isFinite(rate) && rate >= 0)).toBe(true);
        }
      }),
    );
  });
});

describe('the log of a backup task', () => {
  it('says of each guest of one task what became of it', () => {
    const log = [
      'INFO: starting new backup job: vzdump 100 101 102 103 --storage local',
      'INFO: Starting Backup of VM 100 (qemu)',
      'INFO: Finished Backup of VM 100 (00:00:10)',
      'INFO: Starting Backup of VM 101 (lxc)',
      'WARN: no such log file',
      'INFO: Finished Backup of VM 101 (00:00:03)',
      'INFO: Starting Backup of VM 102 (qemu)',
      'ERROR: Backup of VM 102 failed - VM is locked (snapshot)',
      'ERROR: Backup of VM 103 failed - unable to find VM 103',
      'INFO: Starting Backup of VM 104 (qemu)',
    ];
    expect(guestLines(log, 'job errors')).toEqual([
      { vmid: 100, kind: 'qemu', result: 'ok', text: null },
      { vmid: 101, kind: 'lxc', result: 'warnings', text: null },
      { vmid: 102, kind: 'qemu', result: 'failed', text: 'VM is locked (snapshot)' },
      { vmid: 103, kind: null, result: 'failed', text: 'unable to find VM 103' },
      { vmid: 104, kind: 'qemu', result: 'failed', text: 'job errors' },
    ]);
  });

  it('of a task that was well and skipped its guest names no guest', () => {
    expect(guestLines(['INFO: Backup job finished successfully', 'TASK OK'], 'OK')).toEqual([]);
  });
});

describe('rounds', () => {
  it('lie on whole multiples, never two within half a period, however the clock is set', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 40), fc.nat(30_000), (now, since) => {
        const wait = untilNextTick(now, since, 15_000);
        expect((now + wait) % 15_000).toBe(0);
        expect(since + wait).toBeGreaterThanOrEqual(7_500);
        expect(wait).toBeLessThan(22_500);
      }),
    );
  });

  it('never carry the same time twice', () => {
    const timeOf = distinctTimes();
    const times = [1_000, 2_000, 1_000, 1_000, 1_001].map((now) => timeOf(now).getTime());
    expect(new Set(times).size).toBe(times.length);
  });

  const SELF = { version: '1', startedAt: AT, waitingBatches: 0, droppedSamples: 0 };

  it('of more samples than one batch takes are parted, states and all in the first', () => {
    const samples = Array.from(
      { length: 12_000 },
      (_, index) => ({ takenAt: AT, source: `qemu/${index + 1}` }) as never,
    );
    const parts = batchesOf({ samples, states: { guests: [] } }, new Date(AT), [], SELF);
    expect(parts.map((part) => part.samples.length)).toEqual([5_000, 5_000, 2_000]);
    expect(parts.map((part) => part.states !== undefined)).toEqual([true, false, false]);
    expect(new Set(parts.map(({ batchId }) => batchId)).size).toBe(3);
    for (const part of parts) BatchSchema.parse(part);
  });

  it('of more backups than one batch takes are parted, each result once', () => {
    const backups = Array.from({ length: 7_001 }, (_, index) => ({
      task: `UPID:${index}`,
      guest: `qemu/${index + 1}`,
      node: 'pve1',
      startedAt: AT,
      endedAt: AT,
      result: 'failed' as const,
      text: 'x'.repeat(500),
    }));
    const parts = batchesOf({ samples: [], states: { backups, guests: [] } }, new Date(AT), [], SELF);
    expect(parts.flatMap((part) => part.states?.backups ?? [])).toEqual(backups);
    expect(parts.filter((part) => part.states?.guests)).toHaveLength(1);
    for (const part of parts) {
      BatchSchema.parse(part);
      expect(JSON.stringify(part).length).toBeLessThan(MAX_BATCH_BYTES / 2);
    }
    expect(batchesOf({ samples: [], states: { backups: [] } }, new Date(AT), [], SELF)[0]?.states).toEqual({
      backups: [],
    });
  });

  it('are tried again later and later, never in step', () => {
    const limits = { firstMs: 1_000, mostMs: 60_000 };
    expect([1, 2, 3, 10, 5_000].map((failures) => backoffMs(failures, limits, () => 1))).toEqual([
      1_000, 2_000, 4_000, 60_000, 60_000,
    ]);
    expect(backoffMs(3, limits, () => 0)).toBe(2_000);
  });
});

describe('the environment', () => {
  const ENV = {
    PVE_URLS: 'https://192.0.2.11:8006,https://192.0.2.12:8006',
    PVE_NODES: 'pve1,pve2',
    PVE_TOKEN_ID: 'sitewright-collector@pve!collector',
    PVE_TOKEN_SECRET: 'geheim',
    PVE_CA_FILE: '/ca.pem',
    INGEST_URL: 'http://web:8000',
    INGEST_TOKEN: 'a'.repeat(64),
  };
  it('needs no more than the names of the first version', () => {
    expect(readConfiguration({ ...ENV, COLLECT_SECONDS: '' })).toMatchObject({ collectSeconds: 15 });
  });
  it.each([
    ['PVE_URLS', 'http://192.0.2.11:8006'],
    ['PVE_NODES', 'pve1'],
    ['PVE_NODES', '../x,pve2'],
    ['PVE_TOKEN_ID', 'root'],
    ['PVE_TOKEN_SECRET', 'a\r\nb'],
    ['INGEST_URL', 'ftp://web'],
    ['COLLECT_SECONDS', '0'],
    ['PVE_CA_FILE', ''],
  ])('is refused with %s=%s, by the name alone', (name, value) => {
    const reading = () => readConfiguration({ ...ENV, [name]: value });
    expect(reading).toThrow(ConfigurationRefused);
    expect(reading).toThrow(name);
    if (name === 'PVE_TOKEN_SECRET') expect(reading).not.toThrow('a\r\nb');
  });
});

/** Anything at all, as JSON can carry it, with names that Proxmox uses now and then. */
const strange = fc.jsonValue({ maxDepth: 3 });
const entryLike = fc.dictionary(
  fc.constantFrom(
    'type',
    'id',
    'node',
    'vmid',
    'status',
    'cpu',
    'mem',
    'maxmem',
    'netin',
    'uptime',
    'name',
    'storage',
    'x',
  ),
  fc.oneof(strange, fc.constantFrom('qemu', 'node', 'storage', 'lxc', 'running', 'online', 'available', 'cluster')),
);

describe('answers that are not as they should be', () => {
  const GOOD = { type: 'qemu', vmid: 100, node: 'pve1', status: 'running', name: 'a', mem: 1, maxmem: 2, cpu: 0.5 };

  it('cost nothing but themselves: the good entry among them is read as if it were alone', () => {
    const alone = figuresOf([GOOD], 0, [], AT, new Rates());
    expect(alone.samples).toHaveLength(1);
    fc.assert(
      fc.property(fc.array(fc.oneof(strange, entryLike), { maxLength: 8 }), fc.nat(8), (others, place) => {
        const isSame = (entry: unknown): boolean =>
          typeof entry === 'object' && entry !== null && String((entry as { vmid?: unknown }).vmid) === '100';
        const list: unknown[] = others.filter((entry) => !isSame(entry));
        list.splice(place, 0, GOOD);
        const figures = figuresOf(list, 0, [], AT, new Rates());
        expect(figures.samples.find(({ source }) => source === 'qemu/100')).toEqual(alone.samples[0]);
        expect(figures.guests.find(({ source }) => source === 'qemu/100')).toEqual(alone.guests[0]);
      }),
      { numRuns: 500 },
    );
  });

  it('never make a batch that web would refuse', () => {
    const answer = fc.oneof(strange, fc.array(entryLike, { maxLength: 6 }));
    fc.assert(
      fc.property(answer, answer, answer, answer, (resources, ha, replication, own) => {
        const figures = figuresOf(
          resources,
          0,
          [{ name: 'pve1', status: own, qemu: own, lxc: own, atMs: 0 }],
          AT,
          new Rates(),
        );
        const result = BatchSchema.safeParse({
          batchId: '0f8fad5b-d9cb-469f-a165-70867728950e',
          takenAt: AT,
          samples: figures.samples,
          states: {
            cluster: clusterState(clusterView(resources), new Set(['pve1']), figures.uptimes),
            guests: figures.guests,
            storages: figures.storages,
            ha: haState(ha),
            replication: replicationJobs(replication, 'pve1'),
          },
          errors: [],
        });
        expect(result.error?.issues ?? []).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('with names that no database takes leave the guest there, under what is left of its name', () => {
    for (const name of ['a\u0000b', 'a\ud800b', `${'x'.repeat(127)}\u{1f600}`]) {
      const { guests } = figuresOf([{ ...GOOD, name }], 0, [], AT, new Rates());
      expect(guests).toHaveLength(1);
      expect(guests[0]?.name).toMatch(/^(?:a b|x{127} )$/);
    }
  });

  it('with numbers as text, as flags or beyond all measure are read or left, each figure for itself', () => {
    const [sample] = figuresOf(
      [{ ...GOOD, mem: '1024', maxmem: true, cpu: -1, maxdisk: 1e300 }],
      0,
      [],
      AT,
      new Rates(),
    ).samples;
    expect(sample).toMatchObject({
      memoryUsedBytes: 1024,
      memoryTotalBytes: null,
      cpuRatio: null,
      diskTotalBytes: null,
    });
  });
});

import { describe, expect, it } from 'vitest';
import type { LiveAlert } from '../../../installer-assets/stacks/monitoring/db/alerts.ts';
import type { AlertRule } from '../../../installer-assets/stacks/monitoring/protocol/alert.ts';
import { RuleSettingsSchema } from '../../../installer-assets/stacks/monitoring/protocol/settings.ts';
import type { GuestState, ReplicationState } from '../../../installer-assets/stacks/monitoring/protocol/states.ts';
import { advance } from '../../../installer-assets/stacks/monitoring/web/alerts/advance.ts';
import { daysUntilFull } from '../../../installer-assets/stacks/monitoring/web/alerts/disk-trend.ts';
import { type Condition, type Evidence, judge } from '../../../installer-assets/stacks/monitoring/web/alerts/judge.ts';
import { sampleOf } from '../support/samples.ts';

const NOW = new Date('2026-11-21T10:00:00.000Z');
const ago = (seconds: number): Date => new Date(NOW.getTime() - seconds * 1000);
const HOUR = 3600;
const DAY = 24 * HOUR;

function evidence(change: Partial<Evidence> = {}): Evidence {
  return {
    now: NOW,
    rules: RuleSettingsSchema.parse({}),
    states: { replication: [] },
    heardAt: ago(10),
    lastBackups: new Map(),
    latest: new Map(),
    disks: [],
    isOpen: () => false,
    ...change,
  };
}

const dated = <Value>(value: Value, takenAt = ago(10)) => ({ takenAt, value });
const cluster = (quorate: boolean | null, ...down: readonly string[]) =>
  dated({
    name: 'site',
    quorate,
    nodes: ['n1', 'n2', 'n3'].map((name) => ({ name, online: !down.includes(name), uptimeSeconds: null })),
  });
const job = (change: Partial<ReplicationState>) =>
  dated<ReplicationState>({
    id: '100-0',
    guest: 100,
    source: 'n1',
    target: 'n2',
    disabled: false,
    schedule: null,
    lastSyncAt: ago(60).toISOString(),
    lastTryAt: null,
    nextSyncAt: null,
    durationSeconds: 1,
    failures: 0,
    error: null,
    ...change,
  });
const guest = (source: string, template = false): GuestState => ({
  source,
  name: null,
  node: 'n1',
  status: 'running',
  template,
  uptimeSeconds: null,
});

/** Subjects of a rule, or `unknown`. */
function subjects(rule: AlertRule, change: Partial<Evidence>): readonly string[] | 'unknown' {
  const judgement = judge(evidence(change)).get(rule);
  return judgement?.unknown === 'all' ? 'unknown' : (judgement?.conditions.map(({ subject }) => subject) ?? []);
}

describe('a rule', () => {
  const old = dated(cluster(true).value, ago(600));
  it.each<[string, AlertRule, Partial<Evidence>, readonly string[] | 'unknown']>([
    [
      'names each node that is down',
      'node-down',
      { states: { cluster: cluster(true, 'n2', 'n3'), replication: [] } },
      ['node/n2', 'node/n3'],
    ],
    ['says nothing of nodes by an old state', 'node-down', { states: { cluster: old, replication: [] } }, 'unknown'],
    ['says nothing of nodes before it was told', 'node-down', {}, 'unknown'],
    ['sees a lost quorum', 'quorum-lost', { states: { cluster: cluster(false), replication: [] } }, ['cluster']],
    [
      'finds no quorum missing where a node stands alone',
      'quorum-lost',
      { states: { cluster: cluster(null), replication: [] } },
      [],
    ],
    [
      'lets a fresh replication be',
      'replication-old',
      { states: { cluster: cluster(true), replication: [job({})] } },
      [],
    ],
    [
      'sees an old replication',
      'replication-old',
      { states: { cluster: cluster(true), replication: [job({ lastSyncAt: ago(2 * HOUR).toISOString() })] } },
      ['replication/100-0'],
    ],
    [
      'sees an old replication of a node that is down',
      'replication-old',
      { states: { cluster: cluster(true, 'n1'), replication: [job({ lastSyncAt: ago(2 * HOUR).toISOString() })] } },
      ['replication/100-0'],
    ],
    [
      'lets a disabled replication be',
      'replication-old',
      { states: { cluster: cluster(true), replication: [job({ disabled: true, lastSyncAt: null })] } },
      [],
    ],
    [
      'forgets the replication of a node that left',
      'replication-old',
      { states: { cluster: cluster(true), replication: [job({ source: 'gone', lastSyncAt: null })] } },
      [],
    ],
    [
      'sees a backup that is missing, and not those that are exempt',
      'backup-missing',
      {
        rules: RuleSettingsSchema.parse({ backupExempt: ['qemu/102'] }),
        states: {
          replication: [],
          backups: dated(1),
          guests: dated([guest('qemu/100'), guest('qemu/101'), guest('qemu/102'), guest('qemu/103', true)]),
        },
        lastBackups: new Map([
          ['qemu/100', ago(20 * HOUR)],
          ['qemu/101', ago(30 * HOUR)],
        ]),
      },
      ['qemu/101'],
    ],
    [
      'says nothing of backups where tasks could not be read',
      'backup-missing',
      { states: { replication: [], guests: dated([guest('qemu/100')]) } },
      'unknown',
    ],
    ['hears that the collector is silent', 'collector-silent', { heardAt: ago(200) }, ['collector']],
    ['waits for a collector that paused', 'collector-silent', { heardAt: ago(170) }, []],
  ])('%s', (_, rule, change, expected) => {
    expect(subjects(rule, change)).toEqual(expected);
  });

  const disk = (ratio: number) =>
    sampleOf('storage/n1/tank', ago(5), { diskUsedBytes: ratio * 1e12, diskTotalBytes: 1e12 });
  const growing = (bytesPerDay: number, points = 100) => [
    {
      source: 'storage/n1/tank',
      points: Array.from({ length: points }, (_, hour) => ({
        at: ago((points - hour) * HOUR),
        usedBytes: 0.5e12 + (bytesPerDay * hour) / 24,
        totalBytes: 1e12,
      })),
    },
  ];
  const latest = (ratio: number) => new Map([['storage/n1/tank', disk(ratio)]]);
  it.each<[string, Partial<Evidence>, readonly string[]]>([
    ['a disk that is nearly full', { latest: latest(0.96) }, ['storage/n1/tank']],
    ['no disk that has room and does not grow', { latest: latest(0.94), disks: growing(0) }, []],
    ['a disk that is full next week', { latest: latest(0.5), disks: growing(0.05e12) }, ['storage/n1/tank']],
    ['no disk that is full next year', { latest: latest(0.5), disks: growing(0.002e12) }, []],
    ['no trend in half a day', { latest: latest(0.5), disks: growing(0.05e12, 12) }, []],
    [
      'a disk a little below its limit while its alert is open',
      { latest: latest(0.935), isOpen: () => true },
      ['storage/n1/tank'],
    ],
    ['nothing of a disk without a fresh sample', { disks: growing(0.05e12) }, []],
  ])('of disks sees %s', (_, change, expected) => {
    expect(subjects('disk-full', change)).toEqual(expected);
  });

  describe('of a shared storage', () => {
    const of = (open: string | undefined, ...unknown: readonly string[]) => {
      const storages = ['n1', 'n2'].map((node) => ({
        source: `storage/${node}/nfs`,
        storage: 'nfs',
        node,
        shared: true,
        status: unknown.includes(node) ? 'unknown' : 'available',
      }));
      const seen = storages.filter(({ status }) => status === 'available');
      return subjects('disk-full', {
        states: { replication: [], storages: dated(storages) },
        latest: new Map(seen.map(({ source }) => [source, sampleOf(source, ago(5), { diskUsedBytes: 99e9 })])),
        isOpen: (_, subject) => subject === open,
      });
    };
    it.each<[string, readonly string[] | 'unknown', readonly string[]]>([
      ['tells once', of(undefined), ['storage/n1/nfs']],
      ['tells though the first node that has it is down', of(undefined, 'n1'), ['storage/n2/nfs']],
      ['goes on telling by the node that began, when the first is back', of('storage/n2/nfs'), ['storage/n2/nfs']],
      ['opens no second alert when the node of the first goes down', of('storage/n1/nfs', 'n1'), []],
      ['says nothing where no node sees it', of(undefined, 'n1', 'n2'), []],
    ])('%s', (_, told, expected) => {
      expect(told).toEqual(expected);
    });
  });
});

it('the days until a disk is full follow from the line through its use', () => {
  const points = Array.from({ length: 168 }, (_, hour) => ({
    at: ago((168 - hour) * HOUR),
    usedBytes: 1e11 + hour * 1e9 + (hour % 2) * 5e8,
  }));
  const days = daysUntilFull(points, NOW, 1e11 + 168e9, 1e12);
  expect(days).toBeCloseTo((1e12 - 2.68e11) / 24e9, 0);
});

describe('an alert', () => {
  const condition = (holdSeconds: number): Condition => ({
    subject: 'node/n1',
    severity: 'critical',
    params: { node: 'n1' },
    holdSeconds,
  });
  const live = (change: Partial<LiveAlert>): LiveAlert => ({
    id: 1,
    rule: 'node-down',
    subject: 'node/n1',
    severity: 'critical',
    params: { node: 'n1' },
    pendingSince: ago(DAY),
    openedAt: ago(DAY),
    clearSince: null,
    ...change,
  });
  const go = (
    alerts: readonly LiveAlert[],
    conditions: readonly Condition[],
    unknown: 'all' | ReadonlySet<string> = new Set<string>(),
  ) =>
    advance(alerts, new Map([['node-down', { conditions, unknown }]]), NOW, 120).map((move) =>
      move.kind === 'begin' ? `begin ${move.alert.openedAt ? 'open' : 'waiting'}` : move.kind,
    );

  it.each<[string, readonly string[], readonly string[]]>([
    ['opens at once where its rule does not wait', go([], [condition(0)]), ['begin open']],
    ['waits where its rule does', go([], [condition(60)]), ['begin waiting']],
    [
      'opens when its condition has held long enough',
      go([live({ openedAt: null, pendingSince: ago(60) })], [condition(60)]),
      ['open'],
    ],
    ['does not open before', go([live({ openedAt: null, pendingSince: ago(59) })], [condition(60)]), []],
    [
      'is forgotten when its condition goes before it opened',
      go([live({ openedAt: null, pendingSince: ago(30) })], []),
      ['forget'],
    ],
    ['that is open and holds is left alone', go([live({})], [condition(60)]), []],
    ['begins to clear when its condition goes', go([live({})], []), ['clearing']],
    ['does not close at once', go([live({ clearSince: ago(100) })], []), []],
    ['closes when its condition has been gone long enough', go([live({ clearSince: ago(120) })], []), ['close']],
    [
      'goes on when its condition comes back meanwhile',
      go([live({ clearSince: ago(100) })], [condition(60)]),
      ['update'],
    ],
    ['neither closes nor clears while nothing is known', go([live({ clearSince: ago(999) })], [], 'all'), []],
    ['stays while nothing is known of its subject', go([live({})], [], new Set(['node/n1'])), []],
    [
      'does not wait for a clock that was set back',
      go([live({ openedAt: null, pendingSince: new Date(NOW.getTime() + DAY * 1000) })], [condition(60)]),
      ['open'],
    ],
  ])('%s', (_, moves, expected) => {
    expect(moves).toEqual(expected);
  });
});

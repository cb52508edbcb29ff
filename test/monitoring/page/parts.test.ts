import { describe, expect, it } from 'vitest';
import { axisPlaces } from '../../../installer-assets/stacks/monitoring/page/charts/lines.ts';
import { formatOf } from '../../../installer-assets/stacks/monitoring/page/format/format.ts';
import { lengthened, limitOf, renewed } from '../../../installer-assets/stacks/monitoring/page/judge/alert-list.ts';
import { chartPlans, hasValues, tableOf } from '../../../installer-assets/stacks/monitoring/page/judge/chart-plan.ts';
import { glanceAt } from '../../../installer-assets/stacks/monitoring/page/judge/glance.ts';
import { guestList } from '../../../installer-assets/stacks/monitoring/page/judge/guest-list.ts';
import { settingsOf } from '../../../installer-assets/stacks/monitoring/page/judge/settings-form.ts';
import { linkTo, readRoute } from '../../../installer-assets/stacks/monitoring/page/state/route.ts';
import { rowPieces } from '../../../installer-assets/stacks/monitoring/page/state/row-pieces.ts';
import type { Alert } from '../../../installer-assets/stacks/monitoring/protocol/alert.ts';
import { type Overview, OverviewSchema } from '../../../installer-assets/stacks/monitoring/protocol/overview.ts';
import type { SeriesAnswer } from '../../../installer-assets/stacks/monitoring/protocol/series.ts';
import { SettingsSchema } from '../../../installer-assets/stacks/monitoring/protocol/settings.ts';

const NOW = '2026-11-21T12:00:00.000Z';
const ago = (seconds: number): string => new Date(Date.parse(NOW) - seconds * 1000).toISOString();

/** Two nodes of which all is well. */
function overview(change: Partial<Overview> = {}): Overview {
  const latest = {
    takenAt: ago(5),
    cpuRatio: 0.2,
    memoryUsedBytes: 1,
    memoryTotalBytes: 4,
    diskUsedBytes: 3,
    diskTotalBytes: 10,
  };
  const node = (name: string) => ({ name, online: true, uptimeSeconds: 100, source: `node/${name}`, latest });
  return OverviewSchema.parse({
    now: NOW,
    collector: { lastContactAt: ago(5), lastError: null, state: null, silent: false },
    cluster: { takenAt: ago(5), value: { name: 'site', quorate: true } },
    nodes: [node('n1'), node('n2')],
    guests: [
      {
        source: 'qemu/100',
        name: 'Búsqueda',
        node: 'n1',
        status: 'running',
        template: false,
        uptimeSeconds: 5,
        latest,
        haState: 'started',
        lastGoodBackupAt: ago(3_600),
      },
      {
        source: 'lxc/101',
        name: null,
        node: 'n2',
        status: 'stopped',
        template: false,
        uptimeSeconds: null,
        latest: null,
        haState: null,
        lastGoodBackupAt: ago(7_200),
      },
    ],
    storages: [{ source: 'storage/n1/tank', storage: 'tank', node: 'n1', shared: false, status: 'available', latest }],
    ha: {
      takenAt: ago(5),
      value: {
        quorate: true,
        master: { node: 'n1', status: 'active', at: null },
        localManagers: [],
        services: [{ sid: 'vm:100', node: 'n1', state: 'started', requestState: 'started' }],
      },
    },
    replication: [
      {
        id: '100-0',
        guest: 100,
        source: 'n1',
        target: 'n2',
        disabled: false,
        lastSyncAt: ago(600),
        lastTryAt: ago(600),
        durationSeconds: 2,
        failures: 0,
        error: null,
        takenAt: ago(5),
        lagSeconds: 600,
      },
    ],
    readAt: { guests: ago(5), backups: ago(5), replication: ago(5) },
    limits: {
      replicationMaxAgeMinutes: 15,
      diskFullRatio: 0.95,
      backupMaxAgeHours: 26,
      backupExempt: [],
      collectorSilentSeconds: 180,
    },
    alerts: { open: 0, unacknowledged: 0, worst: null },
    ...change,
  });
}

describe('the glance', () => {
  it('says that all is well only where all is', () => {
    expect(glanceAt(overview(), true)).toMatchObject({
      current: true,
      whole: 'ok',
      replication: { worstLagSeconds: 600, late: 0 },
    });
  });

  const { collector, cluster } = overview();
  it.each<readonly [string, Overview, boolean]>([
    ['web does not answer', overview(), false],
    ['the collector is silent', overview({ collector: { ...collector, silent: true } }), true],
    ['no cluster was ever read', overview({ cluster: null }), true],
    ['the state of the cluster is old', overview({ cluster: cluster && { ...cluster, takenAt: ago(181) } }), true],
  ])('calls nothing fine where %s', (_, seen, heard) => {
    const glance = glanceAt(seen, heard);
    const { quorum, nodes, ha, replication, storages, backups } = glance;
    expect([glance.current, glance.whole === 'ok']).toEqual([false, false]);
    expect([quorum, nodes, ha, replication, storages, backups].map(({ mark }) => mark)).toEqual(
      Array(6).fill('unknown'),
    );
  });

  const { ha, guests, storages } = overview();
  it.each<readonly [string, Partial<Overview>, Partial<Record<'ha' | 'storages' | 'backups', string>>]>([
    [
      'guests and storages',
      { readAt: { guests: ago(181), backups: ago(5), replication: ago(5) } },
      { storages: 'unknown', backups: 'unknown' },
    ],
    [
      'guests and storages, which never could be',
      { readAt: { guests: null, backups: null, replication: ago(5) }, guests: [], storages: [] },
      { storages: 'unknown', backups: 'unknown' },
    ],
    ['high availability', { ha: ha && { ...ha, takenAt: ago(181) } }, { ha: 'unknown' }],
    ['backup tasks', { readAt: { guests: ago(5), backups: ago(181), replication: ago(5) } }, {}],
  ])('calls nothing fine that cannot be read any more though the rest can: %s', (_, change, unknown) => {
    const glance = glanceAt(overview(change), true);
    const { ha, storages, backups } = glance;
    expect({ ha: ha.mark, storages: storages.mark, backups: backups.mark }).toEqual({
      ha: 'ok',
      storages: 'ok',
      backups: 'ok',
      ...unknown,
    });
    expect(glance.current).toBe(true);
  });

  it.each([
    ['never had one', null],
    ['had one that is too old by now', ago(27 * 3_600)],
  ])('misses the backup of a machine that %s only where the tasks could be read', (_, lastGoodBackupAt) => {
    const seen = (backups: string | null) =>
      glanceAt(
        overview({
          guests: guests.map((guest) => ({ ...guest, lastGoodBackupAt })),
          readAt: { guests: ago(5), backups, replication: ago(5) },
        }),
        true,
      ).backups;
    const never = lastGoodBackupAt === null ? 2 : 0;
    expect(seen(ago(5))).toMatchObject({ mark: 'warning', never, old: 2 - never, unknown: 0 });
    for (const backups of [null, ago(181)])
      expect(seen(backups)).toMatchObject({ mark: 'unknown', never: 0, old: 0, unknown: 2 });
  });

  it('does not call it fine that there are no jobs of replication before any were read', () => {
    const { readAt } = overview();
    const without = (replication: string | null) =>
      glanceAt(overview({ replication: [], readAt: { ...readAt, replication } }), true).replication;
    expect(without(null)).toMatchObject({ mark: 'unknown', jobs: 0 });
    expect(without(ago(5)).mark).not.toBe('unknown');
  });

  it('sees that nobody leads high availability though the name of who did still stands there', () => {
    const dead = { node: 'n1', status: 'n1 (old timestamp - dead?, Sat Nov 21 02:14:32 2026)', at: null };
    const without = (services: NonNullable<Overview['ha']>['value']['services']) =>
      glanceAt(overview({ ha: ha && { ...ha, value: { ...ha.value, master: dead, services } } }), true).ha;
    expect(without(ha?.value.services ?? [])).toMatchObject({ mark: 'critical', master: null });
    expect(without([])).toMatchObject({ mark: 'off', master: null });
  });

  it('knows a shared storage by whichever node sees it', () => {
    const [first] = storages;
    if (!first) throw new Error('there is no storage');
    const twin = (node: string, status: string) => ({
      ...first,
      source: `storage/${node}/nfs`,
      node,
      status,
      shared: true,
    });
    const seen = (...twins: readonly Overview['storages'][number][]) =>
      glanceAt(overview({ storages: [...twins] }), true);
    expect(seen({ ...twin('n1', 'unknown'), latest: null }, twin('n2', 'available')).storages).toMatchObject({
      mark: 'ok',
      fullest: { node: 'n2' },
    });
    expect(seen(twin('n1', 'available'), twin('n2', 'available')).storages.fullest?.node).toBe('n1');
    expect(seen(twin('n1', 'unknown'), twin('n2', 'unknown')).storages.mark).toBe('unknown');
  });

  it('holds replication against the time that may be lost, and a full storage against its rule', () => {
    const { replication } = overview();
    const late = glanceAt(overview({ replication: replication.map((job) => ({ ...job, lagSeconds: 901 })) }), true);
    expect(late).toMatchObject({ whole: 'critical', replication: { mark: 'critical', late: 1 } });
    const full = storages.map((storage) => ({
      ...storage,
      latest: storage.latest && { ...storage.latest, diskUsedBytes: 95, diskTotalBytes: 100 },
    }));
    expect(glanceAt(overview({ storages: full }), true).storages).toMatchObject({ mark: 'critical', ratio: 0.95 });
  });

  it('knows a node without figures, and a lost quorum, from a healthy one', () => {
    const { nodes } = overview();
    expect(glanceAt(overview({ nodes: nodes.map((node) => ({ ...node, latest: null })) }), true).nodes.mark).toBe(
      'unknown',
    );
    const lost = { takenAt: ago(5), value: { name: 'site', quorate: false } };
    expect(glanceAt(overview({ cluster: lost }), true)).toMatchObject({
      whole: 'critical',
      quorum: { mark: 'critical' },
    });
  });
});

it('an alert that is over leaves the list however far down it stands, and whether there are older ones stays known', () => {
  /** As web answers: newest first. */
  const answer = (ids: readonly number[], limit: number): readonly Alert[] =>
    [...ids]
      .sort((a, b) => b - a)
      .slice(0, limit)
      .map((id) => ({
        id,
        rule: 'node-down',
        subject: 'node/n1',
        severity: 'critical',
        params: {},
        openedAt: NOW,
        closedAt: null,
        acknowledged: null,
      }));
  const ids = (from: number, to: number): readonly number[] =>
    Array.from({ length: to - from + 1 }, (_, index) => from + index);
  const again = (shown: Parameters<typeof limitOf>[0], open: readonly number[]) =>
    renewed(shown, answer(open, limitOf(shown)), limitOf(shown));
  const first = again(undefined, ids(1, 60));
  expect([first.list.length, first.list.at(-1)?.id, first.more]).toEqual([50, 11, true]);
  const whole = lengthened(first, answer(ids(1, 10), 51));
  expect([whole.list.length, whole.more]).toEqual([60, false]);
  expect(again(whole, ids(1, 60))).toEqual(whole);
  const fewer = again(whole, ids(2, 60));
  expect([fewer.list.length, fewer.list.at(-1)?.id, fewer.more]).toEqual([59, 2, false]);
  const newer = again(whole, ids(1, 61));
  expect([newer.list.length, newer.list[0]?.id, newer.list.at(-1)?.id, newer.more]).toEqual([60, 61, 2, true]);
  const all = again(first, ids(1, 50));
  expect([all.list.length, all.more]).toEqual([50, false]);
  // more than one answer holds
  const many = { list: answer(ids(1, 550), 550), more: false };
  expect(again(many, ids(1, 550))).toEqual(many);
});

it('machines are found without accents by every word typed, the oldest backup first where asked', () => {
  const names = (typed: string, order: 'name' | 'backup' = 'name') =>
    guestList(overview(), typed, 'all', order, true).map(({ source }) => source);
  expect(names('busqueda n1')).toEqual(['qemu/100']);
  expect(names('101')).toEqual(['lxc/101']);
  expect(names('', 'backup')).toEqual(['lxc/101', 'qemu/100']);
  expect(guestList(overview(), '', 'attention', 'name', true)).toEqual([]);
  expect(guestList(overview(), '', 'attention', 'name', false)).toHaveLength(2);
});

it('a chart keeps its gaps, its table averages what was measured and nothing else', () => {
  const series: SeriesAnswer = {
    source: 'node/n1',
    range: 'day',
    from: NOW,
    until: NOW,
    stepSeconds: 60,
    times: [0, 60, 120, 180],
    average: { cpuRatio: [0.1, null, 0.3, null] } as SeriesAnswer['average'],
    peak: { cpuRatio: [0.2, null, 0.9, null] } as SeriesAnswer['peak'],
  };
  const plans = chartPlans(series);
  expect(plans.map(({ id }) => id)).toEqual(['cpu', 'memory', 'disk', 'network']);
  const [cpu, memory] = plans;
  if (!cpu || !memory) throw new Error('there is no plan');
  expect(cpu.lines[0]?.average).toEqual([0.1, null, 0.3, null]);
  expect(hasValues(memory)).toBe(false);
  const rows = tableOf(cpu, 2);
  expect(rows.map(({ from, until, cells }) => [from, until, cells[0]])).toEqual([
    [120, 240, { average: 0.3, peak: 0.9 }],
    [0, 120, { average: 0.1, peak: 0.2 }],
  ]);
});

it('an axis reaches past the highest value in few, even steps', () => {
  for (const highest of [0, 3, 999, 1_500, 40_000, 5e6, 6.9e10, 8 * 1024 ** 3]) {
    const places = axisPlaces('bytes', highest);
    expect(places.at(-1)).toBeGreaterThanOrEqual(highest);
    expect(places.length).toBeLessThan(8);
  }
  expect(axisPlaces('ratio', 1.3).at(-1)).toBe(1.5);
});

it('figures and times are written as the language and the time zone have it', () => {
  const [english, spanish] = [formatOf('en', 'Europe/Madrid'), formatOf('es', 'Europe/Madrid')];
  expect([english.bytes(1.5 * 1024 ** 3), spanish.bytes(1.5 * 1024 ** 3)]).toEqual(['1.50 GiB', '1,50 GiB']);
  expect([english.percent(0.0449), spanish.percent(0.0449), english.percent(0.5)]).toEqual(['4.5 %', '4,5 %', '50 %']);
  expect(english.clock(new Date('2026-11-21T23:30:00Z'))).toBe('00:30:00');
  expect([english.duration(59), english.duration(3_660), english.duration(100_000)]).toEqual([
    '59 s',
    '1 h 1 min',
    '1 d 3 h',
  ]);
  expect(formatOf('en', 'Not/AZone').timeZone).toBe('UTC');
});

it('every place has an address, and what is none is the overview', () => {
  for (const hash of [
    '#/overview',
    '#/guests',
    '#/alerts',
    '#/alerts/all',
    '#/settings',
    '#/qemu/100',
    '#/node/n1',
    '#/storage/n1/tank',
  ])
    expect(linkTo(readRoute(hash))).toBe(hash);
  for (const hash of ['', '#', '#/qemu/', '#/javascript:alert(1)', '#/node/../../x/y'])
    expect(readRoute(hash)).toEqual({ page: 'overview' });
});

it('a secret that was not typed is left alone, one that is to go is null, and a channel that is off is gone', () => {
  const old = SettingsSchema.parse({});
  const fields = new Map<string, string>([
    ['language', 'en'],
    ...Object.entries(old.rules).map(([name, value]) => [name, String(value)] as const),
    ['diskFullRatio', '90'],
    ['backupExempt', 'qemu/100\nlxc/101'],
    ['email.on', 'on'],
    ['email.host', 'mail.site'],
    ['email.port', '25'],
    ['email.security', 'tls'],
    ['email.from', 'a@b.c'],
    ['email.to', 'd@e.f'],
  ]);
  const asked = settingsOf(fields, old);
  const parsed = SettingsSchema.parse(asked);
  expect(parsed.rules).toMatchObject({ diskFullRatio: 0.9, backupExempt: ['qemu/100', 'lxc/101'] });
  expect(parsed.channels).toMatchObject({ email: { host: 'mail.site', to: ['d@e.f'] }, webhook: null, syslog: null });
  expect(parsed.channels.email && 'password' in parsed.channels.email).toBe(false);
  fields.set('email.password.remove', 'on');
  expect(SettingsSchema.parse(settingsOf(fields, old)).channels.email?.password).toBeNull();
});

describe('long lists', () => {
  const rows = Array.from({ length: 500 }, (_, index) => index);

  it('begin with what a screen shows and end whole, in order', () => {
    const pieces = rowPieces();
    const lengths: number[] = [];
    for (let drawing = 0; drawing < 20; drawing += 1) {
      const due = pieces.due(rows);
      lengths.push(due.length);
      expect(due).toEqual(rows.slice(0, due.length));
      if (!pieces.advance()) break;
    }
    expect(lengths).toEqual([60, 210, 360, 500]);
    // drawn again later they stay whole
    expect(pieces.due(rows)).toBe(rows);
    expect(pieces.advance()).toBe(false);
  });

  it('begin anew at another place, and short ones are never cut', () => {
    const pieces = rowPieces();
    pieces.due(rows);
    pieces.advance();
    pieces.restart();
    expect(pieces.due(rows)).toHaveLength(60);
    expect(pieces.advance()).toBe(true);
    pieces.restart();
    expect(pieces.due(rows.slice(0, 60))).toHaveLength(60);
    expect(pieces.advance()).toBe(false);
  });
});

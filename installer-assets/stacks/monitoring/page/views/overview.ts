import { distinctStorages } from '../../protocol/distinct-storages.ts';
import type { Overview } from '../../protocol/overview.ts';
import { type Child, type Described, h } from '../dom/element.ts';
import { type Glance, glanceAt, isHaFailed, jobMark, nodeMark, storageMark, usedRatio } from '../judge/glance.ts';
import type { Mark } from '../judge/mark.ts';
import type { Page } from '../state/state.ts';
import { cell, markView, panel, shareView, table, toneOf } from './parts.ts';

/** The cluster at a glance. */
export function overviewView(page: Page, overview: Overview): Described {
  const { texts, heard, state } = page;
  const glance = glanceAt(overview, heard && !state.failing);
  return h(
    'div',
    { key: 'overview', class: 'place' },
    headView(page, overview, glance),
    tilesView(page, overview, glance),
    nodesView(page, overview, glance),
    h(
      'div',
      { class: 'pair' },
      overview.replication.length > 0 ? replicationView(page, overview, glance) : null,
      overview.storages.length > 0 ? storagesView(page, overview, glance) : null,
    ),
    overview.ha && overview.ha.value.services.length > 0
      ? servicesView(page, overview.ha.value.services, glance)
      : null,
    h('p', { class: 'quiet foot' }, texts.zone(page.format.timeZone)),
  );
}

function headView({ texts, format, state }: Page, overview: Overview, glance: Glance): Described {
  const [title, mark]: readonly [string, Mark] = !glance.current
    ? [texts.notKnown, 'unknown']
    : glance.whole === 'critical'
      ? [texts.broken, 'critical']
      : glance.whole === 'warning'
        ? [texts.attention, 'warning']
        : glance.whole === 'unknown'
          ? [texts.notKnown, 'unknown']
          : [texts.allWell, 'ok'];
  const parts = (
    [
      ['quorum', texts.quorum],
      ['nodes', texts.nodes],
      ['ha', texts.ha],
      ['replication', texts.replication],
      ['storages', texts.storages],
      ['backups', texts.backups],
      ['collector', texts.collector],
      ['alerts', texts.openAlerts],
    ] as const
  ).filter(([name]) => glance[name].mark !== 'ok' && glance[name].mark !== 'off');
  const list = new Intl.ListFormat(state.language, { type: 'conjunction' }).format(parts.map(([, text]) => text));
  const clock = overview.cluster ? texts.standsStill(format.clock(new Date(overview.cluster.takenAt))) : '';
  return h(
    'div',
    { class: `whole whole-${mark}` },
    h(
      'div',
      {},
      h('h1', { tabindex: '-1' }, markView(mark, title)),
      h(
        'p',
        { class: 'quiet' },
        [!glance.current ? '' : parts.length === 0 ? texts.wholeOk : texts.wholeList(list), clock]
          .filter(Boolean)
          .join(' '),
      ),
    ),
    overview.nodes.length > 0
      ? h(
          'div',
          { class: 'strip', role: 'img', 'aria-label': texts.strip(glance.nodes.online, glance.nodes.all) },
          overview.nodes.map((node) => h('span', { class: `strip-${nodeMark(node, glance.current)}` })),
        )
      : null,
  );
}

function tilesView({ texts, format }: Page, overview: Overview, glance: Glance): Described {
  const { quorum, nodes, guests, ha, replication, storages, backups, collector, alerts } = glance;
  const rpo = format.duration(overview.limits.replicationMaxAgeMinutes * 60);
  const backupLimit = format.duration(overview.limits.backupMaxAgeHours * 3_600);
  const none = texts.unknownValue;
  return h(
    'ul',
    { class: 'tiles' },
    tile(
      texts.quorum,
      quorum.mark,
      quorum.quorate === undefined
        ? none
        : quorum.quorate === null
          ? texts.alone
          : quorum.quorate
            ? texts.quorate
            : texts.notQuorate,
      nodes.all > 0 ? texts.quorumHint(nodes.online, nodes.all) : '',
    ),
    tile(
      texts.nodes,
      nodes.mark,
      nodes.all > 0 ? texts.nodesOnline(nodes.online, nodes.all) : none,
      overview.readAt.guests ? texts.nodesHint(guests.running, guests.all) : '',
    ),
    tile(
      texts.ha,
      ha.mark,
      !overview.ha ? none : ha.services === 0 && !ha.master ? texts.haOff : texts.haServices(ha.services),
      !overview.ha || (ha.services === 0 && !ha.master)
        ? ''
        : ha.failed > 0
          ? texts.haFailed(ha.failed)
          : ha.master
            ? texts.haMaster(ha.master)
            : texts.haNoMaster,
    ),
    tile(
      texts.replication,
      replication.mark,
      replication.jobs === 0
        ? overview.readAt.replication === null
          ? texts.replicationUnread
          : texts.replicationNone
        : replication.worstLagSeconds === null
          ? texts.replicationNever
          : texts.replicationLag(format.duration(replication.worstLagSeconds)),
      replication.late > 0 ? texts.replicationLate(replication.late, rpo) : texts.replicationHint(rpo),
    ),
    tile(
      texts.backups,
      backups.mark,
      backups.wanted === 0
        ? overview.readAt.guests
          ? texts.backupsNone
          : none
        : backups.never > 0
          ? texts.backupsMissing(backups.never)
          : backups.oldestSeconds === null
            ? none
            : texts.backupsOldest(format.duration(backups.oldestSeconds)),
      backups.wanted === 0
        ? ''
        : backups.old > 0
          ? texts.backupsOld(backups.old, backupLimit)
          : backups.never > 0
            ? texts.backupsNever(backups.never)
            : backups.unknown > 0
              ? texts.backupsUnknown(backups.unknown)
              : texts.backupsFine(backups.wanted),
    ),
    tile(
      texts.storages,
      storages.mark,
      storages.ratio === null ? none : texts.storagesFull(format.percent(storages.ratio)),
      storages.fullest ? texts.storagesHint(storageName(storages.fullest)) : '',
    ),
    tile(
      texts.openAlerts,
      alerts.mark,
      alerts.open === 0 ? texts.noAlerts : format.count(alerts.open),
      alerts.open === 0 ? '' : texts.unacknowledged(alerts.unacknowledged),
      '#/alerts',
    ),
    tile(
      texts.collector,
      collector.mark,
      collector.silenceSeconds === null
        ? texts.collectorNever
        : texts.collectorAgo(format.duration(collector.silenceSeconds)),
      overview.collector.lastError
        ? texts.collectorSays(overview.collector.lastError.text)
        : collector.waiting === null
          ? ''
          : texts.collectorWaiting(collector.waiting),
    ),
  );

  function tile(title: string, mark: Mark, value: string, hint: string, href?: string): Described {
    const words = {
      ok: texts.markOk,
      warning: texts.markWarning,
      critical: texts.markCritical,
      unknown: texts.markUnknown,
      off: texts.markOff,
    };
    return h(
      'li',
      { class: `tile tile-${mark}` },
      h(
        'div',
        { class: 'tile-head' },
        href ? h('a', { href }, title) : h('span', {}, title),
        markView(mark, words[mark]),
      ),
      h('p', { class: 'tile-value' }, value),
      h('p', { class: 'tile-hint' }, hint),
    );
  }
}

function nodesView({ texts, format }: Page, overview: Overview, glance: Glance): Child {
  if (overview.nodes.length === 0) return null;
  const heads = [texts.name, texts.state, texts.processor, texts.memory, texts.disk, texts.network, texts.uptime];
  return panel(
    texts.nodes,
    null,
    table(
      texts.nodes,
      heads,
      overview.nodes.map((node) => {
        const mark = nodeMark(node, glance.current);
        const { latest } = node;
        const memory = usedRatio(latest?.memoryUsedBytes, latest?.memoryTotalBytes);
        const disk = usedRatio(latest?.diskUsedBytes, latest?.diskTotalBytes);
        const word = !glance.current
          ? texts.markUnknown
          : !node.online
            ? texts.offline
            : latest
              ? texts.online
              : texts.noFigures;
        return h(
          'tr',
          { key: node.source },
          h('th', { scope: 'row' }, h('a', { href: `#/${node.source}` }, node.name)),
          cell(texts.state, markView(mark, word)),
          cell(texts.processor, percentView(latest?.cpuRatio ?? null)),
          cell(texts.memory, percentView(memory)),
          cell(texts.disk, percentView(disk, overview.limits.diskFullRatio)),
          cell(
            texts.network,
            latest?.networkInBytesPerSecond == null || latest.networkOutBytesPerSecond === null
              ? h('span', { class: 'quiet' }, texts.unknownValue)
              : h(
                  'span',
                  { class: 'figure' },
                  h('span', { title: texts.received }, `↓ ${format.rate(latest.networkInBytesPerSecond)}`),
                  ' ',
                  h('span', { title: texts.sent }, `↑ ${format.rate(latest.networkOutBytesPerSecond)}`),
                ),
          ),
          cell(
            texts.uptime,
            node.online && node.uptimeSeconds !== null
              ? format.duration(node.uptimeSeconds)
              : h('span', { class: 'quiet' }, texts.unknownValue),
          ),
        );
      }),
    ),
  );

  function percentView(ratio: number | null, limit = 0.95): Described {
    return shareView(
      ratio,
      ratio === null ? texts.unknownValue : format.percent(ratio),
      toneOf(ratio, limit - 0.1, limit),
    );
  }
}

function replicationView({ texts, format, due }: Page, overview: Overview, glance: Glance): Described {
  const names = new Map(overview.guests.map((guest) => [Number(guest.source.split('/')[1]), guest]));
  const limit = overview.limits.replicationMaxAgeMinutes * 60;
  return panel(
    texts.replication,
    h('span', { class: 'quiet' }, texts.replicationHint(format.duration(limit))),
    table(
      texts.replication,
      [texts.job, texts.way, texts.lag, texts.state],
      due(overview.replication).map((job) => {
        const mark = jobMark(job, overview, glance.current);
        const guest = names.get(job.guest);
        const late = job.lagSeconds === null || job.lagSeconds > limit;
        const word =
          mark === 'unknown'
            ? texts.markUnknown
            : job.disabled
              ? texts.disabled
              : late
                ? job.lagSeconds === null
                  ? texts.replicationNever
                  : texts.late
                : job.failures > 0
                  ? texts.failing
                  : texts.inTime;
        return h(
          'tr',
          { key: job.id },
          h(
            'th',
            { scope: 'row' },
            guest ? h('a', { href: `#/${guest.source}` }, guest.name ?? guest.source) : null,
            guest ? ' ' : null,
            h('span', { class: 'mono quiet' }, job.id),
          ),
          cell(texts.way, h('span', {}, `${job.source} → ${job.target}`)),
          cell(
            texts.lag,
            job.lagSeconds === null
              ? h('span', { class: 'quiet' }, texts.never)
              : shareView(job.lagSeconds / limit, format.duration(job.lagSeconds), late ? 'critical' : 'plain'),
          ),
          cell(texts.state, markView(mark, word), job.error ? h('span', { class: 'remark' }, job.error) : null),
        );
      }),
    ),
  );
}

function storagesView({ texts, format, due }: Page, overview: Overview, glance: Glance): Described {
  return panel(
    texts.storages,
    null,
    table(
      texts.storages,
      [texts.name, texts.node, texts.used, texts.state],
      due(distinctStorages(overview.storages)).map((storage) => {
        const { latest } = storage;
        const mark = storageMark(storage, overview, glance.guests.current);
        const ratio = usedRatio(latest?.diskUsedBytes, latest?.diskTotalBytes);
        const full = overview.limits.diskFullRatio;
        const word =
          mark === 'unknown'
            ? texts.markUnknown
            : storage.status !== 'available'
              ? texts.unavailable
              : mark === 'critical'
                ? texts.full
                : mark === 'warning'
                  ? texts.nearlyFull
                  : texts.available;
        return h(
          'tr',
          { key: storage.source },
          h('th', { scope: 'row' }, h('a', { href: `#/${storage.source}` }, storage.storage)),
          cell(texts.node, storage.shared ? texts.shared : storage.node),
          cell(
            texts.used,
            ratio === null
              ? h('span', { class: 'quiet' }, texts.unknownValue)
              : shareView(
                  ratio,
                  `${format.percent(ratio)} · ${texts.of(format.bytes(latest?.diskUsedBytes ?? 0), format.bytes(latest?.diskTotalBytes ?? 0))}`,
                  toneOf(ratio, full - 0.1, full),
                ),
          ),
          cell(texts.state, markView(mark, word)),
        );
      }),
    ),
  );
}

function servicesView(
  { texts, due }: Page,
  services: NonNullable<Overview['ha']>['value']['services'],
  glance: Glance,
): Described {
  return panel(
    texts.ha,
    null,
    table(
      texts.ha,
      [texts.name, texts.node, texts.state],
      due(services).map(({ sid, node, state }) => {
        const own: Mark = isHaFailed(state) ? 'critical' : state === 'started' ? 'ok' : 'off';
        const mark = glance.ha.mark === 'unknown' ? 'unknown' : own;
        return h(
          'tr',
          { key: sid },
          h('th', { scope: 'row', class: 'mono' }, sid),
          cell(texts.node, node ?? h('span', { class: 'quiet' }, texts.unknownValue)),
          cell(texts.state, markView(mark, state)),
        );
      }),
    ),
  );
}

function storageName({
  storage,
  node,
  shared,
}: {
  readonly storage: string;
  readonly node: string;
  readonly shared: boolean;
}): string {
  return shared ? storage : `${storage} (${node})`;
}

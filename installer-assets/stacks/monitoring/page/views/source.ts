import type { Overview } from '../../protocol/overview.ts';
import type { Range, SeriesAnswer } from '../../protocol/series.ts';
import { chartIsland } from '../charts/chart.ts';
import { lineName, valueText } from '../charts/lines.ts';
import { type Child, type Described, h, island } from '../dom/element.ts';
import { icon } from '../dom/icons.ts';
import { type ChartPlan, chartPlans, hasValues, lastIndex, tableOf } from '../judge/chart-plan.ts';
import { areGuestsCurrent, backupMark, guestMark, isCurrent, nodeMark, storageMark } from '../judge/glance.ts';
import type { Page } from '../state/state.ts';
import type { Texts } from '../text/en.ts';
import { guestTable, stateWord } from './guests.ts';
import { choice, markView, panel } from './parts.ts';

const RANGE_NAMES = ['hour', 'day', 'week', 'month', 'year'] as const satisfies readonly Range[];

/** One node, guest or storage with its charts. */
export function sourceView(page: Page, overview: Overview, source: string): Described {
  const { texts, state, setRange, format } = page;
  const heard = page.heard && !state.failing;
  const { series } = state;
  const isNode = source.startsWith('node/');
  const here = isNode ? overview.guests.filter(({ node }) => `node/${node}` === source) : [];
  return h(
    'div',
    { key: source, class: 'place' },
    h(
      'a',
      { class: 'backlink', href: /^(?:qemu|lxc)/.test(source) ? '#/guests' : '#/overview' },
      icon('back'),
      /^(?:qemu|lxc)/.test(source) ? texts.guests : texts.overview,
    ),
    headView(page, overview, source, heard),
    h(
      'div',
      { class: 'tools' },
      choice<Range>(
        texts.range,
        RANGE_NAMES.map((range) => [range, texts[range]] as const),
        state.range,
        setRange,
      ),
      h('p', { class: 'quiet' }, texts.zone(format.timeZone)),
    ),
    series === undefined
      ? h('p', { class: 'nothing', role: 'status' }, texts.loading)
      : series === 'absent'
        ? h('p', { class: 'nothing', role: 'status' }, texts.noSuchSource)
        : h(
            'div',
            { class: 'charts' },
            drawnFirst(chartPlans(series)).map((plan) => chartView(page, plan, series)),
          ),
    here.length > 0
      ? panel(texts.machinesHere, null, guestTable(page, overview, here, areGuestsCurrent(overview, heard)))
      : null,
  );
}

function headView({ texts, format }: Page, overview: Overview, source: string, heard: boolean): Described {
  const [kind = '', name = '', storageName] = source.split('/');
  const node = overview.nodes.find((each) => each.source === source);
  const guest = overview.guests.find((each) => each.source === source);
  const storage = overview.storages.find((each) => each.source === source);
  const current = node ? isCurrent(overview, heard) : areGuestsCurrent(overview, heard);
  const facts: Child[] = [];
  if (node) {
    const word = !current
      ? texts.markUnknown
      : !node.online
        ? texts.offline
        : node.latest
          ? texts.online
          : texts.noFigures;
    facts.push(markView(nodeMark(node, current), word));
    if (node.online && node.uptimeSeconds !== null)
      facts.push(`${texts.uptime} ${format.duration(node.uptimeSeconds)}`);
  }
  if (guest) {
    facts.push(
      markView(guestMark(guest, current), stateWord(guest, current, texts)),
      h('span', {}, texts.onNode(''), h('a', { href: `#/node/${guest.node}` }, guest.node)),
    );
    if (guest.uptimeSeconds) facts.push(`${texts.uptime} ${format.duration(guest.uptimeSeconds)}`);
    if (guest.haState !== null) facts.push(`${texts.haState}: ${guest.haState}`);
    const backup = backupMark(guest, overview, current);
    const none = backup === undefined ? texts.notWanted : backup === 'unknown' ? texts.unknownValue : texts.never;
    const last = guest.lastGoodBackupAt ? format.moment(new Date(guest.lastGoodBackupAt)) : none;
    facts.push(`${texts.lastBackup}: ${last}`);
  }
  if (storage) {
    const mark = storageMark(storage, overview, current);
    facts.push(
      markView(
        mark,
        mark === 'unknown' ? texts.markUnknown : storage.status === 'available' ? texts.available : texts.unavailable,
      ),
    );
    facts.push(storage.shared ? texts.shared : texts.onNode(storage.node));
  }
  return h(
    'div',
    { class: 'source-head' },
    h(
      'h1',
      { tabindex: '-1' },
      guest?.name ?? storageName ?? name,
      kind === 'qemu' || kind === 'lxc' ? h('span', { class: 'mono quiet' }, ` ${source}`) : null,
    ),
    h(
      'ul',
      { class: 'facts' },
      facts.map((fact) => h('li', {}, fact)),
    ),
  );
}

/** What was not measured stands last. */
function drawnFirst(plans: readonly ChartPlan[]): readonly ChartPlan[] {
  return [...plans.filter(hasValues), ...plans.filter((plan) => !hasValues(plan))];
}

const TITLES: Readonly<Record<ChartPlan['id'], keyof Texts>> = {
  cpu: 'chartCpu',
  memory: 'chartMemory',
  disk: 'chartDisk',
  diskActivity: 'chartDiskActivity',
  network: 'chartNetwork',
};

function chartView({ texts, format }: Page, plan: ChartPlan, { source, range }: SeriesAnswer): Described {
  const title = texts[TITLES[plan.id]] as string;
  if (!hasValues(plan))
    return panel(
      title,
      null,
      h(
        'p',
        { class: 'nothing' },
        plan.id === 'disk' && source.startsWith('qemu/') ? texts.chartDiskUnknown : texts.chartEmpty,
      ),
    );
  const last = lastIndex(plan);
  const first = plan.lines[0];
  const text = (value: number | null | undefined): string =>
    value === null || value === undefined ? texts.unknownValue : valueText(format, plan.unit, value);
  const highest = Math.max(...(first?.peak ?? first?.average ?? []).filter((value): value is number => value !== null));
  const measured =
    plan.times.filter((_, index) => first?.average[index] !== null).length / Math.max(1, plan.times.length);
  const summary = [
    texts.chartSummary(
      title,
      last === undefined ? texts.unknownValue : text(first?.average[last]),
      text(Number.isFinite(highest) ? highest : null),
    ),
    texts.chartGaps(format.percent(measured)),
  ].join(' ');
  return h(
    'section',
    { class: 'panel chart-panel', key: plan.id },
    h('header', { class: 'panel-head' }, h('h2', {}, title)),
    island({ class: 'chart', key: `${plan.id} ${range}`, 'data-chart': plan.id }, chartIsland, {
      plan,
      texts,
      format,
      label: summary,
    }),
    tableView(),
  );

  function tableView(): Described {
    const rows = tableOf(plan);
    return h(
      'details',
      { class: 'figures' },
      h('summary', {}, texts.asTable, h('span', { class: 'unseen' }, ` (${title})`)),
      h(
        'table',
        { class: 'plain' },
        h('caption', { class: 'unseen' }, title),
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            h('th', { scope: 'col' }, texts.time),
            plan.lines.map(({ id }) => h('th', { scope: 'col' }, lineName(texts, id))),
          ),
        ),
        h(
          'tbody',
          {},
          rows.map(({ from, cells }) =>
            h(
              'tr',
              {},
              h('th', { scope: 'row' }, format.moment(new Date(from * 1000))),
              cells.map(({ average, peak }, index) =>
                h(
                  'td',
                  {},
                  text(average),
                  peak !== null && peak !== average && plan.lines[index]?.id !== 'total'
                    ? h('span', { class: 'quiet' }, ` (${texts.peak(text(peak))})`)
                    : null,
                ),
              ),
            ),
          ),
        ),
      ),
    );
  }
}

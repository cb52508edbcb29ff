import { type Child, type Described, h } from '../dom/element.ts';
import { type IconName, icon } from '../dom/icons.ts';
import { isCurrent } from '../judge/glance.ts';
import { linkTo, type Route } from '../state/route.ts';
import type { Page } from '../state/state.ts';
import { accountView } from './account.ts';
import { alertsView } from './alerts.ts';
import { guestsView } from './guests.ts';
import { overviewView } from './overview.ts';
import { markView } from './parts.ts';
import { settingsView } from './settings.ts';
import { sourceView } from './source.ts';
import { usersView } from './users.ts';

/** The whole page: bar, navigation, what is wrong with the data, and the place where one is. */
export function frameView(page: Page): Described {
  return h(
    'div',
    { class: 'frame' },
    h('a', { class: 'skip', href: '#content', onClick: skip }, page.texts.skip),
    barView(page),
    navigationView(page),
    h(
      'main',
      { id: 'content', tabindex: '-1' },
      bannerView(page),
      h('div', { class: 'said', role: 'status', 'aria-live': 'polite' }, noticeView(page)),
      placeView(page),
    ),
  );
}

function skip(event: Event): void {
  event.preventDefault();
  document.querySelector<HTMLElement>('h1')?.focus();
}

function placeView(page: Page): Described {
  const { route, overview, session } = page.state;
  const admin = session?.role === 'admin';
  if (!overview || !session)
    return h(
      'div',
      { key: 'loading', class: 'place' },
      h('h1', { tabindex: '-1' }, page.texts.product),
      h('p', {}, page.texts.loading),
    );
  switch (route.page) {
    case 'guests':
      return guestsView(page, overview);
    case 'alerts':
      return alertsView(page, admin, route.all);
    case 'source':
      return sourceView(page, overview, route.source);
    case 'settings':
      return admin ? settingsView(page) : overviewView(page, overview);
    case 'users':
      return admin ? usersView(page, session) : overviewView(page, overview);
    case 'account':
      return accountView(page, session);
    case 'overview':
      return overviewView(page, overview);
  }
}

function barView({ state, texts, format, heard, setLanguage }: Page): Described {
  const { overview, session, language, heardAt } = state;
  const clock = heardAt ? format.clock(heardAt) : '–';
  const current = overview ? isCurrent(overview, heard) && !state.failing : false;
  return h(
    'header',
    { class: 'top' },
    h(
      'a',
      { class: 'brand', href: '#/overview' },
      brand(),
      h('span', { class: 'brand-name' }, overview?.cluster?.value.name ?? texts.product),
    ),
    h('span', { class: 'brand-what' }, overview?.cluster?.value.name ? texts.product : ''),
    h(
      'span',
      { class: `live ${current ? 'live-on' : 'live-off'}` },
      h('span', { class: 'live-dot', 'aria-hidden': 'true' }),
      current
        ? texts.live(clock)
        : state.failing
          ? texts.notLive(clock)
          : texts.standsStill(statesClock(overview, format)),
    ),
    h(
      'div',
      { class: 'choice', role: 'group', 'aria-label': texts.language },
      (['en', 'es'] as const).map((each) =>
        h(
          'button',
          {
            type: 'button',
            lang: each,
            'aria-pressed': each === language ? 'true' : 'false',
            onClick: () => setLanguage(each),
          },
          each.toUpperCase(),
        ),
      ),
    ),
    session
      ? h(
          'form',
          { method: 'post', action: '/logout', class: 'out' },
          h('span', { class: 'who' }, session.user),
          h('button', { class: 'secondary' }, texts.logOut),
        )
      : null,
  );
}

function statesClock(overview: Page['state']['overview'], format: Page['format']): string {
  const at = overview?.cluster?.takenAt;
  return at ? format.clock(new Date(at)) : '–';
}

/** Two nodes and their witness. */
function brand(): Described {
  return h(
    'svg',
    { class: 'brand-mark', viewBox: '0 0 22 22', 'aria-hidden': 'true', focusable: 'false' },
    h('rect', { x: '1', y: '3', width: '8', height: '7', rx: '1.5' }),
    h('rect', { x: '13', y: '3', width: '8', height: '7', rx: '1.5' }),
    h('path', { d: 'M5 10v4h12v-4M11 14v4' }),
    h('circle', { cx: '11', cy: '19', r: '2' }),
  );
}

function navigationView({ state, texts }: Page): Described {
  const admin = state.session?.role === 'admin';
  const open = state.overview?.alerts.open ?? 0;
  const entries: readonly (readonly [Route, IconName, string, Child])[] = [
    [{ page: 'overview' }, 'overview', texts.overview, null],
    [{ page: 'guests' }, 'guests', texts.guests, null],
    [
      { page: 'alerts', all: false },
      'alerts',
      texts.alerts,
      open > 0 ? h('span', { class: `count count-${state.overview?.alerts.worst ?? 'warning'}` }, open) : null,
    ],
    ...(admin
      ? ([
          [{ page: 'settings' }, 'settings', texts.settings, null],
          [{ page: 'users' }, 'users', texts.users, null],
        ] as const)
      : []),
    [{ page: 'account' }, 'account', texts.account, null],
  ];
  const here = state.route.page === 'source' ? sourcePage(state.route.source) : state.route.page;
  return h(
    'nav',
    { class: 'pages', 'aria-label': texts.menu },
    h(
      'ul',
      {},
      entries.map(([route, name, text, badge]) =>
        h(
          'li',
          { key: route.page },
          h(
            'a',
            { href: linkTo(route), 'aria-current': here === route.page ? 'page' : null },
            icon(name),
            h('span', { class: 'page-name' }, text),
            badge,
          ),
        ),
      ),
    ),
    state.session ? h('p', { class: 'version' }, `${texts.version} ${state.session.version}`) : null,
  );
}

function sourcePage(source: string): Route['page'] {
  return /^(?:qemu|lxc)\//.test(source) ? 'guests' : 'overview';
}

/** Why what is shown is not how things are now. */
function bannerView({ state, texts, format, heard }: Page): Described | null {
  const text = problem();
  return text ? h('div', { key: 'banner', class: 'banner', role: 'alert' }, markView('unknown', text)) : null;

  function problem(): string | undefined {
    if (state.ended) return texts.sessionOver;
    const { overview, failing, heardAt } = state;
    if (failing?.failure === 'database-down') return texts.databaseDown;
    if (failing) return texts.unreachable(format.clock(heardAt ?? failing.since));
    if (!overview) return undefined;
    if (!heard && heardAt) return texts.unreachable(format.clock(heardAt));
    const { lastContactAt, silent, lastError } = overview.collector;
    const says = lastError ? ` ${texts.collectorSays(lastError.text)}` : '';
    if (lastContactAt === null) return texts.neverHeard;
    if (silent) return texts.silent(format.moment(new Date(lastContactAt)));
    if (!overview.cluster) return `${texts.noData}${says}`;
    if (!isCurrent(overview, heard))
      return `${texts.oldStates(format.moment(new Date(overview.cluster.takenAt)))}${says}`;
    return undefined;
  }
}

function noticeView({ state }: Page): Child {
  if (!state.notice) return null;
  return h(
    'p',
    { class: `notice notice-${state.notice.done ? 'done' : 'failed'}` },
    icon(state.notice.done ? 'ok' : 'critical'),
    state.notice.text,
  );
}

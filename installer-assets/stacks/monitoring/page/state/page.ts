import type { Language } from '../../protocol/account.ts';
import type { Range } from '../../protocol/series.ts';
import { clientOf, Refused } from '../api/client.ts';
import { patchChildren } from '../dom/patch.ts';
import { type Format, formatOf } from '../format/format.ts';
import { lengthened, limitOf, OLDER_LIMIT, renewed } from '../judge/alert-list.ts';
import { firstLanguage, rememberLanguage, TEXTS } from '../text/speech.ts';
import { frameView } from '../views/frame.ts';
import { failureText } from './failure-text.ts';
import { linkTo, readRoute } from './route.ts';
import { rowPieces } from './row-pieces.ts';
import type { Page, State } from './state.ts';

/** How often is asked for what is new; charts of long spans change slowly. */
const POLL_MS = 10_000;
const RETRY_MS = 3_000;
/** Between two pieces of a long list: a frame. */
const PIECE_MS = 16;
const SLOW_CHART_MS = 120_000;
/** Without an answer for so long nothing that is shown counts as now. */
const HEARD_MS = 35_000;

/** Takes the dashboard over: reads, shows, and asks again until the session ends. */
export function startPage(root: HTMLElement): void {
  let state: State = {
    language: firstLanguage(),
    route: readRoute(location.hash),
    session: undefined,
    overview: undefined,
    heardAt: undefined,
    failing: undefined,
    ended: false,
    range: 'hour',
    series: undefined,
    guests: { typed: '', filter: 'all', order: 'name' },
    alerts: undefined,
    acknowledging: undefined,
    settings: undefined,
    formRound: 0,
    users: undefined,
    editing: undefined,
    notice: undefined,
    busy: false,
  };
  let format: Format = formatOf(state.language, 'UTC');
  let timer: ReturnType<typeof setTimeout> | undefined;
  let drawing = false;
  let seriesReadAt = 0;
  const pieces = rowPieces();

  const client = clientOf(() => {
    if (state.ended) return;
    set({ ended: true });
    clearTimeout(timer);
    location.assign('/login');
  });

  function set(change: Partial<State>): void {
    state = { ...state, ...change };
    if (drawing) return;
    drawing = true;
    queueMicrotask(() => {
      drawing = false;
      draw();
    });
  }

  function draw(): void {
    const texts = TEXTS[state.language];
    document.documentElement.lang = state.language;
    const heard = state.heardAt !== undefined && Date.now() - state.heardAt.getTime() < HEARD_MS;
    const page: Page = {
      state,
      texts,
      format,
      client,
      heard,
      due: pieces.due,
      set,
      attempt,
      setLanguage,
      setRange,
      loadOlderAlerts,
    };
    // what the server wrote goes with the first answer, or with the first failure
    if (state.overview || state.failing || state.ended) patchChildren(root, [frameView(page)]);
    // after the browser has painted these
    if (pieces.advance()) setTimeout(() => set({}), PIECE_MS);
    const name = state.overview?.cluster?.value.name;
    document.title = name ? `${name} · ${texts.product}` : texts.product;
  }

  async function attempt(work: () => Promise<string>, refusals: Readonly<Record<string, string>> = {}): Promise<void> {
    if (state.busy) return;
    set({ busy: true, notice: undefined });
    try {
      set({ notice: { done: true, text: await work() } });
    } catch (error) {
      set({ notice: { done: false, text: failureText(TEXTS[state.language], error, refusals) } });
    } finally {
      set({ busy: false });
    }
  }

  function setLanguage(language: Language): void {
    rememberLanguage(language);
    format = formatOf(language, state.session?.timeZone ?? 'UTC');
    set({ language, notice: undefined });
  }

  function setRange(range: Range): void {
    seriesReadAt = 0;
    set({ range, series: undefined });
    void round();
  }

  async function loadOlderAlerts(): Promise<void> {
    const { route } = state;
    const last = state.alerts?.list.at(-1)?.id;
    if (route.page !== 'alerts' || last === undefined) return;
    try {
      const { alerts: found } = await client.alerts(route.all ? 'all' : 'open', OLDER_LIMIT, last);
      const { alerts } = state;
      // meanwhile one may be elsewhere, or have asked twice
      if (linkTo(state.route) !== linkTo(route) || alerts?.list.at(-1)?.id !== last) return;
      set({ alerts: lengthened(alerts, found) });
    } catch (error) {
      set({ notice: { done: false, text: failureText(TEXTS[state.language], error) } });
    }
  }

  /** What the place where one is needs beside the overview. */
  async function readPlace(): Promise<void> {
    const { route, range } = state;
    const stays = (): boolean => linkTo(state.route) === linkTo(route);
    if (route.page === 'source') {
      const slow = range !== 'hour' && range !== 'day';
      if (slow && state.series && Date.now() - seriesReadAt < SLOW_CHART_MS) return;
      try {
        const series = await client.series(route.source, range);
        if (stays() && state.range === range) {
          seriesReadAt = Date.now();
          set({ series });
        }
      } catch (error) {
        if (!(error instanceof Refused && /^(?:not-found|bad-question)$/.test(error.word))) throw error;
        if (stays()) set({ series: 'absent' });
      }
    } else if (route.page === 'alerts') {
      const limit = limitOf(state.alerts);
      const { alerts } = await client.alerts(route.all ? 'all' : 'open', limit);
      if (stays()) set({ alerts: renewed(state.alerts, alerts, limit) });
    } else if (state.session?.role === 'admin' && route.page === 'settings' && !state.settings) {
      set({ settings: await client.settings() });
    } else if (state.session?.role === 'admin' && route.page === 'users') {
      set({ users: await client.users() });
    }
  }

  async function round(): Promise<void> {
    clearTimeout(timer);
    // what was heard before a sleep is not of now
    set({});
    let waitMs = POLL_MS;
    try {
      const [session, overview] = await Promise.all([state.session ?? client.session(), client.overview()]);
      if (!state.session) format = formatOf(state.language, session.timeZone);
      const heardAt = new Date();
      // a failure is over when the place has been read too
      set({ session, overview, ...(state.failing ? {} : { heardAt }) });
      await readPlace();
      set({ heardAt, failing: undefined });
    } catch (error) {
      if (state.ended) return;
      waitMs = RETRY_MS;
      const failure = error instanceof Refused && error.word === 'database-down' ? 'database-down' : 'unreachable';
      set({ failing: { failure, since: state.failing?.since ?? new Date() } });
    }
    // rounds may overlap: one of them goes on
    clearTimeout(timer);
    if (!state.ended) timer = setTimeout(() => void round(), waitMs);
  }

  addEventListener('hashchange', () => {
    const route = readRoute(location.hash);
    seriesReadAt = 0;
    pieces.restart();
    set({
      route,
      series: undefined,
      alerts: undefined,
      acknowledging: undefined,
      editing: undefined,
      notice: undefined,
      settings: undefined,
      formRound: state.formRound + 1,
    });
    // after the drawing: whoever reads by ear hears where he is now
    setTimeout(() => {
      scrollTo(0, 0);
      document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
    });
    void round();
  });
  // a laptop that was asleep does not wait for the next round
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void round();
  });
  addEventListener('online', () => void round());
  void round();
}

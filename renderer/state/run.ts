import { create } from 'zustand';
import type { RunEvent, RunKind } from '../../electron/api/run.ts';
import type { EngineClient } from '../bridge/connect.ts';
import { failureDiagnostics } from '../bridge/failure.ts';
import { emptyRun, foldRun, type RunState } from './run-fold.ts';
import { rememberedSticks, rememberStick } from './stick-memory.ts';

/** On which page a run is shown. Runs of different places go on beside each other: sticks are written while nodes arrive. */
export type RunPlace =
  | 'install'
  | 'smoke'
  | 'drill'
  | 'maintenance'
  | 'arrival'
  | 'bundle'
  | 'stack'
  | 'handover'
  | 'sticks';
/** Where one run stands at a time. */
type SinglePlace = Exclude<RunPlace, 'sticks'>;
const SINGLE_PLACES: readonly SinglePlace[] = [
  'install',
  'smoke',
  'drill',
  'maintenance',
  'arrival',
  'bundle',
  'stack',
  'handover',
];

interface RunStore {
  /** The newest of each place. */
  readonly at: Readonly<Partial<Record<SinglePlace, RunState>>>;
  /** Sticks that are written or were written since the site was opened, oldest first. */
  readonly sticks: readonly RunState[];
  /** Follows a run from where this page last saw it; reconnects after a cut. */
  follow(engine: EngineClient, runId: string, place?: RunPlace): void;
  /** Another site was opened: shows its newest runs, which may still be going on. */
  resume(engine: EngineClient, siteRef: string): Promise<void>;
  /** Takes a finished stick off the page. */
  forget(runId: string): void;
}

const PLACES: Readonly<Record<RunKind, RunPlace>> = {
  apply: 'install',
  smoke: 'smoke',
  drill: 'drill',
  rehearse: 'install',
  maintenance: 'maintenance',
  arrive: 'arrival',
  bundle: 'bundle',
  stack: 'stack',
  handover: 'handover',
  images: 'sticks',
  flash: 'sticks',
};

let site: string | undefined;
const following = new Map<string, AbortController>();

function letGo(runIds: Iterable<string>): void {
  for (const runId of [...runIds]) {
    following.get(runId)?.abort();
    following.delete(runId);
  }
}

/** The runs on the screen. Events are folded in batches, once a frame at most. */
export const useRun = create<RunStore>((set, get) => {
  const current = (runId: string, place: RunPlace): RunState | undefined => {
    const { at, sticks } = get();
    if (place === 'sticks') return sticks.find((entry) => entry.runId === runId);
    return at[place]?.runId === runId ? at[place] : undefined;
  };
  const put = (place: RunPlace, state: RunState) => {
    if (place !== 'sticks') set({ at: { ...get().at, [place]: state } });
    else set({ sticks: get().sticks.map((entry) => (entry.runId === state.runId ? state : entry)) });
  };
  return {
    at: {},
    sticks: [],
    follow: (engine, runId, place = 'install') => {
      if (current(runId, place) && following.has(runId)) return;
      if (place === 'sticks') {
        rememberStick(site, runId);
        if (!current(runId, place)) set({ sticks: [...get().sticks, emptyRun(runId)] });
      } else {
        const before = get().at[place];
        if (before) letGo([before.runId]);
        if (before?.runId !== runId) put(place, emptyRun(runId));
      }
      const control = new AbortController();
      following.set(runId, control);
      // The lines of a log are read by the windowful where they are shown; maintenance tells its newest note.
      const order = { runId, log: place === 'maintenance' ? 'all' : 'none' } as const;
      void followEvents(engine, order, control.signal, (events) => {
        const state = current(runId, place);
        if (state && events.length > 0) put(place, foldRun(state, events));
        return current(runId, place)?.seq ?? 0;
      }).catch((error: unknown) => {
        following.delete(runId);
        const state = current(runId, place);
        if (!state || control.signal.aborted) return;
        // A remembered stick of an engine that is gone has nothing to show.
        if (place === 'sticks' && state.seq === 0) get().forget(runId);
        else put(place, { ...state, diagnostics: [...state.diagnostics, ...failureDiagnostics(error)] });
      });
    },
    resume: async (engine, siteRef) => {
      if (site === siteRef) return;
      site = siteRef;
      letGo(following.keys());
      set({ at: {}, sticks: [] });
      for (const runId of rememberedSticks(siteRef)) get().follow(engine, runId, 'sticks');
      const runs = await engine.runs.list({ site: siteRef }).catch(() => []);
      if (site !== siteRef) return;
      for (const place of SINGLE_PLACES) {
        const newest = runs.find((entry) => entry.outcome !== 'interrupted' && PLACES[entry.kind] === place);
        if (newest && get().at[place] === undefined) get().follow(engine, newest.runId, place);
      }
      for (const entry of runs)
        if (PLACES[entry.kind] === 'sticks' && entry.outcome === 'running') get().follow(engine, entry.runId, 'sticks');
    },
    forget: (runId) => {
      letGo([runId]);
      set({ sticks: get().sticks.filter((entry) => entry.runId !== runId) });
      rememberStick(site, runId, { forget: true });
    },
  };
});

const RETRY_MS = [200, 500, 1000, 2000, 5000];

/** The events of a run as they come, again from where it was after a cut, until its end. */
export async function followEvents(
  engine: EngineClient,
  order: { readonly runId: string; readonly log: 'all' | 'none' },
  signal: AbortSignal,
  take: (events: readonly RunEvent[]) => number,
): Promise<void> {
  let after = take([]);
  for (let attempt = 0; ; attempt += 1) {
    let waiting: RunEvent[] = [];
    let frame = 0;
    const flush = () => {
      frame = 0;
      const batch = waiting;
      waiting = [];
      after = take(batch);
    };
    try {
      for await (const event of await engine.runs.events({ ...order, after }, { signal })) {
        attempt = 0;
        waiting.push(event);
        if (event.type === 'run-finished') {
          cancelAnimationFrame(frame);
          flush();
          return;
        }
        if (frame === 0) frame = requestAnimationFrame(flush);
      }
    } catch (error) {
      if (signal.aborted) return;
      if (attempt >= RETRY_MS.length) throw error;
    } finally {
      cancelAnimationFrame(frame);
      if (waiting.length > 0) flush();
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)]));
    if (signal.aborted) return;
  }
}

/** The run whose smoke tests are the newest: tests by themselves, or those at the end of a rehearsal. */
export function newestChecked(at: RunStore['at']): RunState | undefined {
  const { smoke, install } = at;
  if (!install || install.checks.length + install.runningChecks.length === 0) return smoke;
  return smoke?.startedAt !== undefined && smoke.startedAt > (install.startedAt ?? '') ? smoke : install;
}

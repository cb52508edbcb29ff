import { create } from 'zustand';
import type { RunEvent } from '../../electron/api/run.ts';
import type { EngineClient } from '../bridge/connect.ts';
import { failureDiagnostics } from '../bridge/failure.ts';
import { emptyRun, foldRun, type RunState } from './run-fold.ts';

interface RunStore {
  readonly run: RunState | undefined;
  /** Follows a run from where this page last saw it; reconnects after a cut. */
  follow(engine: EngineClient, runId: string): void;
  /** Another site was opened: shows its newest run, which may still be going on. */
  resume(engine: EngineClient, siteRef: string): Promise<void>;
}

let site: string | undefined;
let following: AbortController | undefined;

/** The run on the screen. Events are folded in batches, once a frame at most. */
export const useRun = create<RunStore>((set, get) => ({
  run: undefined,
  follow: (engine, runId) => {
    if (get().run?.runId === runId && following && !following.signal.aborted) return;
    following?.abort();
    const control = new AbortController();
    following = control;
    if (get().run?.runId !== runId) set({ run: emptyRun(runId) });
    void followEvents(engine, runId, control.signal, (events) => {
      const run = get().run;
      if (run?.runId === runId) set({ run: foldRun(run, events) });
      return get().run?.seq ?? 0;
    }).catch((error: unknown) => {
      const run = get().run;
      if (run && !control.signal.aborted)
        set({ run: { ...run, diagnostics: [...run.diagnostics, ...failureDiagnostics(error)] } });
    });
  },
  resume: async (engine, siteRef) => {
    if (site === siteRef) return;
    site = siteRef;
    following?.abort();
    set({ run: undefined });
    const runs = await engine.runs.list({ site: siteRef }).catch(() => []);
    const newest = runs.find((entry) => entry.outcome !== 'interrupted' && entry.kind !== 'flash');
    if (newest && site === siteRef && get().run === undefined) get().follow(engine, newest.runId);
  },
}));

const RETRY_MS = [200, 500, 1000, 2000, 5000];

async function followEvents(
  engine: EngineClient,
  runId: string,
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
      for await (const event of await engine.runs.events({ runId, after }, { signal })) {
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

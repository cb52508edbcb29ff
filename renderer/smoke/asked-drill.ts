import { create } from 'zustand';
import type { EngineClient } from '../bridge/connect.ts';
import { useRun } from '../state/run.ts';

type DrillInput = Parameters<EngineClient['runs']['drill']>[0];

/** The drill that was last asked for here, with what was typed to confirm it. */
export const useAskedDrill = create<{ readonly asked: DrillInput | undefined }>(() => ({ asked: undefined }));

/** Begins a drill and puts it on the page. */
export async function beginDrill(engine: EngineClient, asked: DrillInput): Promise<void> {
  const { runId } = await engine.runs.drill(asked);
  useAskedDrill.setState({ asked });
  useRun.getState().follow(engine, runId, 'drill');
}

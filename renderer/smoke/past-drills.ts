import type { DrillView } from '../../electron/api/drill.ts';
import type { EngineClient } from '../bridge/connect.ts';

export interface PastDrill {
  readonly drill: DrillView;
  /** When its run ended. */
  readonly at: string;
}

/** So many runs are looked into at most: an old drill proves little. */
const RUNS_READ = 8;

/** The newest finished drill of each kind. */
export async function pastDrills(engine: EngineClient, siteRef: string): Promise<readonly PastDrill[]> {
  const runs = await engine.runs.list({ site: siteRef });
  const drills = runs.filter((run) => run.kind === 'drill' && run.finishedAt !== undefined).slice(0, RUNS_READ);
  const found: PastDrill[] = [];
  for (const { runId, finishedAt = '' } of drills) {
    let last: DrillView | undefined;
    for await (const event of await engine.runs.events({ runId, after: 0, log: 'none' })) {
      if (event.type === 'drill') last = event.drill;
    }
    const drill = last;
    if (drill && !found.some((entry) => entry.drill.kind === drill.kind)) found.push({ drill, at: finishedAt });
  }
  return found;
}

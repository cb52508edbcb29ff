import type { RunEvent } from '../../electron/api/run.ts';
import type { EngineClient } from '../bridge/connect.ts';

/** What was last done to a node from here. Somebody may have switched its maintenance by hand since. */
export interface NodeService {
  readonly node: string;
  /** The simulated one of that name; it says nothing about the real one. */
  readonly rehearsed: boolean;
  /** unclear: it was begun and did not end well. */
  readonly state: 'out' | 'in' | 'unclear';
  /** When that run ended. */
  readonly at: string;
}

/** So many runs of maintenance are looked into at most, newest first. */
const RUNS_READ = 32;

/** What is known of each node that was ever taken out of service from here, real and simulated apart. */
export async function nodeServices(engine: EngineClient, siteRef: string): Promise<readonly NodeService[]> {
  const runs = await engine.runs.list({ site: siteRef });
  const found: NodeService[] = [];
  for (const { runId, kind, finishedAt } of runs.filter((run) => run.kind === 'maintenance').slice(0, RUNS_READ)) {
    if (kind !== 'maintenance' || finishedAt === undefined) continue;
    const events: RunEvent[] = [];
    for await (const event of await engine.runs.events({ runId, after: 0, log: 'none' })) {
      events.push(event);
    }
    const service = serviceAfter(events);
    if (service && !found.some(({ node, rehearsed }) => node === service.node && rehearsed === service.rehearsed))
      found.push(service);
  }
  return found;
}

/**
 * How a run of maintenance left its node; undefined where it did nothing to it (it was refused).
 */
export function serviceAfter(events: readonly RunEvent[]): NodeService | undefined {
  const started = events.find((event) => event.type === 'run-started');
  const ended = events.findLast((event) => event.type === 'run-finished');
  const asked = started?.asked?.maintenance;
  if (!started || !ended || !asked) return undefined;
  const { node, mode } = asked;
  const about = { node, rehearsed: started.rehearsed, at: ended.at };
  const hasBegun = events.some((event) => event.type === 'step-started');
  if (ended.outcome === 'done') return { ...about, state: mode === 'on' ? 'out' : 'in' };
  // Refused before anything was asked of the cluster, it left the node as it was.
  return hasBegun ? { ...about, state: 'unclear' } : undefined;
}

/** What may be asked of a node, the likely one first: what would change nothing is left out where that is known. */
export function modesFor(services: readonly Pick<NodeService, 'state'>[]): readonly ('on' | 'off')[] {
  const states = new Set(services.map(({ state }) => state));
  if (states.size === 1 && states.has('out')) return ['off'];
  if (states.size === 1 && states.has('in')) return ['on'];
  return states.has('out') || states.has('unclear') ? ['off', 'on'] : ['on', 'off'];
}

import { afterAll, beforeAll } from 'vitest';
import { describeDiagnostic } from '../../../electron/api/diagnostic.ts';
import type { DrillOrder, DrillView } from '../../../electron/api/drill.ts';
import type { RunEvent } from '../../../electron/api/run.ts';
import { exampleText, follow, openRack, outcomeOf, type Rack, REHEARSAL, troubles } from './rack.ts';

/** Of the example: its nodes and its machine. */
export const ONE = 'pve-node1';
export const TWO = 'pve-node2';
export const VM = 'vm-dashboard';

export interface DrillEnd {
  readonly view: DrillView;
  /** Of the run. */
  readonly outcome: string;
  /** English sentence of what went wrong; '' = nothing. */
  readonly sentence: string;
  readonly figures: Readonly<Record<string, number>>;
}

/** A rack whose site is as its file says. */
export async function build(rack: Rack): Promise<void> {
  const client = rack.laptop();
  const { runId } = await client.runs.apply({ site: rack.file, rehearsal: REHEARSAL });
  const events = await follow(client, runId);
  if (outcomeOf(events) !== 'done') throw new Error(troubles(events).join('\n'));
  await rack.served.world.sleep(120);
}

/** The example's site, built once for all tests of a file and closed after them; `take` is given it before the first. */
export function oneBuiltExample(take: (rack: Rack) => void): void {
  let rack: Rack;
  beforeAll(async () => {
    rack = await openRack(exampleText());
    take(rack);
    await build(rack);
  }, 300_000);
  afterAll(() => rack.close());
}

/** One drill to its end. `onState` is called with every state; what it gives back `stop` ends the drill then. */
export async function drill(
  rack: Rack,
  order: DrillOrder,
  confirm: string,
  onState?: (view: DrillView) => 'stop' | undefined,
): Promise<DrillEnd> {
  const client = rack.laptop();
  const { runId } = await client.runs.drill({ site: rack.file, rehearsal: REHEARSAL, drill: order, confirm });
  let view: DrillView | undefined;
  let isStopped = false;
  const events = await follow(client, runId, async (event: RunEvent) => {
    if (event.type !== 'drill') return;
    view = event.drill;
    if (isStopped || onState?.(view) !== 'stop') return;
    isStopped = true;
    await client.runs.stop({ runId, mode: 'now' });
  });
  if (!view) throw new Error(`the drill never said anything: ${troubles(events).join('\n')}`);
  return {
    view,
    outcome: outcomeOf(events),
    sentence: view.diagnostic ? describeDiagnostic(view.diagnostic, 'en').summary : '',
    figures: Object.fromEntries(view.figures.map((figure) => [figure.id, figure.value])),
  };
}

/** Items of the plan that are not true. */
export async function planOf(rack: Rack): Promise<readonly string[]> {
  const plan = await rack.laptop().plan.make({ site: rack.file, rehearsal: REHEARSAL });
  return plan.items.filter((item) => item.action !== 'skip').map((item) => item.id);
}

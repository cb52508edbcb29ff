import { fail } from '../../../api/diagnostic.ts';
import { until } from '../../pve/patience.ts';
import { change } from '../../shell/command.ts';
import { type ContainerState, containersFact, containersOf, isRight } from '../compose/compose-facts.ts';
import { composeWords } from '../compose/compose-words.ts';
import type { ComposeInstance } from '../registry.ts';
import type { Hands } from './hands.ts';

const LIMIT_MS = 300_000;
const EVERY_MS = 2_000;

const START_LIMIT_MS = 120_000;

/** Starts what a command that was ended in the middle had stopped. The signal of the run is over by then and is not asked. */
export async function startAgain({ transport }: Pick<Hands, 'transport'>, entry: ComposeInstance): Promise<void> {
  const command = change`docker ${composeWords(entry)} start`;
  await transport(entry.instance.on).exec(command, { timeoutMs: START_LIMIT_MS });
}

/** Waits until every service of an instance runs and is healthy. Throws `stack.not-healthy`. */
export async function untilHealthy(hands: Hands, entry: ComposeInstance): Promise<void> {
  const { on, id } = entry.instance;
  let wrong: readonly string[] = [];
  const healthy = await until(hands, { deadlineMs: LIMIT_MS, everyMs: EVERY_MS }, async () => {
    const fact = containersFact.parse(await hands.transport(on).exec(containersFact.command, { signal: hands.signal }));
    wrong = fact.known ? notRight(entry, fact.value) : [fact.why];
    return wrong.length === 0 ? true : undefined;
  });
  if (healthy) return;
  throw fail('stack.not-healthy', {
    params: { instance: id, host: on, services: wrong.join(', ') },
    subject: { host: on },
  });
}

function notRight(entry: ComposeInstance, containers: readonly ContainerState[]): readonly string[] {
  return entry.application.services.flatMap((service) => {
    const own = containersOf(entry, containers, service);
    const bad = own.find((container) => !isRight(entry, container));
    if (own.length > 0 && !bad) return [];
    return [`${service} (${bad?.status ?? 'absent'})`];
  });
}

import { fail } from '../../../api/diagnostic.ts';
import { linesOf } from '../../facts/parse/text.ts';
import { read } from '../../shell/command.ts';
import { evidenceOf } from '../../steps/machines/support/run-change.ts';
import type { InstancePlace, StackRemoval } from '../stack.ts';
import { type Hands, saidByJob } from './hands.ts';

const REMOVE_LIMIT_MS = 1_800_000;

/** What the data of an instance are called on its host; none where it keeps none. Throws `stack.data-unreadable`. */
export async function dataNames(hands: Hands, place: InstancePlace, way: StackRemoval): Promise<readonly string[]> {
  const { instanceId, host } = place;
  const result = await hands.transport(host).exec(way.data, { signal: hands.signal });
  if (result.code === 0) return linesOf(result.stdout).filter((line) => line.trim() !== '');
  throw fail('stack.data-unreadable', {
    params: { instance: instanceId, host },
    evidence: evidenceOf(result),
    subject: { host },
  });
}

/** Takes an instance away. Its data stay unless `withData`; its backups always do. Throws `stack.not-removed`, `transport.*`. */
export async function removeInstance(
  hands: Hands,
  place: InstancePlace,
  way: StackRemoval,
  options: { readonly withData: boolean },
): Promise<void> {
  const { instanceId, host, folder } = place;
  const transport = hands.transport(host);
  const result = await transport.job(`stack.remove-${instanceId}`, way.take(options), {
    signal: hands.signal,
    timeoutMs: REMOVE_LIMIT_MS,
  });
  const left = options.withData && result.code === 0 ? await dataNames(hands, place, way) : [];
  // what services wrote into the folder are data
  const last = options.withData ? folder : `${folder}/.env`;
  const looked = folder === '' ? result : await transport.exec(read`[ ! -e ${last} ]`, { signal: hands.signal });
  if (result.code === 0 && looked.code === 0 && left.length === 0) return;
  throw fail('stack.not-removed', {
    params: { instance: instanceId, host },
    evidence: [...saidByJob(result), ...left],
    subject: { host },
  });
}

import { fail } from '../../../api/diagnostic.ts';
import { read } from '../../shell/command.ts';
import { evidenceOf } from '../../steps/machines/support/run-change.ts';
import { LONGEST_JOB_MS } from '../../transport/port.ts';
import type { InstancePlace, StackRestore } from '../stack.ts';
import { type Hands, saidByJob } from './hands.ts';

/** Making indexes anew takes longer than saving. */
const RESTORE_LIMIT_MS = LONGEST_JOB_MS;
const HASH_LIMIT_MS = 3_600_000;

export interface RestoreSource {
  /** As a person knows it. */
  readonly name: string;
  /** On the instance's host. */
  readonly path: string;
  /** What it was when it was written, where that is known. */
  readonly sha256?: string;
}

/** Throws `stack.backup-damaged` for a file that is not as it was written. */
export async function proveBackup(hands: Hands, { host }: InstancePlace, source: RestoreSource): Promise<void> {
  if (source.sha256 === undefined) return;
  const result = await hands
    .transport(host)
    .exec(read`sha256sum <${source.path}`, { signal: hands.signal, timeoutMs: HASH_LIMIT_MS });
  if (result.code === 0 && result.stdout.startsWith(source.sha256)) return;
  throw fail('stack.backup-damaged', {
    params: { backup: source.name, host },
    evidence: [`expected ${source.sha256}`, ...evidenceOf(result)],
    subject: { host },
  });
}

/** Brings saved data back, all or nothing. Throws `stack.not-restored`, `transport.*`. */
export async function restoreData(
  hands: Hands,
  place: InstancePlace,
  way: StackRestore,
  source: RestoreSource,
  options: { readonly leaveStopped: boolean } = { leaveStopped: false },
): Promise<void> {
  const { instanceId, host } = place;
  const result = await hands.transport(host).job(`stack.restore-${instanceId}`, way.from(source.path, options), {
    signal: hands.signal,
    timeoutMs: RESTORE_LIMIT_MS,
  });
  if (result.code === 0) return;
  throw fail('stack.not-restored', {
    params: { instance: instanceId, host, backup: source.name },
    evidence: saidByJob(result),
    subject: { host },
  });
}

import { randomUUID } from 'node:crypto';
import type { Batch } from '../protocol/batch.ts';
import type { CollectorState, RoundError } from '../protocol/collector.ts';
import { MAX_SAMPLES_OF_A_BATCH } from '../protocol/sample.ts';
import type { States } from '../protocol/states.ts';
import type { Round } from './round.ts';

/** Results of backups that one batch takes along: with their texts about 2 MB. */
const MAX_BACKUPS = 2_000;

/**
 * What is beyond one batch goes into further ones: the samples of a very large cluster, and the results of a year of backups
 * when the collector is new. States and errors are in the first.
 */
export function batchesOf(
  { samples, states }: Pick<Round, 'samples' | 'states'>,
  takenAt: Date,
  errors: readonly RoundError[],
  collector: CollectorState,
): readonly Batch[] {
  const { backups } = states;
  const count = Math.max(
    1,
    Math.ceil(samples.length / MAX_SAMPLES_OF_A_BATCH),
    Math.ceil((backups?.length ?? 0) / MAX_BACKUPS),
  );
  return Array.from({ length: count }, (_, part) => {
    const ownBackups = backups?.slice(part * MAX_BACKUPS, (part + 1) * MAX_BACKUPS);
    const ownStates: States = {
      ...(part === 0 ? states : {}),
      ...(ownBackups && (part === 0 || ownBackups.length > 0) ? { backups: ownBackups } : {}),
    };
    return {
      batchId: randomUUID(),
      takenAt: takenAt.toISOString(),
      samples: samples.slice(part * MAX_SAMPLES_OF_A_BATCH, (part + 1) * MAX_SAMPLES_OF_A_BATCH),
      ...(Object.keys(ownStates).length > 0 ? { states: ownStates } : {}),
      errors: [...errors],
      collector,
    };
  });
}

/** Times of rounds, none of them twice: a clock that was set back would take two rounds for one. */
export function distinctTimes(): (nowMs: number) => Date {
  const used = new Set<number>();
  return (nowMs) => {
    let time = nowMs;
    while (used.has(time)) time += 1;
    used.add(time);
    const [oldest] = used;
    if (used.size > 20_000 && oldest !== undefined) used.delete(oldest);
    return new Date(time);
  };
}

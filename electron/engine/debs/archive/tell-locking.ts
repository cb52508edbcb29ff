import { archiveKey } from './archive-source.ts';
import type { LockProgress, LockRequest } from './lock-types.ts';

/** Tells one step of a locking; `done` where with it an archive is at hand, is read, or a folder is chosen for. */
export type Teller = (step: Omit<LockProgress, 'done' | 'total'>, done?: 'done') => void;

/** Counts what there is to do for a request: each archive is brought and read, each target is chosen for. */
export function tellerOf({ targets, onProgress }: LockRequest): Teller {
  const archives = new Set(
    targets.flatMap(({ sources, architecture }) => sources.map((source) => archiveKey(source, architecture))),
  );
  const total = archives.size * 2 + targets.length;
  let done = 0;
  return (step, isDone) => {
    if (isDone) done += 1;
    onProgress?.({ ...step, done, total });
  };
}

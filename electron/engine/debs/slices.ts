/**
 * Long work that can be left off between two steps: it yields wherever others may be let in, and gives its result at the end.
 * The same work is done at once (a test, a tool) or in slices (the engine, which answers a window meanwhile).
 */
export type Slices<Result> = Generator<void, Result, undefined>;

/** How long others wait at most for a slice, as long as no step of the work is longer itself. */
const SLICE_MS = 10;

export function atOnce<Result>(work: Slices<Result>): Result {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** Throws what the work throws, and the signal's reason where it is stopped. */
export async function inSlices<Result>(work: Slices<Result>, signal?: AbortSignal): Promise<Result> {
  let since = performance.now();
  try {
    for (;;) {
      signal?.throwIfAborted();
      const step = work.next();
      if (step.done) return step.value;
      if (performance.now() - since < SLICE_MS) continue;
      await new Promise(setImmediate);
      since = performance.now();
    }
  } finally {
    // A work that is stopped closes what it has open.
    work.return(undefined as never);
  }
}

/**
 * Does work on each value, at most `limit` at a time, and gives the results in order. The first failure stops what has not
 * begun, waits for what runs (which gets the signal) and is thrown.
 */
export async function inParallel<T, R>(
  values: readonly T[],
  limit: number,
  signal: AbortSignal | undefined,
  work: (value: T, signal: AbortSignal) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = new Array<R>(values.length);
  const failed = new AbortController();
  const stop = (): void => failed.abort(signal?.reason);
  if (signal?.aborted) stop();
  signal?.addEventListener('abort', stop, { once: true });
  let next = 0;
  let first: { readonly error: unknown } | undefined;
  const worker = async (): Promise<void> => {
    while (next < values.length && !failed.signal.aborted) {
      const index = next;
      next += 1;
      try {
        results[index] = await work(values[index] as T, failed.signal);
      } catch (error) {
        first ??= { error };
        failed.abort(error);
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(limit, values.length) }, worker));
  } finally {
    signal?.removeEventListener('abort', stop);
  }
  signal?.throwIfAborted();
  if (first) throw first.error;
  return results;
}

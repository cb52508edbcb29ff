/** Asks one place after the other until one gives an answer; the failure of the last counts. */
export async function fromFirst<P, T>(
  places: readonly P[],
  signal: AbortSignal | undefined,
  ask: (place: P) => Promise<T>,
): Promise<T> {
  let failure: unknown = new RangeError('no place to ask');
  for (const place of places)
    try {
      return await ask(place);
    } catch (error) {
      signal?.throwIfAborted();
      failure = error;
    }
  throw failure;
}

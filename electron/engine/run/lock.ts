/**
 * Locks by name inside this process: a host, a cluster, a site. All names of a request are taken at once, first come
 * first served among requests that share a name, so that nobody starves and nothing can lock up.
 */
export interface Locks {
  /** Resolves with the function that gives the names back. Rejects with the signal's reason. */
  acquire(names: readonly string[], signal?: AbortSignal): Promise<() => void>;
  /** Takes all or nothing now. */
  tryAcquire(names: readonly string[]): (() => void) | undefined;
}

interface Waiting {
  readonly names: readonly string[];
  readonly go: (release: () => void) => void;
}

/** Makes an empty set of locks. */
export function createLocks(): Locks {
  const taken = new Set<string>();
  let queue: Waiting[] = [];

  const take = (names: readonly string[]): (() => void) => {
    for (const name of names) taken.add(name);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      for (const name of names) taken.delete(name);
      advance();
    };
  };
  const advance = (): void => {
    const wanted = new Set(taken);
    const waiting = queue;
    queue = [];
    const ready: Waiting[] = [];
    for (const entry of waiting) {
      if (entry.names.some((name) => wanted.has(name))) queue.push(entry);
      else ready.push(entry);
      for (const name of entry.names) wanted.add(name); // later ones may not overtake on a shared name
    }
    for (const entry of ready) entry.go(take(entry.names));
  };

  return {
    acquire(names, signal) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason);
          return;
        }
        const stop = (): void => {
          queue = queue.filter((waiting) => waiting !== entry);
          reject(signal?.reason);
          advance();
        };
        const entry: Waiting = {
          names: [...new Set(names)],
          go(release) {
            signal?.removeEventListener('abort', stop);
            resolve(release);
          },
        };
        signal?.addEventListener('abort', stop, { once: true });
        queue.push(entry);
        advance();
      });
    },
    tryAcquire(names) {
      const blocked = names.some((name) => taken.has(name) || queue.some((entry) => entry.names.includes(name)));
      return blocked ? undefined : take([...new Set(names)]);
    },
  };
}

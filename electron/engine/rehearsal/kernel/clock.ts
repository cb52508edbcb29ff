/** Simulated time: runs `compression` times as fast as the machine's. */
export class SimClock {
  readonly compression: number;
  readonly #simulatedStart: number;
  readonly #realStart = Date.now();
  readonly #pending = new Set<() => void>();
  #closed = false;

  constructor(startAt: number, compression: number) {
    if (!(compression > 0)) throw new RangeError(`compression must be above 0, not ${compression}`);
    this.#simulatedStart = startAt;
    this.compression = compression;
  }

  /** Simulated epoch milliseconds. */
  now(): number {
    return Math.round(this.#simulatedStart + (Date.now() - this.#realStart) * this.compression);
  }

  /** Waits `seconds` of simulated time; rejects with the signal's reason, or when the clock is closed. */
  sleep(seconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      if (this.#closed) {
        reject(new Error('the simulated world is closed'));
        return;
      }
      const timer = setTimeout(() => finish(resolve), Math.min((seconds * 1000) / this.compression, 0x7fffffff));
      const stop = () => finish(() => reject(signal?.reason));
      const close = () => finish(() => reject(new Error('the simulated world is closed')));
      const finish = (settle: () => void) => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', stop);
        this.#pending.delete(close);
        settle();
      };
      signal?.addEventListener('abort', stop, { once: true });
      this.#pending.add(close);
    });
  }

  close(): void {
    this.#closed = true;
    for (const close of [...this.#pending]) close();
  }
}

/** Simulated time that passes only by sleeping: replays take no wall time and always meet the same moments. */
export class VirtualClock {
  readonly compression = 1;
  #now: number;
  onStep: () => void = () => undefined;

  constructor(startAt: number) {
    this.#now = startAt;
  }

  now(): number {
    return this.#now;
  }

  async sleep(seconds: number, signal?: AbortSignal): Promise<void> {
    for (let left = seconds * 1000; left > 0; left -= 1000) {
      this.#now += Math.min(1000, left);
      this.onStep();
      await Promise.resolve();
      if (signal?.aborted) throw signal.reason;
    }
  }

  /** Nothing else passes the time than sleeping: every limit runs down while its command waits. */
  outwait(seconds: number, _stirs: () => number, signal: AbortSignal): Promise<void> {
    return this.sleep(seconds, signal);
  }

  close(): void {
    // Nothing waits outside sleep().
  }
}

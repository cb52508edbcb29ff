import { outwait } from './outwait.ts';
import { restedMs, unlivedMs } from './unlived-time.ts';

const LOOK_EVERY_MS = 5;
/** What the process has lived costs system calls to learn, and a script asks for the time at every file it touches. */
const SHORTEST_LOOK_MS = 0.25;
/**
 * A gap between two looks at the machine's clock that is longer than this was not lived through: others had the processor.
 * The timers of Windows tick 64 times a second.
 */
const LONGEST_GAP_MS = process.platform === 'win32' ? 32 : 7;
/** Whoever holds the clock longer than this waits for something that simulated time must bring. */
const LONGEST_HOLD_MS = 10_000;

/**
 * Simulated time: runs `compression` times as fast as the machine's while this process waits. While it computes, or is not
 * let compute (a busy laptop), simulated time stands still with it: what takes a node no time must not eat a deadline of
 * the site two hundred times as fast.
 */
export class SimClock {
  readonly compression: number;
  readonly #simulatedStart: number;
  readonly #pending = new Set<() => void>();
  readonly #looker: NodeJS.Timeout;
  #livedMs = 0;
  #lookedAt = performance.now();
  #unlivedMs = unlivedMs();
  #restedMs = restedMs() ?? 0;
  #closed = false;
  #holds = 0;

  constructor(startAt: number, compression: number) {
    if (!(compression > 0)) throw new RangeError(`compression must be above 0, not ${compression}`);
    this.#simulatedStart = startAt;
    this.compression = compression;
    this.#looker = setInterval(() => this.#look(), LOOK_EVERY_MS);
    this.#looker.unref();
  }

  /** Simulated epoch milliseconds. */
  now(): number {
    this.#look();
    return Math.round(this.#simulatedStart + this.#livedMs * this.compression);
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
      this.#look();
      const dueMs = this.#livedMs + (seconds * 1000) / this.compression;
      let timer: NodeJS.Timeout;
      const arm = () => {
        this.#look();
        const leftMs = dueMs - this.#livedMs;
        if (leftMs <= 0.5) finish(resolve);
        else timer = setTimeout(arm, Math.min(leftMs, 0x7fffffff));
      };
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
      // Never at once: whoever waits lets others run first.
      timer = setTimeout(arm, Math.min(Math.max(0, dueMs - this.#livedMs), 0x7fffffff));
    });
  }

  /**
   * Waits until a time limit has run down: `seconds` of simulated time that the site's programs waited through.
   * @param stirs how often a program of the site did something so far
   */
  outwait(seconds: number, stirs: () => number, signal: AbortSignal): Promise<void> {
    return outwait(this, stirs, seconds, signal);
  }

  /**
   * Simulated time stands still until the given function is called, at most ten seconds: for an exchange with the world
   * outside, which takes real time. Several may hold it at once.
   */
  hold(): () => void {
    this.#look();
    this.#holds += 1;
    let isHeld = true;
    const release = () => {
      clearTimeout(timer);
      if (!isHeld) return;
      isHeld = false;
      this.#look();
      this.#holds -= 1;
    };
    const timer = setTimeout(release, LONGEST_HOLD_MS);
    timer.unref();
    return release;
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#looker);
    for (const close of [...this.#pending]) close();
  }

  #look(): void {
    const now = performance.now();
    if (now - this.#lookedAt < SHORTEST_LOOK_MS) return;
    const unlivedNowMs = unlivedMs();
    const restedNowMs = restedMs();
    const gapMs = now - this.#lookedAt;
    const idleMs = gapMs - (unlivedNowMs - this.#unlivedMs);
    const mostMs = restedNowMs === undefined ? gapMs : restedNowMs - this.#restedMs;
    if (this.#holds === 0) this.#livedMs += Math.min(Math.max(0, idleMs), mostMs, LONGEST_GAP_MS);
    this.#lookedAt = now;
    this.#unlivedMs = unlivedNowMs;
    this.#restedMs = restedNowMs ?? 0;
  }
}

interface Reading {
  readonly value: number;
  readonly uptimeSeconds: number | null;
  readonly atMs: number;
  readonly rate: number | null;
}

/** Proxmox's own list is refreshed every 10 s: so long a reading may come back unchanged. */
const UNCHANGED_MS = 40_000;
/** More than any machine moves in a second: not a reading of the same counter. */
const MOST = 1e13;
const FORGET_MS = 600_000;
/** Uptimes are whole seconds. */
const SAME_SECONDS = 1.5;

/**
 * Rates from counters. The time between two readings is what the machine's own uptime says, as it is read together with
 * the counter: `/cluster/resources` gives figures that are up to 10 s old. Where both agree the monotonic time is taken,
 * which is finer. No wall clock is used, so that setting it changes no rate.
 */
export class Rates {
  readonly #readings = new Map<string, Reading>();

  /**
   * @param key of the counter; what starts it anew (another node) is part of it
   * @param atMs monotonic milliseconds
   * @returns units a second; null: not known yet, or the counter began anew
   */
  read(key: string, value: number | null, uptimeSeconds: number | null, atMs: number): number | null {
    const before = this.#readings.get(key);
    if (value === null) return null;
    const keep = (worked: number | null): number | null => {
      const rate = worked !== null && worked <= MOST ? worked : null;
      this.#readings.set(key, { value, uptimeSeconds, atMs, rate });
      return rate;
    };
    if (!before) return keep(null);
    const elapsed = (atMs - before.atMs) / 1000;
    if (before.uptimeSeconds === null || uptimeSeconds === null)
      return value < before.value || elapsed <= 0 ? keep(null) : keep((value - before.value) / elapsed);
    const up = uptimeSeconds - before.uptimeSeconds;
    if (value < before.value || up < 0) return keep(null);
    // the same record once more: it stays as old as it is
    if (up === 0 && value === before.value) return atMs - before.atMs <= UNCHANGED_MS ? before.rate : null;
    const seconds = Math.abs(up - elapsed) <= SAME_SECONDS ? elapsed : up;
    return seconds > 0 ? keep((value - before.value) / seconds) : before.rate;
  }

  /** Forgets what was not read for long. */
  sweep(atMs: number): void {
    for (const [key, { atMs: last }] of this.#readings) if (atMs - last > FORGET_MS) this.#readings.delete(key);
  }
}

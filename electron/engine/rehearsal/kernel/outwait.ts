/** What of a clock is needed to wait. */
interface Waiting {
  readonly compression: number;
  now(): number;
  sleep(seconds: number, signal: AbortSignal): Promise<void>;
}

/** A limit runs down in so many parts, none of them shorter than this; after each one is looked whether the site waited. */
const PARTS = 8;
const SHORTEST_PART_MS = 4;
/** Who computes does something within so many turns of the event loop. */
const QUIET_TURNS = 3;
/** After so much of the machine's time a program that never rests is no better than one that hangs. */
const LONGEST_STIR_MS = 10_000;

/**
 * Waits until a limit has run down, in simulated time that the site's programs waited through: a part of it at whose end they
 * still compute is not counted. A busy laptop is late with its timers and with its programs alike, and it must not look like a
 * command that hangs.
 * @param stirs how often a program of the site did something so far
 */
export async function outwait(
  clock: Waiting,
  stirs: () => number,
  seconds: number,
  signal: AbortSignal,
): Promise<void> {
  const partMs = Math.max((seconds * 1000) / PARTS, SHORTEST_PART_MS * clock.compression);
  let leftMs = seconds * 1000;
  let stirsSince: number | undefined;
  do {
    const from = clock.now();
    await clock.sleep(Math.min(partMs, leftMs) / 1000, signal);
    const sleptMs = clock.now() - from;
    if (await staysQuiet(stirs)) stirsSince = undefined;
    else stirsSince ??= performance.now();
    if (stirsSince === undefined || performance.now() - stirsSince > LONGEST_STIR_MS) leftMs -= sleptMs;
    // A sleep of the clock may be half a millisecond of the machine's time short.
  } while (leftMs > clock.compression / 2);
  if (signal.aborted) throw signal.reason;
}

async function staysQuiet(stirs: () => number): Promise<boolean> {
  const before = stirs();
  for (let turn = 0; turn < QUIET_TURNS; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    if (stirs() !== before) return false;
  }
  return true;
}

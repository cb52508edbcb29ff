/** So often the engine is started again; what dies more often than that would only die again. */
const MOST = 3;
const WITHIN_MS = 60_000;

/**
 * Whether the engine is started again after it died.
 * @param deaths when it died, in milliseconds, this time included
 */
export function mayRestart(deaths: readonly number[], now: number): boolean {
  return deaths.filter((at) => now - at < WITHIN_MS).length <= MOST;
}

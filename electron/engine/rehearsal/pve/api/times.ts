/** `2026-11-21_02:22:04`, UTC, from epoch seconds. */
export function perlTime(epochSeconds: number): string {
  return new Date(epochSeconds * 1000).toISOString().slice(0, 19).replace('T', '_');
}

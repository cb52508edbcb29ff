const DAY_MS = 86_400_000;
/** A day's worth of hours at least: the night's backups are no trend. */
const FEWEST_POINTS = 24;

/**
 * Days until a disk is full, by the line of least squares through its use of the last days; undefined where it does not
 * grow, or too little is known.
 */
export function daysUntilFull(
  points: readonly { readonly at: Date; readonly usedBytes: number }[],
  now: Date,
  usedBytes: number,
  totalBytes: number,
): number | undefined {
  if (points.length < FEWEST_POINTS) return undefined;
  const days = points.map(({ at }) => (at.getTime() - now.getTime()) / DAY_MS);
  const meanDay = mean(days);
  const meanUse = mean(points.map((point) => point.usedBytes));
  let [above, below] = [0, 0];
  for (const [index, point] of points.entries()) {
    const day = (days[index] ?? 0) - meanDay;
    above += day * (point.usedBytes - meanUse);
    below += day * day;
  }
  const bytesPerDay = below === 0 ? 0 : above / below;
  // a thousandth of the disk a day would take years: noise
  if (bytesPerDay <= totalBytes / 2_000) return undefined;
  return Math.max(0, (totalBytes - usedBytes) / bytesPerDay);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

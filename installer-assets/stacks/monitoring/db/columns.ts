import type { Figure, PeakFigure } from '../protocol/figures.ts';

/** Column of a figure, in `sample` and in the roll-ups; the highest value of a step is in COLUMN_peak. */
export const COLUMNS = {
  cpuRatio: 'cpu',
  memoryUsedBytes: 'memory_used',
  memoryTotalBytes: 'memory_total',
  diskUsedBytes: 'disk_used',
  diskTotalBytes: 'disk_total',
  networkInBytesPerSecond: 'network_in',
  networkOutBytesPerSecond: 'network_out',
  diskReadBytesPerSecond: 'disk_read',
  diskWriteBytesPerSecond: 'disk_write',
} as const satisfies Readonly<Record<Figure, string>>;

export function peakColumn(figure: PeakFigure): string {
  return `${COLUMNS[figure]}_peak`;
}

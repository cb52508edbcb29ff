/** What a chart can show of a source, and a sample's field of the same name holds. */
export const FIGURES = [
  'cpuRatio',
  'memoryUsedBytes',
  'memoryTotalBytes',
  'diskUsedBytes',
  'diskTotalBytes',
  'networkInBytesPerSecond',
  'networkOutBytesPerSecond',
  'diskReadBytesPerSecond',
  'diskWriteBytesPerSecond',
] as const;
export type Figure = (typeof FIGURES)[number];

/** Figures whose highest value of a step is kept beside the average. */
export const PEAK_FIGURES = [
  'cpuRatio',
  'memoryUsedBytes',
  'networkInBytesPerSecond',
  'networkOutBytesPerSecond',
  'diskReadBytesPerSecond',
  'diskWriteBytesPerSecond',
] as const satisfies readonly Figure[];
export type PeakFigure = (typeof PEAK_FIGURES)[number];

import { randomUUID } from 'node:crypto';
import { type Batch, BatchSchema } from '../../../installer-assets/stacks/monitoring/protocol/batch.ts';
import { type Sample, SampleSchema } from '../../../installer-assets/stacks/monitoring/protocol/sample.ts';

/** A sample with figures that follow from its source and time, so that what is read back can be compared. */
export function sampleOf(source: string, at: Date, change: Partial<Sample> = {}): Sample {
  const seconds = Math.floor(at.getTime() / 1000);
  return SampleSchema.parse({
    takenAt: at.toISOString(),
    source,
    cpuRatio: (seconds % 100) / 100,
    memoryUsedBytes: 1_000_000_000 + (seconds % 1000),
    memoryTotalBytes: 4_000_000_000,
    diskUsedBytes: 20_000_000_000,
    diskTotalBytes: 100_000_000_000,
    networkInBytesPerSecond: seconds % 1000,
    networkOutBytesPerSecond: 5,
    diskReadBytesPerSecond: null,
    diskWriteBytesPerSecond: 7,
    ...change,
  });
}

/** A batch of one round. */
export function batchOf(at: Date, sources: readonly string[], change: Partial<Batch> = {}): Batch {
  return BatchSchema.parse({
    batchId: randomUUID(),
    takenAt: at.toISOString(),
    samples: sources.map((source) => sampleOf(source, at)),
    errors: [],
    ...change,
  });
}

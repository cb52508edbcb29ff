import type { World } from '../../kernel/program.ts';
import { readText, writeText } from './database.ts';
import { findGuest } from './guest-config.ts';
import { formatSections, parseSections } from './section-config.ts';
import type { Database } from './slice.ts';

/** One storage replication job of replication.cfg. */
export interface ReplicationJob {
  readonly id: string;
  readonly values: Record<string, string>;
}

export function jobsOf(database: Database): readonly ReplicationJob[] {
  return parseSections(readText(database, 'replication.cfg') ?? '').map((section) => {
    const { id, values } = section;
    const place = findGuest(database, id.split('-')[0] ?? '')?.nodeName;
    // After a move of the guest to the target the vendor swaps the direction when it next looks at the job.
    if (place !== undefined && values.target === place && values.source !== undefined && values.source !== place) {
      return { id, values: { ...values, source: place, target: values.source } };
    }
    return { id, values };
  });
}

export function writeJobs(world: World, database: Database, jobs: readonly ReplicationJob[]): void {
  const text = formatSections(
    jobs.map((job) => ({ type: 'local', id: job.id, values: job.values })),
    ['target'],
  );
  if (text !== (readText(database, 'replication.cfg') ?? '')) writeText(world, database, 'replication.cfg', text);
}

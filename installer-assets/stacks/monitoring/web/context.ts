import type { Database } from '../db/database.ts';
import type { BatchStore } from '../db/store-batch.ts';
import type { Keys } from './access/keys.ts';
import type { Configuration } from './configuration.ts';
import type { PageFile } from './http/page-files.ts';
import type { Log } from './log.ts';

/** What every part of web is handed. */
export interface Context {
  readonly configuration: Configuration;
  readonly database: Database;
  readonly batches: BatchStore;
  readonly keys: Keys;
  readonly log: Log;
  readonly pageFiles: ReadonlyMap<string, PageFile>;
  readonly startedAt: Date;
  readonly now: () => Date;
}

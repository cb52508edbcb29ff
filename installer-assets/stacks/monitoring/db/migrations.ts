import { createHash } from 'node:crypto';
import base from './migrations/0001-base.sql';

export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

/** In order; one is never changed once it was shipped. */
export const MIGRATIONS: readonly Migration[] = [{ version: 1, name: 'base', sql: base }];

export function migrationDigest({ sql }: Migration): string {
  return createHash('sha256').update(sql).digest('hex');
}

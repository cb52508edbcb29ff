import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Draft, DraftSchema } from '../../api/edits.ts';
import { writeFileAtomic } from './atomic-file.ts';
import { siteKey } from './edit-history.ts';

/** More fields are never typed in at once; the oldest go first. */
const LIMIT = 100;
const DraftBookSchema = z.strictObject({ version: z.literal(1), drafts: z.array(DraftSchema) });

/** What was typed in fields of a site and not written yet, oldest first. A book that cannot be read is an empty one. */
export async function readDrafts(userState: string, siteFile: string): Promise<readonly Draft[]> {
  try {
    return DraftBookSchema.parse(JSON.parse(await readFile(bookFile(userState, siteFile), 'utf8'))).drafts;
  } catch {
    return [];
  }
}

export async function writeDrafts(userState: string, siteFile: string, drafts: readonly Draft[]): Promise<void> {
  const content: z.infer<typeof DraftBookSchema> = { version: 1, drafts: [...drafts].slice(-LIMIT) };
  await writeFileAtomic(bookFile(userState, siteFile), `${JSON.stringify(content)}\n`, { mode: 0o600 });
}

function bookFile(userState: string, siteFile: string): string {
  return join(userState, 'drafts', `${siteKey(siteFile)}.json`);
}

import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { EditStepViewSchema } from '../../api/edits.ts';
import { type EditHistory, NO_EDITS } from '../site/edit-steps.ts';
import { writeFileAtomic } from './atomic-file.ts';

const LIMIT_BYTES = 32 * 1024 * 1024;
const digest = z.string().regex(/^[0-9a-f]{64}$/);
const EditHistoryFileSchema = z.strictObject({
  version: z.literal(1),
  siteFile: z.string(),
  done: z.int().nonnegative(),
  steps: z.array(
    EditStepViewSchema.extend({
      start: z.int().nonnegative(),
      removed: z.string(),
      inserted: z.string(),
      before: digest,
      after: digest,
    }),
  ),
});

/** Where this user's history of edits of a site file lies: not in the site folder, which is handed to others. */
function historyFile(userState: string, siteFile: string): string {
  return join(userState, 'edits', `${siteKey(siteFile)}.json`);
}

/** A name for a site file in this user's state folder. */
export function siteKey(siteFile: string): string {
  return createHash('sha256').update(resolve(siteFile)).digest('hex').slice(0, 32);
}

/** What can be put back of a site file. One that cannot be read is an empty one: the file itself is good. */
export async function readHistory(userState: string, siteFile: string): Promise<EditHistory> {
  try {
    const file = historyFile(userState, siteFile);
    if ((await stat(file)).size > LIMIT_BYTES) return NO_EDITS;
    const { steps, done } = EditHistoryFileSchema.parse(JSON.parse(await readFile(file, 'utf8')));
    return done <= steps.length ? { steps, done } : NO_EDITS;
  } catch {
    return NO_EDITS;
  }
}

export async function writeHistory(userState: string, siteFile: string, history: EditHistory): Promise<void> {
  const content: z.infer<typeof EditHistoryFileSchema> = {
    version: 1,
    siteFile: resolve(siteFile),
    done: history.done,
    steps: history.steps.map((step) => ({ ...step, fields: [...step.fields] })),
  };
  await writeFileAtomic(historyFile(userState, siteFile), JSON.stringify(content), { mode: 0o600 });
}

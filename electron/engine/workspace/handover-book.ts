import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fail } from '../../api/diagnostic.ts';
import { type HandoverNote, HandoverNoteSchema } from '../../api/handover-look.ts';
import { errorCode } from './atomic-file.ts';

/** Beside site.toml: what was handed over, one JSON line each, appended and never changed. Never a value of a secret. */
export const HANDOVER_BOOK = 'handover.jsonl';
/** More nobody looks through at once. */
const MOST_NOTES = 100;

/** Adds a note, made durable. What was handed over is so without it: a book that cannot be written costs only the memory. */
export async function noteHandover(siteRoot: string, note: HandoverNote): Promise<void> {
  const checked = HandoverNoteSchema.safeParse(note);
  if (!checked.success) return;
  const line = `\n${JSON.stringify(checked.data)}\n`;
  const handle = await open(join(siteRoot, HANDOVER_BOOK), 'a', 0o644).catch(() => undefined);
  try {
    // A line torn by a power cut is closed by the line break before the next one.
    await handle?.appendFile(line);
    await handle?.sync();
  } catch {
    // A full disk, a stick that was pulled.
  } finally {
    await handle?.close();
  }
}

/** The notes of a site, newest first. A torn or foreign line counts as none. Throws workspace.unreadable-file. */
export async function readHandoverBook(siteRoot: string): Promise<readonly HandoverNote[]> {
  const path = join(siteRoot, HANDOVER_BOOK);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return '';
    throw fail('workspace.unreadable-file', { params: { path, why: errorCode(error) }, subject: { file: path } });
  });
  return text
    .split('\n')
    .flatMap((line) => noteOf(line) ?? [])
    .reverse()
    .slice(0, MOST_NOTES);
}

function noteOf(line: string): HandoverNote | undefined {
  if (line.trim() === '') return undefined;
  try {
    return HandoverNoteSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Diagnostic, diagnostic, fail } from '../../api/diagnostic.ts';
import type { Redactor } from '../shell/redactor.ts';

/**
 * The journal of a run: append-only JSON lines. Every record carries `n` (from 1), `at` and `prev`, the SHA-256 of the
 * line before it, so that a change anywhere shows; the head is the SHA-256 of the last line. A record is on the disk
 * (fsync) before what it announces is sent.
 */
export interface JournalRecord {
  readonly n: number;
  readonly at: string;
  readonly prev: string;
  readonly type: string;
  readonly [field: string]: unknown;
}

export interface Journal {
  /** Resolves once the record is on the disk; records that are asked for together share one fsync. */
  append(type: string, fields?: Readonly<Record<string, unknown>>): Promise<void>;
  /** SHA-256 (hex) of the last record that is on the disk. */
  head(): string;
  /** Set when the last record had been cut off (a power cut) and was removed. */
  readonly mended: Diagnostic | undefined;
  close(): Promise<void>;
}

export const JOURNAL_START = '0'.repeat(64);

export interface JournalOptions {
  readonly redactor: Redactor;
  /** Default: real time. */
  readonly now?: () => number;
}

/** Opens a journal to append to it; makes the file when it does not exist. */
export async function openJournal(path: string, options: JournalOptions): Promise<Journal> {
  const now = options.now ?? (() => Date.now());
  const handle = await mkdir(dirname(path), { recursive: true })
    .then(() => open(path, 'a+'))
    .catch((error) => {
      throw unwritable(path, error);
    });
  const before = await contentOf(handle);
  const wholeBytes = before.lastIndexOf(10) + 1;
  const torn = before.subarray(wholeBytes);
  const lines = before.toString('utf8', 0, wholeBytes).split('\n').slice(0, -1);
  let count = lines.length;
  let head = lines.length === 0 ? JOURNAL_START : sha256(lines[lines.length - 1] as string);
  let queue: { readonly line: string; readonly done: () => void; readonly failed: (error: unknown) => void }[] = [];
  let flushing: Promise<void> | undefined;
  let queuedHead = head;
  let broken: unknown;

  const flush = async (): Promise<void> => {
    while (queue.length > 0) {
      const batch = queue;
      queue = [];
      try {
        if (broken !== undefined) throw broken;
        await handle.appendFile(batch.map((entry) => `${entry.line}\n`).join(''));
        await handle.sync();
        head = sha256((batch[batch.length - 1] as { line: string }).line);
        for (const entry of batch) entry.done();
      } catch (error) {
        broken ??= unwritable(path, error); // what follows would not chain on what is on the disk
        for (const entry of batch) entry.failed(broken);
      }
    }
    flushing = undefined;
  };
  const append: Journal['append'] = (type, fields = {}) =>
    new Promise((done, failed) => {
      count += 1;
      const record = { n: count, at: new Date(now()).toISOString(), prev: queuedHead, type };
      const line = JSON.stringify({ ...record, ...options.redactor.value(fields) });
      queuedHead = sha256(line);
      queue.push({ line, done, failed });
      flushing ??= Promise.resolve().then(flush);
    });

  let mended: Diagnostic | undefined;
  if (torn.length > 0) {
    await handle.truncate(wholeBytes);
    mended = diagnostic('run.journal-torn', { params: { file: path, bytes: torn.length }, subject: { file: path } });
    await append('journal-mended', { bytesCut: torn.length, sha256: sha256(torn) });
  }
  return {
    append,
    head: () => head,
    mended,
    async close() {
      await flushing;
      await handle.close();
    },
  };
}

async function contentOf(handle: FileHandle): Promise<Buffer> {
  const { size } = await handle.stat();
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(size), 0, size, 0);
  return buffer.subarray(0, bytesRead);
}

export interface JournalCheck {
  readonly isWhole: boolean;
  readonly records: readonly JournalRecord[];
  readonly head: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** Follows the chain of a journal's text. `file` is how diagnostics name it. A torn last line is a warning. */
export function verifyJournal(text: string, file: string): JournalCheck {
  const lines = text.split('\n');
  const torn = lines.pop() ?? '';
  const diagnostics: Diagnostic[] = [];
  const records: JournalRecord[] = [];
  let prev = JOURNAL_START;
  for (const [index, line] of lines.entries()) {
    const record = recordOfLine(line);
    if (!record || record.n !== index + 1 || record.prev !== prev) {
      diagnostics.push(
        diagnostic('run.journal-damaged', { params: { file, record: index + 1 }, subject: { file, line: index + 1 } }),
      );
      break;
    }
    records.push(record);
    prev = sha256(line);
  }
  if (torn !== '') {
    const bytes = Buffer.byteLength(torn);
    diagnostics.push(diagnostic('run.journal-torn', { params: { file, bytes }, subject: { file } }));
  }
  return { isWhole: diagnostics.length === 0, records, head: prev, diagnostics };
}

/** Reads and verifies a journal file. */
export async function readJournal(path: string): Promise<JournalCheck> {
  return verifyJournal(await readFile(path, 'utf8'), path);
}

/** A whole line of a journal; undefined where it is none. */
export function recordOfLine(line: string): JournalRecord | undefined {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null) return undefined;
    const { n, at, prev, type } = value as Partial<JournalRecord>;
    const isRecord =
      typeof n === 'number' && typeof at === 'string' && typeof prev === 'string' && typeof type === 'string';
    return isRecord ? (value as JournalRecord) : undefined;
  } catch {
    return undefined;
  }
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function unwritable(path: string, error: unknown): Error {
  const isFull = error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
  return fail(isFull ? 'run.laptop-disk-full' : 'run.journal-unwritable', {
    params: { file: path },
    evidence: [error instanceof Error ? error.message : String(error)],
    subject: { file: path },
  });
}

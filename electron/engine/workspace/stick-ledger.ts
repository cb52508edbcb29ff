import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { Sha256Schema } from '../../api/image.ts';

/**
 * What this laptop wrote on which stick, one JSON line each, appended and never changed. Nothing of it stands on the stick: a
 * stick is known again by the digest of the answer (or, where it carries none, of the mode file) that lies on it.
 */
const StickRecordSchema = z
  .strictObject({
    /** SHA-256 of `/answer.toml` on the stick, or of the mode file of an image for all nodes. */
    contentSha256: Sha256Schema,
    siteId: z.string().max(200),
    siteName: z.string().max(200),
    /** Empty for an image for all nodes. */
    node: z.string().max(253),
    baseSha256: Sha256Schema,
    /** Serial of the stick, or the path of a file. */
    medium: z.string().max(4096),
    writtenAt: z.iso.datetime(),
    verifiedAt: z.iso.datetime().optional(),
    /** `host:port` of this laptop, as the medium names it; absent where it names none. */
    receiver: z.string().max(300).optional(),
    /** The answer as it was, every secret as `***`: to say later what the plan has changed since. */
    answer: z.string().max(64 * 1024),
  })
  .readonly();
export type StickRecord = z.infer<typeof StickRecordSchema>;

/** Later lines win; of a longer ledger only its end is read. */
const LIMIT_BYTES = 16 * 1024 * 1024;

/** Adds a record to a ledger file (0600), made durable. A ledger that cannot be written costs only the recognition. */
export async function appendStick(file: string, record: StickRecord): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const handle = await open(file, 'a', 0o600);
    try {
      // A line torn by a power cut is closed by the line break before the next one.
      await handle.appendFile(`\n${JSON.stringify(StickRecordSchema.parse(record))}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // The stick itself is good.
  }
}

/** Everything that was written, as far as the ledgers tell. */
export interface StickBook {
  /** The latest record of a content, on whatever medium. */
  get(contentSha256: string): StickRecord | undefined;
  /** The latest record of a content on this very medium. */
  on(contentSha256: string, medium: string): StickRecord | undefined;
}

/** Reads all of these ledgers as one. */
export async function readSticks(files: readonly string[]): Promise<StickBook> {
  const records = (await Promise.all(files.map(readLedger))).flat();
  records.sort((a, b) => (a.writtenAt < b.writtenAt ? -1 : 1));
  const keyOf = (contentSha256: string, medium: string) => JSON.stringify([contentSha256, medium]);
  const latest = new Map(records.map((record) => [record.contentSha256, record]));
  const onMedium = new Map(records.map((record) => [keyOf(record.contentSha256, record.medium), record]));
  return { get: (content) => latest.get(content), on: (content, medium) => onMedium.get(keyOf(content, medium)) };
}

async function readLedger(file: string): Promise<readonly StickRecord[]> {
  const text = await readEnd(file).catch(() => '');
  return text.split('\n').flatMap((line) => {
    try {
      const parsed = StickRecordSchema.safeParse(JSON.parse(line));
      return parsed.success ? [parsed.data] : [];
    } catch {
      return [];
    }
  });
}

async function readEnd(file: string): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const bytes = Buffer.alloc(Math.min(size, LIMIT_BYTES));
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, size - bytes.length + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.toString('utf8', 0, filled);
  } finally {
    await handle.close();
  }
}

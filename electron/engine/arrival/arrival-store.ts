import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { ArrivalPhaseSchema, ArrivalSegmentSchema, HostKeyStateSchema, NodeReportSchema } from '../../api/arrival.ts';
import { fail } from '../../api/diagnostic.ts';
import { errorCode, writeFileAtomic } from '../workspace/atomic-file.ts';

const instant = z.iso.datetime();

/** What guards a node against being installed twice. */
const GuardSchema = z
  .strictObject({
    /** When answers went out to it, oldest first. */
    answers: z.array(instant).readonly(),
    /** What proved, after the last answer, that it is installed. */
    installed: z
      .strictObject({ at: instant, by: z.enum(['webhook', 'first-boot', 'ssh']) })
      .readonly()
      .optional(),
    /** A person let it be installed again, once. */
    released: instant.optional(),
  })
  .readonly();
export type Guard = z.infer<typeof GuardSchema>;

const StateSchema = z
  .strictObject({
    segments: z.tuple([ArrivalSegmentSchema], ArrivalSegmentSchema).readonly(),
    report: NodeReportSchema.optional(),
    reportedName: z.string().optional(),
    hostKey: z.strictObject({ fingerprint: z.string(), state: HostKeyStateSchema, at: instant }).readonly().optional(),
    misses: z.int(),
    api: z.boolean(),
  })
  .readonly();

const AssignmentSchema = z
  .strictObject({
    host: z.string(),
    macs: z.array(z.string()).readonly(),
    systemSerial: z.string().optional(),
    at: instant,
    by: z.string(),
  })
  .readonly();

const FileSchema = z
  .strictObject({
    version: z.literal(1),
    guards: z.record(z.string(), GuardSchema),
    assignments: z.array(AssignmentSchema).readonly(),
    states: z.record(z.string(), StateSchema),
    learnt: z.partialRecord(
      ArrivalPhaseSchema,
      z.strictObject({ ms: z.number().positive(), learntFrom: z.string() }).readonly(),
    ),
  })
  .readonly();
export type ArrivalsFile = z.infer<typeof FileSchema>;

export const NO_ARRIVALS: ArrivalsFile = { version: 1, guards: {}, assignments: [], states: {}, learnt: {} };

/** What is known of the machines of a site, across restarts of the application: `arrivals.json` beside site.toml. */
export interface ArrivalStore {
  value(): ArrivalsFile;
  /** Changes the value at once and on the disk soon; writes follow each other. */
  update(change: (value: ArrivalsFile) => ArrivalsFile): void;
  /** Resolves when everything is on the disk. Throws `workspace.not-writable`. */
  settled(): Promise<void>;
}

/** Opens the file; absent is empty. Throws `arrival.file-unreadable` for one that is broken: its guard must not be lost. */
export async function openArrivalStore(path: string): Promise<ArrivalStore> {
  let value = await load(path);
  let writing: Promise<void> | undefined;
  let isDirty = false;
  let failure: unknown;
  const write = async (): Promise<void> => {
    while (isDirty) {
      isDirty = false;
      try {
        await writeFileAtomic(path, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
        failure = undefined;
      } catch (error) {
        failure = error;
      }
    }
    writing = undefined;
  };
  return {
    value: () => value,
    update(change) {
      const next = change(value);
      if (next === value) return;
      value = next;
      isDirty = true;
      writing ??= write();
    },
    async settled() {
      while (writing) await writing;
      if (failure !== undefined) throw failure;
    },
  };
}

async function load(path: string): Promise<ArrivalsFile> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return NO_ARRIVALS;
    throw fail('arrival.file-unreadable', { params: { file: path, why: errorCode(error) }, subject: { file: path } });
  }
  try {
    return FileSchema.parse(JSON.parse(text));
  } catch (error) {
    throw fail('arrival.file-unreadable', {
      params: { file: path, why: 'not what Sitewright wrote' },
      evidence: [error instanceof Error ? error.message.slice(0, 500) : String(error)],
      subject: { file: path },
    });
  }
}

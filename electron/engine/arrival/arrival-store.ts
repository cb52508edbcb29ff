import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import {
  ArrivalPhaseSchema,
  ArrivalSegmentSchema,
  HostKeyStateSchema,
  MachineIdentitySchema,
  NodeReportSchema,
} from '../../api/arrival.ts';
import { fail } from '../../api/diagnostic.ts';
import { errorCode, writeFileAtomic } from '../workspace/atomic-file.ts';
import type { NodeGuard } from './guard.ts';

const instant = z.iso.datetime();

const ProofSchema = z.strictObject({ at: instant, by: z.enum(['webhook', 'first-boot', 'ssh']) }).readonly();

/** What guards a node against being installed twice; {@link NodeGuard} says what each part means. */
const GuardSchema = z
  .strictObject({
    machines: z
      .array(
        z
          .strictObject({
            machine: MachineIdentitySchema.optional(),
            answers: z.array(instant).readonly(),
            installed: ProofSchema.optional(),
          })
          .readonly(),
      )
      .readonly(),
    release: z.strictObject({ at: instant, machine: MachineIdentitySchema.optional() }).readonly().optional(),
  })
  .readonly() satisfies z.ZodType<NodeGuard>;

/** Version 1 knew one guard a node, of whatever machine. */
const OldGuardSchema = z
  .strictObject({
    answers: z.array(instant).readonly(),
    installed: ProofSchema.optional(),
    released: instant.optional(),
  })
  .transform(
    ({ released, ...machine }): NodeGuard => ({
      machines: [machine],
      ...(released === undefined ? {} : { release: { at: released } }),
    }),
  );

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

const rest = {
  assignments: z.array(AssignmentSchema).readonly(),
  states: z.record(z.string(), StateSchema),
  learnt: z.partialRecord(
    ArrivalPhaseSchema,
    z.strictObject({ ms: z.number().positive(), learntFrom: z.string() }).readonly(),
  ),
};
const FileSchema = z
  .strictObject({ version: z.literal(2), guards: z.record(z.string(), GuardSchema), ...rest })
  .readonly();
const OldFileSchema = z
  .strictObject({ version: z.literal(1), guards: z.record(z.string(), OldGuardSchema), ...rest })
  .transform((old): ArrivalsFile => ({ ...old, version: 2 }));
export type ArrivalsFile = z.infer<typeof FileSchema>;

export const NO_ARRIVALS: ArrivalsFile = { version: 2, guards: {}, assignments: [], states: {}, learnt: {} };

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
    const parsed: unknown = JSON.parse(text);
    const isOld = typeof parsed === 'object' && parsed !== null && 'version' in parsed && parsed.version === 1;
    return (isOld ? OldFileSchema : FileSchema).parse(parsed);
  } catch (error) {
    throw fail('arrival.file-unreadable', {
      params: { file: path, why: 'not what Sitewright wrote' },
      evidence: [error instanceof Error ? error.message.slice(0, 500) : String(error)],
      subject: { file: path },
    });
  }
}

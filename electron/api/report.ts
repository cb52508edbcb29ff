import { z } from 'zod';
import { DiagnosticSchema } from './diagnostic.ts';
import { LogLineSchema } from './run-lines.ts';

/**
 * Where a report was written. `journalHead` is the SHA-256 of the run's last journal record, `manifestSha256` that of manifest.json,
 * which holds the digests of all the rest: noted on paper, it stands for the whole folder.
 */
export const ReportFolderSchema = z
  .strictObject({
    folder: z.string(),
    files: z.array(z.strictObject({ name: z.string(), sha256: z.string(), sizeBytes: z.int() })).readonly(),
    journalHead: z.string(),
    manifestSha256: z.string(),
  })
  .readonly();
export type ReportFolder = z.infer<typeof ReportFolderSchema>;

/** ok = every file is as written. The diagnostics name what differs, and what a chain without a signature cannot prove. */
export const ReportVerdictSchema = z
  .strictObject({ ok: z.boolean(), diagnostics: z.array(DiagnosticSchema).readonly() })
  .readonly();
export type ReportVerdict = z.infer<typeof ReportVerdictSchema>;

/** What a number of the report stands for, in the language that the report was asked in. */
export const EvidenceSchema = z
  .strictObject({
    /** `E-001`, as the report writes it. */
    number: z.string(),
    title: z.string(),
    /** What the report says on the strength of it, one line each. */
    says: z.array(z.string()).readonly(),
    /** What was seen, where the record itself holds it: literally, and redacted. */
    seen: z.array(z.string()).readonly(),
    at: z.string(),
    /** Empty: the site as a whole, seen from the laptop. */
    host: z.string(),
    runId: z.string(),
    by: z.string(),
    /** Number of the record in the journal of its run, from 1. */
    record: z.int(),
    sha256: z.string(),
    prev: z.string(),
  })
  .readonly();
export type Evidence = z.infer<typeof EvidenceSchema>;

/** A number of the report, and what it is of: `check:smoke.cluster`, `drill:RUN`, ... */
export const EvidenceNumberSchema = z
  .strictObject({ number: z.string(), key: z.string(), runId: z.string() })
  .readonly();
export type EvidenceNumber = z.infer<typeof EvidenceNumberSchema>;

/** What was asked of the hosts for a number, and what they answered, as the log of its run has it. */
export const EvidenceLogSchema = z
  .strictObject({
    lines: z.array(LogLineSchema).readonly(),
    /** So many in the middle were left out. */
    leftOut: z.int(),
    /** Whether the chain of the journal holds from its first record to its last, and how many it has. */
    chain: z.strictObject({ isWhole: z.boolean(), records: z.int() }).readonly(),
    /** The line of the journal, as it stands there. */
    line: z.string(),
  })
  .readonly();
export type EvidenceLog = z.infer<typeof EvidenceLogSchema>;

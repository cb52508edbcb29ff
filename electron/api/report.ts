import { z } from 'zod';
import { DiagnosticSchema } from './diagnostic.ts';

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

import { z } from 'zod';
import { sha256Of } from '../workspace/sha256.ts';

export const MANIFEST_NAME = 'manifest.json';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const ManifestSchema = z.strictObject({
  format: z.literal('sitewright-report'),
  version: z.literal(1),
  runId: z.string(),
  journalHead: z.string(),
  files: z.array(
    z.strictObject({ name: z.string().regex(/^[a-z][a-z0-9.-]*$/), sha256: Sha256, sizeBytes: z.int().min(0) }),
  ),
  /** SHA-256 over everything above. */
  self: Sha256,
});
export type Manifest = z.infer<typeof ManifestSchema>;

/** The manifest's one and only spelling: a byte that differs from it is an alteration, white space included. */
export function makeManifest(input: Pick<Manifest, 'files' | 'journalHead' | 'runId'>): string {
  const body = {
    format: 'sitewright-report',
    version: 1,
    runId: input.runId,
    journalHead: input.journalHead,
    files: input.files,
  } as const;
  const self = sha256Of(JSON.stringify(body));
  return `${JSON.stringify({ ...body, self }, null, 2)}\n`;
}

/** Undefined where any byte of it is not as it was written. */
export function readManifest(text: string): Manifest | undefined {
  try {
    const parsed = ManifestSchema.safeParse(JSON.parse(text));
    return parsed.success && makeManifest(parsed.data) === text ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

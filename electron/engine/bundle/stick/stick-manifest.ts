import { join } from 'node:path';
import { z } from 'zod';
import { fail } from '../../../api/diagnostic.ts';
import { readBounded } from '../lock/lock-file.ts';

/** Where the parts of a deployment stick lie (docs/decisions/0019). */
export const STICK_MANIFEST = 'sitewright-stick.json';
/** The command line as one executable, for Linux on x64. */
export const STICK_PROGRAM = 'sitewright';
/** What the program reads: what lands on hosts, templates, two libraries. */
export const STICK_APP = 'sitewright-app';
/** A site folder as every other. */
export const STICK_SITE = 'site';
export const STICK_BUNDLE = `${STICK_SITE}/bundle`;

const MAX_MANIFEST_BYTES = 64 * 1024 * 1024;

/** Relative, with `/`, and leading nowhere else. */
const path = z
  .string()
  .max(1024)
  .refine(
    (text) => text.split('/').every((name) => name !== '' && name !== '.' && name !== '..' && !/[\\\0]/.test(name)),
    'not a path inside a stick',
  );
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const StickManifestSchema = z
  .strictObject({
    format: z.literal('sitewright-stick'),
    version: z.literal(1),
    siteId: z.string().min(1).max(200),
    siteName: z.string(),
    appVersion: z.string(),
    filledAt: z.string(),
    /** Never change after filling. */
    files: z.array(z.strictObject({ path, sizeBytes: z.int().min(0), sha256 }).readonly()).readonly(),
    /** Of the site, as they were when the stick was filled; work from the stick changes them. */
    living: z.array(z.strictObject({ path, sha256 }).readonly()).readonly(),
  })
  .readonly();
/** Written last: a stick without it is not whole. */
export type StickManifest = z.infer<typeof StickManifestSchema>;

/** What a stick says of itself; undefined = it has no manifest. Throws deploy.half-copied where that cannot be read. */
export async function readStickManifest(root: string): Promise<StickManifest | undefined> {
  const broken = (why: string) =>
    fail('deploy.half-copied', {
      params: { folder: root, what: `${STICK_MANIFEST}: ${why}` },
      subject: { file: join(root, STICK_MANIFEST) },
    });
  const bytes = await readBounded(join(root, STICK_MANIFEST), MAX_MANIFEST_BYTES);
  if (bytes === undefined) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    throw broken('JSON');
  }
  const checked = StickManifestSchema.safeParse(parsed);
  if (!checked.success) throw broken(checked.error.issues[0]?.path.join('.') ?? '?');
  return checked.data;
}

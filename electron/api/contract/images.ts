import { z } from 'zod';
import { DiagnosticSchema } from '../diagnostic.ts';
import { ImageInspectionSchema, Sha256Schema } from '../image.ts';
import { AcceptBaseSchema, ImageViewSchema, ShownIdentitySchema } from '../media.ts';
import { commandLineOnly, everywhere, notOverHttp, procedure } from '../procedure.ts';
import { SiteRefSchema } from '../sites.ts';
import { path } from './path.ts';

export const images = {
  make: procedure(notOverHttp)
    .input(
      z.strictObject({
        site: SiteRefSchema,
        base: path,
        outDir: path.optional(),
        full: z.boolean().default(false),
        /** For a base that cannot be patched in place: a complete image with its root directory moved (only with `full`). */
        rewrite: z.boolean().default(false),
        /** Only these nodes; default all that our media install. */
        nodes: z.array(z.string()).max(64).optional(),
        acceptBase: AcceptBaseSchema,
      }),
    )
    .output(
      z.strictObject({
        baseSha256: z.string(),
        baseKnownAs: z.string().optional(),
        images: z.array(ImageViewSchema),
        diagnostics: z.array(DiagnosticSchema),
      }),
    ),
  /** A look at a base: product, version, layout, whether it is a known image, how it can be patched. */
  inspectBase: procedure(notOverHttp)
    .input(z.strictObject({ base: path }))
    .output(ImageInspectionSchema.and(z.object({ sha256: Sha256Schema, knownAs: z.string().optional() }))),
  /** Turns a stick or image made for one node into another's by writing a few KB. */
  retarget: procedure(notOverHttp)
    .input(
      z.strictObject({
        target: path,
        /** The drive's serial, or the path of a file: what was typed to confirm it. Files need none on the command line. */
        confirm: z.string().min(1).max(4096).optional(),
        /** Of the drive that was shown; another one at its place is refused. */
        identity: ShownIdentitySchema.optional(),
        site: SiteRefSchema,
        base: path,
        node: z.string().min(1).max(63),
        acceptBase: AcceptBaseSchema,
        /** Read the whole stick back, also when this laptop has proven it before. */
        verifyWhole: z.boolean().default(false),
      }),
    )
    .output(z.strictObject({ runId: z.string() })),
  list: procedure(everywhere)
    .input(z.strictObject({ site: SiteRefSchema }))
    .output(z.array(ImageViewSchema)),
  inspect: procedure(commandLineOnly)
    .input(z.strictObject({ file: path }))
    .output(z.json()),
};

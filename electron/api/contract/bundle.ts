import { z } from 'zod';
import { BundleDiffSchema, BundleLookSchema, BundleNeedSchema } from '../bundle.ts';
import { everywhere, inBrowser, procedure } from '../procedure.ts';
import { SiteRefSchema } from '../sites.ts';
import { path } from './path.ts';

const begun = z.strictObject({ runId: z.string() });

/** A bundle: that of a site, or the one in a folder. With both, the folder is looked at with the site's eyes (its key, its needs). */
const bundleOf = z
  .strictObject({ site: SiteRefSchema.optional(), folder: path.optional() })
  .refine(({ site, folder }) => site !== undefined || folder !== undefined, 'a site or a folder');

/**
 * A path is one on the command line alone: a page gives the handle of what was picked in a native dialog, or, in a browser, of
 * what was typed and looked at (`place`). Long work is a run; what it came to is its last `bundle` event.
 */
export const bundle = {
  needs: procedure(everywhere)
    .input(z.strictObject({ site: SiteRefSchema }))
    .output(z.array(BundleNeedSchema)),
  /** What there is, without reading it and without asking anybody. */
  look: procedure(everywhere)
    .input(z.strictObject({ site: SiteRefSchema, sources: path.optional() }))
    .output(BundleLookSchema),
  /** Gives a handle for a full path that was typed: a file that is there, or a folder that is there or can be made. */
  place: procedure(inBrowser)
    .input(z.strictObject({ path, kind: z.enum(['file', 'folder']) }))
    .output(z.strictObject({ handle: z.string(), name: z.string() })),
  /** Locks what lacks, brings it, signs it; where a lock is there already, what it names. Asks the sources (online). */
  make: procedure(everywhere)
    .input(
      z.strictObject({
        site: SiteRefSchema,
        /** Only on the command line; default the site's own `bundle/`. */
        outDir: path.optional(),
        /** Default `sources.toml` beside the site, else the public places. */
        sources: path.optional(),
      }),
    )
    .output(begun),
  /** Asks the sources what is newer; `write` makes that the lock, for the next `make` to bring. */
  update: procedure(everywhere)
    .input(
      z.strictObject({
        site: SiteRefSchema,
        outDir: path.optional(),
        sources: path.optional(),
        write: z.boolean().default(false),
      }),
    )
    .output(begun),
  /** Offline, strict both ways. Of a site: its bundle, its key, and whether everything the site needs is in it. */
  verify: procedure(everywhere).input(bundleOf).output(begun),
  /** What `after` (default: the site's own) has and `before` has not, by their locks. */
  diff: procedure(everywhere)
    .input(
      z
        .strictObject({ site: SiteRefSchema.optional(), before: path, after: path.optional() })
        .refine(({ site, after }) => site !== undefined || after !== undefined, 'a site or a folder'),
    )
    .output(BundleDiffSchema),
  /** Writes what `after` (default: the site's own) has and `before` has not, with what it takes to make the one the other. */
  delta: procedure(everywhere)
    .input(
      z
        .strictObject({ site: SiteRefSchema.optional(), before: path, after: path.optional(), outDir: path })
        .refine(({ site, after }) => site !== undefined || after !== undefined, 'a site or a folder'),
    )
    .output(begun),
  /** Makes a bundle what a delta leads to. */
  patch: procedure(everywhere)
    .input(bundleOf.safeExtend({ delta: path }))
    .output(begun),
  /** Cuts a bundle into files of at most so many bytes, for sticks with FAT. */
  split: procedure(everywhere)
    .input(bundleOf.safeExtend({ outDir: path, volumeBytes: z.int().min(1) }))
    .output(begun),
  /** Puts volumes together again; they may lie in several folders. */
  join: procedure(everywhere)
    .input(z.strictObject({ site: SiteRefSchema.optional(), folders: z.array(path).min(1).max(1000), outDir: path }))
    .output(begun),
};

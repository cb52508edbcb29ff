import type { DebianRelease } from '../../../debs/archive/known-archives.ts';
import type { ImageSpec } from './build-image.ts';

interface RecipeOwner {
  readonly uid?: number;
  readonly gid?: number;
}

/** Something that an image has beside its packages. Paths without a leading slash, as in {@link ./tar-node.ts}. */
export type RecipeEntry = { readonly path: string } & (
  | ({ readonly text: string; readonly mode?: number } & RecipeOwner)
  /** A file of the application: `dist/monitoring/web.cjs`. */
  | ({ readonly asset: string; readonly mode?: number } & RecipeOwner)
  /** Every file below a folder of the application; none where there is no such folder. */
  | { readonly assetsBelow: string }
  | ({ readonly folder: true; readonly mode?: number } & RecipeOwner)
  | { readonly linkTo: string }
);

/**
 * What an image of our own is made of. The same recipe, with the same packages and the same files of the application, gives the
 * same image on every computer (docs/decisions/0018).
 */
export interface ImageRecipe extends Omit<ImageSpec, 'layers' | 'platform' | 'createdAt'> {
  readonly release: DebianRelease;
  /** Debian packages by name; what they need comes with them. */
  readonly packages: readonly string[];
  /**
   * Packages that are taken for installed, with all that only they need: what maintainer scripts would run (`debconf`), which no
   * container has a use for.
   */
  readonly assumed: readonly string[];
  readonly entries: readonly RecipeEntry[];
  /** SPDX, of what is ours in it. */
  readonly licence: string;
}

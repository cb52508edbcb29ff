import type { AssetStore } from '../../../stacks/asset-store.ts';
import type { Descriptor } from '../image-documents.ts';
import { buildImage } from './build-image.ts';
import type { ImageRecipe } from './image-recipe.ts';
import { makeLayer } from './make-layer.ts';
import { type PackageLayerOptions, packageLayer, type RecipePackage } from './package-layer.ts';
import { recipeNodes } from './recipe-nodes.ts';
import type { Workshop } from './workshop.ts';

/** An image that lies in a workshop's layout. */
export interface BuiltImage {
  readonly descriptor: Descriptor;
  /** Manifest, config and layers. */
  readonly parts: readonly Pick<Descriptor, 'digest' | 'size'>[];
  /** Of each package of it, by name. */
  readonly licences: Readonly<Record<string, string>>;
}

/**
 * Makes the image of a recipe out of packages and of the application's own files. The same recipe, packages and files give the
 * same digest.
 * @param packages what the recipe's packages and all that they need are, of a signed archive
 * @throws oci.*, workspace.not-writable, and what the downloads throw
 */
export async function buildRecipe(
  workshop: Workshop,
  recipe: ImageRecipe,
  packages: readonly RecipePackage[],
  options: PackageLayerOptions & { readonly assets: AssetStore },
): Promise<BuiltImage> {
  const { layout } = workshop;
  const { release: _release, packages: _names, assumed: _assumed, entries, licence, labels, ...spec } = recipe;
  const base = await packageLayer(workshop, packages, options);
  const own = await makeLayer(layout, [recipeNodes(entries, options.assets)], {
    comment: 'programs and settings',
    usrMerged: false,
    ...(options.signal ? { signal: options.signal } : {}),
  });
  const descriptor = await buildImage(layout, {
    ...spec,
    layers: [base, own],
    labels: { ...labels, 'org.opencontainers.image.licenses': licence },
  });
  const { config } = JSON.parse(Buffer.from(await layout.readDocument(descriptor, descriptor.digest)).toString()) as {
    readonly config: Descriptor;
  };
  const parts = [descriptor, config, base.descriptor, own.descriptor].map(({ digest, size }) => ({ digest, size }));
  return { descriptor, parts, licences: base.licences };
}

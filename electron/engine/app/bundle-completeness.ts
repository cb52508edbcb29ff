import { type Diagnostic, diagnostic } from '../../api/diagnostic.ts';
import type { Site } from '../../api/site.ts';
import type { AssetStore } from '../stacks/asset-store.ts';
import type { StackRegistry } from '../stacks/registry.ts';

/**
 * What the compose files of the site's stacks name under `image:` and the stacks do not declare by that variable (an error: on site
 * it would be missing, however complete the bundle is; an image that is named in the file itself is none of the site's registry),
 * and what they declare and no file names (a warning).
 */
export function undeclaredImages(site: Site, registry: StackRegistry, assets: AssetStore): readonly Diagnostic[] {
  return composeImages(site, registry, assets).flatMap(({ file, stack, declared, named }) => [
    ...named
      .filter((image) => !declared.has(image))
      .map((image) => diagnostic('bundle.undeclared-image', { params: { file, stack, image } })),
    ...[...declared]
      .filter(([variable]) => !named.includes(variable))
      .map(([, image]) => diagnostic('bundle.unnamed-image', { params: { file, stack, image } })),
  ]);
}

function composeImages(site: Site, registry: StackRegistry, assets: AssetStore) {
  return registry.instancesOf(site).flatMap((instance) => {
    const stack = registry.stackOf(instance);
    const application = stack.compose?.(site, instance, assets);
    if (!application) return [];
    const { file, text } = application.imagesNamedIn;
    const declared = new Map(application.images.map(({ variable, reference }) => [`\${${variable}}`, reference]));
    return [{ file, stack: stack.id, declared, named: imagesIn(text) }];
  });
}

/** Images of a compose file, each once; one that a variable names is given as `${NAME}`. */
export function imagesIn(compose: string): readonly string[] {
  const lines = compose.matchAll(
    /^[ \t]+image:[ \t]*["']?(?:\$\{([A-Za-z_][A-Za-z0-9_]*)[^}\n]*\}|([^\s"'#]+))["']?[ \t]*(?:#.*)?$/gm,
  );
  const found = [...lines].map(([, variable, name = '']) => (variable === undefined ? name : `\${${variable}}`));
  return [...new Set(found)];
}

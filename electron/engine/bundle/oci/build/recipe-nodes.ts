import type { AssetStore } from '../../../stacks/asset-store.ts';
import type { RecipeEntry } from './image-recipe.ts';
import { directoryNode, type FileContent, fileNode, symlinkNode, type TarNode } from './tar-node.ts';

/** What a recipe adds to its packages, as nodes. Throws where the application lacks a file (a broken installation). */
export function recipeNodes(entries: readonly RecipeEntry[], assets: AssetStore): readonly TarNode[] {
  return entries.flatMap((entry): readonly TarNode[] => {
    if ('text' in entry) return [fileNode(entry.path, entry.text, entry)];
    if ('asset' in entry) return [fileNode(entry.path, contentOf(assets, entry.asset), entry)];
    if ('linkTo' in entry) return [symlinkNode(entry.path, entry.linkTo)];
    if ('folder' in entry) return [directoryNode(entry.path, entry)];
    return assets
      .list(entry.assetsBelow)
      .map((name) => fileNode(`${entry.path}/${name}`, contentOf(assets, `${entry.assetsBelow}/${name}`)));
  });
}

function contentOf(assets: AssetStore, path: string): FileContent {
  const { source, sizeBytes } = assets.asset(path);
  return 'bytes' in source ? { bytes: source.bytes } : { path: source.path, sizeBytes };
}

/** Where programs look for the authorities that the world trusts; a maintainer script of `ca-certificates` would write it. */
const TRUSTED = 'etc/ssl/certs/ca-certificates.crt';

/** The one file of all authorities that packages bring, where one does. */
export function trustedAuthorities(trees: readonly (readonly TarNode[])[]): readonly TarNode[] {
  const found = trees
    .flat()
    .flatMap((node) =>
      node.type === 'file' && /^usr\/share\/ca-certificates\/.+\.crt$/.test(node.path) && 'bytes' in node.content
        ? [{ path: node.path, text: Buffer.from(node.content.bytes).toString('latin1').trimEnd() }]
        : [],
    )
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  return found.length === 0 ? [] : [fileNode(TRUSTED, found.map(({ text }) => `${text}\n`).join(''))];
}

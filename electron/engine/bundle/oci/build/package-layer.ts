import { fileSource } from '../../../compress/range-source.ts';
import { copyrightOf } from '../../../debs/package-licence.ts';
import { sha256Of } from '../../../workspace/sha256.ts';
import { inParallel } from '../in-parallel.ts';
import { makeLayer } from './make-layer.ts';
import { packageNodes } from './package-nodes.ts';
import { trustedAuthorities } from './recipe-nodes.ts';
import { sizeOfContent, type TarNode } from './tar-node.ts';
import type { LayerRecord, Workshop } from './workshop.ts';

/** A package as an image takes it: which one, and from where it can be had. */
export interface RecipePackage {
  readonly name: string;
  readonly version: string;
  readonly url: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

export interface PackageLayerOptions {
  /** Brings a package to its place, checked. */
  readonly download: (item: RecipePackage, target: string, onBytes: (bytes: number) => void) => Promise<unknown>;
  readonly parallel: number;
  readonly signal?: AbortSignal | undefined;
  /** Of {@link packageWorkBytes}, since the last call. */
  readonly onWork?: ((bytes: number) => void) | undefined;
}

/** To be raised when the same packages would give another layer or other licences: what is left out, how it is merged or packed. */
const METHOD = 2;
const MOST_HOPS = 3;

/** What is to be done for a layer of packages, for a bar: each byte of a package comes, is unpacked and is packed again. */
export function packageWorkBytes(packages: readonly RecipePackage[]): number {
  return 3 * sum(packages);
}

/**
 * The layer of packages: as dpkg would unpack them on a Debian with a merged /usr, with the list of the authorities that the world
 * trusts where they bring such. Packed once for all images that are made of the same packages.
 * @throws oci.archive-unsafe, oci.build-invalid, workspace.not-writable, and what `download` throws
 */
export async function packageLayer(
  workshop: Workshop,
  packages: readonly RecipePackage[],
  options: PackageLayerOptions,
): Promise<LayerRecord> {
  const { signal, onWork } = options;
  const sorted = [...packages].sort((a, b) => (a.name < b.name ? -1 : 1));
  const key = sha256Of(JSON.stringify([METHOD, sorted.map(({ sha256 }) => sha256)]));
  const known = await workshop.layer(key);
  if (known) {
    onWork?.(packageWorkBytes(packages));
    return known;
  }
  await bringAll(workshop, sorted, options);
  const byName = new Map<string, readonly TarNode[]>();
  for (const { name, sha256, sizeBytes } of sorted) {
    const nodes = await packageNodes(fileSource(workshop.debPath(sha256)), name, { signal });
    byName.set(name, nodes);
    onWork?.(sizeBytes);
  }
  const licences = Object.fromEntries(sorted.map(({ name }) => [name, licenceIn(byName, name)]));
  const trees = [...byName.values(), trustedAuthorities([...byName.values()])];
  const unpackedBytes = trees.flat().reduce((total, node) => total + contentBytes(node), 0);
  let told = 0;
  let packedBytes = 0;
  const layer = await makeLayer(workshop.layout, trees, {
    comment: `Debian packages: ${sorted.map(({ name, version }) => `${name} ${version}`).join(', ')}`,
    usrMerged: true,
    ...(signal ? { signal } : {}),
    onBytes: (bytes) => {
      packedBytes += bytes;
      const share = Math.min(sum(sorted), Math.floor((sum(sorted) * packedBytes) / Math.max(1, unpackedBytes)));
      onWork?.(share - told);
      told = share;
    },
  });
  onWork?.(sum(sorted) - told);
  const record = { ...layer, licences };
  await workshop.keepLayer(key, record);
  return record;
}

async function bringAll(
  workshop: Workshop,
  packages: readonly RecipePackage[],
  { download, parallel, signal, onWork }: PackageLayerOptions,
): Promise<void> {
  await inParallel(packages, parallel, signal, async (item) => {
    let told = 0;
    await download(item, workshop.debPath(item.sha256), (bytes) => {
      told += bytes;
      onWork?.(bytes);
    });
    // what lay there already is no work any more
    onWork?.(item.sizeBytes - told);
  });
}

/** As {@link copyrightOf} says; where a package points to one that is not of the image, by the place of it. */
function licenceIn(trees: ReadonlyMap<string, readonly TarNode[]>, name: string, hops = 0): string {
  const found = copyrightOf(name, (path) => {
    const node = trees.get(name)?.find((each) => each.path === path);
    if (node?.type === 'file' && 'bytes' in node.content) return { data: node.content.bytes };
    return node?.type === 'symlink' ? { linkTo: node.target } : undefined;
  });
  if ('licence' in found) return found.licence;
  const { sharedWith } = found;
  if (trees.has(sharedWith) && hops < MOST_HOPS) return licenceIn(trees, sharedWith, hops + 1);
  return `Debian: /usr/share/doc/${sharedWith}/copyright`;
}

function contentBytes(node: TarNode): number {
  return node.type === 'file' ? sizeOfContent(node.content) : 0;
}

function sum(packages: readonly RecipePackage[]): number {
  return packages.reduce((total, { sizeBytes }) => total + sizeBytes, 0);
}

import type { Site } from '../../../api/site.ts';
import { sha256Of } from '../../workspace/sha256.ts';
import { debFileName, makeDeb } from './deb.ts';
import { makeEmptyQcow2 } from './qcow2.ts';
import { type NeededImage, standInImages, wholeName } from './stand-in-images.ts';
import { standInPackages } from './stand-in-packages.ts';

/** Path of the list of stand-ins inside a stand-in bundle. */
export const STAND_IN_LIST = 'STAND-IN.json';

export interface StandInBundle {
  /** Path inside the bundle -> content, sorted by path, the list {@link STAND_IN_LIST} included. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Paths and whole names of images that are stand-ins: the report calls them "rehearsal stand-in". */
  readonly standIns: readonly string[];
}

const CLOUD_IMAGE_BYTES = 3 * 1024 ** 3;

/**
 * Makes what the site's own bundle lacks, so that a rehearsal walks the same steps with real, tiny files of the right
 * kinds. Deterministic: the same site gives the same bytes on every laptop.
 * @param present paths and whole names of images that the real bundle has; a folder of packages counts as present when it,
 *   or one of a release (`debs/guest-trixie`), holds any package
 * @param images what the site's stacks load (from the stack registry)
 */
export function makeStandInBundle(
  site: Site,
  present: { readonly paths: readonly string[]; readonly images?: ReadonlySet<string> },
  images: readonly NeededImage[],
): StandInBundle {
  const has = new Set(present.paths);
  const files = new Map<string, Uint8Array>();
  const add = (path: string, make: () => Uint8Array): void => {
    if (!has.has(path) && !files.has(path)) files.set(path, make());
  };
  for (const template of site.templates) {
    const path = `cloud-images/${template.image}`;
    add(path, () => makeEmptyQcow2(CLOUD_IMAGE_BYTES, `rehearsal stand-in of ${template.image}`));
  }
  const pveMajor = site.pve.version.startsWith('8.') ? 8 : 9;
  for (const set of standInPackages({ pveMajor })) {
    const isOfSet = (path: string) => path.startsWith(`${set.folder}/`) || path.startsWith(`${set.folder}-`);
    if (present.paths.some((path) => isOfSet(path) && path.endsWith('.deb'))) continue;
    for (const spec of set.packages) add(`${set.folder}/${debFileName(spec)}`, () => makeDeb(spec));
  }
  const layout = standInImages(images.filter((image) => !present.images?.has(wholeName(image))));
  for (const [path, data] of layout.files) files.set(`images/${path}`, data);

  const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  const list = {
    note: 'Made by Sitewright for a rehearsal: stand-ins of real content, of no use on a real site.',
    items: sorted.map(([path, data]) => ({
      path,
      sha256: sha256Of(data),
      sizeBytes: data.length,
    })),
  };
  const listBytes = new TextEncoder().encode(`${JSON.stringify(list, null, 2)}\n`);
  return {
    files: new Map([[STAND_IN_LIST, listBytes], ...sorted]),
    standIns: [...sorted.map(([path]) => path), ...layout.names],
  };
}

import type { Site } from '../../../api/site.ts';
import type { BundleView } from '../../steps/step.ts';
import type { Asset } from '../../transport/port.ts';
import { bundleView, openBundle } from '../../workspace/bundle-folder.ts';
import { makeStandInBundle } from './stand-in-bundle.ts';
import type { NeededImage } from './stand-in-images.ts';
import { writeStandInBundle } from './write-stand-in-bundle.ts';

/** Folders of a bundle that steps and stacks read files from; packages lie a folder deeper. */
export const BUNDLE_FOLDERS = ['cloud-images', 'debs'] as const;

/**
 * The bundle of a rehearsal: what the site's own bundle has, and stand-ins for the rest, written into the rehearsal's own
 * folder. `standIns` names the latter by their path, images by their whole name, so that the report can say so.
 */
export async function openStandInBundle(
  site: Site,
  ownFolder: string,
  standInFolder: string,
  images: readonly NeededImage[],
): Promise<{ readonly bundle: BundleView; readonly standIns: ReadonlySet<string> }> {
  const own = await openBundle(ownFolder);
  const ownPaths = BUNDLE_FOLDERS.flatMap((folder) => own.list(folder).map((name) => `${folder}/${name}`));
  const made = makeStandInBundle(site, { paths: ownPaths, images: new Set(own.images.keys()) }, images);
  await writeStandInBundle(standInFolder, made);
  const filled = await openBundle(standInFolder);
  const assets = new Map<string, Asset>();
  for (const path of made.standIns) {
    const asset = filled.asset(path);
    if (asset) assets.set(path, asset);
  }
  for (const path of ownPaths) {
    const asset = own.asset(path);
    if (asset) assets.set(path, asset);
  }
  return {
    bundle: bundleView(assets, new Map([...filled.images, ...own.images])),
    standIns: new Set(made.standIns),
  };
}

import type { BundleNeed } from '../../api/bundle.ts';
import type { Site } from '../../api/site.ts';
import { bundleKinds, kindOf } from '../bundle/kinds/index.ts';
import type { Need, NeedsContext } from '../bundle/kinds/kind.ts';
import { whyText } from '../bundle/why.ts';
import type { AssetStore } from '../stacks/asset-store.ts';
import { stacks } from '../stacks/index.ts';
import type { BundleView } from '../steps/step.ts';

/** What the site needs that no internet will give: asked of every kind of item, in the order of their registration. */
export function siteNeeds(
  site: Site,
  assets: AssetStore,
  extraFiles: NeedsContext['extraFiles'] = [],
): readonly Need[] {
  const context: NeedsContext = {
    site,
    images: stacks.instancesOf(site).flatMap((instance) => {
      const application = stacks.stackOf(instance).compose?.(site, instance, assets);
      return (application?.images ?? []).map((image) => ({ ...image, instance: instance.id }));
    }),
    needsDocker: stacks.instancesOf(site).some((instance) => stacks.stackOf(instance).requires.includes('docker')),
    needsRegistry: stacks.instancesOf(site).some((instance) => stacks.stackOf(instance).provides.includes('registry')),
    extraFiles,
  };
  return bundleKinds.flatMap((kind) => kind.needs(context));
}

/** The same as a face shows it, with whether the site's bundle has it. */
export function bundleNeeds(site: Site, bundle: BundleView, assets: AssetStore): readonly BundleNeed[] {
  return siteNeeds(site, assets).map((need) => {
    const found = kindOf(need.kind).find(need, bundle);
    return {
      kind: need.shownAs,
      name: need.name,
      why: joinedWhy(need.why),
      present: found !== undefined,
      ...(found ? { sizeBytes: found.sizeBytes } : {}),
    };
  });
}

/** Why something is needed, as a sentence in both languages. */
export function joinedWhy(whys: readonly string[]): BundleNeed['why'] {
  const texts = whys.map(whyText);
  return { en: texts.map(({ en }) => en).join(', '), es: texts.map(({ es }) => es).join(', ') };
}

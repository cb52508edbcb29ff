import type { Site } from '../../api/site.ts';
import type { FactSet } from '../facts/registry.ts';
import type { Step } from '../steps/step.ts';
import type { AssetStore } from './asset-store.ts';
import { composeFactSet, composeSteps } from './compose/index.ts';
import { monitoringStack } from './monitoring/monitoring.ts';
import { composeInstances, stackRegistry } from './registry.ts';
import type { StackImage } from './stack.ts';

/** Every stack that a site may choose. Adding one = a folder and a line here. */
export const stacks = stackRegistry([monitoringStack]);

/** The steps of the phase `application`, in order: those common to all compose stacks, then each stack's own. */
export function stackSteps(assets: AssetStore): readonly Step[] {
  return [...composeSteps(stacks, assets), ...stacks.stacks.flatMap((stack) => stack.steps?.(assets) ?? [])];
}

/** What the stacks want in the one round trip of each host. */
export function stackFactSets(assets: AssetStore): readonly FactSet[] {
  return [composeFactSet(stacks, assets), ...stacks.stacks.flatMap((stack) => (stack.factSet ? [stack.factSet] : []))];
}

/** The container images that a site's bundle must hold, each once. */
export function stackImages(site: Site, assets: AssetStore): readonly StackImage[] {
  const hosts = [...new Set(site.stacks.map((instance) => instance.on))];
  const images = hosts.flatMap((host) =>
    composeInstances(stacks, site, host, assets).flatMap((entry) => entry.application.images),
  );
  return [...new Map(images.map((image) => [image.reference, image])).values()];
}

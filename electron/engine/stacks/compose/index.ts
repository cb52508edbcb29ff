import type { Step } from '../../steps/step.ts';
import type { AssetStore } from '../asset-store.ts';
import type { StackRegistry } from '../registry.ts';
import { dockerStep } from './docker-step.ts';
import { filesStep } from './files-step.ts';
import { imagesStep } from './images-step.ts';
import { upStep } from './up-step.ts';

export { composeFactSet } from './compose-facts.ts';

/** What brings a compose project up on its host, in this order; the same for every such stack. */
export function composeSteps(registry: StackRegistry, assets: AssetStore): readonly Step[] {
  return [dockerStep(registry), imagesStep(registry, assets), filesStep(registry, assets), upStep(registry, assets)];
}

import type { AssetStore } from '../../stacks/asset-store.ts';
import type { Step } from '../step.ts';
import { machinesAgent } from './agent.ts';
import { machinesClone } from './clone.ts';
import { machinesImage } from './image.ts';
import { machinesSnippet } from './snippet.ts';
import { machinesStart } from './start.ts';
import { machinesTemplate } from './template.ts';

export { machineFactSet } from './machine-facts.ts';

/** The machines of the site, in the order of the manual: image, template 9000, settings, VM 100, start, agent. */
export function machineSteps(assets: AssetStore): readonly Step[] {
  return [machinesImage, machinesTemplate, machinesSnippet(assets), machinesClone, machinesStart, machinesAgent];
}

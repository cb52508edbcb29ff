import { composeProjectStack } from './compose-project/compose-project-stack.ts';
import { monitoringStack } from './monitoring/monitoring.ts';
import { registryStack } from './registry/registry-stack.ts';
import { stackRegistry } from './registry.ts';

/** Every stack that a site may choose. Adding one = a folder and a line here. */
export const stacks = stackRegistry([registryStack, monitoringStack, composeProjectStack]);

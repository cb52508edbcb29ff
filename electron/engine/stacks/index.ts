import { monitoringStack } from './monitoring/monitoring.ts';
import { stackRegistry } from './registry.ts';

/** Every stack that a site may choose. Adding one = a folder and a line here. */
export const stacks = stackRegistry([monitoringStack]);

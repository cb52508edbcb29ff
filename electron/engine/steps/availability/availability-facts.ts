import { watchdog } from '../../facts/pve/watchdog.ts';
import type { FactSet } from '../../facts/registry.ts';
import { haResources, pveNodes } from '../../site/derive.ts';

/** Where machines fail over, each node is asked for its watchdog in its one round trip. */
export const availabilityFactSet: FactSet = {
  id: 'availability',
  facts: (site, host) =>
    haResources(site).length > 0 && pveNodes(site).some((node) => node.name === host) ? [watchdog] : [],
};

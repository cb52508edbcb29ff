import type { Site } from '../../api/site.ts';
import type { StackRegistry } from '../stacks/registry.ts';
import type { Check } from './check.ts';
import { clusterState } from './smoke/cluster-state.ts';
import { machineAndHa } from './smoke/machine-and-ha.ts';

/** The smoke tests of a site, in the order of the manual's section 6: cluster, machines, then each stack's own. */
export function smokeChecks(site: Site, registry: StackRegistry): readonly Check[] {
  return [
    clusterState,
    ...site.machines.map(machineAndHa),
    ...site.stacks.flatMap((instance) => registry.stackOf(instance).smoke(site, instance)),
  ];
}

import type { Site } from '../../api/site.ts';
import type { Check } from '../checks/check.ts';
import { clusterState } from '../checks/smoke/cluster-state.ts';
import { machineAndHa } from '../checks/smoke/machine-and-ha.ts';
import type { FactSet } from '../facts/registry.ts';
import type { NeededImage } from '../rehearsal/bundle/stand-in-images.ts';
import { siteLockFact } from '../run/site-lock-script.ts';
import { lockHosts } from '../site/derive.ts';
import type { AssetStore } from '../stacks/asset-store.ts';
import { stacks } from '../stacks/index.ts';
import { stackFactSets, stackSteps } from '../stacks/stack-steps.ts';
import { afterPreflight } from '../steps/after-preflight.ts';
import { availabilityFactSet } from '../steps/availability/availability-facts.ts';
import { availabilitySteps } from '../steps/availability/index.ts';
import { backupSteps } from '../steps/backup/index.ts';
import { stepFactSets, steps } from '../steps/index.ts';
import { machineFactSet, machineSteps } from '../steps/machines/index.ts';
import type { Step } from '../steps/step.ts';

/** Everything that is done on a site, in the order of the manual: nodes to machines to stacks, all of it after the preflight. */
export function allSteps(assets: AssetStore): readonly Step[] {
  return afterPreflight([
    ...steps,
    ...machineSteps(assets),
    ...availabilitySteps,
    ...backupSteps,
    ...stackSteps(stacks, assets),
  ]);
}

/** Who holds the lock of the site, asked wherever it may lie: of two laptops one may not reach the first node. */
const siteLockFacts: FactSet = {
  id: 'site-lock',
  facts: (site, host) => (lockHosts(site).includes(host) ? [siteLockFact] : []),
};

/** What is asked of every host, in its one round trip. */
export function allFactSets(assets: AssetStore): readonly FactSet[] {
  return [...stepFactSets, siteLockFacts, machineFactSet, availabilityFactSet, ...stackFactSets(stacks, assets)];
}

/** The smoke tests of a site, as in section 6 of the manual: the cluster, each machine, each stack. */
export function allChecks(site: Site): readonly Check[] {
  return [
    clusterState,
    ...site.machines.map(machineAndHa),
    ...stacks.instancesOf(site).flatMap((instance) => stacks.stackOf(instance).smoke(site, instance)),
  ];
}

/** The container images that the site's stacks load. */
export function neededImages(site: Site, assets: AssetStore): readonly NeededImage[] {
  return stacks.instancesOf(site).flatMap((instance) => {
    const application = stacks.stackOf(instance).compose?.(site, instance, assets);
    return (application?.images ?? []).map((image) => ({ ...image }));
  });
}

import type { FactSet } from '../facts/registry.ts';
import type { Step } from '../steps/step.ts';
import type { AssetStore } from './asset-store.ts';
import { certificateFactSet } from './certificate/certificate-facts.ts';
import { certificateStep } from './certificate/certificate-step.ts';
import { composeFactSet } from './compose/compose-facts.ts';
import { dockerStep } from './compose/docker-step.ts';
import { filesStep } from './compose/files-step.ts';
import { imagesStep } from './compose/images-step.ts';
import { upStep } from './compose/up-step.ts';
import { installStep } from './registry/install-step.ts';
import { pushStep } from './registry/push-step.ts';
import { registryFactSet } from './registry/registry-facts.ts';
import { registryHosts } from './registry/registry-hosts.ts';
import { serveStep } from './registry/serve-step.ts';
import type { StackRegistry } from './registry.ts';

/** What brings the stacks of a site up, in this order: Docker, the registry with every image in it, then each compose project. */
export function stackSteps(registry: StackRegistry, assets: AssetStore): readonly Step[] {
  const hosts = registryHosts(registry);
  return [
    dockerStep(registry),
    installStep(hosts),
    serveStep(hosts, assets),
    pushStep(registry, assets),
    imagesStep(registry, assets),
    filesStep(registry, assets),
    certificateStep(registry, assets),
    upStep(registry, assets),
    ...registry.stacks.flatMap((stack) => stack.steps?.(assets) ?? []),
  ];
}

/** What these steps want in the one round trip of each host. */
export function stackFactSets(registry: StackRegistry, assets: AssetStore): readonly FactSet[] {
  return [
    registryFactSet(registryHosts(registry).names),
    composeFactSet(registry, assets),
    certificateFactSet(registry, assets),
    ...registry.stacks.flatMap((stack) => (stack.factSet ? [stack.factSet] : [])),
  ];
}

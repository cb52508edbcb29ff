import { DiagnosticError, diagnostic } from '../../api/diagnostic.ts';
import type { Site, StackInstance } from '../../api/site.ts';
import type { AssetStore } from './asset-store.ts';
import type { Capability, ComposeApplication, HeldPort, Stack } from './stack.ts';

export interface StackRegistry {
  readonly stacks: readonly Stack[];
  /** Throws `stack.unknown`. */
  stackOf(instance: StackInstance): Stack;
  /**
   * The instances of a site in the order of its file, and after them the registry where stacks require one and the site names
   * none: it goes onto the machine of the first of these. Throws `stack.unknown`.
   */
  instancesOf(site: Site): readonly StackInstance[];
}

/** Stacks are registered, not switched. */
export function stackRegistry(stacks: readonly Stack[]): StackRegistry {
  const find = (instance: StackInstance): Stack | undefined => stacks.find((entry) => entry.id === instance.stack);
  return {
    stacks,
    stackOf(instance) {
      const stack = find(instance);
      if (stack) return stack;
      throw new DiagnosticError(
        diagnostic('stack.unknown', {
          params: { stack: instance.stack, known: stacks.map((entry) => entry.id).join(', ') },
        }),
      );
    },
    instancesOf(site) {
      if (site.stacks.some((instance) => find(instance)?.provides.includes('registry'))) return site.stacks;
      const first = site.stacks.find((instance) => find(instance)?.requires.includes('registry'));
      const provider = stacks.find((stack) => stack.provides.includes('registry'));
      if (!first || !provider) return site.stacks;
      return [...site.stacks, { stack: provider.id, id: freeId(site, provider.id), on: first.on, options: {} }];
    },
  };
}

/** Ids of instances are unique in a site, whatever a person called theirs. */
function freeId(site: Site, id: string): string {
  const taken = new Set(site.stacks.map((instance) => instance.id));
  return taken.has(id) ? freeId(site, `site-${id}`) : id;
}

export interface ComposeInstance {
  readonly instance: StackInstance;
  readonly application: ComposeApplication;
  /** Folder on its host. */
  readonly folder: string;
}

/** The compose instances of a host, in the order of the file. Throws DiagnosticError for bad options. */
export function composeInstances(
  registry: StackRegistry,
  site: Site,
  host: string,
  assets: AssetStore,
): readonly ComposeInstance[] {
  return registry.instancesOf(site).flatMap((instance) => {
    if (instance.on !== host) return [];
    const application = registry
      .stackOf(instance)
      .compose?.(site, instance, assets, takenByOthers(registry, site, instance));
    return application ? [{ instance, application, folder: instanceFolder(instance) }] : [];
  });
}

/** Ports that the other instances of an instance's host say they take. */
function takenByOthers(registry: StackRegistry, site: Site, own: StackInstance): readonly HeldPort[] {
  return registry
    .instancesOf(site)
    .filter((instance) => instance.on === own.on && instance.id !== own.id)
    .flatMap((instance) =>
      (registry.stackOf(instance).ports?.(site, instance) ?? []).map((port) => ({ ...port, instanceId: instance.id })),
    );
}

/** Hosts that carry a stack with this need, in the order of the file. */
export function dockerHosts(registry: StackRegistry, site: Site): readonly string[] {
  const hosts = registry
    .instancesOf(site)
    .filter((instance) =>
      registry.stacks.some((stack) => stack.id === instance.stack && stack.requires.includes('docker')),
    )
    .map((instance) => instance.on);
  return [...new Set(hosts)];
}

/** The first instance that provides something; undefined = the site has none. */
export function providerOf(registry: StackRegistry, site: Site, capability: Capability): StackInstance | undefined {
  return registry
    .instancesOf(site)
    .find((instance) =>
      registry.stacks.some((stack) => stack.id === instance.stack && stack.provides.includes(capability)),
    );
}

/** Where an instance's files lie on its host. */
export function instanceFolder(instance: StackInstance): string {
  return `/opt/sitewright/stacks/${instance.id}`;
}

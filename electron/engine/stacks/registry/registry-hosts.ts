import type { Site } from '../../../api/site.ts';
import { providerOf, type StackRegistry } from '../registry.ts';
import { type RegistryPlace, registryPlace } from './registry-place.ts';

/** The registries of a site: one, unless its file names several. */
export interface RegistryHosts {
  readonly names: (site: Site) => readonly string[];
  /** Throws a RangeError for a host that has none. */
  readonly placeOn: (site: Site, host: string) => RegistryPlace;
}

export function registryHosts(registry: StackRegistry): RegistryHosts {
  const placesOf = (site: Site): readonly RegistryPlace[] =>
    registry
      .instancesOf(site)
      .filter((instance) =>
        registry.stacks.some((stack) => stack.id === instance.stack && stack.provides.includes('registry')),
      )
      .map((instance) => registryPlace(site, instance));
  return {
    names: (site) => [...new Set(placesOf(site).map(({ host }) => host))],
    placeOn(site, host) {
      const place = placesOf(site).find((each) => each.host === host);
      if (!place) throw new RangeError(`${host} has no registry`);
      return place;
    },
  };
}

/** The registry that hosts of the site pull from: the first one. Throws where the site has none, which is a fault of ours. */
export function usedRegistry(registry: StackRegistry, site: Site): RegistryPlace {
  const instance = providerOf(registry, site, 'registry');
  if (!instance) throw new RangeError('a stack runs containers and requires no registry');
  return registryPlace(site, instance);
}

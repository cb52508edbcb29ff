import { DiagnosticError } from '../../api/diagnostic.ts';
import type { Site, StackInstance } from '../../api/site.ts';
import type { SiteRange } from '../../api/site-ranges.ts';
import { dockerHosts, type StackRegistry } from './registry.ts';

/**
 * What Docker takes by itself for its bridge and for every compose network that names none, in this order (its default address
 * pools). A pool that a route of the machine already leads into is passed over. After them comes 192.168.0.0/16 in pieces of /20,
 * which no site of ours gets to.
 */
export const DOCKER_POOLS: readonly string[] = Array.from({ length: 15 }, (_, index) => `172.${17 + index}.0.0/16`);

export interface StackRange extends SiteRange {
  readonly instance: StackInstance;
}

/** The ranges that the site's instances name for themselves. What cannot be read is told by others. */
export function stackRanges(registry: StackRegistry, site: Site): readonly StackRange[] {
  return registry.instancesOf(site).flatMap((instance): StackRange[] => {
    const index = site.stacks.indexOf(instance);
    try {
      const taken = registry.stackOf(instance).networks?.(site, instance) ?? [];
      return taken.map(({ cidr, kind }) => ({
        cidr,
        kind,
        name: instance.id,
        instance,
        ...(index < 0 ? {} : { field: `stacks[${index}]` }),
      }));
    } catch (error) {
      if (error instanceof DiagnosticError) return [];
      throw error;
    }
  });
}

/** The first range that Docker would take on each of its hosts; the others follow it. */
export function dockerRanges(registry: StackRegistry, site: Site): readonly SiteRange[] {
  return dockerHosts(registry, site).map((name): SiteRange => ({ cidr: '172.16.0.0/12', kind: 'docker', name }));
}

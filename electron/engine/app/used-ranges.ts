import type { Site } from '../../api/site.ts';
import type { SiteRange } from '../../api/site-ranges.ts';
import { declaredRanges, interfaceRanges, machineRanges } from '../site/site-ranges.ts';
import { stacks } from '../stacks/index.ts';
import { dockerRanges, stackRanges } from '../stacks/stack-ranges.ts';

/** Every range of addresses that a site uses: what it declares, what its stacks name, and what Docker takes by itself. */
export function usedRanges(site: Site): readonly SiteRange[] {
  return [
    ...declaredRanges(site),
    ...interfaceRanges(site),
    ...machineRanges(site),
    ...stackRanges(stacks, site).map(({ instance: _instance, ...range }) => range),
    ...dockerRanges(stacks, site),
  ];
}

import type { Site } from '../../../../../electron/api/site.ts';
import { site } from '../../../../steps/support/two-node.ts';

const [first] = site.storages;
if (!first) throw new Error('the example has no storage');

/** The example with an LVM-thin storage as well, so that everything which only such a site asks is asked. */
export const thinSite: Site = {
  ...site,
  storages: [...site.storages, { ...first, id: 'thin', type: 'lvmthin' } as Site['storages'][number]],
};

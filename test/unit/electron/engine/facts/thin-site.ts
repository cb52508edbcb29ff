import type { Site } from '../../../../../electron/api/site.ts';
import { site } from '../../../../steps/support/two-node.ts';

const [first] = site.storages;
if (!first) throw new Error('the example has no storage');

/** The example with an LVM-thin storage and one that has a password, so that everything which only such a site asks is asked. */
export const thinSite: Site = {
  ...site,
  storages: [
    ...site.storages,
    { ...first, id: 'thin', type: 'lvmthin' } as Site['storages'][number],
    { type: 'cifs', id: 'office', server: 'nas', share: 's', username: 'u', password: 'secret:p', content: ['backup'] },
  ],
};

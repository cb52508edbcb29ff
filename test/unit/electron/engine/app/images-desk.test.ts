import { expect, it } from 'vitest';
import { isConcerned } from '../../../../../electron/engine/app/images-desk.ts';

it('the disks of every node are judged for the one image for all, whichever nodes were named', () => {
  const shared = { site: { media: { delivery: 'one-image' } } } as const;
  expect(['pve1', 'pve2'].filter((node) => isConcerned(shared, ['pve1'], node))).toEqual(['pve1', 'pve2']);
  const own = { site: { media: { delivery: 'stick-per-node' } } } as const;
  expect(['pve1', 'pve2'].filter((node) => isConcerned(own, ['pve1'], node))).toEqual(['pve1']);
  expect(['pve1', 'pve2'].filter((node) => isConcerned(own, undefined, node))).toEqual(['pve1', 'pve2']);
});

import type { Assumption } from './assumption.ts';
import { DEBIAN_ASSUMED } from './debian/assumed.ts';
import { DOCKER_ASSUMED } from './docker/assumed.ts';
import counts from './fidelity-counts.json';
import { INSTALL_ASSUMED } from './install/assumed.ts';
import { KERNEL_ASSUMED } from './kernel/assumed.ts';
import { PVE_ASSUMED } from './pve/assumed.ts';
import { REGISTRY_ASSUMED } from './registry/assumed.ts';

/** How faithful the simulated site is: what was measured against the record of real commands, and what is only assumed. */
export interface FidelityReport {
  readonly byVersion: Readonly<
    Record<string, { readonly replayedEqual: number; readonly differing: number; readonly leftOut: number }>
  >;
  readonly leftOut: readonly { readonly command: string; readonly why: string }[];
  readonly assumed: readonly Assumption[];
}

/** The counts are those of the replay test (`fidelity.test.ts`), which fails when this file is not what it measured. */
export function fidelityReport(): FidelityReport {
  return {
    byVersion: counts.byVersion,
    leftOut: counts.leftOut,
    assumed: [
      ...PVE_ASSUMED,
      ...KERNEL_ASSUMED,
      ...DEBIAN_ASSUMED,
      ...DOCKER_ASSUMED,
      ...REGISTRY_ASSUMED,
      ...INSTALL_ASSUMED,
    ],
  };
}

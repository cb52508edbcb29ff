import counts from './fidelity-counts.json';
import { ASSUMED, type Assumption } from './pve/assumed.ts';

/** How faithful the simulated PVE is: what was measured against the record of real commands, and what is only assumed. */
export interface FidelityReport {
  readonly byVersion: Readonly<
    Record<string, { readonly replayedEqual: number; readonly differing: number; readonly leftOut: number }>
  >;
  readonly leftOut: readonly { readonly command: string; readonly why: string }[];
  readonly assumed: readonly Assumption[];
}

/** The counts are those of the replay test (`fidelity.test.ts`), which fails when this file is not what it measured. */
export function fidelityReport(): FidelityReport {
  return { byVersion: counts.byVersion, leftOut: counts.leftOut, assumed: ASSUMED };
}

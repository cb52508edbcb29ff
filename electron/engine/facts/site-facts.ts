import type { Diagnostic } from '../../api/diagnostic.ts';
import type { HostFacts } from './host-facts.ts';

/** When a host was asked and when its answer was here, by the clock of this laptop, epoch milliseconds. */
export interface Asked {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * What is known of one host now. Not reached is neither empty nor an error of a step that does not need it. `notes` say how it
 * came to be known where that was not the usual way; they are no part of a plan's fingerprint.
 */
export type HostSight =
  | {
      readonly reached: true;
      readonly facts: HostFacts;
      readonly asked?: Asked;
      readonly notes?: readonly Diagnostic[];
    }
  /** The planned guest does not exist or has not booted yet, as far as its cluster says. */
  | { readonly reached: false; readonly expected: true }
  | { readonly reached: false; readonly expected: false; readonly diagnostic: Diagnostic };

/** The facts of all hosts of a site, by host name, taken at one moment. */
export interface SiteFacts {
  readonly takenAt: string;
  readonly hosts: ReadonlyMap<string, HostSight>;
}

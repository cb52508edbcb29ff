import type { Step } from '../step.ts';
import { availabilityHa } from './ha.ts';
import { availabilityReplication } from './replication.ts';
import { availabilityRule } from './rule.ts';

/** What keeps the machines alive when a node dies: a copy, the HA manager, and only nodes that hold the copy. */
export const availabilitySteps: readonly Step[] = [availabilityReplication, availabilityHa, availabilityRule];

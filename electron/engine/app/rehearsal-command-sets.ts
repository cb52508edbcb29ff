import { debianCommandSet } from '../rehearsal/debian/command-set.ts';
import { dockerCommandSet } from '../rehearsal/docker/command-set.ts';
import { installCommandSet } from '../rehearsal/install/command-set.ts';
import { knownFaults } from '../rehearsal/kernel/faults.ts';
import type { CommandSet, FaultEntry } from '../rehearsal/kernel/program.ts';
import { pveCommandSet } from '../rehearsal/pve/command-set.ts';
import { registryCommandSet } from '../rehearsal/registry/command-set.ts';
import { monitoringApplication } from '../stacks/monitoring/rehearsal/monitoring-application.ts';

/** What a simulated site runs: Debian below, PVE on nodes, Docker and its registry in guests, the stacks' applications behind it, bare machines. */
export function rehearsalCommandSets(): readonly CommandSet[] {
  return [
    debianCommandSet,
    pveCommandSet,
    dockerCommandSet([monitoringApplication]),
    registryCommandSet(),
    installCommandSet,
  ];
}

/** Every fault that a rehearsal can be given, by name. */
export function rehearsalFaults(): readonly FaultEntry[] {
  return knownFaults(rehearsalCommandSets());
}

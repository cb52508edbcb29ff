import type { FactSet } from '../facts/registry.ts';
import { ownershipFactSet } from '../ownership/ownership-facts.ts';
import { collectorStep } from './access/collector.ts';
import { terraformStep } from './access/terraform.ts';
import { aptRepositoryStep } from './base/apt-repository.ts';
import { aptFactSet } from './base/apt-repository-facts.ts';
import { clusterLinksStep } from './base/cluster-links.ts';
import { hostsFileStep } from './base/hosts-file.ts';
import { networkStep as nodeNetworkStep } from './base/network.ts';
import { networkFactSet } from './base/network-facts.ts';
import { repositoriesStep } from './base/repositories.ts';
import { sshKeysStep } from './base/ssh-keys.ts';
import { timeStep } from './base/time.ts';
import { timeZoneStep } from './base/time-zone.ts';
import { createStep } from './cluster/create.ts';
import { joinNodeStep } from './cluster/join-node.ts';
import { linkPrioritiesStep } from './cluster/link-priorities.ts';
import { linksStep } from './cluster/links.ts';
import { membersStep } from './cluster/members.ts';
import { migrationStep } from './cluster/migration.ts';
import { trustStep } from './cluster/trust.ts';
import { witnessPackagesStep } from './cluster/witness-packages.ts';
import { witnessVoteStep } from './cluster/witness-vote.ts';
import { clockStep } from './preflight/clock.ts';
import { disksStep } from './preflight/disks.ts';
import { hardwareStep } from './preflight/hardware.ts';
import { joinerStep } from './preflight/joiner.ts';
import { nameFacts, namesStep } from './preflight/names.ts';
import { networkStep } from './preflight/network.ts';
import { peerFacts, portsStep } from './preflight/ports.ts';
import { pveVersionStep } from './preflight/pve-version.ts';
import { spaceStep } from './preflight/space.ts';
import { knownZoneStep, zoneFacts } from './preflight/time-zone.ts';
import { virtualisationStep } from './preflight/virtualisation.ts';
import { watchdogStep } from './preflight/watchdog.ts';
import { witnessStep } from './preflight/witness.ts';
import type { Step } from './step.ts';
import { addStep } from './storage/add.ts';
import { poolStep } from './storage/pool.ts';
import { snippetsStep } from './storage/snippets.ts';
import { storageFactSet } from './storage/storage-facts.ts';
import { thinPoolStep } from './storage/thin-pool.ts';

/**
 * The whole way from freshly installed nodes to a running site, in the order in which it is done. It reads like the
 * manual; each line is a claim that is looked at first and made true only where it is not.
 */
export const steps: readonly Step[] = [
  // Before anything is touched: are these the right machines, fit for it, and joined by good cables?
  pveVersionStep,
  namesStep,
  hardwareStep,
  virtualisationStep,
  clockStep,
  knownZoneStep,
  spaceStep,
  watchdogStep,
  joinerStep,
  witnessStep,
  portsStep,
  disksStep,
  networkStep,

  // Every host knows the others, the time and who may log in.
  hostsFileStep,
  timeZoneStep,
  timeStep,
  repositoriesStep,
  aptRepositoryStep,
  sshKeysStep,
  nodeNetworkStep,
  clusterLinksStep,

  // One cluster over links that were measured, and a vote for each node and for the witness.
  linksStep,
  createStep,
  trustStep,
  joinNodeStep,
  membersStep,
  witnessPackagesStep,
  witnessVoteStep,
  linkPrioritiesStep,
  migrationStep,

  // Room for the machines' disks.
  poolStep,
  thinPoolStep,
  addStep,
  snippetsStep,

  // Who may look, and what for.
  collectorStep,
  terraformStep,
];

/** What the steps above ask of hosts beyond the common facts, in the same round trip. */
export const stepFactSets: readonly FactSet[] = [
  peerFacts,
  nameFacts,
  zoneFacts,
  ownershipFactSet,
  networkFactSet,
  aptFactSet,
  storageFactSet,
];

import type { Known } from './fact.ts';
import type { KnownOf } from './fact-group.ts';
import { aptFiles } from './host/apt-files.ts';
import { chronyFiles } from './host/chrony-files.ts';
import { clock } from './host/clock.ts';
import { cpu } from './host/cpu.ts';
import { diskLinks } from './host/disk-links.ts';
import { disks } from './host/disks.ts';
import { hostsFile } from './host/hosts-file.ts';
import { imageSpace } from './host/image-space.ts';
import { interfaces } from './host/interfaces.ts';
import { listeners } from './host/listeners.ts';
import { memory } from './host/memory.ts';
import { nodeName } from './host/node-name.ts';
import { osRelease } from './host/os-release.ts';
import { ownAddresses } from './host/own-addresses.ts';
import { packages } from './host/packages.ts';
import { preflightRecords } from './host/preflight-records.ts';
import { rootSpace } from './host/root-space.ts';
import { sshFiles } from './host/ssh-files.ts';
import { timeSync } from './host/time-sync.ts';
import { timeZone } from './host/time-zone.ts';
import { units } from './host/units.ts';
import { access } from './pve/access.ts';
import { sectionFact } from './pve/cluster-files.ts';
import { corosync } from './pve/corosync.ts';
import { datacenter } from './pve/datacenter.ts';
import { guestConfigs } from './pve/guest-configs.ts';
import { haManagerStatus } from './pve/ha-manager-status.ts';
import { members } from './pve/members.ts';
import { nodeFiles } from './pve/node-files.ts';
import { pmxcfs } from './pve/pmxcfs.ts';
import { pools } from './pve/pools.ts';
import { quorum } from './pve/quorum.ts';
import { replicationState } from './pve/replication-state.ts';
import { resources } from './pve/resources.ts';
import { storages } from './pve/storages.ts';
import { vmList } from './pve/vm-list.ts';

/** Asked of every host, whatever it is. */
export const hostFacts = {
  osRelease,
  nodeName,
  cpu,
  memory,
  disks,
  diskLinks,
  interfaces,
  rootSpace,
  hostsFile,
  ownAddresses,
  timeZone,
  clock,
  timeSync,
  chronyFiles,
  aptFiles,
  packages,
  units,
  sshFiles,
  listeners,
} as const;

/** Asked of PVE nodes: commands. */
export const pveFacts = {
  pmxcfs,
  nodeFiles,
  quorum,
  pools,
  replicationState,
  resources,
  imageSpace,
  preflightRecords,
} as const;

/** Asked of PVE nodes: files of the cluster file system, read together. Unknown where it is not mounted. */
export const pveFileFacts = {
  members,
  vmList,
  corosync,
  storages,
  access,
  guestConfigs,
  datacenter,
  /** Replication jobs: type `local`, id `100-0`, values target, schedule, source, remove_job, comment. */
  replicationJobs: sectionFact('replication-jobs', '/etc/pve/replication.cfg'),
  /** HA resources: type `vm`, id `100`, values state, group, max_restart, max_relocate, comment. */
  haResources: sectionFact('ha-resources', '/etc/pve/ha/resources.cfg'),
  /** HA groups (8.x): type `group`. */
  haGroups: sectionFact('ha-groups', '/etc/pve/ha/groups.cfg'),
  /** HA rules (9.x): type `node-affinity` or `resource-affinity`. */
  haRules: sectionFact('ha-rules', '/etc/pve/ha/rules.cfg'),
  haManagerStatus,
} as const;

/**
 * Everything known of one host at one moment. Facts of PVE are `unknown` on other hosts. `extra` holds what registered
 * fact sets (stacks) asked for, by fact id: read it with `extraFact`.
 */
export type HostFacts = KnownOf<typeof hostFacts> &
  KnownOf<typeof pveFacts> &
  KnownOf<typeof pveFileFacts> & { readonly extra: ReadonlyMap<string, Known<unknown>> };

export type HostFactName = Exclude<keyof HostFacts, 'extra'>;

/** Change between two looks without anything having happened: left out of a plan's fingerprint. */
export const VOLATILE_FACTS: readonly HostFactName[] = [
  'clock',
  'rootSpace',
  'imageSpace',
  'timeSync',
  'replicationState',
];

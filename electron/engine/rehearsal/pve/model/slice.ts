import type { SimHost, World } from '../../kernel/program.ts';

export const PVE_SLICE = 'pve';

/** The whole simulated PVE side of a site, plain JSON. */
export interface PveSlice {
  readonly nodes: Record<string, NodeState>;
  readonly databases: Record<string, Database>;
  /** Certificates and keys of the witnesses' qnetd, by host name. */
  readonly qnetd: Record<string, { readonly clusters: Record<string, number> }>;
  counters: { database: number; pid: number; tickedAt: number };
}

/** One pmxcfs database: a standalone node's own, or the one its cluster shares. The files ARE the configuration. */
export interface Database {
  readonly files: Record<string, DatabaseFile>;
  readonly directories: Record<string, number>;
  version: number;
  /** The certificate authority's key, PEM. */
  caKey: string;
  /** What pvestatd last broadcast, by rrd key. */
  readonly rrd: Record<string, string>;
  /** Timers of the HA managers that no vendor file shows. */
  ha?: HaTimers;
}

export interface HaTimers {
  /** Node -> epoch seconds since when it is not seen. */
  readonly lostAt: Record<string, number>;
  /** Service -> epoch seconds of its next step. */
  readonly due: Record<string, number>;
  masterDue?: number;
  /** When the groups of an upgraded cluster become rules. */
  groupsDue?: number;
}

interface DatabaseFile {
  text: string;
  /** Epoch seconds. */
  modifiedAt: number;
  version: number;
}

export interface NodeState {
  readonly name: string;
  databaseId: string;
  /** Epoch milliseconds. From then on pmxcfs shows the cluster entry, and is quorate if the votes are there. */
  clusterVisibleAt: number;
  quorateFrom: number;
  /** In-memory `pvecm expected N`; undefined = from the configuration. */
  expectedVotes?: number;
  /** A removed QDevice still shows in votequorum until corosync restarts. */
  qdeviceResidue?: boolean;
  /** A broken join: until then (epoch ms) corosync of this node reaches nobody. */
  isolatedUntil?: number;
  /** A joiner whose own database is new and waits for the cluster's: /etc/pve is empty there but for corosync.conf. */
  isUnsynced?: boolean;
  /** `pmxcfs -l` runs: /etc/pve is mounted and writable whatever the cluster says, and what is changed stays here. */
  isLocalMode?: boolean;
  /** Was in a cluster when `pmxcfs -l` began. */
  leaves?: boolean;
  /** How often it left a cluster: its next creation or join is another effect than the last. */
  timesLeft?: number;
  /** A create or join is between stopping and starting the services; a world loaded in that moment finishes it. */
  halfway?: 'create' | 'join';
  bootedAt: number;
  wasPowered: boolean;
  /** Guests marked onboot still have to be started after this boot. */
  autostart?: boolean;
  nodeKey: string;
  ringSequence: number;
  readonly guests: Record<string, GuestRuntime>;
  readonly pools: Record<string, ZfsPool>;
  /** Pools that lie on its disks and are not imported. */
  dormantPools?: readonly DormantPool[];
  /** Volumes by storage-independent place: `/srv/data/images/100/vm-100-disk-0.raw` or `zfs:rpool/data/vm-100-disk-0`. */
  readonly volumes: Record<string, Volume>;
  readonly tasks: TaskRecord[];
  /** Replication state by job id; the file below /var/lib/pve-manager follows from it. */
  readonly replication: Record<string, ReplicationState>;
  readonly lrm: LrmState;
  readonly notes: { config: string };
  /** LVM beside the system's own, by name: on one whole disk each; `pools` = thin pools with all that they take, in bytes. */
  volumeGroups?: Readonly<
    Record<
      string,
      {
        readonly disk: string;
        readonly sizeBytes: number;
        readonly tags: readonly string[];
        readonly pools: Record<string, number>;
      }
    >
  >;
  /** Once the network was reloaded: the address that the node was installed with, and its ports that have the cable. */
  management?: { readonly address: string; readonly ports: readonly string[] };
  /** Nobody reaches the node because of how its network is configured. */
  isCutOff?: boolean;
  /** A configuration with which the switch does not work together (an ordered fault). */
  cutWith?: string;
  /** Addresses before and after the last reload that changed them. */
  reloaded?: { readonly before: string; readonly after: string };
}

interface GuestRuntime {
  readonly pid: number;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** Set once the guest's system is up: its host in the world. */
  bootedHost?: string;
}

export interface ZfsPool {
  readonly sizeBytes: number;
  readonly layout: string;
  /** Kernel names of all its disks. */
  readonly devices: readonly string[];
  /** Disks that stand for each other; absent = one group of the layout's kind. */
  readonly groups?: readonly ZfsGroup[];
  readonly datasets: Record<string, { readonly mountpoint: string; readonly createdAt: number }>;
  readonly compression: string;
}

export interface ZfsGroup {
  /** `disk`, `mirror`, `raidz1`, ... */
  readonly kind: string;
  readonly devices: readonly ZfsDevice[];
}

export interface ZfsDevice {
  /** Kernel name when the pool took it. */
  readonly disk: string;
  readonly serial: string;
  /** As it was given. */
  readonly path: string;
  isOffline?: boolean;
}

/** A pool whose disks are there and which is not imported. */
export interface DormantPool extends ZfsPool {
  readonly name: string;
  /** Last used by another system: it wants to be forced. */
  readonly isForeign?: true;
}

export interface Volume {
  sizeBytes: number;
  readonly format: 'raw' | 'qcow2' | 'vmdk' | 'zvol' | 'lvm';
  readonly vmid: number;
  /** The base image a linked clone hangs on. */
  readonly parent?: string;
  /** Replication and other snapshots: name -> epoch seconds. */
  readonly snapshots: Record<string, number>;
  /** What the image was imported from; a guest with such a system disk boots a system. */
  readonly source?: string;
  /** Restored from a backup: what was installed in the system on it, by version. */
  readonly packages?: Readonly<Record<string, string>>;
}

export interface TaskRecord {
  readonly upid: string;
  readonly type: string;
  readonly id: string;
  readonly startedAt: number;
  endedAt?: number;
  status?: string;
  readonly log: string[];
  readonly user: string;
}

interface ReplicationState {
  lastSync: number;
  lastTry: number;
  duration: number;
  failCount: number;
  error?: string;
  runNow?: boolean;
}

interface LrmState {
  state: 'wait_for_agent_lock' | 'active' | 'maintenance';
  mode: 'active' | 'maintenance';
  /** Epoch seconds. */
  timestamp: number;
  /** Epoch seconds; the watchdog's minute runs from here. */
  withoutQuorumSince?: number;
  readonly results: Record<string, { sid: string; exit_code: number; state: string }>;
}

/** A new world's slice. */
export function emptySlice(): PveSlice {
  return { nodes: {}, databases: {}, qnetd: {}, counters: { database: 0, pid: 1200, tickedAt: 0 } };
}

/** PVE's part of a world's state. */
export function pveSlice(world: World): PveSlice {
  return world.slice<PveSlice>(PVE_SLICE);
}

/** 8 or 9, by the host's version. */
export function majorVersion(host: SimHost): 8 | 9 {
  return host.osVersion.startsWith('8') ? 8 : 9;
}

/** The package version a node shows: fixed by its release. */
export function managerVersion(host: SimHost): {
  readonly version: string;
  readonly release: string;
  readonly repoid: string;
} {
  if (host.osVersion.startsWith('8')) return { version: '8.4.1', release: '8.4', repoid: '2a5fa54a8503f96d' };
  if (host.osVersion.startsWith('9.2')) return { version: '9.2.4', release: '9.2', repoid: '14a22df3c8b04d5e' };
  return { version: '9.1.2', release: '9.1', repoid: '9d436f37a0ac4172' };
}

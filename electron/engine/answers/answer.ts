import type { Cidr } from './addresses.ts';
import type { TextEntries } from './decode-toml.ts';

/** An answer file as the installer has understood it. Only `parseAnswer` makes one. */
export interface Answer {
  readonly global: GlobalAnswer;
  readonly network: NetworkAnswer;
  readonly disks: DisksAnswer;
  readonly firstBoot?: FirstBootAnswer;
  readonly webhook?: WebhookAnswer;
}

export interface GlobalAnswer {
  readonly keyboard: string;
  readonly country: string;
  readonly fqdn:
    | { readonly kind: 'fixed'; readonly name: string }
    | { readonly kind: 'from-dhcp'; readonly domain?: string };
  readonly mailto: string;
  readonly timezone: string;
  readonly rootPassword?: string;
  readonly rootPasswordHashed?: string;
  readonly rebootOnError: boolean;
  readonly rebootMode: 'reboot' | 'power-off';
  readonly rootSshKeys: readonly string[];
  readonly subscriptionKey?: string;
}

export type NetworkAnswer =
  | { readonly source: 'from-dhcp'; readonly pinning?: PinningAnswer }
  | {
      readonly source: 'from-answer';
      readonly cidr: Cidr;
      /** As written, for messages. */
      readonly cidrText: string;
      readonly gateway: string;
      readonly dns: string;
      readonly filter: TextEntries;
      readonly pinning?: PinningAnswer;
    };

export interface PinningAnswer {
  readonly enabled: boolean;
  /** MAC as written, name. */
  readonly mapping: TextEntries;
}

export const FILESYSTEMS = ['ext4', 'xfs', 'zfs', 'btrfs'] as const;
export type Filesystem = (typeof FILESYSTEMS)[number];

export const RAID_LEVELS = ['raid0', 'raid1', 'raid10', 'raidz-1', 'raidz-2', 'raidz-3'] as const;
export type RaidLevel = (typeof RAID_LEVELS)[number];

/** Fewest disks of a level, for zfs and btrfs alike. */
export const LEAST_DISKS: Readonly<Record<RaidLevel, number>> = {
  raid0: 1,
  raid1: 2,
  raid10: 4,
  'raidz-1': 3,
  'raidz-2': 4,
  'raidz-3': 5,
};

export type DiskSelection =
  | { readonly kind: 'list'; readonly disks: readonly string[] }
  | { readonly kind: 'filter'; readonly filter: TextEntries };

export interface DisksAnswer {
  readonly filesystem: Filesystem;
  /** Set for zfs and btrfs, and only for them. */
  readonly raid?: RaidLevel;
  readonly selection: DiskSelection;
  readonly filterMatch?: 'any' | 'all';
  readonly lvm?: LvmAnswer;
  readonly zfs?: ZfsAnswer;
  readonly btrfs?: BtrfsAnswer;
}

/** Sizes in GiB. */
export interface LvmAnswer {
  readonly hdsize?: number;
  readonly swapsize?: number;
  readonly maxroot?: number;
  readonly maxvz?: number;
  readonly minfree?: number;
}

export interface ZfsAnswer {
  readonly raid?: RaidLevel;
  readonly ashift?: number;
  /** MiB. */
  readonly arcMax?: number;
  readonly checksum?: string;
  readonly compress?: string;
  readonly copies?: number;
  /** GiB. */
  readonly hdsize?: number;
}

export interface BtrfsAnswer {
  readonly raid?: RaidLevel;
  readonly compress?: string;
  /** GiB. */
  readonly hdsize?: number;
}

export interface FirstBootAnswer {
  readonly source: 'from-iso' | 'from-url';
  readonly ordering: 'before-network' | 'network-online' | 'fully-up';
  readonly url?: string;
  readonly certFingerprint?: string;
}

export interface WebhookAnswer {
  readonly url: string;
  readonly certFingerprint?: string;
  readonly authToken?: string;
}

/** The vendor's text for a file system: `ext4`, `zfs (RAIDZ-1)`, `btrfs (RAID10)`. */
export function vendorFilesystemText(disks: Pick<DisksAnswer, 'filesystem' | 'raid'>): string {
  return disks.raid ? `${disks.filesystem} (${disks.raid.toUpperCase()})` : disks.filesystem;
}

import type { PveVersion } from '../../api/site.ts';
import type { Filesystem, RaidLevel } from './answer.ts';

/**
 * Everything that an answer file of any version can say, in our words. Independent of the site file: whoever makes answers maps
 * to this. The root password is only ever its `$6$` hash.
 */
export interface AnswerInput {
  readonly version: PveVersion;
  readonly siteName: string;
  readonly nodeName: string;
  readonly global: AnswerInputGlobal;
  readonly network: AnswerInputNetwork;
  readonly disks: AnswerInputDisks;
  readonly firstBoot?: AnswerInputFirstBoot;
  readonly webhook?: AnswerInputWebhook;
}

export interface AnswerInputGlobal {
  readonly keyboard: string;
  readonly country: string;
  /** The full name, or from DHCP; `domain` then wins over the lease's. */
  readonly fqdn: string | { readonly source: 'from-dhcp'; readonly domain?: string };
  readonly mailto: string;
  readonly timezone: string;
  /** `$6$salt$hash`. */
  readonly rootPasswordHash: string;
  readonly rebootOnError?: boolean;
  /** Absent = `power-off`: a stick left in would install again. */
  readonly rebootMode?: 'reboot' | 'power-off';
  readonly rootSshKeys?: readonly string[];
  /** 9.2. */
  readonly subscriptionKey?: string;
}

/** 9.1 and later. Absent or not enabled: the table is left out, because 9.2 pins even with `enabled = false`. */
export interface AnswerInputPinning {
  readonly enabled: boolean;
  /** Name by MAC. */
  readonly names?: Readonly<Record<string, string>>;
}

export type AnswerInputNetwork =
  | { readonly source: 'from-dhcp'; readonly pinning?: AnswerInputPinning }
  | {
      readonly source: 'from-answer';
      /** With its prefix: 192.168.1.11/24. */
      readonly cidr: string;
      readonly gateway: string;
      readonly dns: string;
      /** udev property to pattern; one property is best. */
      readonly filter: Readonly<Record<string, string>>;
      readonly pinning?: AnswerInputPinning;
    };

export interface AnswerInputDisks {
  readonly filesystem: Filesystem;
  readonly selection:
    | { readonly by: 'list'; readonly disks: readonly string[] }
    | { readonly by: 'filter'; readonly filter: Readonly<Record<string, string>>; readonly match?: 'any' | 'all' };
  /** ext4 and xfs; sizes in GiB. */
  readonly lvm?: {
    readonly hdsizeGib?: number;
    readonly swapsizeGib?: number;
    readonly maxrootGib?: number;
    readonly maxvzGib?: number;
    readonly minfreeGib?: number;
  };
  readonly zfs?: {
    readonly raid: RaidLevel;
    readonly ashift?: number;
    readonly arcMaxMib?: number;
    readonly checksum?: 'on' | 'fletcher4' | 'sha256';
    readonly compress?: 'on' | 'off' | 'lzjb' | 'lz4' | 'zle' | 'gzip' | 'zstd';
    readonly copies?: number;
    readonly hdsizeGib?: number;
  };
  readonly btrfs?: {
    readonly raid: 'raid0' | 'raid1' | 'raid10';
    readonly compress?: 'on' | 'off' | 'zlib' | 'lzo' | 'zstd';
    readonly hdsizeGib?: number;
  };
}

export interface AnswerInputFirstBoot {
  readonly source: 'from-iso' | 'from-url';
  readonly ordering?: 'before-network' | 'network-online' | 'fully-up';
  readonly url?: string;
  readonly certFingerprint?: string;
}

export interface AnswerInputWebhook {
  readonly url: string;
  readonly certFingerprint?: string;
  /** 9.2. */
  readonly authToken?: string;
}

import { z } from 'zod';
import { BackupJobSchema } from './site-backup.ts';
import {
  CidrSchema,
  ConfigIdSchema,
  HostNameSchema,
  IpSchema,
  MacSchema,
  SecretRefSchema,
  VmIdSchema,
} from './site-names.ts';
import { HostNetworkSchema } from './site-network.ts';
import { StorageSchema } from './site-storage.ts';

export type { BackupJob } from './site-backup.ts';
export * from './site-names.ts';
export type { HostNetwork } from './site-network.ts';
export type { SiteStorage } from './site-storage.ts';

/**
 * The site: what a technician wrote in `site.toml`, as a readonly value. Only `parseSite` produces one. It knows *hosts*,
 * of which PVE nodes are one kind. Secrets are references (`secret:NAME`); they live in the vault beside the file.
 * Whatever can be derived (fqdn, votes, where a machine may run) is a pure function of the site and is never stored.
 */

export const PVE_VERSIONS = ['8.4', '9.1', '9.2'] as const;
export const PveVersionSchema = z.enum(PVE_VERSIONS);
export type PveVersion = z.infer<typeof PveVersionSchema>;

/** udev property to glob, as the installer matches them (answer-schema 3.1). */
const UdevFilterSchema = z.record(z.string().min(1).max(128), z.string().max(256));
const gib = z.number();

/**
 * What the installer is told about one node: every key of the answer file that is not the site's. Ranges are checked by the
 * site's rules, since the installer itself checks none of them.
 */
export const InstallSchema = z
  .strictObject({
    filesystem: z.enum(['ext4', 'xfs', 'zfs', 'btrfs']).default('ext4'),
    /** Only for zfs and btrfs. */
    raid: z.enum(['raid0', 'raid1', 'raid10', 'raidz-1', 'raidz-2', 'raidz-3']).optional(),
    /** Disks that will be erased, by serial (ID_SERIAL_SHORT): the way that can be proven. One of the three ways. */
    diskSerials: z.array(z.string().min(1).max(128)).min(1).max(64).optional(),
    /** Disks by the end of their device path (`sda`): the installer's `disk-list`. */
    diskPaths: z.array(z.string().min(1).max(128)).min(1).max(64).optional(),
    /** Disks by udev properties: the installer's `filter`. */
    diskFilter: UdevFilterSchema.optional(),
    diskFilterMatch: z.enum(['any', 'all']).optional(),
    /** Only for ext4 and xfs. */
    lvm: z
      .strictObject({
        hdsizeGib: gib.optional(),
        swapsizeGib: gib.optional(),
        maxrootGib: gib.optional(),
        maxvzGib: gib.optional(),
        minfreeGib: gib.optional(),
      })
      .optional(),
    zfs: z
      .strictObject({
        ashift: z.int().optional(),
        arcMaxMib: z.int().optional(),
        checksum: z.enum(['on', 'fletcher4', 'sha256']).optional(),
        compress: z.enum(['on', 'off', 'lzjb', 'lz4', 'zle', 'gzip', 'zstd']).optional(),
        copies: z.int().optional(),
        hdsizeGib: gib.optional(),
      })
      .optional(),
    btrfs: z
      .strictObject({ compress: z.enum(['on', 'off', 'zlib', 'lzo', 'zstd']).optional(), hdsizeGib: gib.optional() })
      .optional(),
    /** from-dhcp: the installed system gets its address by lease. Needs `network.dhcp`. */
    networkSource: z.enum(['from-answer', 'from-dhcp']).default('from-answer'),
    /** MAC of the port that carries the management bridge; with from-answer this or `nicFilter`. */
    managementMac: MacSchema.optional(),
    nicFilter: UdevFilterSchema.optional(),
    /** Pin the names of the ports by MAC (9.1 and later); the names follow from what each port is for, or from `nicNames`. */
    pinNicNames: z.boolean().default(true),
    nicNames: z.record(MacSchema, z.string().regex(/^[a-zA-Z][a-zA-Z0-9_]{1,14}$/)).optional(),
    /** The host name comes with the lease; `domain` wins over the lease's. */
    nameFromDhcp: z.strictObject({ domain: z.string().max(253).optional() }).optional(),
    /** The password itself in the vault (`secrets init` makes it); the answer carries its hash. This or rootPasswordHash. */
    rootPassword: SecretRefSchema.optional(),
    /** A `$6$` hash in the vault, where nobody here is to know the password. */
    rootPasswordHash: SecretRefSchema.optional(),
    rebootMode: z.enum(['reboot', 'power-off']).default('power-off'),
    rebootOnError: z.boolean().default(false),
    /** Beside the site's own key. */
    rootSshKeys: z.array(z.string().min(1).max(8192)).max(64).default([]),
    /** 9.2: a subscription key in the vault, staged for the first start. */
    subscriptionKey: SecretRefSchema.optional(),
  })
  .readonly();
export type Install = z.infer<typeof InstallSchema>;

export const HardwareSchema = z
  .strictObject({
    cores: z.int().positive().optional(),
    memoryGib: z.number().positive().optional(),
    disks: z
      .array(
        z.strictObject({
          serial: z.string().min(1),
          model: z.string().optional(),
          sizeGb: z.number().positive(),
          rotational: z.boolean().default(false),
          /** Name in the installer's Linux (`sda`, `nvme0n1`) and world-wide name, where an imported listing told them. */
          name: z.string().max(64).optional(),
          wwn: z.string().max(64).optional(),
        }),
      )
      .max(256)
      .default([]),
    /** From the machine's label or firmware: how an answer server knows it, beside its MACs. */
    systemSerial: z.string().min(1).max(128).optional(),
    assetTag: z.string().min(1).max(128).optional(),
    nics: z
      .array(
        z.strictObject({
          name: z.string().regex(/^[a-z][a-z0-9_.-]{1,14}$/i),
          mac: MacSchema,
          speedMbps: z.int().positive().default(1000),
          /** Number of the cluster link that this port carries; the management port is named by `install.managementMac`. */
          link: z.int().min(0).max(7).optional(),
        }),
      )
      .default([]),
  })
  .readonly();

export const HostSchema = z
  .strictObject({
    name: HostNameSchema,
    /** installed = by our media; existing = found on site. Guests (`vm`) come from `machines`. */
    origin: z.enum(['installed', 'existing']),
    os: z.enum(['pve', 'debian', 'rocky']),
    roles: z.array(z.enum(['pve-node', 'witness', 'server'])).min(1),
    /** Management address, inside `network.management.cidr`. */
    address: IpSchema,
    /** Name of a host through which this one is reached; absent = directly. */
    via: HostNameSchema.optional(),
    user: z.string().default('root'),
    label: z.string().max(80).optional(),
    /** Cluster link addresses by link number, one for every declared `network.links`. Link 0 absent = management address. */
    links: z.record(z.string().regex(/^[0-7]$/), IpSchema).default({}),
    /** Bonds, VLANs and bridges beyond what the installer makes; applied with a rollback that needs nobody at the console. */
    network: HostNetworkSchema.optional(),
    install: InstallSchema.optional(),
    hardware: HardwareSchema.optional(),
  })
  .readonly();
export type Host = z.infer<typeof HostSchema>;

export const TemplateSchema = z
  .strictObject({
    id: VmIdSchema,
    name: HostNameSchema,
    /** File name below the bundle's `cloud-images/`. */
    image: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional(),
    os: z.enum(['debian', 'rocky']).default('debian'),
    osVersion: z.string().default('13'),
    /** Node that holds the template and its storage there. */
    node: HostNameSchema,
    storage: ConfigIdSchema,
  })
  .readonly();
export type Template = z.infer<typeof TemplateSchema>;

export const MachineSchema = z
  .strictObject({
    id: VmIdSchema,
    name: HostNameSchema,
    template: VmIdSchema,
    node: HostNameSchema,
    cores: z.int().min(1).max(512),
    memoryMib: z.int().min(256),
    diskGib: z.int().min(1),
    storage: ConfigIdSchema,
    bridge: z.string().default('vmbr0'),
    /** Address with prefix; a guest never gets its address from DHCP. */
    address: CidrSchema,
    /** Absent = the management gateway. */
    gateway: IpSchema.optional(),
    user: z
      .string()
      .regex(/^[a-z_][a-z0-9_-]{0,31}$/)
      .default('sitewright'),
    onBoot: z.boolean().default(true),
    replication: z
      .strictObject({
        to: z.array(HostNameSchema).min(1),
        everyMinutes: z.int().min(1).max(1440).default(15),
      })
      .optional(),
    ha: z
      .strictObject({
        enabled: z.boolean().default(true),
        maxRestart: z.int().min(0).max(10).default(1),
        maxRelocate: z.int().min(0).max(10).default(1),
      })
      .optional(),
  })
  .readonly();
export type Machine = z.infer<typeof MachineSchema>;

/** A file that an instance brings from its folder beside site.toml. */
const BroughtFileSchema = z
  .strictObject({
    /** Below that folder, with `/`. */
    name: z.string(),
    /** Any bytes; no secret is among them. */
    base64: z.base64(),
  })
  .readonly();

const WrittenStackInstanceSchema = z
  .strictObject({
    /** Which stack (a folder of `engine/stacks`). */
    stack: z.string().regex(/^[a-z][a-z0-9-]*$/),
    /** Name of this instance, unique in the site. */
    id: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/),
    /** Host or machine that carries it. */
    on: HostNameSchema,
    /** Checked by the stack's own schema. */
    options: z.record(z.string(), z.unknown()).default({}),
  })
  .readonly();

export const StackInstanceSchema = WrittenStackInstanceSchema.unwrap()
  .extend({
    /** What its folder held when the site was read, sorted by name: so a site is whole by itself. Never in site.toml. */
    files: z.array(BroughtFileSchema).readonly().optional(),
  })
  .readonly();
export type StackInstance = z.infer<typeof StackInstanceSchema>;

/** Groups of like machines (Swarm, K3s sites): declared now, expanded by their stacks. */
export const GroupSchema = z
  .strictObject({
    name: HostNameSchema,
    count: z.int().min(1).max(64),
    role: z.string().regex(/^[a-z][a-z0-9-]*$/),
    spread: z.enum(['any', 'one-per-node']).default('any'),
  })
  .readonly();

/** How the answers travel, and what a node tells when it is installed. */
export const MediaSchema = z
  .strictObject({
    /** one-image: the same image for all, which asks this laptop for its answer. Needs `network.dhcp`. */
    delivery: z.enum(['stick-per-node', 'one-image']).default('stick-per-node'),
    /** Once, at the first start of an installed node. report: tells this laptop what it is and shows its keys on its screen. */
    firstBoot: z
      .strictObject({
        action: z.enum(['report', 'from-url', 'none']).default('report'),
        ordering: z.enum(['before-network', 'network-online', 'fully-up']).default('fully-up'),
        url: z.string().max(2048).optional(),
        certFingerprint: z.string().max(128).optional(),
      })
      .readonly()
      .prefault({}),
    /**
     * Sent by the installer itself, over DHCP's address only. Absent `to`: this laptop where one image is used, else none. An
     * unreachable one stops a good installation in a shell.
     */
    webhook: z
      .strictObject({
        to: z.enum(['laptop', 'url', 'none']).optional(),
        url: z.string().max(2048).optional(),
        certFingerprint: z.string().max(128).optional(),
        /** 9.2. */
        authToken: SecretRefSchema.optional(),
      })
      .readonly()
      .prefault({}),
  })
  .readonly();

export const LinkSchema = z
  .strictObject({
    id: z.int().min(0).max(7),
    cidr: CidrSchema,
    purpose: z.string().max(80).optional(),
    /** Corosync's knet priority of the link, for `pvecm create`; absent = corosync's default. */
    priority: z.int().min(0).max(255).optional(),
  })
  .readonly();

export const SiteSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    /** Marks everything we create on the site, and names its state folder. */
    id: z.string().regex(/^[a-z][a-z0-9-]{1,30}$/),
    name: z.string().min(1).max(80),
    organisation: z.string().max(120).default(''),
    contact: z.string().max(120).default(''),
    language: z.enum(['en', 'es']).default('es'),
    country: z.string().regex(/^[a-z]{2}$/),
    keyboard: z.string(),
    timezone: z.string(),
    mailto: z.string(),
    pve: z.strictObject({ version: PveVersionSchema }).readonly(),
    access: z
      .strictObject({
        /** Public half of the site's SSH key: goes into answer files and guests. */
        sshPublicKey: z.string().regex(/^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)) [A-Za-z0-9+/]+=*( .*)?$/),
        sshPrivateKey: SecretRefSchema,
        /** Also make `terraform@pve` with a token in the vault, for the exported `main.tf`. */
        terraform: z.boolean().default(false),
      })
      .readonly(),
    network: z
      .strictObject({
        domain: z.string().regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/),
        management: z
          .strictObject({ cidr: CidrSchema, gateway: IpSchema, dns: z.array(IpSchema).min(1).max(3) })
          .readonly(),
        links: z.array(LinkSchema).default([]),
        /** Time sources inside the site; empty = the first node keeps the time for all. */
        ntpServers: z.array(z.string().min(1)).default([]),
        /** The site's own DHCP server, where it has one (needed for one-image-for-all). */
        dhcp: z.strictObject({ rangeStart: IpSchema, rangeEnd: IpSchema }).optional(),
        /** This laptop on site: where nodes ask for answers and report. */
        laptop: z
          .strictObject({ address: IpSchema, port: z.int().min(1024).max(65_535).default(8443) })
          .readonly()
          .optional(),
      })
      .readonly(),
    media: MediaSchema.prefault({}),
    hosts: z.array(HostSchema).min(1).max(64),
    groups: z.array(GroupSchema).default([]),
    cluster: z
      .strictObject({
        name: z.string().regex(/^[a-zA-Z0-9]([a-zA-Z0-9-]{0,13}[a-zA-Z0-9])?$/),
        /** Name of the host that carries the third vote (QDevice). */
        witness: HostNameSchema.optional(),
        /** How guests and replicas travel between nodes; `cidr` keeps them off the management network. Absent = Proxmox's default. */
        migration: z
          .strictObject({ type: z.enum(['secure', 'insecure']).default('secure'), cidr: CidrSchema.optional() })
          .readonly()
          .optional(),
      })
      .readonly()
      .optional(),
    storages: z.array(StorageSchema).default([]),
    templates: z.array(TemplateSchema).default([]),
    machines: z.array(MachineSchema).default([]),
    backups: z.array(BackupJobSchema).default([]),
    stacks: z.array(StackInstanceSchema).default([]),
  })
  .readonly();
export type Site = z.infer<typeof SiteSchema>;

/** What site.toml may say: the site without what is read from beside it. */
export const WrittenSiteSchema = SiteSchema.unwrap()
  .extend({ stacks: z.array(WrittenStackInstanceSchema).default([]) })
  .readonly();

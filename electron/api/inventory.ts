import { z } from 'zod';

/**
 * What a technician can know of one machine before it is installed. Every part is optional, because unknown is not absent:
 * only `udev` (the whole set of properties of a device) tells also what a device does not have.
 */
export const INVENTORY_LIMITS = {
  disks: 512,
  nics: 512,
  /** udev properties of one device. */
  properties: 512,
  /** Characters of a property. */
  value: 8192,
  /** Characters of a name, serial, model… */
  text: 256,
  holdings: 64,
} as const;

/**
 * Where a device's facts come from. `installer` is the installer's own view (device-info in its live system), the rest is seen
 * by another system or typed from a label.
 */
export const INVENTORY_SOURCES = [
  'typed',
  'lsblk',
  'udevadm',
  'device-info',
  'system-info',
  'ip-link',
  'installer',
] as const;
export const InventorySourceSchema = z.enum(INVENTORY_SOURCES);
export type InventorySource = z.infer<typeof InventorySourceSchema>;

const ShortTextSchema = z.string().max(INVENTORY_LIMITS.text);

/** Every udev property of a device, by exact name; what is not in it the device does not have. */
export const UdevPropertiesSchema = z
  .record(ShortTextSchema.min(1), z.string().max(INVENTORY_LIMITS.value))
  .refine((properties) => Object.keys(properties).length <= INVENTORY_LIMITS.properties)
  .readonly();
export type UdevProperties = z.infer<typeof UdevPropertiesSchema>;

/** Something that is on a disk today and is lost when the disk is erased. */
export const HoldingSchema = z
  .strictObject({
    kind: z.enum(['partition-table', 'filesystem', 'lvm', 'zfs', 'raid', 'swap', 'encrypted']),
    /** As the tool says it: gpt, ext4, LVM2_member, zfs_member… */
    type: ShortTextSchema,
    /** The partition or volume that carries it; absent = the disk itself. */
    on: ShortTextSchema.optional(),
    label: ShortTextSchema.optional(),
    mountpoint: ShortTextSchema.optional(),
  })
  .readonly();
export type Holding = z.infer<typeof HoldingSchema>;

export const InventoryDiskSchema = z
  .strictObject({
    source: InventorySourceSchema,
    /** Device file, as the named source saw it: /dev/sda. Another system may give other names. */
    path: ShortTextSchema.optional(),
    /** typed: ID_SERIAL_SHORT, as in site.toml. lsblk: its column, which for SAS disks is another number. */
    serial: ShortTextSchema.optional(),
    model: ShortTextSchema.optional(),
    vendor: ShortTextSchema.optional(),
    /** From human-readable lsblk sizes it is rounded. */
    sizeBytes: z.int().nonnegative().optional(),
    wwn: ShortTextSchema.optional(),
    rotational: z.boolean().optional(),
    removable: z.boolean().optional(),
    /** sata, sas, nvme, usb… as lsblk writes it. */
    transport: ShortTextSchema.optional(),
    holds: z.array(HoldingSchema).max(INVENTORY_LIMITS.holdings).readonly().default([]),
    /** The installer's own number of the disk, where its list is known. */
    installerIndex: z.int().min(0).max(4095).optional(),
    udev: UdevPropertiesSchema.optional(),
  })
  .readonly();
export type InventoryDisk = z.infer<typeof InventoryDiskSchema>;

export const InventoryNicSchema = z
  .strictObject({
    source: InventorySourceSchema,
    /** As the named source saw it; for `typed` the name that the site gives the port. */
    name: ShortTextSchema.optional(),
    /** Lower case. */
    mac: z
      .string()
      .regex(/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/)
      .optional(),
    driver: ShortTextSchema.optional(),
    speedMbps: z.int().positive().optional(),
    /** From the installer's own network facts only. */
    installer: z
      .strictObject({
        kernelIndex: z.int().nonnegative().optional(),
        /** Number of the name that pinning gives by default; absent = not pinnable. */
        pinnedId: ShortTextSchema.optional(),
        hasIpv4: z.boolean().optional(),
        hasIpv6: z.boolean().optional(),
      })
      .readonly()
      .optional(),
    udev: UdevPropertiesSchema.optional(),
  })
  .readonly();
export type InventoryNic = z.infer<typeof InventoryNicSchema>;

/** Firmware identity, as `system-info` and the answer request tell it. */
export const InventorySystemSchema = z
  .strictObject({
    serial: ShortTextSchema.optional(),
    uuid: ShortTextSchema.optional(),
    name: ShortTextSchema.optional(),
    boardSerial: ShortTextSchema.optional(),
    assetTag: ShortTextSchema.optional(),
  })
  .readonly();
export type InventorySystem = z.infer<typeof InventorySystemSchema>;

export const MachineInventorySchema = z
  .strictObject({
    sources: z.array(InventorySourceSchema).max(INVENTORY_SOURCES.length).readonly(),
    disks: z.array(InventoryDiskSchema).max(INVENTORY_LIMITS.disks).readonly(),
    /** The list names every disk that the installer can see; a typed list does not promise it. */
    allDisks: z.boolean(),
    nics: z.array(InventoryNicSchema).max(INVENTORY_LIMITS.nics).readonly(),
    allNics: z.boolean(),
    /** The lease that the installer got, where its network facts are known. */
    lease: z
      .strictObject({
        hostname: ShortTextSchema.optional(),
        domain: ShortTextSchema.optional(),
        gateway4Device: ShortTextSchema.optional(),
        gateway6Device: ShortTextSchema.optional(),
      })
      .readonly()
      .optional(),
    system: InventorySystemSchema.optional(),
    cores: z.int().positive().optional(),
    memoryBytes: z.int().positive().optional(),
    /** Whether the ISO's product can be installed on btrfs; absent = it can. */
    supportsBtrfs: z.boolean().optional(),
  })
  .readonly();
export type MachineInventory = z.infer<typeof MachineInventorySchema>;

/**
 * Why an import left a device out: not a part of the machine (loop, RAM disk, bridge), an optical drive, an ISO's stick, no
 * medium, made out of other disks (LVM, RAID, multipath), no MAC address.
 */
export const LEFT_OUT_REASONS = ['virtual', 'optical', 'install-medium', 'empty', 'assembled', 'no-mac'] as const;
export type LeftOutReason = (typeof LEFT_OUT_REASONS)[number];

export const LeftOutSchema = z
  .strictObject({
    name: ShortTextSchema,
    reason: z.enum(LEFT_OUT_REASONS),
  })
  .readonly();
export type LeftOut = z.infer<typeof LeftOutSchema>;

/** One recognised piece of a pasted text. */
export const ImportedPartSchema = z
  .strictObject({ source: InventorySourceSchema, disks: z.int(), nics: z.int() })
  .readonly();
export type ImportedPart = z.infer<typeof ImportedPartSchema>;

import { z } from 'zod';

/**
 * What makes a drive this drive. Confirmed by a person, read again by the flasher on the opened handle.
 * sequence: Linux's disk sequence number, new for every insertion or loop attachment; for a file `device:inode`;
 * null where the platform has none.
 */
export const DriveIdentitySchema = z
  .strictObject({
    kind: z.enum(['disk', 'loop', 'file']),
    /** Empty when the drive tells none. */
    serial: z.string().max(512),
    sizeBytes: z.number().min(0),
    sequence: z.string().max(64).nullable(),
    /** Of a loop device, or the file itself. */
    backingFile: z.string().max(4096).nullable(),
  })
  .readonly();
export type DriveIdentity = z.infer<typeof DriveIdentitySchema>;

export const DRIVE_BUSES = ['usb', 'card', 'nvme', 'sata', 'scsi', 'virtio', 'virtual', 'other'] as const;

export const DriveVolumeSchema = z.strictObject({ label: z.string(), fileSystem: z.string() }).readonly();

/** A drive as found, before any rule has looked at it. */
export const DriveFactsSchema = z
  .strictObject({
    /** Path to write to: `/dev/sdb`, `\\.\PhysicalDrive2`. */
    device: z.string(),
    identity: DriveIdentitySchema,
    model: z.string(),
    /** null = the system does not say (an empty card reader). */
    sizeBytes: z.number().nullable(),
    logicalBlockBytes: z.number(),
    isSystem: z.boolean(),
    isReadOnly: z.boolean(),
    isVirtual: z.boolean(),
    isRemovable: z.boolean(),
    isUsb: z.boolean(),
    mountpoints: z.array(z.string()).readonly(),
    /** What is built on it: RAID, LVM, encrypted volumes. */
    heldBy: z.array(z.string()).readonly(),
    /** The source image, or what it was made from, lies on it. */
    holdsSource: z.boolean(),
    bus: z.enum(DRIVE_BUSES),
    /** Where it is plugged in, as the system names the place (`usb 2-1.4`); null = not told. */
    port: z.string().nullable(),
    /** Of the USB link, in Mbit/s: 480 is USB 2, 5000 and more USB 3; null = not told. */
    linkMbps: z.number().nullable(),
    /** What the system says lies on it, best effort: file systems of the drive and its partitions. */
    volumes: z.array(DriveVolumeSchema).readonly(),
  })
  .readonly();
export type DriveFacts = z.infer<typeof DriveFactsSchema>;

const path = z.string().min(1).max(4096);
/** `device:inode:size:mtime:ctime` of the base when its digest was taken; on the opened file another one is refused unwritten. */
const baseStamp = z.string().min(1).max(128);

/** Some bytes of an image, from its start. */
export const ZoneSchema = z.strictObject({ offset: z.int().min(0), length: z.int().min(1) }).readonly();
export type Zone = z.infer<typeof ZoneSchema>;
const zones = z.array(ZoneSchema).max(4096).readonly();

/** What is done with one drive. */
export const FlasherTaskSchema = z.discriminatedUnion('kind', [
  /** Writes and verifies an image. `basePath`: the base ISO, or a complete image where there is no overlay. */
  z.strictObject({ kind: z.literal('flash'), basePath: path, baseStamp, overlayPath: path.nullable() }).readonly(),
  /**
   * Makes a drive that carries this base with some node's answer into the one of the overlay. `zones`: every range that
   * a patch of ours on this base may have touched. `verify`: how much is compared with the base before and after.
   */
  z
    .strictObject({
      kind: z.literal('retarget'),
      basePath: path,
      baseStamp,
      overlayPath: path,
      zones,
      verify: z.enum(['sampled', 'whole']),
    })
    .readonly(),
  /** Reads what a written drive is recognised by; writes nothing. */
  z.strictObject({ kind: z.literal('identify'), zones }).readonly(),
]);
export type FlasherTask = z.infer<typeof FlasherTaskSchema>;
export type FlashTask = Extract<FlasherTask, { kind: 'flash' }>;
export type RetargetTask = Extract<FlasherTask, { kind: 'retarget' }>;
export type IdentifyTask = Extract<FlasherTask, { kind: 'identify' }>;

/** What the flasher is told, as one line of JSON. Closing the channel it came on stops it. */
export const FlasherRequestSchema = z
  .strictObject({
    version: z.literal(2),
    drives: z
      .array(z.strictObject({ device: path, identity: DriveIdentitySchema, task: FlasherTaskSchema }).readonly())
      .min(1)
      .max(64)
      .readonly(),
  })
  .readonly();
export type FlasherRequest = z.infer<typeof FlasherRequestSchema>;
export type FlasherDrive = FlasherRequest['drives'][number];

/** Why the flasher stopped on one drive; each is a code of the diagnostics catalogue. */
export const FLASHER_FAILURES = [
  'flash.request-bad',
  'flash.not-found',
  'flash.permission',
  'flash.busy',
  'flash.read-only',
  'flash.not-a-drive',
  'flash.identity-changed',
  'flash.system-drive',
  'flash.mounted',
  'flash.source-on-drive',
  'flash.too-small',
  'flash.unsupported-platform',
  'flash.overlay-bad',
  'flash.base-size',
  'flash.base-changed',
  'flash.not-an-image',
  'flash.vanished',
  'flash.write-failed',
  'flash.verify-mismatch',
  'flash.base-altered',
  'flash.base-unreadable',
  'flash.retarget-other-base',
  'flash.retarget-unsupported',
  'flash.not-a-stick',
  'flash.release-failed',
  'flash.cancelled',
] as const;
export const FlasherFailureSchema = z.enum(FLASHER_FAILURES);
export type FlasherFailure = z.infer<typeof FlasherFailureSchema>;

const drive = z.int().min(0);

/** What the flasher says, one JSON line each, on stdout. `drive` is the place in the request. */
export const FlasherEventSchema = z.discriminatedUnion('event', [
  /** Identity and rules hold on the opened handle; writing begins. `direct`: past the page cache. */
  z.strictObject({ event: z.literal('opened'), drive, imageBytes: z.number(), direct: z.boolean() }),
  z.strictObject({
    event: z.literal('progress'),
    drive,
    /** compare: a re-target proves that the drive carries its base. */
    phase: z.enum(['compare', 'write', 'verify']),
    doneBytes: z.number(),
    totalBytes: z.number(),
    /** Of the last seconds. */
    bytesPerSecond: z.number(),
    secondsLeft: z.number(),
  }),
  z.strictObject({
    event: z.literal('done'),
    drive,
    /** SHA-256 of the base that the drive carries; of the image itself where there is no overlay. */
    sha256: z.string(),
    /** whole: every byte was read back and compared; sampled: a re-target's zones, and samples of the rest. */
    proof: z.enum(['whole', 'sampled']),
    imageBytes: z.number(),
    writtenBytes: z.number(),
    writeMs: z.number(),
    verifyMs: z.number(),
    direct: z.boolean(),
  }),
  z.strictObject({
    event: z.literal('identified'),
    drive,
    volumeId: z.string(),
    /** As the volume descriptor says. */
    imageBytes: z.number(),
    /** Answer, mode file and first-boot program, as far as they are there. Contents are never told. */
    files: z.array(z.strictObject({ path: z.string(), sizeBytes: z.number(), sha256: z.string() })),
    /** SHA-256 over the zones asked for, in order; null when none were. */
    zonesSha256: z.string().nullable(),
  }),
  z.strictObject({
    event: z.literal('failed'),
    drive,
    code: FlasherFailureSchema,
    params: z.record(z.string(), z.union([z.string(), z.number()])),
    evidence: z.array(z.string()),
    /** Bytes may have been changed: the drive does not boot until it is written again. */
    touched: z.boolean(),
  }),
]);
export type FlasherEvent = z.infer<typeof FlasherEventSchema>;

import { z } from 'zod';

/**
 * What makes a drive this drive. Confirmed by a person, read again by the flasher on the opened handle.
 * sequence: Linux's disk sequence number, new for every insertion or loop attachment; for a file `device:inode`;
 * null where the platform (or a file that does not exist yet) has none.
 */
export const DriveIdentitySchema = z
  .strictObject({
    kind: z.enum(['disk', 'loop', 'file']),
    /** Empty when the drive tells none. */
    serial: z.string().max(512),
    /** 0 for a file that does not exist yet. */
    sizeBytes: z.number().min(0),
    sequence: z.string().max(64).nullable(),
    /** Of a loop device, or the file itself. */
    backingFile: z.string().max(4096).nullable(),
  })
  .readonly();
export type DriveIdentity = z.infer<typeof DriveIdentitySchema>;

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
  })
  .readonly();
export type DriveFacts = z.infer<typeof DriveFactsSchema>;

/** What the flasher is told, as one line of JSON on its stdin. Closing stdin stops it. */
export const FlasherRequestSchema = z
  .strictObject({
    version: z.literal(1),
    /** The base ISO, or a complete image where a drive has no overlay. */
    basePath: z.string().min(1).max(4096),
    drives: z
      .array(
        z
          .strictObject({
            device: z.string().min(1).max(4096),
            overlayPath: z.string().min(1).max(4096).nullable(),
            identity: DriveIdentitySchema,
          })
          .readonly(),
      )
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
  'flash.not-an-image',
  'flash.vanished',
  'flash.write-failed',
  'flash.verify-mismatch',
  'flash.base-altered',
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
    phase: z.enum(['write', 'verify']),
    doneBytes: z.number(),
    totalBytes: z.number(),
    bytesPerSecond: z.number(),
    secondsLeft: z.number(),
  }),
  z.strictObject({
    event: z.literal('done'),
    drive,
    /** SHA-256 of the base as proven by reading the drive back; of the image itself where there is no overlay. */
    sha256: z.string(),
    imageBytes: z.number(),
    writeMs: z.number(),
    verifyMs: z.number(),
    direct: z.boolean(),
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

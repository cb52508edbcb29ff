import { type Diagnostic, diagnostic } from '../../api/diagnostic.ts';
import type { DriveFacts } from '../../api/drive.ts';

export interface DriveRuleOptions {
  /** Size of the image to be written; unknown = a stick of any size is offered. */
  readonly imageSizeBytes?: number | undefined;
  /** Loop devices and the like may be written too (tests, rehearsals). */
  readonly includeVirtual?: boolean | undefined;
  /**
   * The serial of one large drive that is meant all the same. Re-targeting sets it, which proves first that an image of ours is
   * on the drive; nothing that writes a whole image does: a disk of that size is somebody's archive.
   */
  readonly acceptLargeSerial?: string | undefined;
}

/** Sold as 512 GB, however it is counted. Larger ones are disks: the wrong ones erased in every flasher's issue list. */
const LARGEST_STICK_BYTES = 512 * 1024 ** 3;

interface DriveRule {
  readonly id: string;
  /** The reason against the drive, or undefined. */
  readonly check: (drive: DriveFacts, options: DriveRuleOptions) => Diagnostic | undefined;
}

const against = (code: Parameters<typeof diagnostic>[0], { device }: DriveFacts, params = {}): Diagnostic =>
  diagnostic(code, { params: { device, ...params }, subject: { drive: device } });

/**
 * Why a drive is not written to. Pure: facts in, reasons out; every rule is asked, so that a person sees all reasons.
 * A loop device counts as virtual; asked for explicitly, the rules for built-in drives do not apply to it.
 */
const DRIVE_RULES: readonly DriveRule[] = [
  { id: 'system', check: (drive) => (drive.isSystem ? against('drive.system', drive) : undefined) },
  {
    id: 'mounted',
    check: (drive) =>
      drive.mountpoints.length > 0
        ? against('drive.mounted', drive, { mountpoints: drive.mountpoints.join(', ') })
        : undefined,
  },
  {
    id: 'in-use',
    check: (drive) =>
      drive.heldBy.length > 0 ? against('drive.in-use', drive, { holders: drive.heldBy.join(', ') }) : undefined,
  },
  { id: 'source-on-it', check: (drive) => (drive.holdsSource ? against('drive.source-on-it', drive) : undefined) },
  { id: 'read-only', check: (drive) => (drive.isReadOnly ? against('drive.read-only', drive) : undefined) },
  {
    id: 'size-unknown',
    check: (drive) =>
      drive.sizeBytes === null || drive.sizeBytes <= 0 ? against('drive.size-unknown', drive) : undefined,
  },
  {
    id: 'too-small',
    check: (drive, { imageSizeBytes }) =>
      imageSizeBytes !== undefined &&
      drive.sizeBytes !== null &&
      drive.sizeBytes > 0 &&
      drive.sizeBytes < imageSizeBytes
        ? against('drive.too-small', drive, { sizeBytes: drive.sizeBytes, neededBytes: imageSizeBytes })
        : undefined,
  },
  {
    id: 'too-large',
    check: (drive, { acceptLargeSerial }) =>
      drive.sizeBytes !== null &&
      drive.sizeBytes > LARGEST_STICK_BYTES &&
      (drive.identity.serial === '' || acceptLargeSerial !== drive.identity.serial)
        ? against('drive.too-large', drive, { sizeBytes: drive.sizeBytes })
        : undefined,
  },
  {
    id: 'virtual',
    check: (drive, { includeVirtual }) =>
      drive.isVirtual && !includeVirtual ? against('drive.virtual', drive) : undefined,
  },
  {
    id: 'not-removable',
    check: (drive) =>
      drive.isVirtual || drive.isRemovable || drive.isUsb ? undefined : against('drive.not-removable', drive),
  },
  {
    id: 'large-sectors',
    // The partition tables in the image count in 512-byte sectors; on a 4096-byte drive they point nowhere.
    check: (drive) =>
      !drive.isVirtual && drive.logicalBlockBytes > 512
        ? against('drive.large-sectors', drive, { sectorBytes: drive.logicalBlockBytes })
        : undefined,
  },
];

/** All reasons against writing to this drive; empty = it is offered. */
export function judgeDrive(drive: DriveFacts, options: DriveRuleOptions = {}): readonly Diagnostic[] {
  return DRIVE_RULES.flatMap((rule) => rule.check(drive, options) ?? []);
}

/** What a person types to confirm a drive: its serial; for a loop device or a file the path behind it. */
export function confirmationOf({ device, identity }: Pick<DriveFacts, 'device' | 'identity'>): string {
  if (identity.backingFile !== null) return identity.backingFile;
  return identity.serial !== '' ? identity.serial : `${device}:${identity.sizeBytes}`;
}

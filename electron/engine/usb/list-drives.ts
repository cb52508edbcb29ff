import type { Diagnostic } from '../../api/diagnostic.ts';
import type { DriveFacts } from '../../api/drive.ts';
import { confirmationOf, judgeDrive } from './drive-rules.ts';
import { listBlockDevices } from './linux/list-block-devices.ts';
import { type NativeDrive, nativeDriveList } from './native-drive-list.ts';
import { readSerials } from './windows/read-serials.ts';

export interface ListDrivesOptions {
  readonly imageSizeBytes?: number | undefined;
  /** Also offer loop devices (tests, rehearsals). */
  readonly includeVirtual?: boolean | undefined;
  /** Files that must not lie on the drive: base and overlay. */
  readonly sourcePaths?: readonly string[] | undefined;
  /** Loads drivelist; for tests. */
  readonly loadNative?: (() => Promise<unknown>) | undefined;
}

export interface ListedDrive {
  readonly facts: DriveFacts;
  /** What must be typed to confirm it. */
  readonly confirm: string;
  readonly verdict: 'offered' | 'excluded';
  /** Why it is excluded. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface DriveList {
  readonly drives: readonly ListedDrive[];
  /** About the list itself: the native module is missing. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Every drive of this machine with the verdict of the rules. On Linux the facts come from sysfs, and drivelist is a second
 * opinion that can only add reasons against a drive; elsewhere drivelist is the only source. Never throws.
 */
export async function listDrives(options: ListDrivesOptions = {}): Promise<DriveList> {
  const native = await nativeDriveList(options.loadNative);
  const isLinux = process.platform === 'linux';
  const serials = process.platform === 'win32' ? await readSerials() : new Map<string, string>();
  const facts = isLinux
    ? withSecondOpinion(listBlockDevices(options.sourcePaths), native.drives ?? [])
    : (native.drives ?? []).map((drive) => fromNative(drive, options.sourcePaths ?? [], serials));
  const drives = facts
    .filter(({ isVirtual }) => !isVirtual || options.includeVirtual)
    .map((drive): ListedDrive => {
      const diagnostics = judgeDrive(drive, options);
      const verdict = diagnostics.length === 0 ? 'offered' : 'excluded';
      return { facts: drive, confirm: confirmationOf(drive), verdict, diagnostics };
    });
  return { drives, diagnostics: native.diagnostic ? [native.diagnostic] : [] };
}

function withSecondOpinion(all: readonly DriveFacts[], native: readonly NativeDrive[]): readonly DriveFacts[] {
  return all.map((drive) => {
    const other = native.find(({ device }) => device === drive.device);
    if (!other) return drive;
    return {
      ...drive,
      isSystem: drive.isSystem || other.isSystem,
      isReadOnly: drive.isReadOnly || other.isReadOnly,
      isVirtual: drive.isVirtual || other.isVirtual === true,
      mountpoints: [...new Set([...drive.mountpoints, ...other.mountpoints.map(({ path }) => path)])],
    };
  });
}

/** macOS and Windows. Where no serial is told, the device and its size must be typed. */
function fromNative(
  drive: NativeDrive,
  sourcePaths: readonly string[],
  serials: ReadonlyMap<string, string>,
): DriveFacts {
  const mountpoints = drive.mountpoints.map(({ path }) => path);
  const serial = serials.get(drive.device.toLowerCase()) ?? '';
  return {
    device: drive.device,
    identity: { kind: 'disk', serial, sizeBytes: drive.size ?? 0, sequence: null, backingFile: null },
    model: drive.description,
    sizeBytes: drive.size,
    logicalBlockBytes: drive.logicalBlockSize,
    isSystem: drive.isSystem,
    isReadOnly: drive.isReadOnly,
    isVirtual: drive.isVirtual === true,
    isRemovable: drive.isRemovable,
    isUsb: drive.isUSB === true,
    mountpoints,
    heldBy: [],
    bus: drive.isUSB === true ? 'usb' : drive.isCard === true ? 'card' : busOf(drive.busType),
    port: null,
    linkMbps: null,
    volumes: [],
    holdsSource: sourcePaths.some((path) => mountpoints.some((mount) => mount !== '/' && path.startsWith(mount))),
  };
}

/** drivelist's names: those of Windows' storage bus types and of macOS' protocols. */
function busOf(busType: string | undefined): DriveFacts['bus'] {
  const name = (busType ?? '').toLowerCase();
  if (name.includes('usb')) return 'usb';
  if (name.includes('nvme') || name.includes('pci')) return 'nvme';
  if (name.includes('sata') || name.includes('ata')) return 'sata';
  if (name === 'sd' || name === 'mmc') return 'card';
  return name.includes('scsi') || name === 'sas' ? 'scsi' : 'other';
}

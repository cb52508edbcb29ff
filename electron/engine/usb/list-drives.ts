import type { Diagnostic } from '../../api/diagnostic.ts';
import type { DriveFacts } from '../../api/drive.ts';
import { confirmationOf, judgeDrive } from './drive-rules.ts';
import { listBlockDevices } from './linux/list-block-devices.ts';
import { factsOfNative } from './native-drive-facts.ts';
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
    : (native.drives ?? []).map((drive) => factsOfNative(drive, options.sourcePaths ?? [], serials));
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

import { type Diagnostic, diagnostic } from '../../api/diagnostic.ts';
import type { DriveFacts } from '../../api/drive.ts';
import { confirmationOf, judgeDrive } from './drive-rules.ts';
import { listBlockDevices } from './linux/list-block-devices.ts';
import { factsOfNative } from './native-drive-facts.ts';
import { type NativeDrive, nativeDriveList } from './native-drive-list.ts';
import { wayFree } from './release-drive.ts';
import { shownIdentity } from './shown-identity.ts';
import { readSerials } from './windows/read-serials.ts';

export interface ListDrivesOptions {
  readonly imageSizeBytes?: number | undefined;
  /** Also offer loop devices (tests, rehearsals). */
  readonly includeVirtual?: boolean | undefined;
  /** Files that must not lie on the drive: base and overlay. */
  readonly sourcePaths?: readonly string[] | undefined;
  /** The flasher itself lets go of what is mounted; default: as this platform's does. */
  readonly flasherReleases?: boolean | undefined;
  /** Loads drivelist; for tests. */
  readonly loadNative?: (() => Promise<unknown>) | undefined;
}

export interface ListedDrive {
  readonly facts: DriveFacts;
  /** What must be typed to confirm it. */
  readonly confirm: string;
  /** To be given back when it is written: {@link shownIdentity}. */
  readonly identity: string;
  readonly verdict: 'offered' | 'excluded';
  /** Why it is excluded; of an offered one what happens to it before it is written. */
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
    .map((drive) => judgedDrive(drive, options));
  return { drives, diagnostics: native.diagnostic ? [native.diagnostic] : [] };
}

/** A drive with the verdict of the rules. One that only comes free when it is written is offered, and says so. */
export function judgedDrive(facts: DriveFacts, options: ListDrivesOptions = {}): ListedDrive {
  const against = judgeDrive(facts, options);
  const entry = { facts, confirm: confirmationOf(facts), identity: shownIdentity(facts.identity) };
  if (!wayFree(facts, against, options.flasherReleases)) {
    return { ...entry, verdict: against.length === 0 ? 'offered' : 'excluded', diagnostics: against };
  }
  const { device } = facts;
  const params = { device, mountpoints: facts.mountpoints.join(', ') };
  const unmounted = diagnostic('drive.will-be-unmounted', { params, subject: { drive: device } });
  return { ...entry, verdict: 'offered', diagnostics: [unmounted] };
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

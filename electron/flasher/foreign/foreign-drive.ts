import { execFileSync } from 'node:child_process';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { DriveIdentity, FlasherDrive } from '../../api/drive.ts';
import { checkIdentity } from '../drive-identity.ts';
import { FlashFailure, fromSystemError } from '../failure.ts';
import type { Target } from '../target.ts';
import { macos } from './macos.ts';
import type { ForeignFacts, ForeignSystem, RunTool } from './system.ts';
import { windows } from './windows.ts';

const TOOL_MS = 60_000;

const runTool: RunTool = (file, args) =>
  execFileSync(file, [...args], { encoding: 'utf8', timeout: TOOL_MS, maxBuffer: 16 * 1024 * 1024, windowsHide: true });

/** The system of this platform; undefined on Linux, whose drives are read from sysfs. */
export function foreignSystem(platform: NodeJS.Platform = process.platform): ForeignSystem | undefined {
  if (platform === 'darwin') return macos;
  return platform === 'win32' ? windows : undefined;
}

/**
 * macOS and Windows, not tried on their own platforms: the same refusals as on Linux, from the facts that the system's tools
 * tell of the device by its name. Identity is checked before the system lets go of the drive, and once more when it is
 * open; between that and the first byte the name cannot be proven to be the same drive, as it is on Linux.
 */
export async function openForeign(
  system: ForeignSystem,
  { device, identity }: FlasherDrive,
  sources: readonly string[],
  neededBytes: number,
  mode: 'write' | 'edit',
  run: RunTool = runTool,
): Promise<Target> {
  const facts = confirmForeign(system.read(device, run), { device, identity }, sources, neededBytes);
  if (mode === 'edit' && system.releaseErases) {
    throw new FlashFailure('flash.retarget-unsupported', { device });
  }
  try {
    system.release(device, run);
  } catch (error) {
    throw new FlashFailure('flash.release-failed', { device }, [String(error).slice(0, 400)]);
  }
  const handle = await open(system.rawPath(device), constants.O_RDWR).catch((error: unknown) => {
    throw fromSystemError(error, device, 0);
  });
  try {
    confirmForeign(system.read(device, run), { device, identity }, sources, neededBytes);
    return { handle, device, identity, isBlock: true, direct: false, blockBytes: facts.blockBytes };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** The identity of a drive as the system's tools tell it now. */
export function foreignIdentity(system: ForeignSystem, device: string, run: RunTool = runTool): DriveIdentity {
  return identityFrom(system.read(device, run));
}

function identityFrom({ serial, sizeBytes }: ForeignFacts): DriveIdentity {
  return { kind: 'disk', serial, sizeBytes, sequence: null, backingFile: null };
}

/** Throws for every drive that must not be written; gives the facts back. */
export function confirmForeign(
  facts: ForeignFacts,
  { device, identity }: Pick<FlasherDrive, 'device' | 'identity'>,
  sources: readonly string[],
  neededBytes: number,
): ForeignFacts {
  const { sizeBytes, mountpoints } = facts;
  if (!facts.isWhole) throw new FlashFailure('flash.not-a-drive', { device });
  if (facts.isSystem || facts.isInternal) throw new FlashFailure('flash.system-drive', { device });
  if (facts.isReadOnly) throw new FlashFailure('flash.read-only', { device });
  checkIdentity(identity, identityFrom(facts), device);
  const holdsSource = sources.some((source) => mountpoints.some((at) => liesIn(source, at)));
  if (holdsSource) throw new FlashFailure('flash.source-on-drive', { device });
  if (sizeBytes < neededBytes) throw new FlashFailure('flash.too-small', { device, sizeBytes, neededBytes });
  return facts;
}

function liesIn(path: string, mountpoint: string): boolean {
  const [inner, outer] = [path, mountpoint].map((each) => each.replaceAll('\\', '/').toLowerCase()) as [string, string];
  return inner.startsWith(outer.endsWith('/') ? outer : `${outer}/`);
}

import { realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { DiagnosticError, diagnostic, fail } from '../../api/diagnostic.ts';
import type { DriveFacts, DriveIdentity, FlasherEvent } from '../../api/drive.ts';
import { digestBase, findByDigest } from '../image/base-digest.ts';
import { openByteSource } from '../image/byte-source.ts';
import { readVolumeDescriptors } from '../image/iso/volume-descriptors.ts';
import { isOverlayFile, type OverlayHeader, readOverlay } from '../image/overlay.ts';
import { confirmationOf, judgeDrive } from './drive-rules.ts';
import { listBlockDevices } from './linux/list-block-devices.ts';
import type { RunFlasher } from './run-flasher.ts';

export interface FlashOptions {
  /** An overlay, or a complete ISO. */
  readonly imagePath: string;
  /** The base of an overlay; without it the last known place of a file with the overlay's digest. */
  readonly basePath?: string | undefined;
  /** A whole drive, a loop device, or a file (made when it is not there). */
  readonly device: string;
  /** What was typed: serial; for a loop device its backing path; for a file its path. */
  readonly confirm: string;
  /** The identity that was shown when it was confirmed, when confirming and writing are two steps. */
  readonly confirmedIdentity?: DriveIdentity | undefined;
  readonly runFlasher: RunFlasher;
  readonly cacheFolder?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: FlashProgress) => void) | undefined;
}

export type FlashProgress =
  | { readonly phase: 'base-digest'; readonly doneBytes: number; readonly totalBytes: number }
  | {
      readonly phase: 'write' | 'verify';
      readonly doneBytes: number;
      readonly totalBytes: number;
      readonly bytesPerSecond: number;
      readonly secondsLeft: number;
    };

export interface FlashResult {
  readonly device: string;
  readonly identity: DriveIdentity;
  /** From the overlay; undefined for a complete ISO. */
  readonly node: string | undefined;
  readonly siteId: string | undefined;
  readonly imageBytes: number;
  /** Proven by reading back: the base's digest for an overlay, the image's own for a complete ISO. */
  readonly sha256: string;
  readonly writeMs: number;
  readonly verifyMs: number;
  /** Written and read past the page cache. */
  readonly direct: boolean;
}

/**
 * Writes an image to a drive or file and proves by reading back that it is there. Rules and confirmation are checked here;
 * the flasher checks identity and rules again on the opened handle. Errors are Diagnostics (`flash.*`, `drive.*`,
 * `image.*`); unless one says that nothing was written, a drive that failed does not boot.
 */
export async function flash(options: FlashOptions): Promise<FlashResult> {
  const source = await openSource(options);
  const sourcePaths = source.overlay ? [options.imagePath, source.basePath] : [options.imagePath];
  const drive = findTarget(options.device, sourcePaths);
  const expected = confirmationOf(drive);
  if (options.confirm !== expected) {
    const params = { device: drive.device, given: options.confirm };
    throw fail('flash.confirm-mismatch', { params, subject: { drive: drive.device } });
  }
  if (drive.identity.kind !== 'file') {
    const [first, ...rest] = judgeDrive(drive, {
      imageSizeBytes: source.imageBytes,
      // Naming the backing path of a loop device is asking for it explicitly.
      includeVirtual: drive.identity.kind === 'loop',
    });
    if (first) throw new DiagnosticError(first, ...rest);
  }
  const identity = options.confirmedIdentity ?? drive.identity;
  const done = await runOne(options, source, drive, identity);
  return {
    device: drive.device,
    identity,
    node: source.overlay?.node,
    siteId: source.overlay?.siteId,
    imageBytes: done.imageBytes,
    sha256: done.sha256,
    writeMs: done.writeMs,
    verifyMs: done.verifyMs,
    direct: done.direct,
  };
}

interface FlashSource {
  readonly basePath: string;
  readonly overlay: OverlayHeader | undefined;
  readonly imageBytes: number;
}

async function openSource(options: FlashOptions): Promise<FlashSource> {
  const { imagePath, cacheFolder, signal } = options;
  if (!isOverlayFile(imagePath)) {
    const source = openByteSource(imagePath);
    try {
      readVolumeDescriptors(source);
      return { basePath: resolve(imagePath), overlay: undefined, imageBytes: source.sizeBytes };
    } finally {
      source.close();
    }
  }
  const { header } = readOverlay(imagePath);
  const known = cacheFolder === undefined ? undefined : await findByDigest(header.base.sha256, cacheFolder);
  const basePath = options.basePath ?? known;
  if (basePath === undefined) {
    throw fail('flash.base-needed', { params: { file: basename(imagePath), sha256: header.base.sha256 } });
  }
  const digest = await digestBase(basePath, {
    cacheFolder,
    signal,
    onProgress: (doneBytes, totalBytes) => options.onProgress?.({ phase: 'base-digest', doneBytes, totalBytes }),
  });
  if (digest.sha256 !== header.base.sha256) {
    const params = { file: basename(imagePath), expected: header.base.sha256, seen: digest.sha256 };
    throw fail('image.overlay-other-base', { params, subject: { file: imagePath } });
  }
  return { basePath: resolve(basePath), overlay: header, imageBytes: header.imageSizeBytes };
}

/** The facts of the drive or file named; on other systems than Linux only files. */
function findTarget(device: string, sourcePaths: readonly string[]): DriveFacts {
  let path: string;
  try {
    path = realpathSync(device);
  } catch {
    return newFile(device);
  }
  const stat = statSync(path);
  if (stat.isFile()) {
    const same = sourcePaths.some((source) => {
      const other = statSync(source);
      return other.dev === stat.dev && other.ino === stat.ino;
    });
    if (same) throw fail('flash.source-on-drive', { params: { device }, subject: { drive: device } });
    return fileFacts(path, stat.size, `${stat.dev}:${stat.ino}`);
  }
  if (process.platform !== 'linux') {
    throw fail('flash.unsupported-platform', { params: { platform: process.platform } });
  }
  const found = listBlockDevices(sourcePaths).find((drive) => drive.device === path);
  if (!found) throw fail('flash.not-a-drive', { params: { device }, subject: { drive: device } });
  return found;
}

function newFile(device: string): DriveFacts {
  const notFound = () => fail('flash.not-found', { params: { device }, subject: { drive: device } });
  if (device.startsWith('/dev/') || device.startsWith('\\\\.\\')) throw notFound();
  try {
    return fileFacts(join(realpathSync(dirname(device)), basename(device)), 0, null);
  } catch {
    throw notFound();
  }
}

function fileFacts(path: string, sizeBytes: number, sequence: string | null): DriveFacts {
  return {
    device: path,
    identity: { kind: 'file', serial: '', sizeBytes, sequence, backingFile: path },
    model: '',
    sizeBytes,
    logicalBlockBytes: 512,
    isSystem: false,
    isReadOnly: false,
    isVirtual: true,
    isRemovable: false,
    isUsb: false,
    mountpoints: [],
    heldBy: [],
    holdsSource: false,
  };
}

type Done = Extract<FlasherEvent, { event: 'done' }>;

async function runOne(
  options: FlashOptions,
  source: FlashSource,
  drive: DriveFacts,
  identity: DriveIdentity,
): Promise<Done> {
  const { device } = drive;
  let done: Done | undefined;
  let failed: Extract<FlasherEvent, { event: 'failed' }> | undefined;
  const overlayPath = source.overlay ? resolve(options.imagePath) : null;
  await options.runFlasher({
    request: { version: 1, basePath: source.basePath, drives: [{ device, overlayPath, identity }] },
    signal: options.signal,
    onEvent: (event) => {
      if (event.event === 'done') done = event;
      else if (event.event === 'failed') failed = event;
      else if (event.event === 'progress') {
        const { phase, doneBytes, totalBytes, bytesPerSecond, secondsLeft } = event;
        options.onProgress?.({ phase, doneBytes, totalBytes, bytesPerSecond, secondsLeft });
      }
    },
  });
  if (done) return done;
  const subject = { drive: device };
  if (!failed) throw fail('flash.helper-died', { params: { device }, subject });
  const { code, params, evidence } = failed;
  throw new DiagnosticError(diagnostic(code, { params: { device, ...params }, evidence, subject }));
}

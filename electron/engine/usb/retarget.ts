import { resolve } from 'node:path';
import { type Diagnostic, DiagnosticError } from '../../api/diagnostic.ts';
import type { Zone } from '../../api/drive.ts';
import { confirmTarget, type TargetOrder } from './confirm-target.ts';
import { type FindTarget, findTarget } from './find-target.ts';
import type { FlashProgress, FlashResult } from './flash-drives.ts';
import { openFlashSource, sourcePathsOf } from './flash-source.ts';
import { type ReleaseDrive, releaseDrive } from './release-drive.ts';
import { type DriveEnd, runDrives } from './run-drives.ts';
import type { RunFlasher } from './run-flasher.ts';

export interface RetargetOptions {
  readonly target: TargetOrder;
  /** Of the node that the drive is to install. */
  readonly overlayPath: string;
  readonly basePath?: string | undefined;
  /** Every range that a patch of ours on this base may have touched. */
  readonly zones: readonly Zone[];
  /**
   * whole: read all of the drive, and prove the base by its digest now. sampled (default): for a drive that was proven whole
   * before; the base's digest may then come from the cache, and its bytes are proven only where the new patch lies.
   */
  readonly verify?: 'sampled' | 'whole' | undefined;
  readonly runFlasher: RunFlasher;
  readonly cacheFolder?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: FlashProgress) => void) | undefined;
  readonly find?: FindTarget | undefined;
  /** How a drive that the desktop mounted by itself is let go of; default: by the system's own tools. */
  readonly release?: ReleaseDrive | undefined;
}

/**
 * Makes a drive or file with one node's image into another's by writing a few KB. The same gate as for writing whole
 * images. Errors are Diagnostics: `flash.retarget-other-base` when it carries another base (nothing is written), else as
 * `flash`.
 */
export async function retarget(options: RetargetOptions): Promise<FlashResult> {
  const { overlayPath, zones, runFlasher, signal, onProgress } = options;
  const source = await openFlashSource(overlayPath, {
    basePath: options.basePath,
    cacheFolder: options.cacheFolder,
    signal,
    onDigest: (doneBytes, totalBytes) => onProgress?.({ phase: 'base-digest', doneBytes, totalBytes }),
  });
  const target = await confirmTarget(options.target, {
    find: options.find ?? findTarget,
    release: options.release ?? releaseDrive,
    sourcePaths: sourcePathsOf(source),
    imageBytes: source.imageBytes,
    // A drive that was written once was accepted then.
    acceptLargeSerial: options.target.confirm,
  });
  const { device } = target.facts;
  const task = {
    kind: 'retarget' as const,
    basePath: source.basePath,
    baseStamp: source.baseStamp,
    overlayPath: resolve(overlayPath),
    zones: [...zones],
    verify: options.verify ?? 'sampled',
  };
  let ended: DriveEnd | undefined;
  await runDrives({
    drives: [{ device, identity: target.identity, task }],
    runFlasher,
    signal,
    onProgress: (_, progress) => onProgress?.(progress),
    onEnd: (_, end) => {
      ended = end;
    },
  });
  if (ended?.kind !== 'done') {
    const [first, ...rest] = ended?.kind === 'failed' ? ended.diagnostics : [];
    throw new DiagnosticError(first as Diagnostic, ...rest);
  }
  const { imageBytes, sha256, proof, writtenBytes, writeMs, verifyMs, direct } = ended.event;
  const { node, siteId, files } = source.overlay ?? { node: undefined, siteId: undefined, files: [] };
  const told = { imageBytes, sha256, proof, writtenBytes, writeMs, verifyMs, direct };
  return { device, identity: target.identity, node, siteId, files, ...told };
}

import { type Diagnostic, DiagnosticError, fail } from '../../api/diagnostic.ts';
import type { DriveIdentity, FlasherDrive } from '../../api/drive.ts';
import type { BaseDigest } from '../image/base-digest.ts';
import { confirmTarget, type TargetOrder, type WritableTarget } from './confirm-target.ts';
import { type FindTarget, findTarget } from './find-target.ts';
import { type FlashSource, openFlashSource, sourcePathsOf } from './flash-source.ts';
import { type ReleaseDrive, releaseDrive } from './release-drive.ts';
import { type DriveEnd, runDrives } from './run-drives.ts';
import type { RunFlasher } from './run-flasher.ts';

export interface FlashWrite extends TargetOrder {
  /** An overlay, or a complete ISO. */
  readonly imagePath: string;
}

export interface FlashDrivesOptions {
  readonly images: readonly FlashWrite[];
  /** The base of the overlays; without it the last known place of a file with the overlay's digest. */
  readonly basePath?: string | undefined;
  readonly runFlasher: RunFlasher;
  readonly cacheFolder?: string | undefined;
  readonly acceptLargeSerial?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: DriveProgress) => void) | undefined;
  /** As soon as a drive has ended, well or not. */
  readonly onEnd?: ((outcome: FlashOutcome) => void) | undefined;
  /** How a drive is looked at; default: this machine's. */
  readonly find?: FindTarget | undefined;
  /** How a drive that the desktop mounted by itself is let go of; default: by the system's own tools. */
  readonly release?: ReleaseDrive | undefined;
  /** The flasher itself lets go of what is mounted; default: as this platform's does. */
  readonly flasherReleases?: boolean | undefined;
}

export type FlashProgress =
  | { readonly phase: 'base-digest'; readonly doneBytes: number; readonly totalBytes: number }
  | {
      readonly phase: 'compare' | 'write' | 'verify';
      readonly doneBytes: number;
      readonly totalBytes: number;
      /** Of the last seconds. */
      readonly bytesPerSecond: number;
      /** Of this phase. */
      readonly secondsLeft: number;
    };

/** Progress of one drive; the digest of the base belongs to none. `index` is the place in `images`. */
export type DriveProgress = FlashProgress & { readonly index: number | undefined; readonly device: string | undefined };

export interface FlashResult {
  readonly device: string;
  readonly identity: DriveIdentity;
  /** From the overlay; undefined for a complete ISO. */
  readonly node: string | undefined;
  readonly siteId: string | undefined;
  readonly imageBytes: number;
  /** Proven by reading back: the base's digest for an overlay, the image's own for a complete ISO. */
  readonly sha256: string;
  /** Digests of the answer files in the overlay: what the drive is recognised by later. */
  readonly files: readonly { readonly path: string; readonly sizeBytes: number; readonly sha256: string }[];
  readonly proof: 'whole' | 'sampled';
  readonly writtenBytes: number;
  readonly writeMs: number;
  readonly verifyMs: number;
  /** Written and read past the page cache. */
  readonly direct: boolean;
}

export type FlashOutcome =
  | ({ readonly outcome: 'done'; readonly index: number } & FlashResult)
  | {
      readonly outcome: 'failed';
      readonly index: number;
      readonly device: string;
      readonly node: string | undefined;
      readonly diagnostics: readonly Diagnostic[];
      /** Bytes may have been changed: the drive does not boot until it is written again. */
      readonly touched: boolean;
    };

/**
 * Writes images to drives or files, all at once with one elevation, and proves by reading back that they are there. Each
 * drive is done or fails alone; drives with the same base share one reading of it. Rules and confirmation are checked here;
 * the flasher checks identity and rules again on the opened handle. Gives back one outcome per entry, in order; throws
 * nothing but what is no Diagnostic.
 */
export async function flashDrives(options: FlashDrivesOptions): Promise<readonly FlashOutcome[]> {
  const outcomes = new Map<number, FlashOutcome>();
  const end = (outcome: FlashOutcome) => {
    outcomes.set(outcome.index, outcome);
    options.onEnd?.(outcome);
  };
  const ready: Ready[] = [];
  const digests = new Map<string, BaseDigest>();
  for (const [index, write] of options.images.entries()) {
    try {
      const entry = await prepare(options, index, write, digests);
      const twin = ready.find(({ target }) => target.facts.device === entry.target.facts.device);
      if (twin) throw fail('flash.named-twice', { params: { device: entry.target.facts.device } });
      ready.push(entry);
    } catch (error) {
      end(failure(index, write.device, undefined, error, false));
    }
  }
  if (ready.length > 0) {
    await runDrives({
      drives: ready.map(toRequest),
      runFlasher: options.runFlasher,
      signal: options.signal,
      onProgress: (drive, progress) => {
        const { index, target } = ready[drive] as Ready;
        options.onProgress?.({ ...progress, index, device: target.facts.device });
      },
      onEnd: (drive, ended) => end(outcomeOf(ready[drive] as Ready, ended)),
    });
  }
  return options.images.map((_, index) => outcomes.get(index) as FlashOutcome);
}

interface Ready {
  readonly index: number;
  readonly source: FlashSource;
  readonly target: WritableTarget;
}

async function prepare(
  options: FlashDrivesOptions,
  index: number,
  write: FlashWrite,
  digests: Map<string, BaseDigest>,
): Promise<Ready> {
  const source = await openFlashSource(write.imagePath, {
    basePath: options.basePath,
    cacheFolder: options.cacheFolder,
    signal: options.signal,
    digests,
    onDigest: (doneBytes, totalBytes) =>
      options.onProgress?.({ phase: 'base-digest', doneBytes, totalBytes, index: undefined, device: undefined }),
  });
  const target = await confirmTarget(write, {
    find: options.find ?? findTarget,
    release: options.release ?? releaseDrive,
    sourcePaths: sourcePathsOf(source),
    imageBytes: source.imageBytes,
    acceptLargeSerial: options.acceptLargeSerial,
    flasherReleases: options.flasherReleases,
  });
  return { index, source, target };
}

function toRequest({ source, target }: Ready): FlasherDrive {
  const { basePath, baseStamp, overlayPath } = source;
  const task = { kind: 'flash' as const, basePath, baseStamp, overlayPath };
  return { device: target.facts.device, identity: target.identity, task };
}

function outcomeOf({ index, source, target }: Ready, ended: DriveEnd): FlashOutcome {
  const { device } = target.facts;
  const node = source.overlay?.node;
  if (ended.kind !== 'done') {
    const { diagnostics, touched } = ended.kind === 'failed' ? ended : { diagnostics: [], touched: false };
    return { outcome: 'failed', index, device, node, diagnostics, touched };
  }
  const { imageBytes, sha256, proof, writtenBytes, writeMs, verifyMs, direct } = ended.event;
  const siteId = source.overlay?.siteId;
  const files = source.overlay?.files ?? [];
  const told = { imageBytes, sha256, proof, writtenBytes, writeMs, verifyMs, direct };
  return { outcome: 'done', index, device, identity: target.identity, node, siteId, files, ...told };
}

function failure(
  index: number,
  device: string,
  node: string | undefined,
  error: unknown,
  touched: boolean,
): FlashOutcome {
  if (!(error instanceof DiagnosticError)) throw error;
  return { outcome: 'failed', index, device, node, diagnostics: error.diagnostics, touched };
}

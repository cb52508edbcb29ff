import type { FlasherEvent, FlasherRequest, FlashTask } from '../api/drive.ts';
import { alignedBuffers } from './aligned-buffers.ts';
import type { BaseHash } from './base-hash.ts';
import { fromSystemError } from './failure.ts';
import { type DriveBuffers, type Job, prepareFlash, type ReadyDrive } from './flash-drive.ts';
import { CHUNK_BYTES } from './follower.ts';
import { identifyDrive } from './identify-drive.ts';
import { retargetDrive } from './retarget-drive.ts';
import { SharedBase } from './shared-base.ts';
import { SCRATCH_BYTES } from './write-image.ts';

/** All bases in memory together: 18 chunks, 72 MiB. */
const WINDOW_CHUNKS = 18;
const LEAST_WINDOW_CHUNKS = 3;
/** All drives' own buffers together; with the window and the heads this stays below 128 MiB. */
const OWN_BYTES = 40 * 1024 * 1024;
const LEAST_BUFFER_BYTES = 128 * 1024;
/** Of a drive: two writes under way and one read. */
const BUFFERS = 3;

/**
 * Does what is asked with each drive, all at once, each failing alone. Drives that get the same base share one reading of
 * it; of different bases at most six are read at the same time, so that memory stays bounded.
 */
export async function runRequest(
  request: FlasherRequest,
  signal: AbortSignal,
  emit: (event: FlasherEvent) => void,
  makeHash: () => Promise<BaseHash>,
): Promise<void> {
  const buffers = driveBuffers(request.drives.length);
  const groups = new Map<string, FlashJob[]>();
  const works: Promise<void>[] = [];
  for (const [index, drive] of request.drives.entries()) {
    const { task } = drive;
    const own = buffers[index] as DriveBuffers;
    if (task.kind === 'flash') {
      groups.set(task.basePath, [...(groups.get(task.basePath) ?? []), { index, drive, task, signal, emit, own }]);
    } else if (task.kind === 'retarget') {
      const job = { index, drive, task, signal, emit };
      works.push(alone(job, (touching) => retargetDrive(job, own, touching)));
    } else {
      const job = { index, drive, task, signal, emit };
      works.push(alone(job, () => identifyDrive(job)));
    }
  }
  const lanes = Math.min(groups.size, Math.floor(WINDOW_CHUNKS / LEAST_WINDOW_CHUNKS));
  const windowChunks = lanes === 0 ? 0 : Math.floor(WINDOW_CHUNKS / lanes);
  const waiting = [...groups];
  const lane = async (window: readonly Uint8Array[]): Promise<void> => {
    for (let group = waiting.shift(); group; group = waiting.shift())
      await flashGroup(...group, window, signal, makeHash);
  };
  for (let index = 0; index < lanes; index += 1) works.push(lane(alignedBuffers(windowChunks, CHUNK_BYTES)));
  await Promise.all(works);
}

interface FlashJob extends Job<FlashTask> {
  readonly own: DriveBuffers;
}

/** Drives that get the same base: opened first, all of them, then the base is read once. */
async function flashGroup(
  basePath: string,
  jobs: readonly FlashJob[],
  window: readonly Uint8Array[],
  signal: AbortSignal,
  makeHash: () => Promise<BaseHash>,
): Promise<void> {
  let base: SharedBase;
  const pieceBytes = jobs[0]?.own.transfer[0]?.length ?? CHUNK_BYTES;
  try {
    base = await SharedBase.open(basePath, window, signal, { pieceBytes, makeHash });
  } catch (error) {
    for (const job of jobs) job.emit(failed(job, error, false));
    return;
  }
  const ready: { readonly job: FlashJob; readonly drive: ReadyDrive }[] = [];
  await Promise.all(
    jobs.map((job) =>
      alone(job, async () => {
        ready.push({ job, drive: await prepareFlash(job, base, job.own) });
      }),
    ),
  );
  if (ready.length > 0) void base.passed();
  await Promise.all(
    ready.map(({ job, drive }) => alone(job, (touching) => drive.write(touching).finally(() => drive.close()))),
  );
  await base.close();
}

/** A drive's work; a failure of it is told and harms no other drive. */
async function alone(job: Job<unknown>, work: (touching: () => void) => Promise<void>): Promise<void> {
  let touched = false;
  try {
    await work(() => {
      touched = true;
    });
  } catch (error) {
    job.emit(failed(job, error, touched));
  }
}

function failed({ index, drive: { device } }: Job<unknown>, error: unknown, touched: boolean): FlasherEvent {
  const { code, params, evidence } = fromSystemError(error, device, 0);
  return { event: 'failed', drive: index, code, params: { device, ...params }, evidence: [...evidence], touched };
}

/** Each drive's buffers: the largest power of two that divides a chunk and keeps all of them together bounded. */
function driveBuffers(drives: number): readonly DriveBuffers[] {
  let size = CHUNK_BYTES;
  while (size > LEAST_BUFFER_BYTES && size * BUFFERS * drives > OWN_BYTES) size /= 2;
  const transfer = alignedBuffers(drives * BUFFERS, size);
  const scratch = alignedBuffers(drives, SCRATCH_BYTES);
  return Array.from({ length: drives }, (_, index) => ({
    transfer: transfer.slice(index * BUFFERS, (index + 1) * BUFFERS),
    scratch: scratch[index] as Uint8Array,
  }));
}

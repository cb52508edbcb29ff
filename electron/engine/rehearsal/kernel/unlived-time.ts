import { openSync, readSync } from 'node:fs';

/**
 * Milliseconds in which this process did not wait for anything, since it began: what its threads computed and, where the
 * system tells it (Linux), how long this thread was ready and others had the processor.
 */
export function unlivedMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000 + queuedMs();
}

/**
 * Milliseconds in which this thread's event loop had nothing to do, since it began; undefined where that is not known: in Electron
 * somebody else waits for the loop. What this excludes and {@link unlivedMs} does not see: a program that waits for the disk, for
 * the collection of its garbage, or for a machine of whose time others have taken a part.
 */
export function restedMs(): number | undefined {
  return process.versions.electron === undefined ? performance.eventLoopUtilization().idle : undefined;
}

const buffer = Buffer.alloc(128);
let schedstat: number | undefined;

/** The second figure of /proc/thread-self/schedstat, nanoseconds on a run queue (proc(5)); 0 where there is none. */
function queuedMs(): number {
  try {
    schedstat ??= process.platform === 'linux' ? openSync('/proc/thread-self/schedstat', 'r') : -1;
    if (schedstat < 0) return 0;
    const length = readSync(schedstat, buffer, 0, buffer.length, 0);
    const queuedNs = Number(buffer.toString('latin1', 0, length).split(' ')[1]);
    return Number.isFinite(queuedNs) ? queuedNs / 1e6 : 0;
  } catch {
    schedstat = -1;
    return 0;
  }
}

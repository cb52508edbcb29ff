import { ApiError } from '../cli/api-error.ts';
import { pveSlice, type TaskRecord } from '../model/slice.ts';
import { type ApiCall, nowSeconds } from './call.ts';

/** A task that ended badly: its reason is already on stderr; tools that look at the result turn it into their exit code. */
export class WorkerResult {
  readonly upid: string;
  readonly failed: boolean;
  constructor(upid: string, failed: boolean) {
    this.upid = upid;
    this.failed = failed;
  }
}

/** Tasks whose work goes on. One that a power cut or a kill broke off stays without an end in its node's list. */
const living = new WeakSet<TaskRecord>();

/** Whether the work of a task goes on. */
export function isActive(task: TaskRecord): boolean {
  return living.has(task);
}

/**
 * Runs work as a task of the node: recorded in its task list, output to the caller, the reason of a failure as the last
 * line on stderr. Over HTTPS the task goes on in the background and the id comes back at once.
 */
export async function runWorker(
  call: ApiCall,
  type: string,
  id: string,
  work: (call: ApiCall) => Promise<void> | void,
): Promise<WorkerResult> {
  const slice = pveSlice(call.world);
  slice.counters.pid += 7;
  const started = nowSeconds(call.world);
  const pid = slice.counters.pid;
  const hex = (value: number) => value.toString(16).toUpperCase().padStart(8, '0');
  const start = Math.max(0, Math.floor((call.world.now() - call.node.bootedAt) / 10));
  const upid = `UPID:${call.node.name}:${hex(pid)}:${hex(start)}:${hex(started)}:${type}:${id}:${call.user}:`;
  const record: TaskRecord = { upid, type, id, startedAt: started, log: [], user: call.user };
  living.add(record);
  call.node.tasks.unshift(record);
  if (call.node.tasks.length > 300) call.node.tasks.length = 300;
  const log = (text: string) => {
    record.log.push(...text.replace(/\n$/, '').split('\n'));
  };
  const inner: ApiCall = {
    ...call,
    out: (text) => {
      log(text);
      if (call.synchronous) call.out(text);
    },
    // A worker's stderr arrives on the caller's stdout.
    warn: (text) => {
      log(text);
      if (call.synchronous) call.out(text);
    },
  };
  const run = async (): Promise<boolean> => {
    try {
      await work(inner);
      record.status = 'OK';
      return false;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const text = error.render().replace(/\n+$/, '');
      record.status = text.split('\n')[0] ?? text;
      if (record.log.length === 0) record.log.push('');
      record.log.push(`TASK ERROR: ${text}`);
      if (call.synchronous) call.warn(`${error.render()}`);
      return true;
    } finally {
      living.delete(record);
      record.endedAt = nowSeconds(call.world);
      if (record.status === 'OK') record.log.push('TASK OK');
      record.status ??= 'unexpected status';
      call.world.changed();
    }
  };
  if (call.synchronous) return new WorkerResult(upid, await run());
  void run().catch(() => undefined);
  return new WorkerResult(upid, false);
}

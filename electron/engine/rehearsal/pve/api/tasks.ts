import { parameterError } from '../cli/api-error.ts';
import { memberNames } from '../model/cluster.ts';
import { pveSlice, type TaskRecord } from '../model/slice.ts';
import type { ApiCall } from './call.ts';
import type { Values } from './cluster-create.ts';
import { isActive } from './worker.ts';

const numbers = (task: TaskRecord) => {
  const [, , pid = '0', pstart = '0'] = task.upid.split(':');
  return { pid: Number.parseInt(pid, 16), pstart: Number.parseInt(pstart, 16) };
};

/** How a task ended; undefined = it works still. One whose worker is gone without a word has an unexpected status (pve-facts 9.5). */
function endOf(task: TaskRecord): { readonly endtime: number; readonly status: string } | undefined {
  if (isActive(task)) return undefined;
  return { endtime: task.endedAt ?? task.startedAt, status: task.status ?? 'unexpected status' };
}

/** GET /nodes/{node}/tasks. */
export function nodeTasks(call: ApiCall, values: Values): unknown[] {
  const limit = Number(values.limit ?? '50');
  return call.node.tasks
    .filter((task) => values.vmid === undefined || task.id === values.vmid)
    .filter((task) => values.typefilter === undefined || task.type === values.typefilter)
    .filter((task) => values.source !== 'active' || isActive(task))
    .slice(Number(values.start ?? '0'))
    .slice(0, limit)
    .map((task) => ({
      ...endOf(task),
      id: task.id,
      node: call.node.name,
      ...numbers(task),
      starttime: task.startedAt,
      type: task.type,
      upid: task.upid,
      user: task.user,
    }));
}

/** GET /cluster/tasks: the newest of every member. */
export function clusterTasks(call: ApiCall): unknown[] {
  return memberNames(call.world, call.node).flatMap((name) =>
    (pveSlice(call.world).nodes[name]?.tasks ?? []).slice(0, 25).map((task, index) => ({
      // The newest comes from memory (a number), older ones from the list's file (text).
      ...(isActive(task) ? {} : { ...endOf(task), saved: index === 0 ? 1 : '1' }),
      id: task.id,
      node: name,
      starttime: task.startedAt,
      type: task.type,
      upid: task.upid,
      user: task.user,
    })),
  );
}

function find(call: ApiCall, upid: string): TaskRecord {
  if (!/^UPID:[^:]+:[0-9A-F]{8}:[0-9A-F]{8,9}:[0-9A-F]{8}:[^:]+:[^:]*:[^:]+:$/.test(upid))
    throw parameterError({ upid: 'unable to parse worker upid' });
  const task = call.node.tasks.find((entry) => entry.upid === upid);
  if (!task) throw parameterError({ upid: 'no such task' });
  return task;
}

/** GET /nodes/{node}/tasks/{upid}/status. */
export function taskStatus(call: ApiCall, upid: string): unknown {
  const task = find(call, upid);
  const end = endOf(task);
  return {
    ...(end ? { exitstatus: end.status, status: 'stopped' } : { status: 'running' }),
    id: task.id,
    node: call.node.name,
    ...numbers(task),
    starttime: task.startedAt,
    type: task.type,
    upid,
    user: task.user,
  };
}

/** GET /nodes/{node}/tasks/{upid}/log: 50 lines unless told. */
export function taskLog(call: ApiCall, values: Values): unknown[] {
  const task = find(call, values.upid ?? '');
  const start = Number(values.start ?? '0');
  const limit = Number(values.limit ?? '50');
  const lines = task.log.length === 0 ? ['no content'] : task.log;
  return lines.map((t, index) => ({ n: index + 1, t })).slice(start, limit === 0 ? undefined : start + limit);
}

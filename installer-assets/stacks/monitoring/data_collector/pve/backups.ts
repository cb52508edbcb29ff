import { type BackupResult, BackupResultSchema } from '../../protocol/states.ts';
import { PveFailure } from './failure.ts';
import { entriesOf, fitting, numberOf, textOf, timeOf } from './values.ts';

/** What one guest's part of a backup task came to. */
export interface GuestLine {
  readonly vmid: number;
  readonly kind: 'qemu' | 'lxc' | null;
  readonly result: BackupResult['result'];
  readonly text: string | null;
}

/**
 * Reads the log of a `vzdump` task, which may back up several guests:
 * `INFO: Starting Backup of VM 100 (qemu)`, then `INFO: Finished Backup of VM 100 (00:00:05)` or
 * `ERROR: Backup of VM 100 failed - REASON`. A guest that was
 * begun and is not spoken of again fared as the task did.
 */
export function guestLines(log: Iterable<string>, taskStatus: string): readonly GuestLine[] {
  const done: GuestLine[] = [];
  let open: { vmid: number; kind: 'qemu' | 'lxc' | null; warned: boolean } | undefined;
  const close = (result: BackupResult['result'], text: string | null): void => {
    if (open) done.push({ vmid: open.vmid, kind: open.kind, result, text });
    open = undefined;
  };
  const asTask = (): void => {
    if (taskStatus === 'OK') close('ok', null);
    else if (/^WARNINGS: \d+$/.test(taskStatus)) close('warnings', null);
    else close('failed', taskStatus);
  };
  for (const line of log) {
    const started = /^INFO: Starting Backup of VM (\d+) \((qemu|lxc)\)/.exec(line);
    const finished = /^INFO: Finished Backup of VM (\d+)\b/.exec(line);
    const failed = /^ERROR: Backup of VM (\d+) failed(?: - (.*))?$/.exec(line);
    if (started) {
      asTask();
      open = { vmid: Number(started[1]), kind: started[2] === 'lxc' ? 'lxc' : 'qemu', warned: false };
    } else if (finished && open?.vmid === Number(finished[1])) close(open.warned ? 'warnings' : 'ok', null);
    else if (failed) {
      // it may fail before it is begun
      if (open?.vmid !== Number(failed[1])) {
        asTask();
        open = { vmid: Number(failed[1]), kind: null, warned: false };
      }
      close('failed', failed[2] ?? taskStatus);
    } else if (open && /^WARN(?:ING)?: /.test(line)) open.warned = true;
  }
  asTask();
  return done;
}

interface Task {
  readonly upid: string;
  readonly node: string;
  /** The guest where it is one alone. */
  readonly id: string | null;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly status: string;
}

/** Finished backup tasks of a task list. */
function finishedTasks(data: unknown): readonly Task[] {
  return entriesOf(data).flatMap((entry) => {
    const upid = textOf(entry.upid);
    const node = textOf(entry.node) ?? upid?.split(':')[1] ?? '';
    const startedAt = timeOf(entry.starttime);
    const endedAt = timeOf(entry.endtime);
    const status = textOf(entry.status);
    if (entry.type !== 'vzdump' || !upid || upid.length > 300 || !startedAt || !endedAt || !status) return [];
    return [{ upid, node, id: textOf(entry.id), startedAt, endedAt, status }];
  });
}

/** Of one node. */
const LOGS_OF_A_ROUND = 10;
const ATTEMPTS = 5;
const PAGE_LINES = 5_000;
const MAX_PAGES = 40;
/** The lines that guestLines reads: the log of a large guest is full of others. */
const TOLD = /^(?:INFO: (?:Starting|Finished) Backup of VM |ERROR: Backup of VM |WARN)/;
/** More tasks than all nodes list together. */
const REMEMBERED = 50_000;

export interface BackupSight {
  /** Lists of tasks, of the cluster and of nodes. */
  readonly lists: readonly unknown[];
  /** Asks the node of a task; undefined: that node does not answer now. */
  ask(node: string): ((path: string) => Promise<unknown>) | undefined;
  /** `qemu/100` or `lxc/100` of a guest that is there; undefined: not known. */
  sourceOf(vmid: number): string | undefined;
}

export interface BackupFindings {
  readonly results: readonly BackupResult[];
  readonly failures: readonly PveFailure[];
  readonly isAll: boolean;
  commit(): void;
}

/** Finds the results of backup tasks, each once. What is sent again after a restart changes nothing. */
export class Backups {
  readonly #done = new Map<string, true>();
  readonly #attempts = new Map<string, number>();
  /** Listed and not read yet: older ones are not listed every time. */
  readonly #pending = new Map<string, Task>();

  /**
   * New results, the newest tasks first. `isAll`: no task of a node that answers is left to be read. `commit` says that they
   * are kept for good.
   */
  async look(sight: BackupSight): Promise<BackupFindings> {
    const tasks = this.#pending;
    for (const task of sight.lists.flatMap(finishedTasks))
      if (!this.#done.has(task.upid) && tasks.size < REMEMBERED) tasks.set(task.upid, task);
    const asked = new Map<string, number>();
    const chosen = [...tasks.values()]
      .sort((a, b) => (a.endedAt < b.endedAt ? 1 : -1))
      .filter(({ node }) => {
        const before = asked.get(node) ?? 0;
        asked.set(node, before + 1);
        return before < LOGS_OF_A_ROUND && sight.ask(node) !== undefined;
      });
    const failures: PveFailure[] = [];
    const read: string[] = [];
    const results: BackupResult[] = [];
    await Promise.all(
      chosen.map(async (task) => {
        const ask = sight.ask(task.node);
        if (!ask) return;
        const lines = await readLog(ask, task).catch((error: unknown) => {
          if (!(error instanceof PveFailure)) throw error;
          failures.push(error);
          return undefined;
        });
        const attempts = (this.#attempts.get(task.upid) ?? 0) + 1;
        this.#attempts.set(task.upid, attempts);
        // a log that cannot be read leaves what the task itself says
        if (!lines && attempts < ATTEMPTS) return;
        read.push(task.upid);
        results.push(...resultsOf(task, lines, sight));
      }),
    );
    return {
      results,
      failures,
      isAll: read.length === [...tasks.values()].filter(({ node }) => sight.ask(node)).length,
      commit: () => {
        for (const upid of read) {
          this.#done.set(upid, true);
          this.#attempts.delete(upid);
          this.#pending.delete(upid);
        }
        for (const upid of this.#done.keys()) if (this.#done.size > REMEMBERED) this.#done.delete(upid);
      },
    };
  }
}

async function readLog(ask: (path: string) => Promise<unknown>, { node, upid }: Task): Promise<readonly string[]> {
  const lines: string[] = [];
  for (let page = 0; page < MAX_PAGES; page += 1) {
    // as Proxmox's own page writes it: colons as they are
    const task = encodeURIComponent(upid).replaceAll('%3A', ':').replaceAll('%40', '@');
    const path = `/nodes/${encodeURIComponent(node)}/tasks/${task}/log`;
    const entries = entriesOf(await ask(`${path}?start=${page * PAGE_LINES}&limit=${PAGE_LINES}`));
    for (const { t } of entries) if (typeof t === 'string' && TOLD.test(t)) lines.push(t.slice(0, 2_000));
    if (entries.length < PAGE_LINES) break;
  }
  return lines;
}

function resultsOf(task: Task, log: readonly string[] | undefined, sight: BackupSight): readonly BackupResult[] {
  const found = [...guestLines(log ?? [], task.status)];
  const alone = task.id === null ? null : numberOf(task.id);
  const good = task.status === 'OK';
  const warned = /^WARNINGS: \d+$/.test(task.status);
  // one that says nothing of its guest: it failed before it began, or (all is well) the guest is not of this node
  if (found.length === 0 && alone !== null && (log === undefined || !(good || warned)))
    found.push({
      vmid: alone,
      kind: null,
      result: good ? 'ok' : warned ? 'warnings' : 'failed',
      text: good || warned ? null : task.status,
    });
  return fitting(
    BackupResultSchema,
    found.map(({ vmid, kind, result, text }) => ({
      task: task.upid,
      guest: kind === null ? (sight.sourceOf(vmid) ?? '') : `${kind}/${vmid}`,
      node: task.node,
      startedAt: task.startedAt,
      endedAt: task.endedAt,
      result,
      text,
    })),
  );
}

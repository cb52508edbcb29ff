import type { World } from '../../kernel/program.ts';
import { calendarEventError, nextEvent } from '../cli/calendar-event.ts';
import { isQuorate } from '../model/cluster.ts';
import { databaseOf } from '../model/database.ts';
import { findGuest } from '../model/guest-config.ts';
import { jobsOf, writeJobs } from '../model/replication-config.ts';
import { runReplication } from '../model/replication-run.ts';
import { type NodeState, pveSlice } from '../model/slice.ts';

/** pvescheduler's minute: due jobs of guests on this node run, jobs marked for removal go. */
export function scheduleReplication(world: World, node: NodeState): void {
  if (!isQuorate(world, node)) return;
  const database = databaseOf(world, node);
  const now = Math.floor(world.now() / 1000);
  const jobs = jobsOf(database);
  // Writes the swapped direction of jobs whose guest has moved to its target.
  writeJobs(world, database, jobs);
  for (const job of jobs) {
    const vmid = job.id.split('-')[0] ?? '';
    if (findGuest(database, vmid)?.nodeName !== node.name) continue;
    if (job.values.remove_job !== undefined) {
      removeJob(world, node, job.id, job.values.target ?? '', job.values.remove_job === 'full');
      continue;
    }
    if (job.values.disable === '1') continue;
    const state = node.replication[job.id];
    const schedule = job.values.schedule ?? '*/15';
    const retry = state && state.failCount > 0 ? state.lastTry + Math.min(state.failCount, 3) * 300 : undefined;
    const due =
      !state ||
      state.runNow === true ||
      state.lastTry === 0 ||
      (retry ?? (calendarEventError(schedule) ? 0 : nextEvent(schedule, state.lastTry))) <= now;
    if (due) runReplication(world, node, job, () => undefined);
  }
}

function removeJob(world: World, node: NodeState, id: string, target: string, full: boolean): void {
  const database = databaseOf(world, node);
  const prefix = `__replicate_${id}_`;
  const other = pveSlice(world).nodes[target];
  for (const [place, volume] of Object.entries(node.volumes)) {
    const own = Object.keys(volume.snapshots).filter((name) => name.startsWith(prefix));
    for (const name of own) delete volume.snapshots[name];
    if (own.length > 0 && full && other) delete other.volumes[place];
  }
  delete node.replication[id];
  writeJobs(
    world,
    database,
    jobsOf(database).filter((job) => job.id !== id),
  );
}

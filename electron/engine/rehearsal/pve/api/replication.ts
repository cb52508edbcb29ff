import { die } from '../cli/api-error.ts';
import { calendarEventError, nextEvent } from '../cli/calendar-event.ts';
import { memberNames } from '../model/cluster.ts';
import { databaseOf, readText, writeText } from '../model/database.ts';
import { findGuest, readGuest } from '../model/guest-config.ts';
import { drivesOf, isCdrom, isCloudInit } from '../model/guest-disks.ts';
import { jobsOf, type ReplicationJob, writeJobs } from '../model/replication-config.ts';
import { runReplication } from '../model/replication-run.ts';
import { isShared } from '../model/storage-config.ts';
import { parseVolumeId } from '../model/volumes.ts';
import type { ApiCall } from './call.ts';
import type { Values } from './cluster-create.ts';
import { withClusterLock } from './guards.ts';
import { perlTime } from './times.ts';

/** POST /cluster/replication, with the vendor's order of checks. */
export async function createJob(call: ApiCall, values: Values): Promise<void> {
  const id = values.id ?? '';
  const [vmid = ''] = id.split('-');
  const target = values.target ?? '';
  const database = databaseOf(call.world, call.node);
  await withClusterLock(call, 'replication_cfg', '', () => {
    const guest = findGuest(database, vmid) ?? die(`Guest '${vmid}' does not exist.`);
    if (!memberNames(call.world, call.node).includes(target)) die(`Target '${target}' does not exist.`);
    if (guest.nodeName === target) die('Source and target must not be identical');
    if (values.source !== undefined && values.source !== guest.nodeName)
      die(`Source '${values.source}' does not match current node of guest '${vmid}' (${guest.nodeName})`);
    replicatedVolumes(call, guest.nodeName, vmid);
    const jobs = jobsOf(database);
    if (jobs.some((job) => job.id === id)) die(`replication job '${id}' already exists`);
    if (jobs.some((job) => job.id.startsWith(`${vmid}-`) && job.values.target === target))
      die(`replication job for guest '${vmid}' to target 'local/${target}' already exists`);
    const fields: Record<string, string> = { target, source: guest.nodeName };
    for (const name of ['schedule', 'rate', 'comment', 'disable'])
      if (values[name] !== undefined) fields[name] = values[name];
    writeJobs(call.world, database, [...jobs, { id, values: fields }]);
    call.world.effect(call.host, `pvesr.create ${id}`);
  });
}

/** Volumes a job copies; one without the replicate feature (any but ZFS) refuses the job. */
function replicatedVolumes(call: ApiCall, nodeName: string, vmid: string): readonly string[] {
  const database = databaseOf(call.world, call.node);
  const config = readGuest(database, nodeName, vmid) ?? {};
  const unused = Object.keys(config)
    .filter((key) => /^unused\d+$/.test(key))
    .map((key) => config[key] ?? '');
  const used = drivesOf(config)
    .filter((drive) => !isCdrom(drive) && !isCloudInit(drive) && drive.options.replicate !== '0')
    .map((drive) => drive.volume);
  const wanted = [...used, ...unused].filter((volume) => !isShared(parseVolumeId(database, volume).storage));
  if (wanted.length === 0) die('No replicatable volumes found');
  for (const volume of wanted) {
    if (parseVolumeId(database, volume).storage.type !== 'zfspool')
      die(`missing replicate feature on volume '${volume}'`);
  }
  return wanted;
}

export async function updateJob(call: ApiCall, values: Values): Promise<void> {
  const id = values.id ?? '';
  await changeJobs(call, (jobs) => {
    const job = jobs.find((entry) => entry.id === id) ?? die(`no such job '${id}'`);
    for (const name of ['schedule', 'rate', 'comment', 'disable'])
      if (values[name] !== undefined) job.values[name] = values[name];
    for (const name of (values.delete ?? '').split(',')) delete job.values[name];
    call.world.effect(call.host, `pvesr.update ${id}`);
    return jobs;
  });
}

export async function enableJob(call: ApiCall, id: string, enabled: boolean): Promise<void> {
  await changeJobs(call, (jobs) => {
    const job = jobs.find((entry) => entry.id === id) ?? die(`no such job '${id}'`);
    if (enabled) delete job.values.disable;
    else job.values.disable = '1';
    call.world.effect(call.host, `pvesr.${enabled ? 'enable' : 'disable'} ${id}`);
    return jobs;
  });
}

/** Marks a job for removal (the scheduler does it), or drops it at once with `force`. */
export async function deleteJob(call: ApiCall, values: Values): Promise<void> {
  const database = databaseOf(call.world, call.node);
  const id = values.id ?? '';
  await changeJobs(call, (jobs) => {
    if (values.force === '1') {
      if (readText(database, 'replication.cfg') === undefined) writeText(call.world, database, 'replication.cfg', '');
      return jobs.filter((job) => job.id !== id);
    }
    const job = jobs.find((entry) => entry.id === id) ?? die(`no such job '${id}'`);
    job.values.remove_job = values.keep === '1' ? 'local' : 'full';
    call.warn('Replication job removal is a background task and will take some time.\n');
    call.world.effect(call.host, `pvesr.delete ${id}`);
    return jobs;
  });
}

async function changeJobs(
  call: ApiCall,
  work: (jobs: readonly ReplicationJob[]) => readonly ReplicationJob[],
): Promise<void> {
  const database = databaseOf(call.world, call.node);
  await withClusterLock(call, 'replication_cfg', '', () => writeJobs(call.world, database, work(jobsOf(database))));
}

export function jobEntry(job: ReplicationJob): Record<string, unknown> {
  const [guest = '0', jobnum = '0'] = job.id.split('-');
  const { rate, disable, ...rest } = job.values;
  return {
    ...rest,
    ...(rate === undefined ? {} : { rate: Number(rate) }),
    ...(disable === undefined ? {} : { disable: Number(disable) }),
    guest: Number(guest),
    id: job.id,
    jobnum: Number(jobnum),
    type: 'local',
  };
}

export function listJobs(call: ApiCall): Record<string, unknown>[] {
  return jobsOf(databaseOf(call.world, call.node)).map(jobEntry);
}

/** Jobs whose guest is on this node, with their state. */
export function nodeJobs(call: ApiCall, guest?: string): Record<string, unknown>[] {
  const database = databaseOf(call.world, call.node);
  return jobsOf(database)
    .filter((job) => findGuest(database, job.id.split('-')[0] ?? '')?.nodeName === call.node.name)
    .filter((job) => guest === undefined || job.id.startsWith(`${guest}-`))
    .map((job) => {
      const state = call.node.replication[job.id];
      const schedule = job.values.schedule ?? '*/15';
      const base = jobEntry(job);
      return {
        ...base,
        schedule,
        vmtype: 'qemu',
        last_sync: state?.lastSync ?? 0,
        last_try: state?.lastTry ?? 0,
        next_sync: nextSync(schedule, state?.lastTry ?? 0, state?.failCount ?? 0),
        fail_count: state?.failCount ?? 0,
        ...(state && state.lastTry > 0 ? { duration: state.duration } : {}),
        ...(state?.error === undefined ? {} : { error: state.error }),
      };
    });
}

function nextSync(schedule: string, lastTry: number, failCount: number): number {
  if (failCount > 0) return lastTry + Math.min(failCount, 3) * 300;
  return calendarEventError(schedule) ? 0 : nextEvent(schedule, lastTry);
}

/** `pvesr run --id`: one synchronisation in the foreground. */
export async function runJob(call: ApiCall, values: Values): Promise<void> {
  const id = values.id ?? die('please specify a job id');
  const database = databaseOf(call.world, call.node);
  const job = jobsOf(database).find((entry) => entry.id === id) ?? die(`no such job '${id}'`);
  const vmid = id.split('-')[0] ?? '';
  if (findGuest(database, vmid)?.nodeName !== call.node.name) die(`guest '${vmid}' is not on local node`);
  if (job.values.disable === '1') die(`job '${id}' is disabled`);
  const lines: string[] = [];
  const failure = runReplication(call.world, call.node, job, (line) => lines.push(line));
  await call.sleep(2.5);
  if (values.verbose === '1') for (const line of lines) call.out(`${line}\n`);
  if (failure !== undefined) die(failure);
}

export function scheduleNow(call: ApiCall, id: string): void {
  const database = databaseOf(call.world, call.node);
  if (!jobsOf(database).some((job) => job.id === id)) die(`no such replication job '${id}'`);
  const known = call.node.replication[id];
  call.node.replication[id] = { lastSync: 0, duration: 0, failCount: 0, ...known, lastTry: 0, runNow: true };
  call.world.changed();
}

/** The table of `pvesr status`. */
export function statusTable(call: ApiCall, guest?: string): string {
  const row = (cells: readonly string[]) =>
    `${(cells[0] ?? '').padEnd(10)} ${(cells[1] ?? '').padEnd(10)} ${(cells[2] ?? '').padEnd(20)} ${(cells[3] ?? '').padStart(20)} ${(cells[4] ?? '').padStart(20)} ${(cells[5] ?? '').padStart(10)} ${(cells[6] ?? '').padStart(10)} ${cells[7] ?? ''}\n`;
  const rows = nodeJobs(call, guest).map((job) => {
    const lastSync = Number(job.last_sync);
    const failed = Number(job.fail_count) > 0;
    const next = Number(job.next_sync) * 1000 <= call.world.now() ? 'pending' : perlTime(Number(job.next_sync));
    return row([
      String(job.id),
      job.disable === 1 ? 'No' : 'Yes',
      `local/${job.target}`,
      lastSync > 0 ? perlTime(lastSync) : '-',
      failed && lastSync === 0 ? '-' : next,
      job.duration === undefined ? '-' : String(job.duration),
      String(job.fail_count),
      failed ? String(job.error) : 'OK',
    ]);
  });
  return row(['JobID', 'Enabled', 'Target', 'LastSync', 'NextSync', 'Duration', 'FailCount', 'State']) + rows.join('');
}

import { die, parameterError } from '../cli/api-error.ts';
import { calendarEventError, nextEvent } from '../cli/calendar-event.ts';
import { handMadeSchema } from '../cli/command-schema.ts';
import { databaseOf, readText, writeText } from '../model/database.ts';
import { formatSections, parseSections, type Section } from '../model/section-config.ts';
import { findStorage } from '../model/storage-config.ts';
import type { ApiCall } from './call.ts';
import type { Values } from './cluster-create.ts';
import { withPrefix } from './guards.ts';
import type { Route } from './routes.ts';

const OPTIONS: Readonly<Record<string, string>> = {
  schedule: '<string>',
  storage: '<string>',
  mode: '<snapshot | stop | suspend>',
  vmid: '<string>',
  pool: '<string>',
  node: '<string>',
  compress: '<0 | 1 | gzip | lzo | zstd>',
  'prune-backups': '<string>',
  'notes-template': '<string>',
  comment: '<string>',
  mailto: '<string>',
  mailnotification: '<string>',
  exclude: '<string>',
  starttime: '<string>',
  dow: '<string>',
  fleecing: '<string>',
  all: '<boolean>',
  enabled: '<boolean>',
  protected: '<boolean>',
  'repeat-missed': '<boolean>',
  quiet: '<boolean>',
};
const FLAGS = ['all', 'enabled', 'protected', 'repeat-missed'];
const PRUNE_KEYS = /^keep-(all|last|hourly|daily|weekly|monthly|yearly)$/;

/** The vzdump jobs of the cluster: /etc/pve/jobs.cfg. */
export const backupRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/cluster/backup',
    run: (call) =>
      jobsOf(call).map((job) => ({
        ...entryOf(job),
        'next-run': nextEvent(job.values.schedule ?? '21:00', Math.floor(call.world.now() / 1000)),
      })),
  },
  {
    method: 'POST',
    path: '/cluster/backup',
    run: addJob,
    takes: handMadeSchema({ id: '<string>', ...OPTIONS }),
  },
  { method: 'GET', path: '/cluster/backup/{id}', run: (call, values) => entryOf(jobNamed(call, values.id)) },
  {
    method: 'PUT',
    path: '/cluster/backup/{id}',
    run: updateJob,
    takes: handMadeSchema({ ...OPTIONS, delete: '<string>' }),
  },
  { method: 'DELETE', path: '/cluster/backup/{id}', run: removeJob },
];

const jobsOf = (call: ApiCall): Section[] =>
  parseSections(readText(databaseOf(call.world, call.node), 'jobs.cfg') ?? '').filter(({ type }) => type === 'vzdump');

function jobNamed(call: ApiCall, id: string | undefined): Section {
  const job = jobsOf(call).find((entry) => entry.id === id);
  if (!job) throw parameterError({ id: `No such job '${id}'` });
  return job;
}

/** Property strings come back as objects (pve-facts 8.1). */
function entryOf(job: Section): Record<string, unknown> {
  const flags = Object.fromEntries(
    FLAGS.flatMap((name) => (job.values[name] === undefined ? [] : [[name, Number(job.values[name])]])),
  );
  const objects = Object.fromEntries(
    ['prune-backups', 'fleecing'].flatMap((name) => {
      const text = job.values[name];
      return text === undefined
        ? []
        : [[name, Object.fromEntries(text.split(',').map((part) => part.split('=') as [string, string]))]];
    }),
  );
  return { ...job.values, ...flags, ...objects, id: job.id, type: 'vzdump' };
}

async function addJob(call: ApiCall, values: Values): Promise<void> {
  const { id = `backup-${Math.floor(call.world.random() * 1e9).toString(16)}`, ...rest } = values;
  await withPrefix('', () => {
    if (jobsOf(call).some((job) => job.id === id)) die(`Job '${id}' already exists`);
    check(call, rest);
    write(call, [...jobsOf(call), { type: 'vzdump', id, values: { enabled: '1', ...rest } }]);
    call.world.effect(call.host, `backup.add ${id}`);
  });
}

function updateJob(call: ApiCall, { id, delete: gone, ...rest }: Values): void {
  const before = jobNamed(call, id);
  const leaving = (gone ?? '').split(/[,;\s]+/);
  const values = Object.fromEntries(
    Object.entries({ ...before.values, ...rest }).filter(([name]) => !leaving.includes(name)),
  );
  check(call, values);
  write(
    call,
    jobsOf(call).map((job) => (job.id === id ? { ...job, values } : job)),
  );
  call.world.effect(call.host, `backup.set ${id}`);
}

function removeJob(call: ApiCall, { id }: Values): void {
  jobNamed(call, id);
  write(
    call,
    jobsOf(call).filter((job) => job.id !== id),
  );
  call.world.effect(call.host, `backup.remove ${id}`);
}

function write(call: ApiCall, jobs: readonly Section[]): void {
  writeText(call.world, databaseOf(call.world, call.node), 'jobs.cfg', formatSections(jobs, ['schedule']));
}

function check(call: ApiCall, values: Values): void {
  if (values.schedule === undefined && values.starttime === undefined)
    throw parameterError({ schedule: "neither 'starttime' nor 'schedule' were set" });
  const unread = values.schedule === undefined ? undefined : calendarEventError(values.schedule);
  if (unread !== undefined)
    throw parameterError({ schedule: `invalid format - invalid calendar event '${values.schedule}'` });
  if (values.vmid === undefined && values.all !== '1' && values.pool === undefined)
    throw parameterError({ vmid: 'property is missing' });
  for (const other of ['all', 'pool'])
    if (values.vmid !== undefined && values[other] !== undefined && values[other] !== '0')
      throw parameterError({ [other]: "option conflicts with option 'vmid'" });
  for (const part of (values['prune-backups'] ?? '').split(',').filter((text) => text !== '')) {
    const [name = '', count = ''] = part.split('=');
    if (!PRUNE_KEYS.test(name) || !/^\d+$/.test(count))
      throw parameterError({
        'prune-backups': `invalid format - format error\n${name}: property is not defined in schema`,
      });
  }
  const { storage } = values;
  if (storage !== undefined && !findStorage(databaseOf(call.world, call.node), storage))
    die(`storage '${storage}' does not exist`);
}

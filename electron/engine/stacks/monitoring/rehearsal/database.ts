import { createHash } from 'node:crypto';
import type { ContainerCall, ProjectSight } from '../../../rehearsal/docker/application.ts';
import { catchUp } from './collector.ts';
import { type MonitoringState, monitoringState } from './monitoring-state.ts';

/** What an empty PostgreSQL takes. */
const EMPTY_BYTES = 7_500_000;
const MAGIC = 'PGDMP';
const USAGE = 1;
type Stored = Pick<MonitoringState, 'samples' | 'sessions' | 'lastContactAt' | 'lastError' | 'schemaVersion'>;

/**
 * PostgreSQL's programs in the container db, as far as the commands `backup` and `restore` need them. A backup is what is stored
 * now, behind a list of what is in it; one that was cut off still has that list, as a real one has, and ends in the middle when it
 * is read. undefined = there is no such program.
 */
export async function runInDatabase(project: ProjectSight, call: ContainerCall): Promise<number | undefined> {
  const [name, ...args] = call.argv;
  if (name !== 'pg_dump' && name !== 'pg_restore' && name !== 'psql') return undefined;
  if (name === 'pg_restore') return pgRestore(call, args);
  const user = optionValue(args, '--username');
  const database = optionValue(args, '--dbname');
  if (user !== 'monitoring' || database !== 'monitoring') {
    const what = user === 'monitoring' ? `database "${database}"` : `role "${user}"`;
    call.stderr(`${name}: error: connection to server on socket failed: FATAL:  ${what} does not exist\n`);
    return USAGE;
  }
  await catchUp(project);
  return name === 'pg_dump' ? pgDump(project, call, args) : psql(project, call);
}

function pgDump(project: ProjectSight, call: ContainerCall, args: readonly string[]): number {
  const state = monitoringState(project);
  if (state.schemaVersion === 0) {
    call.stderr('pg_dump: error: no matching schemas were found\n');
    return USAGE;
  }
  const stored = storedIn(state);
  const kept = args.some((arg) => arg.startsWith('--exclude-table-data')) ? { ...stored, samples: [] } : stored;
  const data = Buffer.from(JSON.stringify(kept)).toString('base64');
  const list = ['SCHEMA - monitoring', 'TABLE monitoring sample', 'TABLE monitoring schema_version'];
  call.stdout(`${MAGIC}\n${JSON.stringify(list)}\n${data} ${digestOf(data)}\n`);
  return 0;
}

async function pgRestore(call: ContainerCall, args: readonly string[]): Promise<number> {
  const text = Buffer.from(await call.stdin()).toString('latin1');
  const [magic, listLine = '', dataLine = ''] = text.split('\n');
  const list = magic === MAGIC ? listIn(listLine) : undefined;
  if (!list) {
    call.stderr('pg_restore: error: input file does not appear to be a valid archive\n');
    return USAGE;
  }
  if (args.includes('--list')) {
    for (const [index, entry] of list.entries())
      call.stdout(`${200 + index}; 1259 ${16_400 + index} ${entry} monitoring\n`);
    return 0;
  }
  const [data = '', digest] = dataLine.split(' ');
  call.stdout(`COPY monitoring FROM stdin;\n${data}\n`);
  if (digest === digestOf(data)) {
    call.stdout('\\.\n');
    return 0;
  }
  call.stderr('pg_restore: error: could not read from input file: end of file\n');
  return USAGE;
}

/** What it is sent counts only once COMMIT has come. */
async function psql(project: ProjectSight, call: ContainerCall): Promise<number> {
  const state = monitoringState(project);
  const lines = Buffer.from(await call.stdin())
    .toString('utf8')
    .split('\n');
  let draft: Stored | undefined;
  for (let at = 0; at < lines.length; at += 1) {
    const line = (lines[at] ?? '').trim();
    if (line === '') continue;
    if (/pg_database_size/.test(line)) call.stdout(`bytes ${EMPTY_BYTES + JSON.stringify(storedIn(state)).length}\n`);
    else if (/FROM monitoring\.schema_version/.test(line)) {
      if (state.schemaVersion === 0) return failed(call, 'relation "monitoring.schema_version" does not exist');
      call.stdout(`schema ${state.schemaVersion}\n`);
    } else if (/^BEGIN; DROP SCHEMA IF EXISTS monitoring CASCADE;$/.test(line))
      draft = { samples: [], sessions: {}, lastContactAt: null, lastError: null, schemaVersion: 0 };
    else if (/^COPY monitoring FROM stdin;$/.test(line) && draft) {
      const data = lines[at + 1] ?? '';
      if (lines[at + 2] !== '\\.') return failed(call, 'unexpected EOF on client connection with an open transaction');
      draft = JSON.parse(Buffer.from(data, 'base64').toString('utf8')) as Stored;
      at += 2;
    } else if (line === 'COMMIT;' && draft) {
      Object.assign(state, draft);
      draft = undefined;
      project.world.effect(project.host, `database.restored ${project.project}`);
      project.world.changed();
    } else if (line.startsWith('\\echo ')) call.stdout(`${line.slice('\\echo '.length)}\n`);
    else return failed(call, `syntax error at or near "${line.slice(0, 30)}"`);
  }
  return 0;
}

function failed(call: ContainerCall, text: string): number {
  call.stderr(`psql:<stdin>: ERROR:  ${text}\n`);
  return 3;
}

function storedIn(state: MonitoringState): Stored {
  const { samples, sessions, lastContactAt, lastError, schemaVersion } = state;
  return { samples, sessions, lastContactAt, lastError, schemaVersion };
}

function listIn(line: string): readonly string[] | undefined {
  try {
    const list: unknown = JSON.parse(line);
    return Array.isArray(list) ? list.map(String) : undefined;
  } catch {
    return undefined;
  }
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function optionValue(args: readonly string[], option: string): string {
  return args[args.indexOf(option) + 1] ?? '';
}

import {
  createJob,
  deleteJob,
  enableJob,
  jobEntry,
  listJobs,
  runJob,
  scheduleNow,
  statusTable,
  updateJob,
} from '../api/replication.ts';
import { die } from '../cli/api-error.ts';
import { prettyJson } from '../cli/json-text.ts';
import type { Tool } from '../cli/tool.ts';
import { databaseOf, digestOf, readText } from '../model/database.ts';
import { jobsOf } from '../model/replication-config.ts';

/** The storage replication tool. */
export const pvesr: Tool = {
  name: 'pvesr',
  commands: {
    'create-local-job': { run: (call, { values }) => createJob(call, values), seconds: 0.7 },
    update: { run: (call, { values }) => updateJob(call, values), seconds: 0.6 },
    enable: { run: (call, { values }) => enableJob(call, values.id ?? '', true), seconds: 0.4 },
    disable: { run: (call, { values }) => enableJob(call, values.id ?? '', false), seconds: 0.4 },
    delete: { run: (call, { values }) => deleteJob(call, values), seconds: 0.57 },
    'schedule-now': { run: (call, { values }) => scheduleNow(call, values.id ?? ''), seconds: 0.61 },
    run: { run: (call, { values }) => runJob(call, values), seconds: 0.5 },
    status: { run: (call, { values }) => call.out(statusTable(call, values.guest)), seconds: 0.6 },
    list: {
      run: (call) => {
        const row = (cells: readonly string[]) =>
          `${(cells[0] ?? '').padEnd(20)} ${(cells[1] ?? '').padEnd(20)} ${(cells[2] ?? '').padStart(10)} ${(cells[3] ?? '').padStart(5)} ${(cells[4] ?? '').padStart(8)}\n`;
        call.out(row(['JobID', 'Target', 'Schedule', 'Rate', 'Enabled']));
        for (const job of listJobs(call)) {
          call.out(
            row([
              String(job.id),
              `local/${job.target}`,
              String(job.schedule ?? '*/15'),
              String(job.rate ?? '-'),
              job.disable === 1 ? 'no' : 'yes',
            ]),
          );
        }
      },
      seconds: 0.55,
    },
    read: {
      run: (call, { values }) => {
        const database = databaseOf(call.world, call.node);
        const job =
          jobsOf(database).find((entry) => entry.id === values.id) ?? die(`no such replication job '${values.id}'`);
        call.out(
          `${prettyJson({ ...jobEntry(job), digest: digestOf(readText(database, 'replication.cfg') ?? '') })}\n`,
        );
      },
      seconds: 0.6,
    },
  },
};

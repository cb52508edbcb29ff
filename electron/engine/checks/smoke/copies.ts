import { type Diagnostic, diagnostic } from '../../../api/diagnostic.ts';
import type { Machine } from '../../../api/site.ts';
import { asNumber, asText, parseEntries } from '../../facts/parse/text.ts';
import { read } from '../../shell/command.ts';
import { replicationJobs } from '../../site/derive.ts';
import type { CheckContext } from '../check.ts';

/** The scheduler looks once a minute; what is late because everything was off is caught up in that time. */
const PATIENCE_MS = 150_000;
const EVERY_MS = 10_000;

export interface CopyAges {
  /** One line a copy: what a failover would lose, from the real time of the last good run. */
  readonly seen: readonly string[];
  readonly trouble?: Diagnostic;
}

/**
 * How old the copies of a machine are, by the clock of the node that makes them. A copy may miss one run; older is a fault.
 * @param owner the node on which the machine is now; only it knows how the runs went
 */
export async function copyAges(context: CheckContext, machine: Machine, owner: string): Promise<CopyAges> {
  const end = context.now() + PATIENCE_MS;
  for (;;) {
    const ages = await look(context, machine, owner);
    if (!ages.trouble || context.now() + EVERY_MS > end) return ages;
    await context.wait(EVERY_MS);
  }
}

async function look(context: CheckContext, machine: Machine, owner: string): Promise<CopyAges> {
  const jobs = replicationJobs(context.site).filter((job) => job.vmId === machine.id);
  if (jobs.length === 0) return { seen: [] };
  const transport = context.transport(owner);
  const path = `/nodes/${owner}/replication`;
  const answer = await transport.exec(read`date +%s && pvesh get ${path} --output-format json`, {
    signal: context.signal,
  });
  if (answer.code !== 0) throw new Error(`${owner}: pvesh get ${path}: ${answer.stderr.trim()}`);
  const cut = answer.stdout.indexOf('\n');
  const now = Number(answer.stdout.slice(0, cut));
  const states = parseEntries(answer.stdout.slice(cut + 1), path);
  const seen: string[] = [];
  let trouble: Diagnostic | undefined;
  for (const job of jobs) {
    const state = states.find((entry) => asText(entry.id) === job.id);
    // after a failover the copy goes the other way
    const target = asText(state?.target) ?? job.target;
    const synced = asNumber(state?.last_sync) ?? 0;
    const error = asText(state?.error) ?? '';
    const params = { machine: machine.name, target };
    const evidence = error === '' ? [] : [error];
    if (synced === 0) {
      seen.push(`copy on ${target}: none yet`);
      trouble ??= diagnostic('availability.copy-missing', { params, evidence });
      continue;
    }
    const age = Math.max(0, Math.floor((now - synced) / 60));
    seen.push(
      `copy on ${target}: ${age} min old, every ${job.everyMinutes} min${error === '' ? '' : `, last run failed`}`,
    );
    const limit = 2 * job.everyMinutes;
    if (age > limit) trouble ??= diagnostic('availability.copy-old', { params: { ...params, age, limit }, evidence });
  }
  return { seen, ...(trouble ? { trouble } : {}) };
}

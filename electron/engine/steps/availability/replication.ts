import { type Diagnostic, DiagnosticError, diagnostic, fail } from '../../../api/diagnostic.ts';
import type { Change } from '../../../api/plan.ts';
import type { Site } from '../../../api/site.ts';
import type { ConfigSection } from '../../facts/parse/section-config.ts';
import { isLockTrouble } from '../../pve/failure.ts';
import { until } from '../../pve/patience.ts';
import { change, read } from '../../shell/command.ts';
import { ownershipTag, type ReplicationJob, replicationJobs } from '../../site/derive.ts';
import { clusterView, unknownFact } from '../machines/support/cluster-view.ts';
import { allNodes, lookAtGuest } from '../machines/support/guests.ts';
import { evidenceOf, runChange } from '../machines/support/run-change.ts';
import type { ApplyContext, CheckVerdict, Step, View } from '../step.ts';

/** The first copy is of the whole disk. */
const FIRST_COPY_LIMIT_MS = 6 * 3_600_000;

/**
 * Every machine with `replication` has its jobs (`100-0`), and each has copied the disk at least once without error.
 * Direction is not part of the claim: after a failover Proxmox swaps source and target by itself (pve-facts 6).
 */
export const availabilityReplication: Step = {
  id: 'availability.replication',
  phase: 'availability',
  title: (_site, target) => ({ en: `Copies of ${target}`.slice(0, 33), es: `Copias de ${target}`.slice(0, 33) }),
  targets: (site) => [...new Set(replicationJobs(site).map((job) => job.machine))],
  // the guest must have been started once: the first copy is then of a system that works
  needs: ['machines.start'],
  risk: 'safe',
  order: 'one-at-a-time',
  skippable: true,
  touches: allNodes,
  concerns: ({ site }, target) => [...new Set(jobsOf(site, target).flatMap((job) => [job.source, job.target]))],
  deadlineMs: 2 * FIRST_COPY_LIMIT_MS,

  check(view, target): CheckVerdict {
    const changes: Change[] = [];
    for (const job of jobsOf(view.site, target)) {
      const look = lookAtJob(view, job);
      if (look.state === 'blocked') return { state: 'blocked', diagnostic: look.diagnostic };
      if (look.state === 'no-guest') return { state: 'later', waitsFor: ['machines.clone'], changes: [asChange(job)] };
      if (look.state === 'absent') changes.push(asChange(job));
      else if (look.state === 'differs') {
        if (look.isDisabled) changes.push({ what: `replication ${job.id}`, before: 'disabled', after: 'enabled' });
        if (look.schedule !== job.schedule)
          changes.push({ what: `replication ${job.id}: schedule`, before: look.schedule, after: job.schedule });
        if (look.copy === 'never')
          changes.push({ what: `replication ${job.id}: first copy`, before: look.error || 'never', after: 'done' });
        else if (look.copy === 'failed')
          changes.push({ what: `replication ${job.id}: last copy`, before: look.error || 'failed', after: 'done' });
      }
    }
    const [first, ...rest] = changes;
    return first ? { state: 'needed', changes: [first, ...rest] } : { state: 'satisfied' };
  },

  async apply(context) {
    for (const job of jobsOf(context.site, context.target)) await replicate(context, job);
  },
};

async function replicate(context: ApplyContext, job: ReplicationJob): Promise<void> {
  const look = lookAtJob(context, job);
  if (look.state === 'blocked') throw new DiagnosticError(look.diagnostic);
  if (look.state === 'no-guest') throw new DiagnosticError(unknownFact(job.source, `machine ${job.vmId}`, 'absent'));
  if (look.state === 'done') return;
  const { owner } = look;
  const isLater = look.state === 'differs' && look.copy !== 'never';
  const transport = context.transport(owner);
  if (look.state === 'absent') {
    const target = owner === job.target ? job.source : job.target;
    await runChange(
      transport,
      change`pvesr create-local-job ${job.id} ${target} --schedule ${job.schedule} --comment ${ownershipTag(context.site)}`,
    );
  } else {
    // a disabled job is not run: `job '100-0' is disabled`
    if (look.isDisabled) await runChange(transport, change`pvesr enable ${job.id}`);
    if (look.schedule !== job.schedule)
      await runChange(transport, change`pvesr update ${job.id} --schedule ${job.schedule}`);
    // what was disabled has missed copies
    if (look.copy === 'good' && !look.isDisabled) return;
  }
  // synchronous, and the one replication command whose exit code is the copy's (pve-facts 6)
  const result = await transport.job(`availability.replicate-${job.id}`, change`pvesr run --id ${job.id} --verbose 1`, {
    signal: context.signal,
    timeoutMs: FIRST_COPY_LIMIT_MS,
    onLine: (line) => context.note(line),
  });
  if (result.code === 0) return;
  if (isLockTrouble(result) && (await copiedByScheduler(context, job, owner))) return;
  const status = await transport.exec(read`pvesr status --guest ${job.vmId}`);
  throw fail(isLater ? 'availability.later-sync-failed' : 'availability.sync-failed', {
    params: { machine: job.machine, source: owner, target: job.target },
    evidence: [...evidenceOf(result), ...evidenceOf(status)],
    subject: { host: owner },
  });
}

/**
 * The scheduler looks at the jobs once a minute: where it took the new job before us, our run gives up waiting for its lock
 * after a minute while the copy goes on. Gives whether that copy ended well.
 */
async function copiedByScheduler(context: ApplyContext, job: ReplicationJob, owner: string): Promise<boolean> {
  context.note(`${owner}: another run of job ${job.id} holds the lock; waiting for its end`);
  const options = { deadlineMs: FIRST_COPY_LIMIT_MS, everyMs: 10_000 };
  const end = await until(context, options, async () => {
    const look = lookAtJob(await context.look(owner), job);
    if (look.state === 'done') return look;
    // a failed copy says why; no word yet means that it goes on
    return look.state === 'differs' && look.error !== '' ? look : undefined;
  });
  return end?.state === 'done';
}

type JobLook =
  | { readonly state: 'blocked'; readonly diagnostic: Diagnostic }
  | { readonly state: 'no-guest' }
  | { readonly state: 'absent'; readonly owner: string }
  | { readonly state: 'done'; readonly owner: string }
  | {
      readonly state: 'differs';
      readonly owner: string;
      readonly schedule: string;
      readonly isDisabled: boolean;
      /** failed = an earlier copy is there, the last try ended badly. */
      readonly copy: 'good' | 'never' | 'failed';
      readonly error: string;
    };

function lookAtJob(view: View, job: ReplicationJob): JobLook {
  const guest = lookAtGuest(view, job.vmId, job.machine);
  if (guest.state === 'blocked') return guest;
  if (guest.state === 'absent') return { state: 'no-guest' };
  const owner = guest.config.node;
  const cluster = clusterView(view, owner);
  if (!cluster.known) return { state: 'blocked', diagnostic: cluster.diagnostic };
  const { replicationJobs: jobs, replicationState: states } = cluster.facts;
  if (!jobs.known) return blocked(unknownFact(cluster.host, '/etc/pve/replication.cfg', jobs.why));
  const section = jobs.value.find((entry) => entry.id === job.id);
  if (!section) return { state: 'absent', owner };
  const obstacle = obstacleOf(job, section, owner);
  if (obstacle) return blocked(obstacle);
  // only the guest's own node knows how the runs went
  const own = view.facts.hosts.get(owner);
  const runs = cluster.host === owner ? states : own?.reached ? own.facts.replicationState : undefined;
  if (!runs?.known) return blocked(unknownFact(owner, `replication ${job.id}`, runs ? runs.why : 'not reached'));
  const run = runs.value.find((entry) => entry.job === job.id);
  // the schedule may be left out of the file: then it is the vendor's default
  const schedule = section.values.schedule ?? '*/15';
  const isDisabled = section.values.disable === '1';
  const copy = !run || run.lastSyncSeconds === 0 ? 'never' : run.failCount === 0 ? 'good' : 'failed';
  if (schedule === job.schedule && !isDisabled && copy === 'good') return { state: 'done', owner };
  return { state: 'differs', owner, schedule, isDisabled, copy, error: run?.error ?? '' };
}

function obstacleOf(job: ReplicationJob, section: ConfigSection, owner: string): Diagnostic | undefined {
  const params = { job: job.id, wanted: `${job.source}, ${job.target}` };
  if (section.values.remove_job !== undefined) return diagnostic('availability.job-removing', { params });
  const target = section.values.target ?? '';
  const wanted = owner === job.target ? job.source : job.target;
  // right after a failover the file still names the node that the guest came from or runs on
  if (target !== wanted && target !== owner)
    return diagnostic('availability.other-target', { params: { ...params, seen: `${owner}, ${target}` } });
  return undefined;
}

function jobsOf(site: Site, machine: string): readonly ReplicationJob[] {
  return replicationJobs(site).filter((job) => job.machine === machine);
}

function asChange(job: ReplicationJob): Change {
  return { what: `replication ${job.id}`, after: `${job.source} to ${job.target}, ${job.schedule}` };
}

function blocked(value: Diagnostic): { readonly state: 'blocked'; readonly diagnostic: Diagnostic } {
  return { state: 'blocked', diagnostic: value };
}

import { type Diagnostic, DiagnosticError, diagnostic, fail } from '../../../api/diagnostic.ts';
import type { Change } from '../../../api/plan.ts';
import type { ConfigSection } from '../../facts/parse/section-config.ts';
import { extraFact } from '../../facts/registry.ts';
import { carriesMark } from '../../ownership/marks.ts';
import { backupJobsFact } from '../../ownership/ownership-facts.ts';
import { changeHost } from '../../pve/change-host.ts';
import { change } from '../../shell/command.ts';
import { backupJobs, type WantedBackupJob } from '../../site/backup-jobs.ts';
import { clusterView, unknownFact } from '../machines/support/cluster-view.ts';
import { allNodes } from '../machines/support/guests.ts';
import type { CheckVerdict, Step, View } from '../step.ts';

/** Absent from the file these have the vendor's default. */
const DEFAULTS: Readonly<Record<string, string>> = { enabled: '1', mode: 'snapshot', storage: 'local', compress: '0' };
/** Lists whose order says nothing. */
const SETS = new Set(['vmid', 'prune-backups']);
/** What would select other guests than the job names, or run elsewhere; each conflicts with `vmid` or narrows it. */
const OTHER_SELECTION = ['all', 'pool', 'exclude', 'node', 'starttime', 'dow', 'maxfiles'];

/**
 * The vzdump jobs of the site exist under their ids, with their machines, schedule and retention. A job of that id without
 * our mark is somebody's: it is told and not touched. Jobs of other ids are not looked at.
 */
export const backupJobsStep: Step = {
  id: 'backup.jobs',
  phase: 'availability',
  title: () => ({ en: 'Backup jobs', es: 'Tareas de copia de seguridad' }),
  targets: (site) => (site.backups.length > 0 ? ['site'] : []),
  needs: ['storage.add', 'machines.start'],
  risk: 'safe',
  order: 'one-at-a-time',
  skippable: true,
  touches: allNodes,

  check(view): CheckVerdict {
    const looks = lookAtJobs(view);
    const obstacle = looks.find((look) => look.state === 'blocked');
    if (obstacle) return { state: 'blocked', diagnostic: obstacle.diagnostic };
    const [first, ...rest] = looks.flatMap((look) => (look.state === 'differs' ? look.changes : []));
    return first ? { state: 'needed', changes: [first, ...rest] } : { state: 'satisfied' };
  },

  async apply(context) {
    for (const look of lookAtJobs(context)) {
      if (look.state === 'blocked') throw new DiagnosticError(look.diagnostic);
      if (look.state === 'as-wanted') continue;
      const { host, job, section } = look;
      const values = Object.entries(job.values).flatMap(([name, value]) => [`--${name}`, value]);
      const surplus = section ? OTHER_SELECTION.filter((name) => section.values[name] !== undefined) : [];
      const without = surplus.length > 0 ? ['--delete', surplus.join(',')] : [];
      const command = section
        ? change`pvesh set ${`/cluster/backup/${job.id}`} ${values} ${without}`
        : change`pvesh create /cluster/backup --id ${job.id} ${values}`;
      // the answer to an earlier try may have been lost: what it made is looked at below
      await changeHost(context.transport(host), context, command, { already: /Job '.*' already exists/ });
    }
    const after = lookAtJobs(await context.look(...allNodes(context.site)));
    for (const look of after) {
      if (look.state === 'blocked') throw new DiagnosticError(look.diagnostic);
      if (look.state === 'differs')
        throw fail('backup.job-not-taken', {
          params: { job: look.job.id },
          evidence: look.changes.map(
            ({ what, before, after: wanted }) => `${what}: ${before ?? 'absent'}, not ${wanted}`,
          ),
          subject: { host: look.host },
        });
    }
  },
};

type JobLook =
  | { readonly state: 'blocked'; readonly diagnostic: Diagnostic }
  | { readonly state: 'as-wanted' }
  | {
      readonly state: 'differs';
      readonly host: string;
      readonly job: WantedBackupJob;
      /** As it is now; undefined = there is none. */
      readonly section: ConfigSection | undefined;
      readonly changes: readonly Change[];
    };

function lookAtJobs(view: View): readonly JobLook[] {
  const cluster = clusterView(view);
  if (!cluster.known) return [{ state: 'blocked', diagnostic: cluster.diagnostic }];
  const { host, facts } = cluster;
  const sections = extraFact(facts, backupJobsFact);
  if (!sections.known) return [{ state: 'blocked', diagnostic: unknownFact(host, '/etc/pve/jobs.cfg', sections.why) }];
  return backupJobs(view.site).map((job): JobLook => {
    const section = sections.value.find((entry) => entry.id === job.id);
    if (!section) return { state: 'differs', host, job, section, changes: [asChange(job)] };
    if (section.type !== 'vzdump' || !carriesMark(view.site, section.values.comment))
      return {
        state: 'blocked',
        diagnostic: diagnostic('backup.job-of-others', { params: { job: job.id }, subject: { host } }),
      };
    const changes = [
      ...Object.entries(job.values)
        .filter(([name]) => name !== 'comment') // a person may add words to our mark
        .flatMap(([name, wanted]): Change[] => {
          const seen = section.values[name] ?? DEFAULTS[name] ?? '';
          if (asCompared(name, seen) === asCompared(name, wanted)) return [];
          return [{ what: `backup ${job.id}: ${name}`, before: seen, after: wanted }];
        }),
      ...OTHER_SELECTION.filter((name) => section.values[name] !== undefined).map((name) => ({
        what: `backup ${job.id}: ${name}`,
        before: section.values[name] ?? '',
        after: 'not set',
      })),
    ];
    return changes.length > 0 ? { state: 'differs', host, job, section, changes } : { state: 'as-wanted' };
  });
}

function asCompared(name: string, value: string): string {
  if (!SETS.has(name)) return value.trim().replace(/\s+/g, ' ');
  return value
    .split(/[,;\s]+/)
    .filter((word) => word !== '')
    .sort()
    .join(',');
}

function asChange({ id, values }: WantedBackupJob): Change {
  const { schedule, storage, vmid } = values;
  return { what: `backup ${id}`, after: `${vmid} to ${storage}, ${schedule}, ${values['prune-backups']}` };
}

import { type BackupJob, BackupJobSchema } from '../../api/site-backup.ts';
import type { ConfigSection } from '../facts/parse/section-config.ts';
import { extraFact } from '../facts/registry.ts';
import { backupJobsFact } from '../ownership/ownership-facts.ts';
import type { AdoptedMachine } from './adopted-guests.ts';
import { type ClusterReading, clusterFacts } from './cluster-reading.ts';
import type { Remarks } from './remarks.ts';

const KEPT = ['last', 'hourly', 'daily', 'weekly', 'monthly', 'yearly'] as const;

/** The backup jobs that carry this site's mark and name machines of this site; all others are told. */
export function adoptedBackups(
  reading: ClusterReading,
  site: { readonly id: string; readonly machines: readonly AdoptedMachine[] },
  remarks: Remarks,
): readonly BackupJob[] {
  const jobs = remarks.valueOf(reading.first, '/etc/pve/jobs.cfg', extraFact(clusterFacts(reading), backupJobsFact));
  return (jobs ?? []).flatMap((job): readonly BackupJob[] => {
    const told = `backup job ${job.id}, ${job.values.schedule ?? ''} to ${job.values.storage ?? 'local'}`;
    if (job.type !== 'vzdump') {
      remarks.notHeld(`job ${job.id} (${job.type})`);
      return [];
    }
    if (!(job.values.comment ?? '').split(/[\s,;]+/).includes(`sitewright-${site.id}`)) {
      remarks.notOurs(told);
      return [];
    }
    const parsed = BackupJobSchema.safeParse(wordsOf(job, site.machines));
    if (parsed.success && job.values.enabled !== '0') return [parsed.data];
    remarks.notHeld(told);
    return [];
  });
}

function wordsOf({ id, values }: ConfigSection, machines: readonly AdoptedMachine[]): object {
  const ids = (values.vmid ?? '').split(/[,;\s]+/).filter((entry) => entry !== '');
  const named = ids.map((entry) => machines.find((machine) => String(machine.id) === entry)?.name);
  const isAll = ids.length === machines.length && !named.includes(undefined);
  const keep = new Map(
    (values['prune-backups'] ?? '').split(',').map((part) => {
      const [key = '', count = ''] = part.split('=');
      return [key.replace(/^keep-/, ''), Number(count)] as const;
    }),
  );
  return {
    id,
    schedule: values.schedule,
    storage: values.storage ?? 'local',
    // one that is no machine of this site is no name, and the job is refused
    ...(isAll ? {} : { machines: named }),
    ...(values.mode === undefined ? {} : { mode: values.mode }),
    keep: Object.fromEntries(KEPT.flatMap((name) => (keep.has(name) ? [[name, keep.get(name)]] : []))),
  };
}

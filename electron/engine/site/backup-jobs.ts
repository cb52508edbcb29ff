import type { BackupJob, Site } from '../../api/site.ts';
import { ownershipTag } from './derive.ts';

/** A vzdump job as the cluster keeps it: the values of its section in /etc/pve/jobs.cfg, by option name. */
export interface WantedBackupJob {
  readonly id: string;
  readonly values: Readonly<Record<string, string>>;
}

/** What each backup job of the site says, machines by their numbers. A job names its machines: those of others are none of ours. */
export function backupJobs(site: Site): readonly WantedBackupJob[] {
  return site.backups.map((job) => ({
    id: job.id,
    values: {
      schedule: job.schedule,
      storage: job.storage,
      vmid: guestsOf(site, job).join(','),
      mode: job.mode,
      // the vendor's default is no compression (pve-facts 8.1)
      compress: 'zstd',
      'prune-backups': retentionOf(job),
      enabled: '1',
      comment: ownershipTag(site),
    },
  }));
}

/** `keep-last=3,keep-daily=7`. */
export function retentionOf(job: BackupJob): string {
  return Object.entries(job.keep)
    .filter(([, count]) => count !== undefined)
    .map(([name, count]) => `keep-${name}=${count}`)
    .join(',');
}

function guestsOf(site: Site, job: BackupJob): readonly number[] {
  return site.machines
    .filter((machine) => job.machines === undefined || job.machines.includes(machine.name))
    .map((machine) => machine.id)
    .sort((a, b) => a - b);
}

/** The job that takes a machine along; the first where there are several. */
export function backupJobOf(site: Site, machine: string): BackupJob | undefined {
  return site.backups.find((job) => job.machines === undefined || job.machines.includes(machine));
}

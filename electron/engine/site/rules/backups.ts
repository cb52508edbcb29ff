import { diagnostic } from '../../../api/diagnostic.ts';
import { isCalendarEvent } from '../calendar-event.ts';
import { possibleNodes, pveNodes, storageNodes } from '../derive.ts';
import { rules } from './rule.ts';

/** The storage that every node has from its installation; it takes backups unless somebody changed it (pve-facts 8.4). */
const INSTALLED = 'local';
/** On a machine of their own. */
const ELSEWHERE = new Set(['nfs', 'cifs', 'pbs']);

export const backupRules = rules([
  {
    id: 'backups.ids',
    looksAt: ['backups[].id'],
    codes: ['backup.same-id'],
    check: (site) =>
      site.backups.flatMap((job, index) =>
        site.backups.findIndex((other) => other.id === job.id) < index
          ? [diagnostic('backup.same-id', { params: { job: job.id }, subject: { field: `backups[${index}].id` } })]
          : [],
      ),
  },
  {
    id: 'backups.references',
    looksAt: ['backups[].machines', 'machines[].name'],
    codes: ['site.unknown-reference'],
    check: (site) =>
      site.backups.flatMap((job, index) =>
        (job.machines ?? []).flatMap((name, at) => {
          if (site.machines.some((machine) => machine.name === name)) return [];
          const field = `backups[${index}].machines[${at}]`;
          const known = site.machines.map((machine) => machine.name).join(', ');
          return [diagnostic('site.unknown-reference', { params: { field, value: name, known }, subject: { field } })];
        }),
      ),
  },
  {
    id: 'backups.keep-and-schedule',
    looksAt: ['backups[].keep', 'backups[].schedule'],
    codes: ['backup.keeps-nothing-said', 'backup.schedule-unknown'],
    check: (site) =>
      site.backups.flatMap((job, index) => [
        ...(Object.values(job.keep).some((count) => count !== undefined)
          ? []
          : [
              diagnostic('backup.keeps-nothing-said', {
                params: { job: job.id },
                subject: { field: `backups[${index}].keep` },
              }),
            ]),
        ...(isCalendarEvent(job.schedule)
          ? []
          : [
              diagnostic('backup.schedule-unknown', {
                params: { job: job.id, schedule: job.schedule },
                subject: { field: `backups[${index}].schedule` },
              }),
            ]),
      ]),
  },
  {
    id: 'backups.storage',
    looksAt: ['backups[].storage', 'backups[].machines', 'storages[].content', 'storages[].nodes'],
    codes: ['backup.storage-unfit', 'backup.storage-not-there', 'backup.on-one-node'],
    check: (site) =>
      site.backups.flatMap((job, index) => {
        const subject = { field: `backups[${index}].storage` };
        const storage = site.storages.find((entry) => entry.id === job.storage);
        const takers = site.storages.filter((entry) => (entry.content as readonly string[]).includes('backup'));
        if (job.storage !== INSTALLED && (!storage || !takers.includes(storage))) {
          const known = [INSTALLED, ...takers.map((entry) => entry.id)].join(', ');
          return [
            diagnostic('backup.storage-unfit', { params: { job: job.id, storage: job.storage, known }, subject }),
          ];
        }
        const nodes = storage ? storageNodes(site, storage) : pveNodes(site).map((host) => host.name);
        const homeless = site.machines
          .filter((machine) => job.machines === undefined || job.machines.includes(machine.name))
          .flatMap((machine) =>
            possibleNodes(site, machine)
              .filter((node) => !nodes.includes(node))
              .map((node) =>
                diagnostic('backup.storage-not-there', {
                  params: { job: job.id, machine: machine.name, node, storage: job.storage },
                  subject,
                }),
              ),
          );
        const isElsewhere = storage !== undefined && ELSEWHERE.has(storage.type);
        return [
          ...homeless,
          ...(isElsewhere
            ? []
            : [diagnostic('backup.on-one-node', { params: { job: job.id, storage: job.storage }, subject })]),
        ];
      }),
  },
]);

import { fail } from '../../../api/diagnostic.ts';
import { extraFact } from '../../facts/registry.ts';
import { changeHost } from '../../pve/change-host.ts';
import { until } from '../../pve/patience.ts';
import { change } from '../../shell/command.ts';
import { pveNodes, replicationJobs } from '../../site/derive.ts';
import { mustKnow, notNamed, type OwnableKind } from '../kind.ts';
import { carriesMark } from '../marks.ts';
import { backupJobsFact } from '../ownership-facts.ts';

/** The scheduler takes a job away at its next minute, after it has removed the copies. */
const JOB_LIMIT_MS = 5 * 60_000;

/** Replication jobs with our comment. Their copies on the target go with them (pve-facts 6). */
export const replicationJobKind: OwnableKind = {
  kind: 'replication-job',
  after: ['ha-resource', 'ha-rule', 'ha-group'],
  why: notNamed,
  find: (sight) =>
    mustKnow(sight, sight.facts.replicationJobs, '/etc/pve/replication.cfg')
      .filter((section) => carriesMark(sight.site, section.values.comment))
      .map((section) => ({
        id: section.id,
        name: section.id,
        nodes: [],
        isNamed: replicationJobs(sight.site).some((job) => job.id === section.id),
        guestId: Number(section.id.split('-')[0]),
      })),
  remove: async (context, sight, thing) => {
    const section = mustKnow(sight, sight.facts.replicationJobs, '/etc/pve/replication.cfg').find(
      ({ id }) => id === thing.id,
    );
    const online = mustKnow(sight, sight.facts.members, '/etc/pve/.members').members.filter((member) => member.online);
    const isUp = (node: string | undefined) => online.some((member) => member.name === node);
    const owner = mustKnow(sight, sight.facts.vmList, '/etc/pve/.vmlist').get(thing.guestId ?? 0)?.node;
    // the scheduler needs the guest's node and the target: without one of them only the entry can go
    const canClear = isUp(owner) && isUp(section?.values.target);
    const how = canClear ? [] : ['--force', '1'];
    if (!canClear) context.note(`job ${thing.id}: ${section?.values.target} is not online, its copies stay there`);
    const node = pveNodes(sight.site).some(({ name }) => name === owner) && isUp(owner) ? owner : undefined;
    await changeHost(context.transport(node ?? sight.host), context, change`pvesr delete ${thing.id} ${how}`, {
      already: /no such job/,
    });
    const gone = await until(context, { deadlineMs: JOB_LIMIT_MS, everyMs: 5_000 }, async () => {
      const seen = (await context.look(sight.host)).facts.hosts.get(sight.host);
      const jobs = seen?.reached ? seen.facts.replicationJobs : undefined;
      return jobs?.known && !jobs.value.some(({ id }) => id === thing.id) ? true : undefined;
    });
    if (!gone)
      throw fail('ownership.still-there', {
        params: { name: thing.name, seconds: JOB_LIMIT_MS / 1000 },
        subject: { host: sight.host },
      });
  },
};

/** Backup jobs with our comment. The backups themselves stay. */
export const backupJobKind: OwnableKind = {
  kind: 'backup-job',
  after: [],
  why: notNamed,
  find: (sight) =>
    mustKnow(sight, extraFact(sight.facts, backupJobsFact), '/etc/pve/jobs.cfg')
      .filter((section) => section.type === 'vzdump' && carriesMark(sight.site, section.values.comment))
      .map((section) => ({
        id: section.id,
        name: section.id,
        nodes: [],
        isNamed: sight.site.backups.some((job) => job.id === section.id),
      })),
  remove: async (context, sight, thing) => {
    await changeHost(context.transport(sight.host), context, change`pvesh delete ${`/cluster/backup/${thing.id}`}`, {
      already: /No such job/i,
    });
  },
};

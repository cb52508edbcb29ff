import { diagnostic, fail } from '../../../api/diagnostic.ts';
import { extraFact } from '../../facts/registry.ts';
import { changeHost } from '../../pve/change-host.ts';
import { failureOf } from '../../pve/failure.ts';
import { change, read } from '../../shell/command.ts';
import { ownershipTag, pveNodes } from '../../site/derive.ts';
import type { ApplyContext } from '../../steps/step.ts';
import { type ClusterSight, mustKnow, notNamed, type OwnableKind, type OwnedThing } from '../kind.ts';
import { removeMark } from '../marks.ts';
import { backupJobsFact, marksFact } from '../ownership-facts.ts';

/**
 * Storages that we defined, by the mark beside them. Only the definition goes: pool, volume group, folder or share and what is
 * on them stay (pve-facts 3.1).
 */
export const storageKind: OwnableKind = {
  kind: 'storage',
  after: ['machine', 'template', 'backup-job', 'snippet'],
  why: notNamed,
  find: (sight) => {
    const storages = mustKnow(sight, sight.facts.storages, '/etc/pve/storage.cfg');
    return mustKnow(sight, extraFact(sight.facts, marksFact), '/etc/pve/sitewright')
      .filter((mark) => mark.kind === 'storage' && mark.tag === ownershipTag(sight.site))
      .filter((mark) => storages.get(mark.name)?.type === mark.nature)
      .map((mark) => ({
        id: mark.name,
        name: mark.name,
        nodes: [],
        isNamed: mark.name === 'local' || sight.site.storages.some((storage) => storage.id === mark.name),
      }));
  },
  guard: (sight, thing, leaving) => {
    const guests = [...mustKnow(sight, sight.facts.guestConfigs, '/etc/pve/nodes/*/qemu-server').values()]
      .filter((config) => !leaving.has(config.id))
      .filter((config) => Object.values(config.values).some((value) => value.startsWith(`${thing.id}:`)))
      .map((config) => config.values.name ?? String(config.id));
    const jobs = mustKnow(sight, extraFact(sight.facts, backupJobsFact), '/etc/pve/jobs.cfg')
      .filter((job) => job.values.storage === thing.id)
      .map((job) => job.id)
      .filter((id) => sight.site.backups.some((job) => job.id === id));
    const users = [...guests, ...jobs];
    return users.length > 0
      ? diagnostic('ownership.in-use', { params: { name: thing.name, users: users.join(', ') } })
      : undefined;
  },
  remove: async (context, sight, thing) => {
    for (const node of nodesOf(sight, thing)) await refuseVolumes(context, node, thing);
    const nature = mustKnow(sight, sight.facts.storages, '/etc/pve/storage.cfg').get(thing.id)?.type ?? '';
    const mark = removeMark(sight.site, { kind: 'storage', nature, name: thing.id });
    const transport = context.transport(sight.host);
    await changeHost(transport, context, change`pvesm remove ${thing.id} && ${mark}`, {
      already: /does not exist/,
    });
  },
};

function nodesOf(sight: ClusterSight, thing: OwnedThing): readonly string[] {
  const nodes = mustKnow(sight, sight.facts.storages, '/etc/pve/storage.cfg').get(thing.id)?.nodes ?? [];
  return pveNodes(sight.site)
    .map(({ name }) => name)
    .filter((name) => nodes.length === 0 || nodes.includes(name));
}

/** Disks of guests on it, whoever's they are. A storage that does not say what is on it is left alone. */
async function refuseVolumes(context: ApplyContext, node: string, thing: OwnedThing): Promise<void> {
  const command = read`pvesm list ${thing.id}`;
  const result = await context.transport(node).exec(command, { signal: context.signal });
  const told = failureOf(node, command, result);
  if (result.code !== 0)
    throw fail('pve.command-failed', { params: told.params, evidence: told.evidence, subject: { host: node } });
  const volumes = result.stdout
    .split('\n')
    .slice(1)
    .filter((line) => /\s(images|rootdir)\s/.test(line));
  if (volumes.length > 0)
    throw fail('ownership.storage-in-use', {
      params: { name: thing.name, host: node, count: volumes.length },
      evidence: volumes.slice(0, 20),
      subject: { host: node },
    });
}

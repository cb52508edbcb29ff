import { diagnostic } from '../../../api/diagnostic.ts';
import { extraFact } from '../../facts/registry.ts';
import { changeHost } from '../../pve/change-host.ts';
import { coordinator, ownershipTag, witnessHost } from '../../site/derive.ts';
import { removeWitness } from '../../steps/cluster/qdevice.ts';
import { mustKnow, notNamed, type OwnableKind } from '../kind.ts';
import { removeMark, WITNESS_NATURE } from '../marks.ts';
import { marksFact } from '../ownership-facts.ts';

/**
 * The vote of a witness that the site once named, by its address: the cluster goes on counting it, silent or not, until it is
 * taken away (pve-facts 2.9).
 */
export const witnessKind: OwnableKind = {
  kind: 'witness',
  // what takes a member out takes the vote away first
  after: ['member'],
  why: notNamed,
  find: (sight) => {
    const voting = mustKnow(sight, sight.facts.corosync, '/etc/pve/corosync.conf')?.device?.host;
    return mustKnow(sight, extraFact(sight.facts, marksFact), '/etc/pve/sitewright')
      .filter((mark) => mark.kind === 'witness' && mark.nature === WITNESS_NATURE)
      .filter((mark) => mark.tag === ownershipTag(sight.site) && mark.name === voting)
      .map(({ name }) => ({ id: name, name, nodes: [], isNamed: witnessHost(sight.site)?.address === name }));
  },
  guard: (sight) => {
    const { members } = mustKnow(sight, sight.facts.members, '/etc/pve/.members');
    const away = members.find((member) => !member.online);
    return away && diagnostic('cluster.member-offline', { params: { host: away.name }, subject: { host: away.name } });
  },
  remove: async (context, sight, thing) => {
    await removeWitness(context);
    const mark = removeMark(sight.site, { kind: 'witness', nature: WITNESS_NATURE, name: thing.name });
    await changeHost(context.transport(coordinator(sight.site).name), context, mark);
  },
};

import { extraFact } from '../../facts/registry.ts';
import { changeHost } from '../../pve/change-host.ts';
import { coordinator, ownershipTag, pveNodes } from '../../site/derive.ts';
import { memberObstacle, removeMember } from '../../steps/cluster/remove-member.ts';
import { mustKnow, notNamed, type OwnableKind } from '../kind.ts';
import { removeMark } from '../marks.ts';
import { marksFact } from '../ownership-facts.ts';

/** Members that the site once named. A removed node that comes up again as it was disturbs the cluster (pve-facts 2.12). */
export const memberKind: OwnableKind = {
  kind: 'member',
  after: ['machine', 'template', 'replication-job', 'storage', 'ha-rule', 'ha-group'],
  why: notNamed,
  find: (sight) => {
    const { members } = mustKnow(sight, sight.facts.members, '/etc/pve/.members');
    return mustKnow(sight, extraFact(sight.facts, marksFact), '/etc/pve/sitewright')
      .filter((mark) => mark.kind === 'member' && mark.tag === ownershipTag(sight.site))
      .filter((mark) => members.some((member) => member.name === mark.name))
      .map(({ name }) => ({
        id: name,
        name,
        nodes: [name],
        isNamed: pveNodes(sight.site).some((host) => host.name === name),
      }));
  },
  guard: (sight, thing, leaving) => {
    const guests = [...mustKnow(sight, sight.facts.vmList, '/etc/pve/.vmlist').values()];
    const obstacle = memberObstacle(sight.view, thing.name);
    const isLeft = guests.every((guest) => guest.node !== thing.name || leaving.has(guest.id));
    if (obstacle?.code === 'cluster.member-has-guests' && isLeft) return undefined;
    // what needs it switched on is done first; then it asks for it to be switched off
    return obstacle?.code === 'cluster.member-still-on' ? undefined : obstacle;
  },
  remove: async (context, sight, thing) => {
    await removeMember(context, thing.name);
    const mark = removeMark(sight.site, { kind: 'member', nature: 'member', name: thing.name });
    await changeHost(context.transport(coordinator(sight.site).name), context, mark);
  },
};

import { extraFact } from '../../facts/registry.ts';
import { writeMark } from '../../ownership/marks.ts';
import { marksFact } from '../../ownership/ownership-facts.ts';
import { changeHost } from '../../pve/change-host.ts';
import { coordinator, ownershipTag, pveNodes } from '../../site/derive.ts';
import { decide, factOf, factsOf, knownOr, verdictOf } from '../sight.ts';
import type { Step, View } from '../step.ts';

/**
 * Every member that the site names is marked as the site's, so that it is known for ours when the site file no longer names it.
 * A member that somebody else joined never is.
 */
export const membersStep: Step = {
  id: 'cluster.members',
  phase: 'cluster',
  title: () => ({ en: 'Members marked as ours', es: 'Miembros marcados como nuestros' }),
  targets: (site) => (site.cluster && pveNodes(site).length > 0 ? [coordinator(site).name] : []),
  needs: ['cluster.join-node'],
  risk: 'safe',
  order: 'one-at-a-time',
  touches: (site) => pveNodes(site).map((host) => host.name),
  check: (view, target) =>
    decide([], () => {
      const seen = factOf(view, target, 'members').members.map((member) => member.name);
      const changes = unmarked(view, target).map((name) => ({
        what: `member ${name}`,
        after: `marked ${ownershipTag(view.site)}`,
      }));
      const isWhole = pveNodes(view.site).every(({ name }) => seen.includes(name));
      return isWhole
        ? verdictOf(changes)
        : { state: 'later', waitsFor: ['cluster.create', 'cluster.join-node'], changes };
    }),
  apply: async (context) => {
    const { target, site } = context;
    const names = unmarked(await context.look(target), target);
    const [first, ...rest] = names.map((name) => ({ kind: 'member', name, nature: 'member' }) as const);
    if (first) await changeHost(context.transport(target), context, writeMark(site, first, ...rest));
  },
};

/** Names of the site's nodes that are members and not marked. */
function unmarked(view: View, target: string): readonly string[] {
  const marks = knownOr(extraFact(factsOf(view, target), marksFact), target, marksFact.id);
  const { members } = factOf(view, target, 'members');
  const tag = ownershipTag(view.site);
  return pveNodes(view.site)
    .map(({ name }) => name)
    .filter((name) => members.some((member) => member.name === name))
    .filter((name) => !marks.some((mark) => mark.kind === 'member' && mark.name === name && mark.tag === tag));
}

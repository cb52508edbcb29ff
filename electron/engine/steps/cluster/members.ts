import { extraFact } from '../../facts/registry.ts';
import { type Mark, WITNESS_NATURE, writeMark } from '../../ownership/marks.ts';
import { marksFact } from '../../ownership/ownership-facts.ts';
import { changeHost } from '../../pve/change-host.ts';
import { coordinator, ownershipTag, pveNodes, witnessHost } from '../../site/derive.ts';
import { decide, factOf, factsOf, knownOr, verdictOf } from '../sight.ts';
import type { Step, View } from '../step.ts';

/**
 * Every member that the site names, and its witness, is marked as the site's, so that it is known for ours when the site file no
 * longer names it. A member that somebody else joined never is.
 */
export const membersStep: Step = {
  id: 'cluster.members',
  phase: 'cluster',
  title: () => ({ en: 'Members marked as ours', es: 'Miembros marcados como nuestros' }),
  targets: (site) => (site.cluster && pveNodes(site).length > 0 ? [coordinator(site).name] : []),
  needs: ['cluster.join-node'],
  risk: 'safe',
  order: 'one-at-a-time',
  forCluster: true,
  touches: (site) => pveNodes(site).map((host) => host.name),
  check: (view, target) =>
    decide([], () => {
      const seen = factOf(view, target, 'members').members.map((member) => member.name);
      const changes = unmarked(view, target).map(({ kind, name }) => ({
        what: `${kind} ${name}`,
        after: `marked ${ownershipTag(view.site)}`,
      }));
      const isWhole = pveNodes(view.site).every(({ name }) => seen.includes(name));
      return isWhole
        ? verdictOf(changes)
        : { state: 'later', waitsFor: ['cluster.create', 'cluster.join-node'], changes };
    }),
  apply: async (context) => {
    const { target, site } = context;
    const [first, ...rest] = unmarked(await context.look(target), target);
    if (first) await changeHost(context.transport(target), context, writeMark(site, first, ...rest));
  },
};

/** The site's nodes that are members, and the address of its witness (a mark goes before its thing), that are not marked. */
function unmarked(view: View, target: string): readonly Mark[] {
  const marks = knownOr(extraFact(factsOf(view, target), marksFact), target, marksFact.id);
  const { members } = factOf(view, target, 'members');
  const tag = ownershipTag(view.site);
  const witness = witnessHost(view.site);
  const wanted: readonly Mark[] = [
    ...pveNodes(view.site)
      .filter(({ name }) => members.some((member) => member.name === name))
      .map(({ name }): Mark => ({ kind: 'member', name, nature: 'member' })),
    ...(witness ? [{ kind: 'witness', name: witness.address, nature: WITNESS_NATURE } as const] : []),
  ];
  return wanted.filter(
    ({ kind, name }) => !marks.some((mark) => mark.kind === kind && mark.name === name && mark.tag === tag),
  );
}

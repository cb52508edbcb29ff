import { missingFromBundle, votePackage, votingHosts } from '../cluster/offline-packages.ts';
import { decide, factOf, verdictOf } from '../sight.ts';
import type { Step } from '../step.ts';
import { bringRepository } from './apt-bring.ts';
import { REPOSITORY } from './apt-entry.ts';
import { packageFiles, planRepository } from './apt-plan.ts';
import { repositoryAt } from './apt-repository-facts.ts';

/**
 * Every host that needs packages has them in a repository of its own, which apt knows: no network is asked for anything.
 * Machines get theirs when they get their first package, as they do not exist yet.
 */
export const aptRepositoryStep: Step = {
  id: 'base.apt-repository',
  phase: 'base',
  title: () => ({ en: 'Packages carried to the host', es: 'Paquetes llevados al equipo' }),
  targets: votingHosts,
  needs: ['preflight.pve-version', 'base.repositories'],
  risk: 'safe',
  order: 'parallel',
  check: (view, target) =>
    decide([], () => {
      const wanted = votePackage(view.site, target);
      const { pool } = repositoryAt(view, target);
      if (factOf(view, target, 'packages').has(wanted.name)) {
        // What was installed otherwise needs no repository; without the bundle, what lies there is left as it is.
        if (pool.size === 0 || packageFiles(view, target, wanted.folder).length === 0) return { state: 'satisfied' };
      } else {
        const trouble = missingFromBundle(view, target, wanted);
        if (trouble) return { state: 'blocked', diagnostic: trouble };
      }
      const plan = planRepository(view, target, wanted);
      if (plan.isCurrent) return { state: 'satisfied' };
      return verdictOf([
        {
          what: REPOSITORY,
          ...(pool.size === 0 ? {} : { before: packagesText(pool.size) }),
          after: packagesText(plan.debs.length),
        },
      ]);
    }),
  apply: async (context) => {
    const wanted = votePackage(context.site, context.target);
    const plan = planRepository(await context.look(context.target), context.target, wanted);
    if (!plan.isCurrent) await bringRepository(context, context.target, plan);
  },
};

function packagesText(count: number): string {
  return `${count} ${count === 1 ? 'package' : 'packages'}`;
}

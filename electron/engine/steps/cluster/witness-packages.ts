import { changeHost } from '../../pve/change-host.ts';
import { change } from '../../shell/command.ts';
import { decide, factOf, verdictOf } from '../sight.ts';
import type { Step } from '../step.ts';
import { installOffline, missingFromBundle, olderThanBundle, votePackage, votingHosts } from './offline-packages.ts';

/**
 * Nodes and witness have the packages for the third vote; they come from the bundle, as there is no internet. One that is
 * there in an older version than the bundle's stays, and that is said: a vote is not restarted without being asked.
 */
export const witnessPackagesStep: Step = {
  id: 'cluster.witness-packages',
  phase: 'cluster',
  title: () => ({ en: 'Packages for the witness', es: 'Paquetes para el testigo' }),
  targets: votingHosts,
  // Not base.apt-repository: where that failed on one host, the others still get their packages.
  needs: ['preflight.witness', 'base.repositories'],
  risk: 'safe',
  order: 'parallel',
  check: (view, target) =>
    decide([], () => {
      const wanted = votePackage(view.site, target);
      if (!factOf(view, target, 'packages').has(wanted.name)) {
        const trouble = missingFromBundle(view, target, wanted);
        if (trouble) return { state: 'blocked', diagnostic: trouble };
        return { state: 'needed', changes: [{ what: wanted.name, after: 'installed' }] };
      }
      const daemon = factOf(view, target, 'units').get('corosync-qnetd.service');
      const isStopped = target === view.site.cluster?.witness && daemon?.active !== 'active';
      if (isStopped) return verdictOf([{ what: 'corosync-qnetd', before: 'stopped', after: 'running' }]);
      const older = olderThanBundle(view, target, wanted);
      return { state: 'satisfied', ...(older ? { warnings: [older] } : {}) };
    }),
  apply: async (context) => {
    const { target } = context;
    const wanted = votePackage(context.site, target);
    const view = await context.look(target);
    if (!factOf(view, target, 'packages').has(wanted.name))
      await installOffline(context, view, target, {
        id: `packages.${wanted.name}.${target}`,
        names: [wanted.name],
        from: wanted,
      });
    if (target === context.site.cluster?.witness)
      await changeHost(context.transport(target), context, change`systemctl enable --now corosync-qnetd`);
  },
};

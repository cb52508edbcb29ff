import { changeHost } from '../../pve/change-host.ts';
import { change } from '../../shell/command.ts';
import { pveNodes, votingWitness } from '../../site/derive.ts';
import { decide, factOf, verdictOf } from '../sight.ts';
import type { Step } from '../step.ts';
import { installOffline, missingFromBundle, type OfflinePackage } from './offline-packages.ts';

const ON_NODES: OfflinePackage = { name: 'corosync-qdevice', folder: 'debs/pve' };
const ON_WITNESS: OfflinePackage = { name: 'corosync-qnetd', folder: 'debs/witness' };

/** Nodes and witness have the packages for the third vote; they come from the bundle, as there is no internet. */
export const witnessPackagesStep: Step = {
  id: 'cluster.witness-packages',
  phase: 'cluster',
  title: () => ({ en: 'Packages for the witness', es: 'Paquetes para el testigo' }),
  targets: (site) => {
    const witness = site.cluster && votingWitness(site);
    return witness ? [...pveNodes(site), witness].map((host) => host.name) : [];
  },
  needs: ['preflight.witness', 'base.repositories'],
  risk: 'safe',
  order: 'parallel',
  check: (view, target) =>
    decide([], () => {
      const onWitness = target === view.site.cluster?.witness;
      const wanted = onWitness ? ON_WITNESS : ON_NODES;
      if (!factOf(view, target, 'packages').has(wanted.name)) {
        const trouble = missingFromBundle(view.bundle, target, wanted);
        if (trouble) return { state: 'blocked', diagnostic: trouble };
        return { state: 'needed', changes: [{ what: wanted.name, after: 'installed' }] };
      }
      const daemon = factOf(view, target, 'units').get('corosync-qnetd.service');
      const stopped = onWitness && daemon?.active !== 'active';
      return verdictOf(stopped ? [{ what: 'corosync-qnetd', before: 'stopped', after: 'running' }] : []);
    }),
  apply: async (context) => {
    const { target } = context;
    const onWitness = target === context.site.cluster?.witness;
    const wanted = onWitness ? ON_WITNESS : ON_NODES;
    const installed = factOf(await context.look(target), target, 'packages');
    if (!installed.has(wanted.name)) await installOffline(context, target, wanted, installed);
    if (onWitness) await changeHost(context.transport(target), context, change`systemctl enable --now corosync-qnetd`);
  },
};

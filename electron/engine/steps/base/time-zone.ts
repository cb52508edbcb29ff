import { changeHost } from '../../pve/change-host.ts';
import { change } from '../../shell/command.ts';
import { pveNodes, witnessHost } from '../../site/derive.ts';
import { decide, factOf, verdictOf } from '../sight.ts';
import type { Step } from '../step.ts';

/** Nodes and witness are in the site's time zone: logs and replication times read alike everywhere. */
export const timeZoneStep: Step = {
  id: 'base.time-zone',
  phase: 'base',
  title: () => ({ en: 'Time zone', es: 'Zona horaria' }),
  targets: (site) => {
    const witness = witnessHost(site);
    return [...pveNodes(site), ...(witness ? [witness] : [])].map((host) => host.name);
  },
  needs: ['preflight.pve-version'],
  risk: 'safe',
  order: 'parallel',
  check: (view, target) =>
    decide([], () => {
      const before = factOf(view, target, 'timeZone');
      const after = view.site.timezone;
      return verdictOf(before === after ? [] : [{ what: 'time zone', before, after }]);
    }),
  apply: async (context) => {
    await changeHost(
      context.transport(context.target),
      context,
      change`timedatectl set-timezone ${context.site.timezone}`,
    );
  },
};

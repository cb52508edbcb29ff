import { diagnostic } from '../../../api/diagnostic.ts';
import { allHosts, pveNodes, witnessHost } from '../../site/derive.ts';
import { decide, factOf, verdictOf } from '../sight.ts';
import type { Step } from '../step.ts';
import { textAsset } from '../text-asset.ts';
import { planHostsFile } from './hosts-text.ts';

/** Every host of the site finds every other by name, without DNS; a node never finds itself at 127.0.1.1. */
export const hostsFileStep: Step = {
  id: 'base.hosts-file',
  phase: 'base',
  title: () => ({ en: 'Names of all hosts', es: 'Nombres de los equipos' }),
  targets: (site) => {
    const witness = witnessHost(site);
    return [...pveNodes(site), ...(witness ? [witness] : [])].map((host) => host.name);
  },
  needs: ['preflight.pve-version'],
  risk: 'safe',
  order: 'parallel',
  check: (view, target) =>
    decide([], () => {
      const current = factOf(view, target, 'hostsFile');
      const plan = planHostsFile(view.site, target, current);
      if (plan.conflict !== undefined) {
        const { name, seen, wanted, line } = plan.conflict;
        const details = { evidence: [line], subject: { host: target, step: 'base.hosts-file' } };
        return {
          state: 'blocked',
          diagnostic:
            name === target
              ? diagnostic('base.name-conflict', { params: { host: target, seen, wanted }, ...details })
              : diagnostic('base.other-name-conflict', { params: { host: target, name, seen, wanted }, ...details }),
        };
      }
      return verdictOf(
        plan.text === current ? [] : [{ what: '/etc/hosts', after: `${allHosts(view.site).length} names` }],
      );
    }),
  apply: async (context) => {
    const current = factOf(await context.look(context.target), context.target, 'hostsFile');
    const plan = planHostsFile(context.site, context.target, current);
    if (plan.text === current) return;
    await context
      .transport(context.target)
      .upload(textAsset(plan.text), '/etc/hosts', { mode: 0o644, owner: 'root:root', signal: context.signal });
  },
};

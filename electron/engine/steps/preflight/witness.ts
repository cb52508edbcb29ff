import { diagnostic } from '../../../api/diagnostic.ts';
import { witnessHost } from '../../site/derive.ts';
import { decide, factOf } from '../sight.ts';
import type { Step } from '../step.ts';

/** The witness is a Debian machine outside the cluster. Only looks. */
export const witnessStep: Step = {
  id: 'preflight.witness',
  phase: 'preflight',
  title: () => ({ en: 'Witness', es: 'Testigo' }),
  targets: (site) => {
    const host = witnessHost(site);
    return host ? [host.name] : [];
  },
  needs: [],
  risk: 'safe',
  order: 'parallel',
  touches: () => [],
  check: (view, target) =>
    decide([], () => {
      const system = factOf(view, target, 'osRelease');
      const isNode = factOf(view, target, 'packages').has('pve-manager');
      if (system.id === 'debian' && !isNode) return { state: 'satisfied' };
      return {
        state: 'blocked',
        diagnostic: diagnostic('preflight.witness-unfit', {
          params: { host: target, seen: isNode ? 'Proxmox VE' : system.prettyName },
          subject: { host: target, step: 'preflight.witness', field: 'cluster.witness' },
        }),
      };
    }),
  apply: async () => {},
};

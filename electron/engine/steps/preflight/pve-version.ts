import { diagnostic } from '../../../api/diagnostic.ts';
import { pveNodes } from '../../site/derive.ts';
import { decide, factOf } from '../sight.ts';
import type { Step } from '../step.ts';

/** The nodes run the Proxmox VE release for which the site is described. Only looks. */
export const pveVersionStep: Step = {
  id: 'preflight.pve-version',
  phase: 'preflight',
  title: () => ({ en: 'Proxmox VE version', es: 'Versión de Proxmox VE' }),
  targets: (site) => pveNodes(site).map((host) => host.name),
  needs: [],
  risk: 'safe',
  order: 'parallel',
  touches: () => [],
  check: (view, target) =>
    decide([], () => {
      const version = factOf(view, target, 'packages').get('pve-manager');
      const subject = { host: target, step: 'preflight.pve-version' };
      if (version === undefined)
        return { state: 'blocked', diagnostic: diagnostic('preflight.not-pve', { params: { host: target }, subject }) };
      const wanted = view.site.pve.version;
      if (releaseOf(version) === wanted) return { state: 'satisfied' };
      return {
        state: 'blocked',
        diagnostic: diagnostic('preflight.pve-version', {
          params: { host: target, seen: version, wanted },
          evidence: [`pve-manager ${version}`],
          subject,
        }),
      };
    }),
  apply: async () => {},
};

/** `8.4` of `8.4.1` or `9.1.2~1`: what the vendor calls the release. */
export function releaseOf(packageVersion: string): string {
  return /^(\d+\.\d+)/.exec(packageVersion)?.[1] ?? packageVersion;
}

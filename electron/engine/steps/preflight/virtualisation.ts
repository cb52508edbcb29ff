import { diagnostic } from '../../../api/diagnostic.ts';
import { pveNodes } from '../../site/derive.ts';
import { decide, factOf } from '../sight.ts';
import type { Step } from '../step.ts';

/**
 * The processor runs virtual machines: vmx or svm among its flags, which the kernel leaves out where the firmware has
 * switched it off. A site without machines is only told. Only looks.
 */
export const virtualisationStep: Step = {
  id: 'preflight.virtualisation',
  phase: 'preflight',
  title: () => ({ en: 'Virtualisation of the processor', es: 'Virtualización del procesador' }),
  targets: (site) => pveNodes(site).map((host) => host.name),
  needs: [],
  risk: 'safe',
  order: 'parallel',
  touches: () => [],
  check: (view, target) =>
    decide([], () => {
      if (factOf(view, target, 'cpu').virtualisation) return { state: 'satisfied' };
      const isNeeded = view.site.machines.length > 0;
      const trouble = diagnostic('preflight.no-virtualisation', {
        params: { host: target },
        evidence: ['/proc/cpuinfo: neither vmx nor svm'],
        subject: { host: target, step: 'preflight.virtualisation' },
        severity: isNeeded ? 'error' : 'warning',
      });
      return isNeeded ? { state: 'blocked', diagnostic: trouble } : { state: 'satisfied', warnings: [trouble] };
    }),
  apply: async () => {},
};

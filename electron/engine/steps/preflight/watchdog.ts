import { diagnostic } from '../../../api/diagnostic.ts';
import { haResources, pveNodes } from '../../site/derive.ts';
import { decide, factOf } from '../sight.ts';
import type { Step } from '../step.ts';

const UNIT = 'watchdog-mux.service';

/**
 * Where machines are to fail over, each node's watchdog runs: a node that is cut off resets itself by it before another one
 * starts its machines. watchdog-mux holds the device, the hardware's or softdog's (pve-facts 2.10). Only looks.
 */
export const watchdogStep: Step = {
  id: 'preflight.watchdog',
  phase: 'preflight',
  title: () => ({ en: 'Watchdog', es: 'Watchdog' }),
  targets: (site) => (haResources(site).length > 0 ? pveNodes(site).map((host) => host.name) : []),
  needs: [],
  risk: 'safe',
  order: 'parallel',
  touches: () => [],
  check: (view, target) =>
    decide([], () => {
      const unit = factOf(view, target, 'units').get(UNIT);
      if (unit?.active === 'active') return { state: 'satisfied' };
      const isThere = unit?.loaded === true;
      const trouble = diagnostic('preflight.watchdog', {
        params: { host: target, state: isThere ? unit.active : 'absent' },
        evidence: [`${UNIT}: ${isThere ? unit.active : 'not found'}`],
        subject: { host: target, step: 'preflight.watchdog' },
        severity: isThere ? 'error' : 'warning',
      });
      return isThere ? { state: 'blocked', diagnostic: trouble } : { state: 'satisfied', warnings: [trouble] };
    }),
  apply: async () => {},
};

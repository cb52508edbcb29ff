import { COLLECTOR, wantsCollector } from '../../pve/api-accounts.ts';
import type { Step } from '../step.ts';
import { accountStep } from './account-step.ts';

/** The monitoring stack has its own account: it looks at the cluster and can change nothing. */
export const collectorStep: Step = accountStep(COLLECTOR, {
  id: 'access.collector',
  title: { en: 'Read-only account to collect', es: 'Cuenta de solo lectura' },
  wanted: wantsCollector,
});

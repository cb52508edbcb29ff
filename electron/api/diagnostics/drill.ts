import { drillFailoverDiagnostics } from './drill/failover.ts';
import { drillOrderDiagnostics } from './drill/order.ts';
import { drillRestoreDiagnostics } from './drill/restore.ts';
import { drillSilenceDiagnostics } from './drill/silence.ts';
import { drillSiteDiagnostics } from './drill/site.ts';

/** Drills: why one is refused, and what did not go as promised. A code exists once, in the file of its idea. */
export const drillDiagnostics = {
  ...drillOrderDiagnostics,
  ...drillSiteDiagnostics,
  ...drillFailoverDiagnostics,
  ...drillSilenceDiagnostics,
  ...drillRestoreDiagnostics,
} as const;

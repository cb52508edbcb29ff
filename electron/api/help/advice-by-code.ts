import type { DiagnosticCode } from '../diagnostics/index.ts';
import { APPLICATION_ADVICE } from './advice/application.ts';
import { AVAILABILITY_ADVICE } from './advice/availability.ts';
import { CLUSTER_ADVICE } from './advice/cluster.ts';
import { MACHINE_ADVICE } from './advice/machine.ts';
import { MEDIA_ADVICE } from './advice/media.ts';
import { NETWORK_ADVICE } from './advice/network.ts';
import { PLAN_ADVICE } from './advice/plan.ts';
import { RUN_ADVICE } from './advice/run.ts';
import type { Advice } from './advice.ts';

export const ADVICE: Readonly<Partial<Record<DiagnosticCode, Advice>>> = {
  ...PLAN_ADVICE,
  ...MEDIA_ADVICE,
  ...NETWORK_ADVICE,
  ...CLUSTER_ADVICE,
  ...AVAILABILITY_ADVICE,
  ...MACHINE_ADVICE,
  ...APPLICATION_ADVICE,
  ...RUN_ADVICE,
};

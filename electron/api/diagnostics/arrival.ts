import { arrivalNodeDiagnostics } from './arrival/node.ts';
import { arrivalReportDiagnostics } from './arrival/report.ts';
import { arrivalScreenDiagnostics } from './arrival/screens.ts';
import { arrivalSilenceDiagnostics } from './arrival/silence.ts';
import { arrivalVisitorDiagnostics } from './arrival/visitors.ts';
import { arrivalWatchDiagnostics } from './arrival/watch.ts';

/** From power-on to "SSH answers, API answers". A code exists once, in the file of its idea. */
export const arrivalDiagnostics = {
  ...arrivalWatchDiagnostics,
  ...arrivalSilenceDiagnostics,
  ...arrivalNodeDiagnostics,
  ...arrivalReportDiagnostics,
  ...arrivalVisitorDiagnostics,
  ...arrivalScreenDiagnostics,
} as const;

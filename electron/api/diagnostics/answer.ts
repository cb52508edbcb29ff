import { answerMachineDiagnostics } from './answer/machine.ts';
import { answerMakingDiagnostics } from './answer/making.ts';
import { answerReadingDiagnostics } from './answer/reading.ts';
import { answerDiskTrapDiagnostics } from './answer/trap-disks.ts';
import { answerDownloadTrapDiagnostics } from './answer/trap-downloads.ts';
import { answerNetworkTrapDiagnostics } from './answer/trap-network.ts';
import { answerSystemTrapDiagnostics } from './answer/trap-system.ts';
import { answerValueDiagnostics } from './answer/values.ts';

/** Answer files: what the installer refuses (errors) and what it silently does otherwise than expected (warnings). */
export const answerDiagnostics = {
  ...answerReadingDiagnostics,
  ...answerValueDiagnostics,
  ...answerMachineDiagnostics,
  ...answerDiskTrapDiagnostics,
  ...answerNetworkTrapDiagnostics,
  ...answerDownloadTrapDiagnostics,
  ...answerSystemTrapDiagnostics,
  ...answerMakingDiagnostics,
} as const;

import { addressPlanDiagnostics } from './address-plan.ts';
import { answerDiagnostics } from './answer.ts';
import { appDiagnostics } from './app.ts';
import { archiveDiagnostics } from './archive.ts';
import { arrivalDiagnostics } from './arrival.ts';
import { availabilityDiagnostics } from './availability.ts';
import { backupDiagnostics } from './backup.ts';
import { broughtDiagnostics } from './brought.ts';
import { bundleDiagnostics } from './bundle.ts';
import { bundleSourcesDiagnostics } from './bundle-sources.ts';
import { checkDiagnostics } from './check.ts';
import { cliDiagnostics } from './cli.ts';
import { clusterDiagnostics } from './cluster.ts';
import { connectDiagnostics } from './connect.ts';
import { contractDiagnostics } from './contract.ts';
import { deploymentDiagnostics } from './deployment.ts';
import { drillDiagnostics } from './drill.ts';
import { driveDiagnostics } from './drive.ts';
import { flashDiagnostics } from './flash.ts';
import { handoverDiagnostics } from './handover.ts';
import { imageDiagnostics } from './image.ts';
import { inventoryDiagnostics } from './inventory.ts';
import { machineDiagnostics } from './machine.ts';
import { nodeNetworkDiagnostics } from './node-network.ts';
import { ownershipDiagnostics } from './ownership.ts';
import { packagesDiagnostics } from './packages.ts';
import { preflightDiagnostics } from './preflight.ts';
import { pveDiagnostics } from './pve.ts';
import { rehearsalDiagnostics } from './rehearsal.ts';
import { reportDiagnostics } from './report.ts';
import { runDiagnostics } from './run.ts';
import { selectionDiagnostics } from './selection.ts';
import { siteDiagnostics } from './site.ts';
import { sitesDiagnostics } from './sites.ts';
import { sitesClusterDiagnostics } from './sites-cluster.ts';
import { stackDiagnostics } from './stack.ts';
import { stepDiagnostics } from './step.ts';
import { storageDiagnostics } from './storage.ts';
import { transportDiagnostics } from './transport.ts';
import { updateDiagnostics } from './update.ts';
import { vaultDiagnostics } from './vault.ts';
import { workspaceDiagnostics } from './workspace.ts';

export type { DiagnosticEntry } from './catalogue.ts';

/** Every diagnostic of the application, by code. One file an area; a code exists once. */
export const diagnosticEntries = {
  ...addressPlanDiagnostics,
  ...answerDiagnostics,
  ...appDiagnostics,
  ...archiveDiagnostics,
  ...arrivalDiagnostics,
  ...availabilityDiagnostics,
  ...backupDiagnostics,
  ...broughtDiagnostics,
  ...bundleSourcesDiagnostics,
  ...bundleDiagnostics,
  ...checkDiagnostics,
  ...cliDiagnostics,
  ...clusterDiagnostics,
  ...connectDiagnostics,
  ...contractDiagnostics,
  ...deploymentDiagnostics,
  ...drillDiagnostics,
  ...driveDiagnostics,
  ...flashDiagnostics,
  ...handoverDiagnostics,
  ...imageDiagnostics,
  ...inventoryDiagnostics,
  ...machineDiagnostics,
  ...nodeNetworkDiagnostics,
  ...preflightDiagnostics,
  ...ownershipDiagnostics,
  ...packagesDiagnostics,
  ...pveDiagnostics,
  ...rehearsalDiagnostics,
  ...reportDiagnostics,
  ...runDiagnostics,
  ...selectionDiagnostics,
  ...siteDiagnostics,
  ...sitesDiagnostics,
  ...sitesClusterDiagnostics,
  ...stackDiagnostics,
  ...stepDiagnostics,
  ...storageDiagnostics,
  ...transportDiagnostics,
  ...updateDiagnostics,
  ...vaultDiagnostics,
  ...workspaceDiagnostics,
} as const;

export type DiagnosticCode = keyof typeof diagnosticEntries & string;

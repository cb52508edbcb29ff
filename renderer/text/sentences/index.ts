import { addressPlanSentences } from './address-plan.ts';
import { answersSentences } from './answers.ts';
import { appSentences } from './app.ts';
import { arrivalSentences } from './arrival.ts';
import { bundleSentences } from './bundle.ts';
import { capacitySentences } from './capacity.ts';
import { conflictsSentences } from './conflicts.ts';
import { connectSentences } from './connect.ts';
import { diagnosticSentences } from './diagnostic.ts';
import { drillSentences } from './drill.ts';
import { editsSentences } from './edits.ts';
import { evidenceSentences } from './evidence.ts';
import { gateSentences } from './gate.ts';
import { handoverSentences } from './handover.ts';
import { helpSentences } from './help.ts';
import { historySentences } from './history.ts';
import { installSentences } from './install.ts';
import { labelsSentences } from './labels.ts';
import { laptopSentences } from './laptop.ts';
import { layersSentences } from './layers.ts';
import { logSentences } from './log.ts';
import { machinesSentences } from './machines.ts';
import { maintenanceSentences } from './maintenance.ts';
import { mediaSentences } from './media.ts';
import { navSentences } from './nav.ts';
import { networkSentences } from './network.ts';
import { nodesSentences } from './nodes.ts';
import { portsSentences } from './ports.ts';
import { quorumSentences } from './quorum.ts';
import { reportSentences } from './report.ts';
import { reviewSentences } from './review.ts';
import { settingsSentences } from './settings.ts';
import { sheetSentences } from './sheet.ts';
import { siteSentences } from './site.ts';
import { siteCarrySentences } from './site-carry.ts';
import { siteClusterSentences } from './site-cluster.ts';
import { siteNewSentences } from './site-new.ts';
import { sitesSentences } from './sites.ts';
import { smokeSentences } from './smoke.ts';
import { stackSentences } from './stack.ts';
import { stateSentences } from './state.ts';
import { stepsSentences } from './steps.ts';
import { sticksSentences } from './sticks.ts';
import { storageSentences } from './storage.ts';
import { supportSentences } from './support.ts';
import { uiSentences } from './ui.ts';
import { updateSentences } from './update.ts';
import { vaultSentences } from './vault.ts';

/** Every sentence of the window, one file an area, both languages side by side. Diagnostics have their own catalogue. */
export const sentences = {
  addressPlan: addressPlanSentences,
  answers: answersSentences,
  app: appSentences,
  arrival: arrivalSentences,
  bundle: bundleSentences,
  carry: siteCarrySentences,
  capacity: capacitySentences,
  conflicts: conflictsSentences,
  connect: connectSentences,
  diagnostic: diagnosticSentences,
  drill: drillSentences,
  edits: editsSentences,
  evidence: evidenceSentences,
  gate: gateSentences,
  handover: handoverSentences,
  help: helpSentences,
  history: historySentences,
  install: installSentences,
  laptop: laptopSentences,
  labels: labelsSentences,
  layers: layersSentences,
  log: logSentences,
  machines: machinesSentences,
  maintenance: maintenanceSentences,
  media: mediaSentences,
  nav: navSentences,
  network: networkSentences,
  newSite: siteNewSentences,
  cluster: siteClusterSentences,
  nodes: nodesSentences,
  ports: portsSentences,
  quorum: quorumSentences,
  report: reportSentences,
  review: reviewSentences,
  settings: settingsSentences,
  sheet: sheetSentences,
  site: siteSentences,
  sites: sitesSentences,
  smoke: smokeSentences,
  stack: stackSentences,
  state: stateSentences,
  steps: stepsSentences,
  sticks: sticksSentences,
  storage: storageSentences,
  support: supportSentences,
  ui: uiSentences,
  update: updateSentences,
  vault: vaultSentences,
} as const;

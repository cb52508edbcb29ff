import { answers } from './contract/answers.ts';
import { app } from './contract/app.ts';
import { arrival } from './contract/arrival.ts';
import { bundle } from './contract/bundle.ts';
import { cluster } from './contract/cluster.ts';
import { connect } from './contract/connect.ts';
import { deployment } from './contract/deployment.ts';
import { drives } from './contract/drives.ts';
import { edits } from './contract/edits.ts';
import { handover } from './contract/handover.ts';
import { images } from './contract/images.ts';
import { inventory } from './contract/inventory.ts';
import { network } from './contract/network.ts';
import { plan } from './contract/plan.ts';
import { rehearsal } from './contract/rehearsal.ts';
import { report } from './contract/report.ts';
import { runs } from './contract/runs.ts';
import { secrets } from './contract/secrets.ts';
import { settings } from './contract/settings.ts';
import { sheet } from './contract/sheet.ts';
import { sites } from './contract/sites.ts';
import { stacks } from './contract/stacks.ts';
import { support } from './contract/support.ts';
import { update } from './contract/update.ts';

/**
 * THE CONTRACT: every procedure of the application, once. Served to the window over a MessagePort, to a browser over the
 * loopback web server and to the command line in process; one gate decides by `surfaces` what may be called from where.
 * Each group is a file in contract/; the shapes that they exchange lie beside this one, one file an idea.
 */
export const contract = {
  app,
  settings,
  sites,
  cluster,
  sheet,
  edits,
  secrets,
  answers,
  inventory,
  network,
  images,
  drives,
  bundle,
  deployment,
  connect,
  arrival,
  plan,
  runs,
  stacks,
  report,
  handover,
  support,
  rehearsal,
  update,
};
export type Contract = typeof contract;

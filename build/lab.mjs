// npm run lab [FILTER...]: real hosts (systemd, OpenSSH, corosync, chrony, apt) in namespaces, Sitewright against them over
// real SSH. Every file of tests is a lab of its own in namespaces that die with this process; what is left in shared places (cgroups,
// loop devices, a folder in the temporary one) is cleared at the end, and what a killed lab left at the next start.
import { ensureInstalled } from './lib/install.mjs';
import { clearLab, makeLabFolder, missingForLab, sweep } from './lib/lab-machine.mjs';

ensureInstalled();
const filters = process.argv.slice(2);
const missing = missingForLab();
if (missing) {
  process.stdout.write(`The lab cannot run here: ${missing.why}.\n`);
  process.exit(1);
}
const { fetchTestElectron } = await import('./lib/test-electron.mjs');
const { findElectron } = await import('./lib/electron.mjs');
const electron = process.env.SITEWRIGHT_ELECTRON ? await findElectron() : fetchTestElectron();
if (!electron.path) {
  process.stdout.write(
    `The lab cannot run here: there is no Electron for the application's window, ${electron.why}.\n`,
  );
  process.exit(1);
}
const { makeRoots } = await import('./lib/lab-roots.mjs');
const making = makeRoots().then(
  (made) => ({ made }),
  (error) => ({ error }),
);
const { bundleNode, bundlePage } = await import('./lib/bundle.mjs');
await bundleNode();
await bundlePage();
const { bundleOffice } = await import('./lib/lab-office.mjs');
await bundleOffice();
const { bundleMonitoring } = await import('./lib/monitoring.mjs');
await bundleMonitoring();
const { bundleLinuxProgram } = await import('./lib/linux-program.mjs');
const withoutProgram = await bundleLinuxProgram();
if (withoutProgram) process.stderr.write(`The lab has no program for deployment sticks: ${withoutProgram}\n`);
const { made: roots, error } = await making;
if (!roots) {
  process.stdout.write(`The lab cannot run here: ${error.message}\n`);
  process.exit(1);
}
const { openDisplay } = await import('./lib/virtual-display.mjs');
// Out here: what is in the namespaces reaches its socket, and sees no process that holds another display's number.
const display = await openDisplay();
sweep();
const folder = makeLabFolder();
const { runLabFiles } = await import('./lib/lab-files.mjs');
const isWell = await runLabFiles(filters, folder, {
  ...display.env,
  SITEWRIGHT_TEST_ELECTRON: electron.path,
  SITEWRIGHT_LAB_FOLDER: folder,
  SITEWRIGHT_LAB_ROOTS: JSON.stringify(roots),
});
display.stop();
clearLab(folder);
process.exit(isWell ? 0 : 1);

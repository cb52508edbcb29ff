// npm run lab [FILTER...]: real hosts (systemd, OpenSSH, corosync, chrony, apt) in namespaces, Sitewright against them over
// real SSH. Everything lives in one set of namespaces that dies with this process; what is left in shared places (cgroups, loop
// devices, a folder in the temporary one) is cleared at the end, and what a killed lab left at the next start.
import { spawn } from 'node:child_process';
import { ensureInstalled } from './lib/install.mjs';
import { clearLab, INSIDE, makeLabFolder, missingForLab, sweep } from './lib/lab-machine.mjs';
import { at, root } from './lib/tree.mjs';

ensureInstalled();
const filters = process.argv.slice(2);
const missing = missingForLab();
if (missing) {
  process.stdout.write(`The lab cannot run here: ${missing.why}.\n`);
  process.exit(1);
}
const { bundleNode } = await import('./lib/bundle.mjs');
await bundleNode(['cli/sitewright', 'rehearsal/sim-host']);
const { makeRoots } = await import('./lib/lab-roots.mjs');
let roots;
try {
  roots = makeRoots();
} catch (error) {
  process.stdout.write(`The lab cannot run here: ${error.message}\n`);
  process.exit(1);
}
sweep();
const folder = makeLabFolder();
const report = process.env.SITEWRIGHT_LAB_REPORT;
const [program, ...words] = [
  ...INSIDE,
  ...[process.execPath, at('node_modules/vitest/vitest.mjs'), 'run'],
  ...['--config', at('test/lab/vitest.config.ts'), '--reporter=verbose'],
  ...(report ? ['--reporter=json', `--outputFile.json=${report}`] : []),
  ...filters,
];
const child = spawn(program, words, {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, SITEWRIGHT_LAB_FOLDER: folder, SITEWRIGHT_LAB_ROOTS: JSON.stringify(roots) },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill('SIGKILL'));
child.on('close', (code) => {
  clearLab(folder);
  process.exit(code ?? 1);
});

// npm run --silent sitewright -- ARGS: the command line, built first where it is stale.
import { spawn } from 'node:child_process';
import { ensureInstalled } from './lib/install.mjs';
import { at } from './lib/tree.mjs';

ensureInstalled();
const { bundleNode, bundlePage } = await import('./lib/bundle.mjs');
const { bundleMonitoring } = await import('./lib/monitoring.mjs');
const args = process.argv.slice(2);
await bundleNode(['cli/sitewright', 'flasher/flasher']);
if (args[0] === 'serve') await bundlePage();
// bundles hold images of these programs
if (['serve', 'bundle'].includes(args[0])) await bundleMonitoring();
if (args[0] === 'bundle' && args[1] === 'stick') {
  await bundlePage();
  await (await import('./lib/linux-program.mjs')).bundleLinuxProgram();
}
const child = spawn(process.execPath, [at('dist/cli/sitewright.cjs'), ...args], {
  stdio: 'inherit',
  cwd: process.env.INIT_CWD ?? process.cwd(),
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));

// npm start: the app in its window, or in the browser where no Electron runtime can be had. npm start -- ARGS: the command line.
import { spawn } from 'node:child_process';
import { ensureInstalled } from './lib/install.mjs';
import { at } from './lib/tree.mjs';

ensureInstalled();
const args = process.argv.slice(2);
if (args.length > 0) {
  await import('./sitewright.mjs');
} else {
  const { bundleNode, bundlePage } = await import('./lib/bundle.mjs');
  const { bundleMonitoring } = await import('./lib/monitoring.mjs');
  await bundleNode();
  await bundlePage();
  await bundleMonitoring();
  const { findElectron } = await import('./lib/electron.mjs');
  const electron = await findElectron();
  const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
  const usable = electron.path !== undefined && hasDisplay;
  if (!usable) {
    process.stdout.write(
      electron.path === undefined
        ? `No Electron runtime: ${electron.why}. The same app opens in the browser.\n`
        : 'This session has no display. The same app is served for a browser.\n',
    );
  }
  const sandbox = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = usable
    ? spawn(electron.path, [...sandbox, at('.')], { stdio: 'inherit' })
    : spawn(process.execPath, [at('dist/cli/sitewright.cjs'), 'serve', '--open'], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 1));
}

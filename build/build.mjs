// npm run build: everything, where it no longer fits the sources.
import { ensureInstalled } from './lib/install.mjs';

ensureInstalled();
const { bundleNode, bundlePage } = await import('./lib/bundle.mjs');
const { bundleLinuxProgram } = await import('./lib/linux-program.mjs');
const { bundleMonitoring } = await import('./lib/monitoring.mjs');
await bundleNode();
await bundlePage();
await bundleMonitoring();
const without = await bundleLinuxProgram();
if (without !== undefined) process.stderr.write(`No program for deployment sticks: ${without}.\n`);

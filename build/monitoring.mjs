// node build/monitoring.mjs: dist/monitoring alone, the programs of the monitoring system's images.
import { ensureInstalled } from './lib/install.mjs';

ensureInstalled();
const { bundleMonitoring } = await import('./lib/monitoring.mjs');
await bundleMonitoring();

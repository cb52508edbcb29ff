// npm run build: everything, where it no longer fits the sources.
import { ensureInstalled } from './lib/install.mjs';

ensureInstalled();
const { bundleNode, bundlePage } = await import('./lib/bundle.mjs');
await bundleNode();
await bundlePage();

// Bundles the Node side as CommonJS for Node 18 (Electron 25) and newer, and the page for Chromium 114.
import { mkdirSync } from 'node:fs';
import { at, filesBelow, readStamp, stampOf, writeStamp } from './tree.mjs';

/** Of the application. */
export const version = async () =>
  JSON.parse((await import('node:fs')).readFileSync(at('package.json'), 'utf8')).version;

/** Loaded from node_modules at run time: native code, data files beside their source, or a licence (LGPL) that wants it apart. */
export const EXTERNAL = ['electron', 'ssh2', 'cpu-features', 'drivelist', 'pdfkit', 'openpgp'];

const ENTRIES = {
  'cli/sitewright': 'electron/cli/main.ts',
  'engine/engine-process': 'electron/main/engine-process.ts',
  'main/main': 'electron/main/main.ts',
  'preload/preload': 'electron/preload/preload.ts',
  'flasher/flasher': 'electron/flasher/main.ts',
  'rehearsal/sim-host': 'electron/engine/rehearsal/executables/main.ts',
};

/** Bundles what changed. `only` names entries (`cli/sitewright`); everything by default. */
export async function bundleNode(only = Object.keys(ENTRIES)) {
  const stamp = stampOf([
    ...filesBelow('electron'),
    at('package-lock.json'),
    at('build/lib/bundle.mjs'),
    at('build/shims/node18.ts'),
  ]);
  const due = only.filter((name) => readStamp(name.replace('/', '-')) !== stamp);
  if (due.length === 0) return false;
  const { build } = await import('esbuild');
  mkdirSync(at('dist'), { recursive: true });
  for (const name of due) {
    await build({
      entryPoints: [at(ENTRIES[name])],
      outfile: at('dist', `${name}.cjs`),
      bundle: true,
      platform: 'node',
      target: 'node18',
      format: 'cjs',
      sourcemap: true,
      legalComments: 'none',
      external: EXTERNAL,
      inject: name === 'preload/preload' ? [] : [at('build/shims/node18.ts')],
      define: { SITEWRIGHT_VERSION: JSON.stringify(await version()) },
      logLevel: 'warning',
    });
    writeStamp(name.replace('/', '-'), stamp);
  }
  return true;
}

/** Builds the page with Vite. */
export async function bundlePage() {
  const stamp = stampOf([
    ...filesBelow('renderer', 'electron/api'),
    at('package-lock.json'),
    at('build/vite.config.mjs'),
  ]);
  if (readStamp('page') === stamp) return false;
  const { build } = await import('vite');
  await build({ configFile: at('build/vite.config.mjs'), logLevel: 'warn' });
  writeStamp('page', stamp);
  return true;
}

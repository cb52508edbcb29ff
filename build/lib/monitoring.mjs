// Bundles the monitoring system's own programs: one CommonJS file each for the Node 20 of their images. The same sources give the
// same bytes on every machine: no source map, no path of this machine, no time.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { at, filesBelow, readStamp, stampOf, writeStamp } from './tree.mjs';

const STACK = 'installer-assets/stacks/monitoring';

/** Program in the image -> its entry. */
const PROGRAMS = {
  web: `${STACK}/web/web.ts`,
  healthcheck: `${STACK}/web/healthcheck.ts`,
  collector: `${STACK}/data_collector/collector.ts`,
  'collector-healthcheck': `${STACK}/data_collector/healthcheck.ts`,
};

/** Writes `NAME.cjs` of every program into a folder. */
export async function buildMonitoring(folder) {
  const { build } = await import('esbuild');
  mkdirSync(folder, { recursive: true });
  for (const [name, entry] of Object.entries(PROGRAMS))
    await build({
      entryPoints: [at(entry)],
      absWorkingDir: at('.'),
      outfile: join(folder, `${name}.cjs`),
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      charset: 'utf8',
      legalComments: 'eof',
      loader: { '.sql': 'text' },
      // a native client that is not installed, and another platform's sockets
      external: ['pg-native', 'cloudflare:sockets'],
      banner: { js: '#!/usr/bin/node' },
      logLevel: 'warning',
    });
}

/** Writes the page's files into a folder: one script, one style sheet, the fonts. No file lies in a folder of its own (web serves none). */
export async function buildMonitoringPage(folder) {
  const { build } = await import('esbuild');
  rmSync(folder, { recursive: true, force: true });
  await build({
    entryPoints: [at(STACK, 'page/app.ts'), at(STACK, 'page/app.css')],
    absWorkingDir: at('.'),
    outdir: folder,
    bundle: true,
    minify: true,
    platform: 'browser',
    target: ['es2022', 'chrome108', 'firefox115', 'safari16'],
    format: 'esm',
    charset: 'utf8',
    legalComments: 'eof',
    loader: { '.woff2': 'file' },
    assetNames: '[name]',
    logLevel: 'warning',
  });
  // web gives out no text files: it lies in the image for whoever has that
  writeFileSync(
    join(folder, 'LICENCES.txt'),
    `uPlot\n\n${readFileSync(at('node_modules/uplot/LICENSE'), 'utf8')}\n\nRed Hat Text and Red Hat Mono (the fonts)\n\nCopyright Red Hat, Inc. SIL Open Font License 1.1: https://openfontlicense.org\n`,
  );
}

/** dist/monitoring, where it no longer fits the sources. */
export async function bundleMonitoring() {
  const stamp = stampOf([...filesBelow(STACK), at('package-lock.json'), at('build/lib/monitoring.mjs')]);
  if (readStamp('monitoring') === stamp) return false;
  await buildMonitoring(at('dist/monitoring'));
  await buildMonitoringPage(at('dist/monitoring/page'));
  writeStamp('monitoring', stamp);
  return true;
}

// npm run bench [NAME...]: runs the benches and prints their figures as JSON, one line a bench. A bench measures our way and
// the tool a user would pick instead in the same run; nothing here asserts a time.
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureInstalled } from './lib/install.mjs';
import { at } from './lib/tree.mjs';

ensureInstalled();
const { build } = await import('esbuild');
const { bundleNode, bundlePage } = await import('./lib/bundle.mjs');
await bundleNode();
await bundlePage();
const { bundleMonitoring } = await import('./lib/monitoring.mjs');
await bundleMonitoring();
const wanted = process.argv.slice(2);
const names = readdirSync(at('test/bench'))
  .filter((name) => name.endsWith('.bench.ts'))
  .map((name) => name.replace(/\.bench\.ts$/, ''))
  .filter((name) => wanted.length === 0 || wanted.includes(name));
const out = at('.cache', 'bench');
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
let failed = false;
/** One file of its own, for the bench itself and for a process that it starts. */
const bundled = async (source, outfile) => {
  await build({
    entryPoints: [at('test/bench', source)],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'warning',
    external: [
      'electron',
      'ssh2',
      'cpu-features',
      'drivelist',
      'pdfkit',
      'openpgp',
      'esbuild',
      'pg-native',
      'cloudflare:sockets',
      '@playwright/test',
    ],
    loader: { '.sql': 'text' },
    // where a bench uses what tests use, its place is that of the sources
    define: { SITEWRIGHT_ROOT: JSON.stringify(at('.')), 'import.meta.dirname': JSON.stringify(at('test', 'bench')) },
  });
};
for (const name of names) {
  const outfile = join(out, `${name}.cjs`);
  await bundled(`${name}.bench.ts`, outfile);
  const apart = `${name}.process`;
  if (existsSync(at('test/bench', `${apart}.ts`))) await bundled(`${apart}.ts`, join(out, `${apart}.cjs`));
  try {
    const bench = await import(pathToFileURL(outfile));
    process.stdout.write(`${JSON.stringify({ bench: name, ...(await (bench.run ?? bench.default.run)()) })}\n`);
  } catch (error) {
    failed = true;
    process.stdout.write(
      `${JSON.stringify({ bench: name, failed: error instanceof Error ? error.message : String(error) })}\n`,
    );
  }
}
process.exit(failed ? 1 : 0);

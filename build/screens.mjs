// Takes the pictures in docs/screens again: every page, both languages, both themes. `npm test -- visual` compares with them.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { ensureInstalled } from './lib/install.mjs';
import { hasPalette, palettePng } from './lib/palette-png.mjs';
import { at, root } from './lib/tree.mjs';

ensureInstalled();
/** All of them together. */
const MOST_BYTES = 6 * 1024 * 1024;
const folder = at('docs', 'screens');
mkdirSync(folder, { recursive: true });

const { bundleNode, bundlePage } = await import('./lib/bundle.mjs');
await bundleNode();
await bundlePage();
const { status } = spawnSync(
  process.execPath,
  [
    at('node_modules/@playwright/test/cli.js'),
    'test',
    '--config',
    at('test/e2e/playwright.config.ts'),
    '--project=visual',
    '--reporter=list',
    // What is within the tolerance keeps its file.
    '--update-snapshots=changed',
  ],
  { cwd: root, stdio: 'inherit' },
);
const names = readdirSync(folder).filter((name) => name.endsWith('.png'));
let bytes = 0;
for (const name of names) {
  const file = at('docs', 'screens', name);
  const taken = readFileSync(file);
  const kept = hasPalette(taken) ? taken : palettePng(taken);
  if (kept !== taken) writeFileSync(file, kept);
  bytes += kept.length;
}
process.stdout.write(`${names.length} pictures, ${(bytes / 1024 / 1024).toFixed(1)} MiB\n`);
if (bytes > MOST_BYTES) process.stdout.write(`They are to stay below ${MOST_BYTES / 1024 / 1024} MiB together.\n`);
process.exit(status === 0 && bytes <= MOST_BYTES ? 0 : 1);

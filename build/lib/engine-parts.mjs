import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { at, root } from './tree.mjs';

/** Parts of the TypeScript for a script: what `exports` says (lines of `export { ... } from './electron/...'`), bundled into `.cache/NAME.mjs`. */
export async function engineParts(name, exports) {
  const out = at('.cache', `${name}.mjs`);
  await build({
    stdin: { contents: exports, resolveDir: root, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    outfile: out,
    logLevel: 'error',
  });
  return import(pathToFileURL(out).href);
}

// Bundles the program of the lab's office (test/lab/office): it runs by itself, in the network of the machine.
import { build } from 'esbuild';
import { EXTERNAL } from './bundle.mjs';
import { at } from './tree.mjs';

/** Writes dist/lab/serve-postgres.cjs. */
export function bundleOffice() {
  return build({
    entryPoints: [at('test/lab/office/serve-postgres.ts')],
    outfile: at('dist/lab/serve-postgres.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: [...EXTERNAL, 'esbuild'],
    define: { 'import.meta.dirname': JSON.stringify(at('test/support')) },
    logLevel: 'warning',
  });
}

import { join } from 'node:path';
import { build } from 'esbuild';

/** Bundles the flasher as the product does (Node 18, CommonJS) into `folder`; gives back its path. */
export async function bundleFlasher(folder: string): Promise<string> {
  const outfile = join(folder, 'flasher.cjs');
  await build({
    entryPoints: ['electron/flasher/main.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node18',
    format: 'cjs',
    logLevel: 'warning',
  });
  return outfile;
}

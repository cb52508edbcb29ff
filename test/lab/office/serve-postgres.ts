import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { ImageRecipe } from '../../../electron/engine/bundle/oci/build/image-recipe.ts';
import { makeOnBench } from '../../support/bundle-bench.ts';
import { startDockerRegistry } from '../../support/docker-registry.ts';
import { POSTGRES_RECIPE, postgresNeed } from '../../support/postgres-image.ts';

/** What docker.io has under the tag today: the image as it was, with a fix, or with a fault. */
const EDITIONS: Readonly<Record<string, Partial<ImageRecipe>>> = {
  first: {},
  newer: { labels: { 'org.opencontainers.image.version': '16.1' } },
  faulty: { entrypoint: ['/usr/bin/false'] },
};

/**
 * A process of the office (test/lab/support/office.ts): a real registry that has `postgres:16` as docker.io would, made of
 * Debian's packages. Says its address on a line, and goes on until its standard input ends.
 */
async function main(cacheFolder: string, edition: string): Promise<void> {
  const folder = join(cacheFolder, `postgres-${edition}`);
  const need = { ...postgresNeed(), recipe: { ...POSTGRES_RECIPE, ...EDITIONS[edition] } };
  await makeOnBench({ folder, cacheFolder, needs: [need] });
  const registry = await startDockerRegistry();
  execFileSync('skopeo', [
    ...['copy', '--quiet', '--dest-tls-verify=false'],
    `oci:${join(folder, 'images')}:docker.io/library/postgres:16`,
    `docker://${registry.host}/library/postgres:16`,
  ]);
  process.stdout.write(`http://${registry.host}\n`);
  await once(process.stdin.resume(), 'end');
  await registry.stop();
}

void main(process.argv[2] ?? '', process.argv[3] ?? '');

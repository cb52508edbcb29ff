import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHttpClient } from '../../electron/engine/bundle/http/http-client.ts';
import { ImageLayout } from '../../electron/engine/bundle/oci/layout/image-layout.ts';
import { type PushItem, pushImages } from '../../electron/engine/bundle/oci/push-image.ts';
import { RegistryClient } from '../../electron/engine/bundle/oci/registry-client.ts';
import { startDockerRegistry } from '../support/docker-registry.ts';
import { needTools } from '../support/needed-tools.ts';
import { smallImage } from '../support/small-image.ts';
import { timeMs } from './measure.ts';

const IMAGES = 100;
const LARGE_BYTES = 200 * 1024 ** 2;

/**
 * Images of a layout into Debian's docker-registry on loopback: a hundred small ones, the same hundred unchanged, and one of
 * 200 MB that does not pack. Beside it: skopeo on the same images (ten of the hundred, its own process each, as a user would),
 * and rsync of the same bytes into an empty folder.
 */
export async function run() {
  needTools('skopeo', 'rsync');
  const folder = mkdtempSync(join(tmpdir(), 'sitewright-push-bench-'));
  const registry = await startDockerRegistry();
  const http = createHttpClient();
  try {
    const { endpoint } = new RegistryClient(registry.host, { http, plainHttp: true });
    const layout = await ImageLayout.openOrCreate(join(folder, 'images'));
    const items: PushItem[] = [];
    for (let index = 0; index < IMAGES; index += 1) {
      const reference = `docker.io/bench/app-${index}:1`;
      const image = await smallImage(layout, randomBytes(20_000), { reference });
      items.push({ image, repository: `bench/app-${index}`, tag: '1' });
    }
    const firstMs = await timeMs(() => pushImages(endpoint, layout, items));
    const unchangedMs = [];
    for (let round = 0; round < 3; round += 1)
      unchangedMs.push(await timeMs(() => pushImages(endpoint, layout, items)));
    const skopeo = (index: number, to: string) =>
      execFileSync('skopeo', [
        'copy',
        '--quiet',
        '--dest-tls-verify=false',
        `oci:${layout.folder}:docker.io/bench/app-${index}:1`,
        `docker://${registry.host}/${to}-${index}:1`,
      ]);
    const tenMs = (to: string) =>
      timeMs(() => {
        for (let index = 0; index < 10; index += 1) skopeo(index, to);
      });
    const skopeoFirstMs = await tenMs('skopeo/app');
    const skopeoUnchangedMs = await tenMs('skopeo/app');

    const large = await ImageLayout.openOrCreate(join(folder, 'large'));
    const image = await smallImage(large, randomBytes(LARGE_BYTES), { reference: 'docker.io/bench/large:1' });
    const largeMs = await timeMs(() => pushImages(endpoint, large, [{ image, repository: 'bench/large', tag: '1' }]));
    const skopeoLargeMs = await timeMs(() =>
      execFileSync('skopeo', [
        'copy',
        '--quiet',
        '--dest-tls-verify=false',
        `oci:${large.folder}:docker.io/bench/large:1`,
        `docker://${registry.host}/skopeo/large:1`,
      ]),
    );
    const rsyncLargeMs = await timeMs(() =>
      execFileSync('rsync', ['-a', '--whole-file', '--fsync', `${large.folder}/`, join(folder, 'copy')]),
    );
    const round = (ms: number) => Math.round(ms);
    return {
      name: 'oci-push',
      images: IMAGES,
      firstMs: round(firstMs),
      unchangedMs: unchangedMs.map(round),
      skopeoFirstMsForTen: round(skopeoFirstMs),
      skopeoUnchangedMsForTen: round(skopeoUnchangedMs),
      largeMb: LARGE_BYTES / 1024 ** 2,
      largeMs: round(largeMs),
      skopeoLargeMs: round(skopeoLargeMs),
      rsyncLargeMs: round(rsyncLargeMs),
    };
  } finally {
    http.close();
    await registry.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

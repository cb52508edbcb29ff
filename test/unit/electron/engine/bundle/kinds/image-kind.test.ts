import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { movesBetween } from '../../../../../../electron/engine/bundle/carry/diff.ts';
import { createHttpClient } from '../../../../../../electron/engine/bundle/http/http-client.ts';
import type { Need } from '../../../../../../electron/engine/bundle/kinds/kind.ts';
import { requireLock } from '../../../../../../electron/engine/bundle/lock/lock-file.ts';
import { parseImageReference } from '../../../../../../electron/engine/bundle/oci/image-reference.ts';
import { ImageLayout } from '../../../../../../electron/engine/bundle/oci/layout/image-layout.ts';
import { verifyImage } from '../../../../../../electron/engine/bundle/oci/layout/verify-image.ts';
import { pushImages } from '../../../../../../electron/engine/bundle/oci/push-image.ts';
import { RegistryClient } from '../../../../../../electron/engine/bundle/oci/registry-client.ts';
import { verifyBundle } from '../../../../../../electron/engine/bundle/verify/verify-bundle.ts';
import { makeOnBench } from '../../../../../support/bundle-bench.ts';
import { type RealRegistry, startDockerRegistry } from '../../../../../support/docker-registry.ts';
import { smallImage } from '../../../../../support/small-image.ts';
import { temporaryFolder } from '../../../../../support/temporary-folder.ts';

let registry: RealRegistry;
beforeAll(async () => {
  registry = await startDockerRegistry();
});
afterAll(() => registry.stop());

/** Puts an image under a name into the registry, as somebody who publishes does. */
async function publish(name: string, content: string, labels: Readonly<Record<string, string>> = {}): Promise<string> {
  const layout = await ImageLayout.openOrCreate(join(temporaryFolder('published'), 'images'));
  const reference = `${registry.host}/${name}`;
  const descriptor = await smallImage(layout, content, { reference, labels });
  const http = createHttpClient({ attempts: 2 });
  const client = new RegistryClient(registry.host, { http, plainHttp: true });
  try {
    const { repository, tag = 'latest' } = parseImageReference(reference);
    await pushImages(client.endpoint, layout, [{ image: descriptor, repository, tag }]);
  } finally {
    http.close();
  }
  return descriptor.digest;
}

const need = (reference: string): Need => ({
  kind: 'image',
  name: reference,
  why: ['stack monitoring'],
  shownAs: 'container-image',
});

function order() {
  const root = temporaryFolder('bundle-images');
  return {
    folder: join(root, 'bundle'),
    cacheFolder: join(root, 'cache'),
    needs: [need('postgres:16'), need('office/tool:1')],
    sources: { registries: { 'docker.io': { url: `http://${registry.host}` } } },
  };
}

describe('images of a bundle, out of a real registry', () => {
  it('tags become digests; manifests and layers lie once in one layout that is whole', async () => {
    const digest = await publish('library/postgres:16', 'the database');
    await publish('office/tool:1', 'a tool');
    const made = order();
    await makeOnBench(made);
    const { lock } = await requireLock(made.folder);
    expect(lock.items.map(({ name, source }) => [name, source])).toContainEqual([
      'postgres:16',
      `docker.io/library/postgres@${digest}`,
    ]);
    const blobs = lock.items.flatMap(({ files }) => files.map(({ path }) => path));
    // the two share their base
    expect(new Set(blobs).size).toBe(blobs.length - 1);
    expect(readdirSync(join(made.folder, 'images/blobs/sha256'))).toHaveLength(new Set(blobs).size);
    const layout = await ImageLayout.open(join(made.folder, 'images'));
    const image = await layout.image('docker.io/library/postgres:16');
    expect(await verifyImage(layout, image.descriptor, 'postgres:16')).toEqual([]);
    expect((await verifyBundle(made.folder)).ok).toBe(true);
  });

  it('whatever an image says of its licence, the lock stays readable', async () => {
    const label = `GPL-2.0-only\u202e\u0007${'x'.repeat(5000)}`;
    await publish('office/odd:1', 'a tool', { 'org.opencontainers.image.licenses': label });
    await publish('office/silent:1', 'a tool', { 'org.opencontainers.image.licenses': '\u0000 \u200b' });
    const made = { ...order(), needs: [need('office/odd:1'), need('office/silent:1')] };
    await makeOnBench(made);
    const { lock } = await requireLock(made.folder);
    expect(lock.items.map(({ licence }) => licence)).toEqual([
      `GPL-2.0-only ${'x'.repeat(1486)}`,
      'not said by the image',
    ]);
  });

  it('a tag that moves changes nothing until the lock is made anew; then it is told from what to what', async () => {
    const made = order();
    await makeOnBench(made);
    const before = await requireLock(made.folder);
    const moved = await publish('office/tool:1', 'a tool, mended');
    const again = await makeOnBench(made);
    expect(again.broughtFiles).toBe(0);
    expect(Buffer.from((await requireLock(made.folder)).bytes).equals(before.bytes)).toBe(true);
    const fresh = order();
    await makeOnBench(fresh);
    const after = await requireLock(fresh.folder);
    const moves = movesBetween(before.lock, after.lock);
    expect(moves.map(({ name }) => name)).toEqual(['office/tool:1']);
    expect(moves[0]?.after).toContain(moved.slice(0, 19));
  });
});

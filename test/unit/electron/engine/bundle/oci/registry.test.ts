import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DiagnosticError } from '../../../../../../electron/api/diagnostic.ts';
import { createHttpClient } from '../../../../../../electron/engine/bundle/http/http-client.ts';
import { parseImageReference } from '../../../../../../electron/engine/bundle/oci/image-reference.ts';
import { ImageLayout } from '../../../../../../electron/engine/bundle/oci/layout/image-layout.ts';
import { verifyImage } from '../../../../../../electron/engine/bundle/oci/layout/verify-image.ts';
import { OCI_INDEX } from '../../../../../../electron/engine/bundle/oci/media-types.ts';
import { pullImage } from '../../../../../../electron/engine/bundle/oci/pull-image.ts';
import { pushImages } from '../../../../../../electron/engine/bundle/oci/push-image.ts';
import { RegistryClient } from '../../../../../../electron/engine/bundle/oci/registry-client.ts';
import { type RealRegistry, startDockerRegistry } from '../../../../../support/docker-registry.ts';
import { needTools } from '../../../../../support/needed-tools.ts';
import { smallImage } from '../../../../../support/small-image.ts';
import { temporaryFolder } from '../../../../../support/temporary-folder.ts';

let registry: RealRegistry;
const http = createHttpClient({ attempts: 2 });
beforeAll(async () => {
  registry = await startDockerRegistry();
});
afterAll(async () => {
  http.close();
  await registry.stop();
});

const client = () => new RegistryClient(registry.host, { http, plainHttp: true });
const named = (text: string) => parseImageReference(`${registry.host}/${text}`);
const newLayout = (name: string) => ImageLayout.openOrCreate(join(temporaryFolder(name), 'images'));
/** Requests that wrote, as the registry itself logged them. */
const writes = (from: number) =>
  registry
    .log()
    .slice(from)
    .split('\n')
    .filter((line) => /"(POST|PUT|PATCH) \//.test(line)).length;

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'nothing was wrong',
    (error: DiagnosticError) => error.diagnostics[0].code,
  );
}

describe('images go into a real registry and come back', () => {
  it('pushes an image, resolves its tag, and pulls the same image into an empty layout', async () => {
    const layout = await newLayout('push');
    const image = await smallImage(layout, 'hello');
    const [pushed] = await pushImages(client().endpoint, layout, [{ image, repository: 'first/app', tag: '1.0' }]);
    expect(pushed).toMatchObject({ unchanged: false, mountedBlobs: 0 });
    const resolved = await client().resolve(named('first/app:1.0'));
    expect(resolved).toEqual({ digest: image.digest, mediaType: image.mediaType, sizeBytes: image.size });

    const copy = await newLayout('pull');
    const seen: number[] = [];
    const pulled = await pullImage(client(), named('first/app:1.0'), copy, {
      onProgress: ({ doneBytes, totalBytes }) => {
        expect(doneBytes).toBeLessThanOrEqual(totalBytes);
        seen.push(doneBytes);
      },
    });
    expect(pulled.descriptor.digest).toBe(image.digest);
    expect(seen.at(-1)).toBe(pulled.sizeBytes);
    expect(await copy.images()).toMatchObject([
      { reference: `${registry.host}/first/app:1.0`, descriptor: { digest: image.digest } },
    ]);
    expect(await verifyImage(copy, image, 'first/app')).toEqual([]);
    expect(await pullImage(client(), named('first/app:1.0'), copy)).toMatchObject({ fetchedBytes: image.size });
  });

  it('writes nothing when everything is there already', async () => {
    const layout = await newLayout('again');
    const items = await Promise.all(
      Array.from({ length: 10 }, async (_, index) => ({
        image: await smallImage(layout, `image ${index}`),
        repository: `again/app-${index}`,
        tag: 'v1',
      })),
    );
    await pushImages(client().endpoint, layout, items);
    const before = registry.log().length;
    const second = await pushImages(client().endpoint, layout, items);
    expect(second.map(({ unchanged, sentBytes }) => [unchanged, sentBytes])).toEqual(items.map(() => [true, 0]));
    expect(writes(before)).toBe(0);
    const asked = () =>
      registry
        .log()
        .slice(before)
        .match(/"HEAD \//g)?.length ?? 0;
    expect(asked()).toBe(items.length);
    expect(registry.log().slice(before)).toContain('"HEAD /v2/again/app-9/manifests/v1');
    const third = await pushImages(client().endpoint, layout, items, { everyPart: true });
    expect(third.every(({ unchanged }) => unchanged)).toBe(true);
    expect(writes(before)).toBe(0);
    // the shared layer, the own one, the config and the tag, twice: once for all, once for each part
    expect(asked()).toBe(items.length * 5);
  });

  it('sends a layer that several images share once and has it mounted for the others', async () => {
    const layout = await newLayout('shared');
    const base = randomBytes(20_000).toString('hex');
    const items = [
      { image: await smallImage(layout, 'one', { base }), repository: 'shared/one' },
      { image: await smallImage(layout, 'two', { base }), repository: 'shared/two' },
      { image: await smallImage(layout, 'three', { base }), repository: 'shared/three' },
    ];
    const pushed = await pushImages(client().endpoint, layout, items);
    expect(pushed.map(({ mountedBlobs }) => mountedBlobs).sort()).toEqual([0, 1, 1]);
    for (const { image, repository } of items)
      expect((await client().resolve(named(`${repository}@${image.digest}`))).digest).toBe(image.digest);
  });

  it('has a layer mounted from an image that is there already', async () => {
    const layout = await newLayout('known');
    const base = randomBytes(20_000).toString('hex');
    const old = { image: await smallImage(layout, 'old', { base }), repository: 'known/old', tag: '1' };
    await pushImages(client().endpoint, layout, [old]);
    const fresh = { image: await smallImage(layout, 'fresh', { base }), repository: 'known/fresh', tag: '1' };
    const pushed = await pushImages(client().endpoint, layout, [fresh, old]);
    expect(pushed.map(({ unchanged, mountedBlobs }) => [unchanged, mountedBlobs])).toEqual([
      [false, 1],
      [true, 0],
    ]);
    expect(pushed[0]?.sentBytes).toBeLessThan(2000);
  });

  it('sends a large layer in pieces', async () => {
    const layout = await newLayout('pieces');
    const image = await smallImage(layout, randomBytes(300_000));
    const before = registry.log().length;
    let most = 0;
    const [pushed] = await pushImages(client().endpoint, layout, [{ image, repository: 'pieces/app', tag: 'x' }], {
      chunkBytes: 100_000,
      onProgress: ({ sentBytes }) => {
        most = Math.max(most, sentBytes);
      },
    });
    expect(most).toBe(pushed?.sentBytes);
    expect(
      registry
        .log()
        .slice(before)
        .match(/"PATCH \//g)?.length,
    ).toBe(4);
    const copy = await newLayout('pieces-back');
    await pullImage(client(), named('pieces/app:x'), copy);
    expect(await verifyImage(copy, image, 'pieces')).toEqual([]);
  });

  it('sends a layer again when the link dropped in the middle of it', async () => {
    const layout = await newLayout('dropped');
    const image = await smallImage(layout, randomBytes(3_000_000));
    // a link that breaks once, in the middle of the second piece
    let seen = 0;
    let broken = false;
    const dialled = createHttpClient({
      attempts: 3,
      dial: async () => {
        const socket = createConnection({ port: registry.port, host: '127.0.0.1' });
        const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
        socket.write = ((chunk: Uint8Array, ...rest: unknown[]) => {
          seen += chunk.length;
          if (!broken && seen > 1_600_000) {
            broken = true;
            socket.resetAndDestroy();
          }
          return write(chunk, ...rest);
        }) as typeof socket.write;
        return socket;
      },
    });
    const through = new RegistryClient(registry.host, { http: dialled, plainHttp: true });
    await pushImages(through.endpoint, layout, [{ image, repository: 'dropped/app', tag: 'x' }], {
      chunkBytes: 1_000_000,
    });
    dialled.close();
    expect(broken).toBe(true);
    expect(seen).toBeGreaterThan(3_000_000);
    const copy = await newLayout('dropped-back');
    await pullImage(client(), named('dropped/app:x'), copy);
    expect(await verifyImage(copy, image, 'dropped')).toEqual([]);
  });

  it('moves a tag to the new image and keeps the old one under its digest', async () => {
    const layout = await newLayout('tag');
    const old = await smallImage(layout, 'old');
    const fresh = await smallImage(layout, 'new');
    const push = (image: typeof old) =>
      pushImages(client().endpoint, layout, [{ image, repository: 'moving/app', tag: 'latest' }]);
    await push(old);
    expect((await push(fresh))[0]?.unchanged).toBe(false);
    expect((await client().resolve(named('moving/app'))).digest).toBe(fresh.digest);
    expect((await client().resolve(named(`moving/app@${old.digest}`))).digest).toBe(old.digest);
  });

  it('takes the image of the platform out of an index, and says for what there is one', async () => {
    const layout = await newLayout('index');
    const image = await smallImage(layout, 'amd64');
    const other = await smallImage(layout, 'arm64');
    const index = await layout.putBlob(
      Buffer.from(
        JSON.stringify({
          schemaVersion: 2,
          mediaType: OCI_INDEX,
          manifests: [
            { ...other, platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } },
            { ...image, platform: { os: 'linux', architecture: 'amd64' } },
            { ...other, platform: { os: 'unknown', architecture: 'unknown' } },
          ],
        }),
      ),
      OCI_INDEX,
    );
    await pushImages(client().endpoint, layout, [{ image: index, repository: 'multi/app', tag: '3' }]);
    expect((await client().resolve(named('multi/app:3'))).digest).toBe(index.digest);
    const copy = await newLayout('index-back');
    expect((await pullImage(client(), named('multi/app:3'), copy)).descriptor.digest).toBe(image.digest);
    const arm = { os: 'linux', architecture: 'arm64' };
    expect((await client().platformManifest(named('multi/app:3'), arm)).descriptor.digest).toBe(other.digest);
    const power = { os: 'linux', architecture: 'ppc64le' };
    const failure = await client()
      .platformManifest(named('multi/app:3'), power)
      .catch((error: DiagnosticError) => error.diagnostics[0]);
    expect(failure).toMatchObject({
      code: 'oci.platform-missing',
      params: { platform: 'linux/ppc64le', offered: 'linux/arm64/v8, linux/amd64, unknown/unknown' },
    });
  });

  it('is asked only where its mirrors cannot answer', async () => {
    const layout = await newLayout('mirrors');
    const image = await smallImage(layout, 'mirrored');
    await pushImages(client().endpoint, layout, [{ image, repository: 'library/mirrored', tag: '1' }]);
    const empty = await startDockerRegistry();
    const mirrors = ['http://127.0.0.1:9', `http://${empty.host}`, `http://${registry.host}`];
    const hub = new RegistryClient('docker.io', { http, mirrors });
    const copy = await newLayout('mirrors-back');
    const pulled = await pullImage(hub, parseImageReference('mirrored:1'), copy);
    expect(pulled.descriptor.digest).toBe(image.digest);
    expect(empty.log()).toContain('"GET /v2/library/mirrored/manifests/1');
    expect((await copy.images()).map(({ reference }) => reference)).toEqual(['docker.io/library/mirrored:1']);
    await empty.stop();
  });

  it('names what the registry does not have', async () => {
    expect(await codeOf(client().resolve(named('no/such:1')))).toBe('registry.not-there');
    expect(await codeOf(client().manifest(named('no/such:1')))).toBe('registry.not-there');
  });

  it('is understood by skopeo, and understands what skopeo pushed', async () => {
    needTools('skopeo');
    const layout = await newLayout('skopeo');
    const image = await smallImage(layout, 'for skopeo', { reference: 'docker.io/library/for-skopeo:1' });
    await pushImages(client().endpoint, layout, [{ image, repository: 'skopeo/ours', tag: '1' }]);
    const inspected = JSON.parse(
      execFileSync('skopeo', ['inspect', '--tls-verify=false', `docker://${registry.host}/skopeo/ours:1`], {
        encoding: 'utf8',
      }),
    ) as { Digest: string; Architecture: string; Layers: string[] };
    expect(inspected).toMatchObject({ Digest: image.digest, Architecture: 'amd64' });
    expect(inspected.Layers).toHaveLength(2);
    // Docker's own media types, as Docker itself would push them
    execFileSync('skopeo', [
      'copy',
      '--format=v2s2',
      '--dest-tls-verify=false',
      `oci:${layout.folder}:docker.io/library/for-skopeo:1`,
      `docker://${registry.host}/skopeo/theirs:1`,
    ]);
    const copy = await newLayout('skopeo-back');
    const pulled = await pullImage(client(), named('skopeo/theirs:1'), copy);
    expect(pulled.descriptor.mediaType).toBe('application/vnd.docker.distribution.manifest.v2+json');
    expect(await verifyImage(copy, pulled.descriptor, 'theirs')).toEqual([]);
  });
});

describe('a registry that is not honest', () => {
  it('is found out when a manifest or a layer has another content than its digest', async () => {
    const layout = await newLayout('lie');
    const image = await smallImage(layout, 'honest');
    await pushImages(client().endpoint, layout, [{ image, repository: 'lie/app', tag: '1' }]);
    // passes everything on and changes one byte of each answer's body
    let only = 'blobs';
    const liar = createServer((request, response) => {
      void http
        .send({
          method: request.method as 'GET',
          url: `http://${registry.host}${request.url}`,
          headers: { accept: request.headers.accept ?? '*/*' },
        })
        .then(async (answer) => {
          const parts: Buffer[] = [];
          for await (const part of answer.body) parts.push(part as Buffer);
          const body = Buffer.concat(parts);
          if (request.url?.includes(only) && body.length > 20) body[20] = (body[20] as number) ^ 1;
          const headers = { ...answer.headers };
          delete headers['docker-content-digest'];
          delete headers.connection;
          response.writeHead(answer.status, headers).end(request.method === 'HEAD' ? undefined : body);
        })
        .catch(() => response.destroy());
    });
    await new Promise<void>((resolve) => liar.listen(0, '127.0.0.1', resolve));
    const port = (liar.address() as AddressInfo).port;
    const lying = new RegistryClient(`127.0.0.1:${port}`, { http, plainHttp: true });
    const copy = await newLayout('lied-to');
    const reference = { ...named(`lie/app@${image.digest}`), registry: `127.0.0.1:${port}` };
    expect(await codeOf(pullImage(lying, reference, copy, { parallel: 1 }))).toBe('download.digest-differs');
    only = 'manifests';
    expect(await codeOf(pullImage(lying, reference, copy, { parallel: 1 }))).toBe('oci.digest-differs');
    expect(await copy.images()).toEqual([]);
    expect(readdirSync(join(copy.folder, 'blobs/sha256')).filter((name) => !/^[0-9a-f]{64}$/.test(name))).toEqual([]);
    liar.closeAllConnections();
    liar.close();
  });
});

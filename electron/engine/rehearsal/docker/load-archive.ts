import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { readTar } from '../../compress/read-tar.ts';

export interface LoadedImage {
  readonly id: string;
  readonly tags: readonly string[];
  readonly sizeBytes: number;
}

interface ManifestEntry {
  readonly Config: string;
  readonly RepoTags: readonly string[] | null;
  readonly Layers: readonly string[];
}

/** Reads what `docker save` (or an OCI layout with names) wrote; checks that configuration and layers are there. */
export function readImageArchive(bytes: Uint8Array): readonly LoadedImage[] {
  const tar = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
  const files = new Map(
    readTar(tar)
      .filter((entry) => entry.type === 'file')
      .map((entry) => [entry.name.replace(/^\.\//, ''), entry.data]),
  );
  const json = <T>(name: string): T | undefined => {
    const data = files.get(name);
    return data && (JSON.parse(Buffer.from(data).toString('utf8')) as T);
  };
  const need = (name: string): Uint8Array => {
    const data = files.get(name);
    if (!data) throw new Error(`open /var/lib/docker/tmp/docker-import/${name}: no such file or directory`);
    return data;
  };
  const manifest = json<readonly ManifestEntry[]>('manifest.json');
  if (manifest) {
    return manifest.map((entry) => {
      const config = need(entry.Config);
      for (const layer of entry.Layers) need(layer);
      return {
        id: `sha256:${createHash('sha256').update(config).digest('hex')}`,
        tags: entry.RepoTags ?? [],
        sizeBytes: entry.Layers.reduce((sum, layer) => sum + need(layer).length, 0),
      };
    });
  }
  type Descriptor = {
    readonly digest: string;
    readonly size: number;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  const index = json<{ readonly manifests: readonly Descriptor[] }>('index.json');
  if (!index) throw new Error('unrecognized image format');
  const blob = (digest: string) => `blobs/${digest.replace(':', '/')}`;
  return index.manifests.map((descriptor) => {
    const image = JSON.parse(Buffer.from(need(blob(descriptor.digest))).toString('utf8')) as {
      readonly config: Descriptor;
      readonly layers: readonly Descriptor[];
    };
    need(blob(image.config.digest));
    for (const layer of image.layers) need(blob(layer.digest));
    const name =
      descriptor.annotations?.['io.containerd.image.name'] ??
      descriptor.annotations?.['org.opencontainers.image.ref.name'];
    return {
      id: image.config.digest,
      tags: name?.includes(':') ? [name.replace(/^docker\.io\/(library\/)?/, '')] : [],
      sizeBytes: image.layers.reduce((sum, layer) => sum + layer.size, 0),
    };
  });
}

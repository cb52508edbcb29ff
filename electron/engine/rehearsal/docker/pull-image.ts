import { createHash } from 'node:crypto';
import type { SimHost, World } from '../kernel/program.ts';
import { type DockerImage, dockerOf } from './docker-state.ts';
import { type ImageReference, readReference } from './image-reference.ts';
import { openRegistry, PullError, type RegistrySession } from './registry-session.ts';

const INDEX_TYPES = [
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.index.v1+json',
];
const MANIFEST_TYPES = [
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
];
const ACCEPT = [...MANIFEST_TYPES, ...INDEX_TYPES].join(', ');
/** Layers up to this size are read and checked; of larger ones the registry keeps digest and size alone. */
const LARGEST_READ_BYTES = 4 * 1024 ** 2;
/** About what a local registry and overlay2 gave on the test bed. */
const BYTES_PER_SECOND = 100e6;

interface Descriptor {
  readonly digest: string;
  readonly size: number;
  readonly mediaType?: string;
  readonly platform?: { readonly os?: string; readonly architecture?: string };
}
interface Manifest {
  readonly mediaType?: string;
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
  readonly manifests?: readonly Descriptor[];
}
interface ImageConfig {
  readonly created?: string;
  readonly config?: { readonly Labels?: Readonly<Record<string, string>> | null };
  readonly rootfs?: { readonly diff_ids?: readonly string[] };
}

export interface PullOptions {
  readonly world: World;
  readonly host: SimHost;
  readonly reference: string;
  sleep(seconds: number): Promise<void>;
  /** One line of progress. */
  say(line: string): void;
}

export interface Pulled {
  readonly image: DockerImage;
  /** Of what the reference named: a manifest or an index. */
  readonly digest: string;
  readonly isNew: boolean;
}

/** `docker pull` against a simulated registry. Throws {@link PullError}, or ImageNameError for a name that is none. */
export async function pullImage(options: PullOptions): Promise<Pulled> {
  const { world, host, say } = options;
  const reference = readReference(options.reference);
  const session = await openRegistry(world, host, reference.registry, options.sleep);
  const item = reference.digest ?? reference.tag ?? 'latest';
  const whole = `${reference.name}${reference.digest === undefined ? `:${item}` : `@${item}`}`;
  const named = await readManifest(session, reference, item, whole);
  say(`${reference.digest === undefined ? item : whole}: Pulling from ${reference.repository}`);
  const manifest = await choosePlatform(session, reference, named.manifest, whole);
  const docker = dockerOf(world, host);
  let image = docker.images.find((entry) => entry.id === manifest.config.digest);
  if (!image) {
    image = await download(options, session, reference, manifest, docker.images);
    docker.images.push(image);
  }
  const isNew = refer(docker.images, image, reference, named.digest);
  world.effect(host, `docker.pull ${whole}`);
  return { image, digest: named.digest, isNew };
}

/** Makes a pulled image known under its names. false = it was already. */
function refer(images: DockerImage[], image: DockerImage, reference: ImageReference, digest: string): boolean {
  const pinned = `${reference.name}@${digest}`;
  const tag = reference.digest === undefined ? `${reference.name}:${reference.tag ?? 'latest'}` : undefined;
  const isNew = tag === undefined ? !image.digests?.includes(pinned) : !image.tags.includes(tag);
  for (const other of images) {
    if (other === image) continue;
    if (tag !== undefined) other.tags = other.tags.filter((entry) => entry !== tag);
    other.digests = (other.digests ?? []).filter((entry) => entry !== pinned);
  }
  if (tag !== undefined && isNew) image.tags = [...image.tags, tag];
  if (!image.digests?.includes(pinned)) image.digests = [...(image.digests ?? []), pinned];
  return isNew;
}

async function readManifest(
  session: RegistrySession,
  { repository }: ImageReference,
  item: string,
  whole: string,
): Promise<{ readonly manifest: Manifest; readonly digest: string }> {
  const answer = await session.ask(`/v2/${repository}/manifests/${item}`, { accept: ACCEPT });
  if (answer.status === 404) throw new PullError(`manifest for ${whole} not found: manifest unknown: manifest unknown`);
  if (answer.status !== 200) throw new PullError(`received unexpected HTTP status: ${answer.status}`);
  const digest = digestOf(answer.bytes);
  if (item.startsWith('sha256:') && digest !== item)
    throw new PullError(`manifest verification failed for digest ${item}`);
  return { manifest: JSON.parse(answer.bytes.toString('utf8')) as Manifest, digest };
}

async function choosePlatform(
  session: RegistrySession,
  reference: ImageReference,
  manifest: Manifest,
  whole: string,
): Promise<Manifest> {
  if (!manifest.manifests) return manifest;
  const chosen = manifest.manifests.find(
    ({ platform }) => platform?.os === 'linux' && platform.architecture === 'amd64',
  );
  if (!chosen) throw new PullError('no matching manifest for linux/amd64 in the manifest list entries', false);
  return (await readManifest(session, reference, chosen.digest, whole)).manifest;
}

async function download(
  options: PullOptions,
  session: RegistrySession,
  { repository }: ImageReference,
  { config, layers }: Manifest,
  present: readonly DockerImage[],
): Promise<DockerImage> {
  const { say } = options;
  const known = new Set(present.flatMap((image) => image.layers ?? []));
  const blob = (digest: string) => `/v2/${repository}/blobs/${digest}`;
  const configAnswer = await session.ask(blob(config.digest));
  const configFailure =
    configAnswer.status !== 200
      ? 'unknown blob'
      : digestOf(configAnswer.bytes) === config.digest
        ? undefined
        : 'image config verification failed for digest';
  const settings: ImageConfig =
    configFailure === undefined ? (JSON.parse(configAnswer.bytes.toString('utf8')) as ImageConfig) : {};
  const diffIds = settings.rootfs?.diff_ids ?? [];
  const rows = layers.map((layer, index) => {
    const diffId = diffIds[index] ?? layer.digest;
    return { layer, id: layer.digest.slice(7, 19), diffId, isThere: known.has(diffId) };
  });
  for (const { id, isThere } of rows) say(`${id}: ${isThere ? 'Already exists' : 'Pulling fs layer'}`);
  if (configFailure !== undefined)
    throw new PullError(`error pulling image configuration: download failed after attempts=1: ${configFailure}`, false);
  for (const { layer, id, isThere } of rows) {
    if (isThere) continue;
    await fetchLayer(session, blob(layer.digest), layer, (what) => say(`${id}: ${what}`));
    await options.sleep(layer.size / BYTES_PER_SECOND);
    say(`${id}: Download complete`);
  }
  for (const { id, isThere } of rows) if (!isThere) say(`${id}: Pull complete`);
  return {
    id: config.digest,
    tags: [],
    digests: [],
    layers: rows.map(({ diffId }) => diffId),
    labels: settings.config?.Labels ?? {},
    sizeBytes: layers.reduce((sum, layer) => sum + layer.size, 0),
    createdAt: settings.created === undefined ? options.world.now() : Date.parse(settings.created),
  };
}

async function fetchLayer(
  session: RegistrySession,
  path: string,
  layer: Descriptor,
  say: (what: string) => void,
): Promise<void> {
  const head = await session.ask(path, {}, 'HEAD');
  if (head.status !== 200) {
    say('Downloading');
    throw new PullError('unknown blob', false);
  }
  say('Verifying Checksum');
  const sizeBytes = Number(head.headers['content-length']);
  const isRead = sizeBytes <= LARGEST_READ_BYTES;
  const isWhole = sizeBytes === layer.size && (!isRead || digestOf((await session.ask(path)).bytes) === layer.digest);
  if (!isWhole) throw new PullError(`filesystem layer verification failed for digest ${layer.digest}`, false);
}

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Diagnostic, DiagnosticError, fail } from '../../../api/diagnostic.ts';
import { writeFileAtomic } from '../../workspace/atomic-file.ts';
import type { LockItem, MadeFile } from '../lock/lock.ts';
import { bundledImage } from '../oci/bundled-image.ts';
import { formatPlatform, SITE_PLATFORM } from '../oci/choose-platform.ts';
import { type Digest, hexOf, isDigest } from '../oci/digest.ts';
import { type Descriptor, readImageConfig } from '../oci/image-documents.ts';
import { formatImageReference, type ImageReference, parseImageReference } from '../oci/image-reference.ts';
import { ImageLayout } from '../oci/layout/image-layout.ts';
import { hashFile } from '../verify/hash-files.ts';
import { whyOf } from '../why.ts';
import { fetchBuilt, isBuilt, lockBuiltImages } from './built-image.ts';
import { textOf } from './item-detail.ts';
import type { BundleKind, LockContext, Locked, Need } from './kind.ts';
import { registryClient } from './registry-clients.ts';

const KIND = 'image';
/** The layout of all images of a bundle. */
const LAYOUT = 'images';
const BLOBS = `${LAYOUT}/blobs/sha256`;
/** Where an image says it (OCI image specification, annotations). */
const LICENCE_LABEL = 'org.opencontainers.image.licenses';
const MOST_LICENCE_CHARS = 1500;

/**
 * Container images: the tag that a stack names becomes the digest that it stands for now; manifest, config and layers for the
 * machines of a site lie in one OCI layout, each layer once. Images of our own, which no registry has, are made here
 * ({@link ./built-image.ts}) and lie there as well.
 */
export const imageKind: BundleKind = {
  id: KIND,

  needs: ({ images }) => {
    const needs = new Map<string, Need>();
    for (const { reference, recipe, instance } of images) {
      const known = needs.get(reference)?.why ?? [];
      const why = [...new Set([...known, whyOf('stack', instance)])];
      const own = recipe ? { recipe } : {};
      needs.set(reference, { kind: KIND, name: reference, why, ...own, shownAs: 'container-image' });
    }
    return [...needs.values()];
  },

  /** An archive that earlier versions took from whoever put it there is no answer: it is pulled or made now. */
  answers: (item, need) => item.name === need.name && textOf(item, 'manifest') !== undefined,
  groupOfNeed: ({ name }) => name,
  groupOfItem: ({ name }) => name,
  find: ({ name }, bundle) => bundledImage(bundle, name),

  async lock(needs, context) {
    const items: LockItem[] = [];
    const diagnostics: Diagnostic[] = [];
    for (const need of needs.filter(({ recipe }) => !recipe)) {
      try {
        items.push(await lockImage(need, context));
      } catch (error) {
        if (!(error instanceof DiagnosticError)) throw error;
        diagnostics.push(...error.diagnostics);
      }
    }
    const own = needs.flatMap((need) => (need.recipe ? [{ ...need, recipe: need.recipe }] : []));
    // what is wrong with registries is told also where the archives cannot be asked
    const built = await lockBuiltImages(KIND, own, BLOBS, context).catch((error: unknown): Locked => {
      context.signal?.throwIfAborted();
      if (!(error instanceof DiagnosticError)) throw error;
      return { items: [], diagnostics: error.diagnostics };
    });
    return { items: [...items, ...built.items], diagnostics: [...diagnostics, ...built.diagnostics] };
  },

  async fetch(item, file, context) {
    if (isBuilt(item)) return fetchBuilt(item, file, context);
    const { folder, signal, sources, http } = context;
    const target = join(folder, ...file.path.split('/'));
    const manifest = textOf(item, 'manifest') ?? '';
    const { registry, repository } = parseImageReference(item.source);
    const client = registryClient(http, registry, sources);
    const digest: Digest = `sha256:${file.sha256 ?? ''}`;
    if (digest === manifest) {
      const { bytes } = await client.manifest({ registry, repository, digest }, signal);
      await writeFileAtomic(target, bytes);
      context.onBytes(bytes.length);
    } else {
      let before = 0;
      await client.blobToFile(repository, { digest, size: file.sizeBytes }, target, {
        ...(signal ? { signal } : {}),
        onProgress: ({ doneBytes }) => {
          context.onBytes(doneBytes - before);
          before = doneBytes;
        },
      });
    }
    return hexOf(digest);
  },

  bindBytes: (items) => items.reduce((sum, { sizeBytes, files }) => sum + sizeBytes + files.length * 1024, 0),

  async bind(items, folder) {
    const layout = await ImageLayout.openOrCreate(join(folder, LAYOUT));
    const names = new Set(items.map(({ name }) => nameInLayout(name)));
    await layout.forgetImages(({ reference }) => reference === undefined || !names.has(reference));
    for (const item of items) await layout.addImage(descriptorOf(item), nameInLayout(item.name));
    const made: MadeFile[] = [];
    for (const name of ['index.json', 'oci-layout']) {
      const path = join(folder, LAYOUT, name);
      const { size: sizeBytes } = await stat(path);
      made.push({ path: `${LAYOUT}/${name}`, sizeBytes, sha256: await hashFile({ path, sizeBytes }) });
    }
    return made;
  },
};

async function lockImage(need: Need, { http, sources, signal }: LockContext): Promise<LockItem> {
  const reference = parseImageReference(need.name);
  const { registry, repository } = reference;
  const client = registryClient(http, registry, sources);
  // The tag is asked once: everything after it goes by digest, so that a tag that moves meanwhile gives no mixture.
  const found = await client.manifest(reference, signal);
  const { descriptor, manifest } = await client.platformManifest(
    { registry, repository, digest: found.descriptor.digest },
    SITE_PLATFORM,
    signal,
  );
  const config = readImageConfig(await client.smallBlob(repository, manifest.config, signal), need.name);
  const blobs = new Map(
    [descriptor, manifest.config, ...manifest.layers].map(({ digest, size }) => [digest, size] as const),
  );
  const isIndex = found.document.kind === 'index';
  return {
    kind: KIND,
    name: need.name,
    ...(reference.tag === undefined ? {} : { version: reference.tag }),
    source: formatImageReference({ registry, repository, digest: descriptor.digest }),
    digest: descriptor.digest,
    sizeBytes: [...blobs.values()].reduce((sum, size) => sum + size, 0),
    licence: licenceSaid(config.config?.Labels?.[LICENCE_LABEL] ?? ''),
    why: need.why,
    detail: {
      ...(isIndex ? { index: found.descriptor.digest } : {}),
      manifest: descriptor.digest,
      manifestBytes: descriptor.size,
      mediaType: descriptor.mediaType,
      platform: formatPlatform(SITE_PLATFORM),
      component: 'container',
      purl: purlOf(reference, descriptor.digest),
    },
    files: [...blobs].map(([digest, sizeBytes]) => ({
      path: `${BLOBS}/${hexOf(digest)}`,
      sizeBytes,
      sha256: hexOf(digest),
    })),
  };
}

/** An image's maker may write anything there, and of any length. */
function licenceSaid(label: string): string {
  const text = label.slice(0, MOST_LICENCE_CHARS).replace(/[\p{Cc}\p{Cf}\p{Cs}]+/gu, ' ');
  return text.trim() || 'not said by the image';
}

function descriptorOf(item: LockItem): Descriptor {
  const digest = textOf(item, 'manifest') ?? '';
  const size = item.detail?.manifestBytes;
  const mediaType = textOf(item, 'mediaType');
  if (!isDigest(digest) || typeof size !== 'number' || mediaType === undefined) {
    throw fail('bundle.lock-broken', { params: { file: 'bundle.lock.toml', what: `image ${item.name}: detail` } });
  }
  return { mediaType, digest, size, platform: SITE_PLATFORM };
}

function nameInLayout(name: string): string {
  return formatImageReference(parseImageReference(name));
}

/** Package URL type `oci`: the digest is the version, the registry a qualifier. */
function purlOf({ registry, repository, tag }: ImageReference, digest: Digest): string {
  const name = repository.split('/').pop() ?? repository;
  const at = encodeURIComponent(`${registry}/${repository}`);
  return `pkg:oci/${name}@${encodeURIComponent(digest)}?repository_url=${at}${tag === undefined ? '' : `&tag=${tag}`}`;
}

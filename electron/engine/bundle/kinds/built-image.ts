import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Diagnostic, DiagnosticError, fail } from '../../../api/diagnostic.ts';
import { debianArchives } from '../../debs/archive/known-archives.ts';
import { lockPackages } from '../../debs/archive/lock-packages.ts';
import type { LockedPackage, PackageTarget } from '../../debs/archive/lock-types.ts';
import { recordOf } from '../../debs/package-record.ts';
import { archiveFetch } from '../bundle-fetch.ts';
import { copyVerified } from '../carry/copy-verified.ts';
import type { LockedFile, LockItem } from '../lock/lock.ts';
import { type BuiltImage, buildRecipe } from '../oci/build/build-recipe.ts';
import type { ImageRecipe } from '../oci/build/image-recipe.ts';
import { packageWorkBytes, type RecipePackage } from '../oci/build/package-layer.ts';
import { inWorkshop, Workshop } from '../oci/build/workshop.ts';
import { formatPlatform, SITE_PLATFORM } from '../oci/choose-platform.ts';
import { type Digest, hexOf } from '../oci/digest.ts';
import { parseImageReference } from '../oci/image-reference.ts';
import { packageDetail, packagesOf } from './item-packages.ts';
import type { FetchContext, LockContext, Locked, Need } from './kind.ts';

/** Where an image comes from that is made here: there is no address. */
const BUILT = 'built by Sitewright';
const MOST_LICENCE_CHARS = 1500;
/** How much of the bar: making one takes as long as asking for a hundred things. */
const STEPS_OF_AN_IMAGE = 100;

type WithRecipe = Need & { readonly recipe: ImageRecipe };

export function isBuilt({ source }: Pick<LockItem, 'source'>): boolean {
  return source === BUILT;
}

/**
 * Locks images of our own by making them in the cache of this laptop: what they are is known only then. Their packages are
 * chosen from signed archives, which are asked once for all of them.
 * @param blobs folder of the layout's blobs inside of the bundle
 */
export async function lockBuiltImages(
  kind: string,
  needs: readonly WithRecipe[],
  blobs: string,
  context: LockContext,
): Promise<Locked> {
  if (needs.length === 0) return { items: [], diagnostics: [] };
  const workSteps = STEPS_OF_AN_IMAGE * needs.length;
  let archiveSteps = 0;
  const { packages, diagnostics } = await lockPackages({
    targets: needs.map((need) => targetOf(need, context)),
    fetch: archiveFetch(context.http),
    cacheFolder: context.cacheFolder,
    now: context.now,
    ...(context.signal ? { signal: context.signal } : {}),
    onProgress: (progress) => {
      archiveSteps = progress.total;
      context.onProgress?.({ ...progress, total: archiveSteps + workSteps });
    },
  });
  if (diagnostics.some(({ severity }) => severity === 'error')) return { items: [], diagnostics };
  const chosen = needs.map((need) => packages.filter(({ folder }) => folder === need.name));
  const totalBytes = chosen.reduce((sum, each) => sum + packageWorkBytes(each), 0);
  let doneBytes = 0;
  const items: LockItem[] = [];
  const failures: Diagnostic[] = [];
  await inWorkshop(workshopFolder(context), context, async (workshop) => {
    for (const [index, need] of needs.entries()) {
      const own = chosen[index] ?? [];
      try {
        const built = await build(workshop, need.recipe, own, context, (bytes) => {
          doneBytes += bytes;
          context.onProgress?.({
            subject: need.name,
            doing: 'building',
            done: archiveSteps + Math.floor((workSteps * doneBytes) / Math.max(1, totalBytes)),
            total: archiveSteps + workSteps,
            bytes: doneBytes,
            totalBytes,
          });
        });
        items.push(itemOf(kind, need, built, own, blobs));
      } catch (error) {
        context.signal?.throwIfAborted();
        if (!(error instanceof DiagnosticError)) throw error;
        failures.push(...error.diagnostics);
      }
    }
  });
  return { items, diagnostics: [...diagnostics, ...failures] };
}

/** Brings one blob of a built image: out of the cache, or by making the image once more of the packages that the lock names. */
export async function fetchBuilt(item: LockItem, file: LockedFile, context: FetchContext): Promise<string> {
  const sha256 = file.sha256 ?? '';
  const { layout } = await Workshop.open(workshopFolder(context));
  const blob = { digest: `sha256:${sha256}` as Digest, size: file.sizeBytes };
  const make = () =>
    inWorkshop(workshopFolder(context), context, async (workshop) => {
      // files of one image are asked for at once: the first makes it
      const there = await workshop.layout.hashBlob(blob.digest, context.signal).catch(() => undefined);
      if (there?.digest === blob.digest) return;
      await rm(layout.blobPath(blob.digest), { force: true }).catch(() => undefined);
      await rebuild(workshop, item, context);
    });
  let toldBytes = 0;
  const bring = () => {
    let doneBytes = 0;
    return copyVerified({
      from: layout.blobPath(blob.digest),
      to: join(context.folder, ...file.path.split('/')),
      sizeBytes: file.sizeBytes,
      sha256,
      signal: context.signal,
      onBytes: (bytes) => {
        doneBytes += bytes;
        context.onBytes(Math.max(0, doneBytes - toldBytes));
        toldBytes = Math.max(toldBytes, doneBytes);
      },
    });
  };
  if (!(await layout.hasBlob(blob))) await make();
  try {
    await bring();
  } catch (error) {
    if (!isOfTheCache(error)) throw error;
    await make();
    await bring();
  }
  return sha256;
}

/** The cache lost it or has it damaged: a disk does that, and so does another run that takes away what was not used for long. */
function isOfTheCache(error: unknown): boolean {
  return (
    error instanceof DiagnosticError &&
    ['bundle.file-altered', 'bundle.file-missing'].includes(error.diagnostics[0].code)
  );
}

async function rebuild(workshop: Workshop, item: LockItem, context: FetchContext): Promise<void> {
  const recipe = context.needs.find(({ kind, name }) => kind === item.kind && name === item.name)?.recipe;
  const built = recipe && (await build(workshop, recipe, packagesOf(item), context));
  if (built?.descriptor.digest !== item.digest)
    throw fail('bundle.image-differs', { params: { image: item.name, wanted: item.digest.slice(0, 19) } });
}

function workshopFolder({ cacheFolder }: Pick<LockContext, 'cacheFolder'>): string {
  return join(cacheFolder, 'own-images');
}

function build(
  workshop: Workshop,
  recipe: ImageRecipe,
  packages: readonly RecipePackage[],
  { assets, fetch, signal, sources }: Pick<LockContext, 'assets' | 'fetch' | 'signal' | 'sources'>,
  onWork?: (bytes: number) => void,
): Promise<BuiltImage> {
  return buildRecipe(workshop, recipe, packages, {
    assets,
    parallel: sources.parallel,
    signal,
    onWork,
    download: ({ url, sizeBytes, sha256 }, target, onBytes) =>
      fetch.download({
        url,
        target,
        sizeBytes,
        digest: `sha256:${sha256}`,
        onBytes,
        ...(signal ? { signal } : {}),
      }),
  });
}

function targetOf({ name, why, recipe }: WithRecipe, { assets, sources }: LockContext): PackageTarget {
  const { release, packages, assumed } = recipe;
  return {
    folder: name,
    release: `Debian ${release}`,
    architecture: 'amd64',
    sources: debianArchives(release, { assets, roots: sources.archives }),
    base: { kind: 'installed', records: assumed.map(assumedRecord) },
    wanted: packages.map((each) => ({ name: each, why })),
  };
}

/** A package that is taken for installed, in any version that is asked for. */
function assumedRecord(name: string) {
  return recordOf(
    new Map([
      ['package', name],
      ['version', '9999:0'],
      ['architecture', 'all'],
      ['multi-arch', 'allowed'],
    ]),
  );
}

function itemOf(
  kind: string,
  need: WithRecipe,
  { descriptor, parts, licences }: BuiltImage,
  packages: readonly LockedPackage[],
  blobs: string,
): LockItem {
  const { repository, tag } = parseImageReference(need.name);
  const { digest } = descriptor;
  const sizes = new Map(parts.map((part) => [part.digest, part.size] as const));
  const name = repository.split('/').pop() ?? repository;
  return {
    kind,
    name: need.name,
    ...(tag === undefined ? {} : { version: tag }),
    source: BUILT,
    digest,
    sizeBytes: [...sizes.values()].reduce((sum, size) => sum + size, 0),
    licence: licenceOfAll(need.recipe.licence, Object.values(licences)),
    why: need.why,
    detail: {
      manifest: digest,
      manifestBytes: descriptor.size,
      mediaType: descriptor.mediaType,
      platform: formatPlatform(SITE_PLATFORM),
      component: 'container',
      purl: `pkg:oci/${name}@${encodeURIComponent(digest)}${tag === undefined ? '' : `?tag=${tag}`}`,
      ...packageDetail(packages.map((each) => ({ ...each, licence: licences[each.name] ?? 'not said' }))),
    },
    files: [...sizes].map(([each, sizeBytes]) => ({
      path: `${blobs}/${hexOf(each)}`,
      sizeBytes,
      sha256: hexOf(each),
    })),
  };
}

/** All licences once, where they have names; each package's own are with it. */
function licenceOfAll(own: string, others: readonly string[]): string {
  const unnamed = others.filter((licence) => licence.startsWith('Debian:')).length;
  const named = others
    .filter((licence) => !licence.startsWith('Debian:'))
    .flatMap((licence) => licence.split(' AND '))
    .map((each) => (each.includes(' OR ') && !each.startsWith('(') ? `(${each})` : each));
  const all = [own, ...[...new Set(named)].filter((licence) => licence !== own).sort()].join(' AND ');
  const rest = unnamed === 0 ? '' : `; of ${unnamed} packages as Debian says (/usr/share/doc/*/copyright)`;
  return all.length + rest.length > MOST_LICENCE_CHARS
    ? `${own}, and those of ${others.length} Debian packages (/usr/share/doc/*/copyright)`
    : `${all}${rest}`;
}

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Diagnostic, DiagnosticError, fail } from '../../../api/diagnostic.ts';
import { isBundlePath } from '../layout.ts';
import type { LockItem } from '../lock/lock.ts';
import type { FileSource } from '../sources/sources.ts';
import { hashFile } from '../verify/hash-files.ts';
import { whyOf } from '../why.ts';
import { builtInPlace } from './cloud-image-places.ts';
import type { BundleKind, LockContext, Need } from './kind.ts';
import { MAX_SUMS_BYTES, publishedDigest } from './published-digest.ts';

const KIND = 'file';
export const BY_HAND = 'by hand';
const UNKNOWN_LICENCE = 'not said by the source';

/** Single files: cloud images, ISOs, whatever the settings of the office add. Each has a published digest, or a given one. */
export const fileKind: BundleKind = {
  id: KIND,

  needs: ({ site, extraFiles }) => {
    const byImage = new Map<string, string[]>();
    for (const template of site.templates) {
      const why = byImage.get(template.image) ?? [];
      why.push(whyOf('template', String(template.id)));
      byImage.set(template.image, why);
    }
    const images = [...byImage].map(
      ([image, why]): Need => ({ kind: KIND, name: `cloud-images/${image}`, why, shownAs: 'cloud-image' }),
    );
    const extra = extraFiles
      .filter(({ path }) => !images.some(({ name }) => name === path))
      .map(({ path }): Need => ({ kind: KIND, name: path, why: [whyOf('settings')], shownAs: 'file' }));
    return [...images, ...extra];
  },

  answers: (item, need) => item.name === need.name,
  groupOfNeed: ({ name }) => name,
  groupOfItem: ({ name }) => name,

  find: (need, bundle) => bundle.asset(need.name),

  async lock(needs, context) {
    const items: LockItem[] = [];
    const diagnostics: Diagnostic[] = [];
    for (const [done, need] of needs.entries()) {
      context.onProgress?.({ subject: need.name, doing: 'asking', done, total: needs.length });
      try {
        items.push(await lockFile(need, context));
      } catch (error) {
        if (!(error instanceof DiagnosticError)) throw error;
        diagnostics.push(...error.diagnostics);
      }
    }
    return { items, diagnostics };
  },

  async fetch(item, file, context) {
    const target = join(context.folder, ...file.path.split('/'));
    if (item.source === BY_HAND) throw byHand(file.path, item.digest, target);
    return context.fetch.download({
      url: item.source,
      target,
      sizeBytes: item.sizeBytes,
      digest: item.digest,
      onBytes: context.onBytes,
      ...(context.signal ? { signal: context.signal } : {}),
    });
  },
};

async function lockFile(need: Need, context: LockContext): Promise<LockItem> {
  const path = need.name;
  const place = placeOf(path, context);
  const target = join(context.folder, ...path.split('/'));
  const digest = place.digest ?? (await askDigest(path, place, context));
  const present = await fittingSize(target, digest, context);
  if (present === undefined && place.url === undefined) throw byHand(path, digest, target);
  const sizeBytes = present ?? (await context.fetch.size(place.url ?? '', signalOf(context)));
  return {
    kind: KIND,
    name: path,
    source: place.url ?? BY_HAND,
    digest,
    sizeBytes,
    licence: place.licence ?? UNKNOWN_LICENCE,
    why: need.why,
    files: [{ path, sizeBytes, ...(digest.startsWith('sha256:') ? { sha256: digest.slice('sha256:'.length) } : {}) }],
  };
}

/** What the settings say goes before what is built in, line by line. */
function placeOf(path: string, { sources }: LockContext): FileSource {
  const own = sources.files.find((entry) => entry.path === path);
  const builtIn = isBundlePath(path) ? builtInPlace(path) : undefined;
  if (!own && !builtIn) throw fail('bundle.no-source', { params: { path }, subject: { file: path } });
  // An address of one's own does not go with the digests of another.
  return own?.url === undefined ? { ...builtIn, ...own, path } : own;
}

async function askDigest(path: string, place: FileSource, context: LockContext): Promise<string> {
  const { sums, url } = place;
  if (sums === undefined) throw fail('bundle.no-digest', { params: { path }, subject: { file: path } });
  const bytes = await context.fetch.bytes(sums, { maxBytes: MAX_SUMS_BYTES, ...signalOf(context) });
  const name = (url === undefined ? path : new URL(url).pathname).split('/').pop() ?? path;
  if (bytes === undefined) throw fail('bundle.not-in-sums', { params: { name, sums } });
  return publishedDigest(Buffer.from(bytes).toString('utf8'), decodeURIComponent(name), sums);
}

/** Size of a file that lies there already, where it is the one of this digest. */
async function fittingSize(target: string, digest: string, context: LockContext): Promise<number | undefined> {
  const found = await stat(target).catch(() => undefined);
  if (!found?.isFile()) return undefined;
  const seen = digest.startsWith('sha256:')
    ? `sha256:${await context.sha256Of(target)}`
    : `sha512:${await hashFile({ path: target, sizeBytes: found.size, algorithm: 'sha512' }, signalOf(context))}`;
  return seen === digest ? found.size : undefined;
}

function byHand(path: string, digest: string, target: string): DiagnosticError {
  return fail('bundle.put-by-hand', { params: { path, digest, target }, subject: { file: target } });
}

function signalOf({ signal }: LockContext): { readonly signal?: AbortSignal } {
  return signal ? { signal } : {};
}

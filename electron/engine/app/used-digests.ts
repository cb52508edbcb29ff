import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isOverlayFile, readOverlay } from '../image/overlay.ts';
import { BUNDLE_FOLDERS } from '../rehearsal/bundle/open-stand-in-bundle.ts';
import type { ReportDigest } from '../report/report-model.ts';
import { sha256Of } from '../workspace/sha256.ts';
import type { SiteSession } from './site-session.ts';

/** Digests of the bundle as a run sees it. In a rehearsal stand-ins are named as such. */
export function bundleDigests(session: Pick<SiteSession, 'bundle' | 'standIns'>): readonly ReportDigest[] {
  const { bundle, standIns } = session;
  const sourceOf = (name: string) => (standIns.has(name) ? 'stand-in' : 'bundle');
  const files = BUNDLE_FOLDERS.flatMap((folder) => bundle.list(folder).map((name) => `${folder}/${name}`));
  const images = [...bundle.images].map(
    ([name, { digest, sizeBytes }]): ReportDigest => ({
      name,
      sha256: digest.slice('sha256:'.length),
      sizeBytes,
      source: sourceOf(name),
    }),
  );
  return [
    ...files.flatMap((path): readonly ReportDigest[] => {
      const asset = bundle.asset(path);
      return asset ? [{ name: path, sha256: asset.sha256, sizeBytes: asset.sizeBytes, source: sourceOf(path) }] : [];
    }),
    ...images,
  ];
}

/** Everything a run works with: the site's text, the bundle, the media made so far and the base ISO they were made from. */
export async function usedDigests(
  session: Pick<SiteSession, 'bundle' | 'standIns'>,
  siteText: string,
  mediaFolder: string,
): Promise<readonly ReportDigest[]> {
  const site: ReportDigest = {
    name: 'site.toml',
    sha256: sha256Of(siteText),
    sizeBytes: Buffer.byteLength(siteText),
    source: 'site-folder',
  };
  return [site, ...bundleDigests(session), ...(await mediaDigests(mediaFolder))];
}

async function mediaDigests(folder: string): Promise<readonly ReportDigest[]> {
  const names = await readdir(folder).catch(() => []);
  const bases = new Map<string, ReportDigest>();
  const overlays: ReportDigest[] = [];
  for (const name of names.sort()) {
    const file = join(folder, name);
    if (!name.endsWith('.overlay') || !isOverlayFile(file)) continue;
    const { header } = readOverlay(file);
    const { base } = header;
    const source = base.acceptedAs === TYPED_DIGEST ? 'accepted-by-digest' : 'known-image';
    bases.set(base.sha256, { name: `${base.volumeId} ISO`, sha256: base.sha256, sizeBytes: base.sizeBytes, source });
    overlays.push({
      name: `media/${name}`,
      sha256: sha256Of(await readFile(file)),
      sizeBytes: (await stat(file)).size,
      source: 'media',
    });
  }
  return [...bases.values(), ...overlays];
}

/** What an overlay says of a base that is no known image. */
const TYPED_DIGEST = 'typed digest';

import { createHash } from 'node:crypto';
import { BUNDLE_FOLDERS } from '../rehearsal/bundle/open-stand-in-bundle.ts';
import type { ReportDigest } from '../report/report-model.ts';
import type { SiteSession } from './site-session.ts';

/** Digests of everything a run works with: the site's text and the bundle. In a rehearsal stand-ins are named as such. */
export function usedDigests(
  session: Pick<SiteSession, 'bundle' | 'standIns'>,
  siteText: string,
): readonly ReportDigest[] {
  const files = BUNDLE_FOLDERS.flatMap((folder) => session.bundle.list(folder).map((name) => `${folder}/${name}`));
  const bundle = files.flatMap((path): readonly ReportDigest[] => {
    const asset = session.bundle.asset(path);
    if (!asset) return [];
    const source = session.standIns.has(path) ? 'rehearsal stand-in' : 'bundle';
    return [{ name: path, sha256: asset.sha256, sizeBytes: asset.sizeBytes, source }];
  });
  if (siteText === '') return bundle;
  const sha256 = createHash('sha256').update(siteText).digest('hex');
  return [{ name: 'site.toml', sha256, sizeBytes: Buffer.byteLength(siteText), source: 'site folder' }, ...bundle];
}

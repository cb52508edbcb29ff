import { fail } from '../../../api/diagnostic.ts';
import type { Descriptor, ImageIndex, Platform } from './image-documents.ts';
import { isManifestType } from './media-types.ts';

/** What the machines of a site are. */
export const SITE_PLATFORM: Platform = { os: 'linux', architecture: 'amd64' };

/**
 * The image of an index that runs on a platform: the first that names it, as containerd takes it. Attestations and other
 * companions say `unknown/unknown` and are no image.
 * @throws oci.platform-missing
 */
export function choosePlatform(index: ImageIndex, wanted: Platform, reference: string): Descriptor {
  const images = index.manifests.filter(({ mediaType }) => isManifestType(mediaType));
  const exact = images.find(({ platform }) => platform && fits(platform, wanted, true));
  const chosen = exact ?? images.find(({ platform }) => platform && fits(platform, wanted, false));
  // an index of one image need not say for what it is
  const only = images.length === 1 && images[0]?.platform === undefined ? images[0] : undefined;
  if (chosen ?? only) return (chosen ?? only) as Descriptor;
  const offered = images.map(({ platform }) => (platform ? formatPlatform(platform) : '?')).slice(0, 20);
  throw fail('oci.platform-missing', {
    params: { reference, platform: formatPlatform(wanted), offered: offered.join(', ') || '-' },
  });
}

export function formatPlatform({ os, architecture, variant }: Platform): string {
  return [os, architecture, ...(variant ? [variant] : [])].join('/');
}

function fits(offered: Platform, wanted: Platform, withVariant: boolean): boolean {
  return (
    offered.os === wanted.os &&
    offered.architecture === wanted.architecture &&
    (withVariant
      ? offered.variant === wanted.variant
      : wanted.variant === undefined && offered.architecture !== 'amd64')
  );
}

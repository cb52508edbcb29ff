import type { ImageView } from '../../electron/api/media.ts';
import type { Site } from '../../electron/api/site.ts';

/** The node an image is for; undefined for the one image of all nodes. */
export function imageOwner(site: Site, image: ImageView): string | undefined {
  return site.media.delivery === 'one-image' && !site.hosts.some((host) => host.name === image.node)
    ? undefined
    : image.node;
}

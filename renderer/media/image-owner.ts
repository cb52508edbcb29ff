import type { ImageView } from '../../electron/api/contract.ts';
import type { Site } from '../../electron/api/site.ts';

/** Whether an image carries what the plan says. The one for all nodes belongs to none: it is only ever older or not. */
export function isCurrent(site: Site, image: ImageView): boolean {
  return image.state === 'current' || (image.state === 'unknown' && imageOwner(site, image) === undefined);
}

/** The node an image is for; undefined for the one image of all nodes. */
export function imageOwner(site: Site, image: ImageView): string | undefined {
  return site.media.delivery === 'one-image' && !site.hosts.some((host) => host.name === image.node)
    ? undefined
    : image.node;
}

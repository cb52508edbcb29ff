import type { ImageView } from '../../electron/api/media.ts';

const WORTH = { current: 0, older: 1, unknown: 2 } as const;

/** One image a node: what a stick would be written from. A current one goes before an older one, an overlay before a complete image. */
export function bestImages(images: readonly ImageView[]): readonly ImageView[] {
  const best = new Map<string, ImageView>();
  for (const image of images) {
    const before = best.get(image.node);
    if (!before || isBetter(image, before)) best.set(image.node, image);
  }
  return [...best.values()];
}

function isBetter(image: ImageView, than: ImageView): boolean {
  const by = WORTH[image.state] - WORTH[than.state];
  return by < 0 || (by === 0 && image.kind === 'overlay' && than.kind === 'iso');
}

import type { BundleImage, BundleView } from '../../steps/step.ts';
import { formatImageReference, parseImageReference } from './image-reference.ts';

/** A container image of a bundle by the name that a stack gives it (`postgres:16`); undefined = the bundle has it not. */
export function bundledImage(bundle: Pick<BundleView, 'images'>, reference: string): BundleImage | undefined {
  return bundle.images.get(formatImageReference(parseImageReference(reference)));
}

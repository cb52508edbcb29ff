import { fail } from '../../../api/diagnostic.ts';
import { debKind } from './deb-kind.ts';
import { fileKind } from './file-kind.ts';
import { imageKind } from './image-kind.ts';
import type { BundleKind } from './kind.ts';

/** Kinds of items, in the order in which they are brought. Adding one = a file and a line here. */
export const bundleKinds: readonly BundleKind[] = [fileKind, imageKind, debKind];

/** Throws bundle.unknown-kind: a lock of a newer version may know more. */
export function kindOf(id: string, kinds: readonly BundleKind[] = bundleKinds): BundleKind {
  const found = kinds.find((kind) => kind.id === id);
  if (found) return found;
  throw fail('bundle.unknown-kind', { params: { kind: id, known: kinds.map((kind) => kind.id).join(', ') } });
}

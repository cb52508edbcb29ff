import { buildImage } from '../../electron/engine/bundle/oci/build/build-image.ts';
import { makeLayer } from '../../electron/engine/bundle/oci/build/make-layer.ts';
import { fileNode } from '../../electron/engine/bundle/oci/build/tar-node.ts';
import type { Descriptor } from '../../electron/engine/bundle/oci/image-documents.ts';
import type { ImageLayout } from '../../electron/engine/bundle/oci/layout/image-layout.ts';

/** A real image of two small layers; the first is the same for every image that has the same base. */
export async function smallImage(
  layout: ImageLayout,
  content: string | Uint8Array,
  options: {
    readonly reference?: string;
    readonly base?: string;
    readonly labels?: Readonly<Record<string, string>>;
  } = {},
): Promise<Descriptor> {
  const base = await makeLayer(layout, [[fileNode('etc/base', options.base ?? 'the base of all')]]);
  const own = await makeLayer(layout, [[fileNode('app/content', content)]]);
  const { reference, labels } = options;
  return buildImage(layout, { layers: [base, own], cmd: ['/app/content'], ...(labels ? { labels } : {}) }, reference);
}

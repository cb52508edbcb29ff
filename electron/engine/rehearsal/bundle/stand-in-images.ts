import { formatImageReference, parseImageReference } from '../../bundle/oci/image-reference.ts';
import { REFERENCE_ANNOTATION } from '../../bundle/oci/layout/image-layout.ts';
import { OCI_CONFIG, OCI_INDEX, OCI_LAYER, OCI_MANIFEST } from '../../bundle/oci/media-types.ts';
import { sha256Of } from '../../workspace/sha256.ts';
import { makeTar } from './tar.ts';

/** A container image that a stack of the site asks for. */
export interface NeededImage {
  /** Repository and tag, e.g. `sitewright/monitoring-web:1.0.0`. */
  readonly reference: string;
  readonly command: readonly string[];
  readonly exposedPort?: number;
}

/** The label by which a stand-in is told from the real image. */
const STAND_IN_LABEL = 'org.sitewright.stand-in';

/** The whole name of an image, as the layout of a bundle has it. */
export function wholeName({ reference }: Pick<NeededImage, 'reference'>): string {
  return formatImageReference(parseImageReference(reference));
}

/**
 * Stand-ins of container images as one OCI image layout (path -> content): real manifests, configs and layers with right digests,
 * each layer a single text file, so that a container of it could not run. No image, no layout.
 */
export function standInImages(images: readonly NeededImage[]): {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly names: readonly string[];
} {
  const files = new Map<string, Uint8Array>();
  const put = (bytes: Uint8Array, mediaType: string) => {
    const hex = sha256Of(bytes);
    files.set(`blobs/sha256/${hex}`, bytes);
    return { mediaType, digest: `sha256:${hex}`, size: bytes.length };
  };
  const byName = new Map(images.map((image) => [wholeName(image), image]));
  const names = [...byName.keys()].sort();
  const manifests = names.map((name) => {
    const image = byName.get(name) as NeededImage;
    const layer = put(
      makeTar([
        { path: 'STAND-IN', data: utf8(`Stand-in of ${image.reference} made by Sitewright for a rehearsal.\n`) },
      ]),
      OCI_LAYER,
    );
    const config = put(
      utf8(
        JSON.stringify({
          architecture: 'amd64',
          config: {
            Cmd: image.command,
            ...(image.exposedPort ? { ExposedPorts: { [`${image.exposedPort}/tcp`]: {} } } : {}),
            Labels: { [STAND_IN_LABEL]: 'true' },
          },
          created: '1970-01-01T00:00:00Z',
          history: [{ created: '1970-01-01T00:00:00Z', created_by: 'sitewright rehearsal' }],
          os: 'linux',
          rootfs: { type: 'layers', diff_ids: [layer.digest] },
        }),
      ),
      OCI_CONFIG,
    );
    const manifest = { schemaVersion: 2, mediaType: OCI_MANIFEST, config, layers: [layer] };
    return { ...put(utf8(JSON.stringify(manifest)), OCI_MANIFEST), annotations: { [REFERENCE_ANNOTATION]: name } };
  });
  if (names.length > 0) {
    files.set(
      'index.json',
      utf8(`${JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests }, null, 2)}\n`),
    );
    files.set('oci-layout', utf8(JSON.stringify({ imageLayoutVersion: '1.0.0' })));
  }
  return { files, names };
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

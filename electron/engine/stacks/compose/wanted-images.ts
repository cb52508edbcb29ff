import { fail } from '../../../api/diagnostic.ts';
import { bundledImage } from '../../bundle/oci/bundled-image.ts';
import { parseImageReference } from '../../bundle/oci/image-reference.ts';
import { extraFact } from '../../facts/registry.ts';
import { factsOf, knownOr } from '../../steps/sight.ts';
import type { BundleImage, View } from '../../steps/step.ts';
import { usedRegistry } from '../registry/registry-hosts.ts';
import type { ComposeInstance, StackRegistry } from '../registry.ts';
import type { StackImage } from '../stack.ts';
import { envFact } from './compose-facts.ts';

/** An image that an instance runs, by its digest and in the registry of the site. */
export interface WantedImage {
  readonly image: StackImage;
  /** `library/postgres`: the same in every registry. */
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string;
  /** What Docker pulls: `192.0.2.5:5000/library/postgres@sha256:HEX`. */
  readonly place: string;
  /** Undefined = the bundle at hand does not have it: its digest is the one that the host runs. */
  readonly bundled: BundleImage | undefined;
}

/**
 * The images of an instance: as the bundle has them, else as `.env` on the host names them. So what runs goes on to be right when
 * nobody carries the bundle any more, years later. Throws `stack.image-missing` for one that is known nowhere, or that the host runs
 * under another reference: the site wants another image than that one.
 */
export function wantedImages(registry: StackRegistry, view: View, entry: ComposeInstance): readonly WantedImage[] {
  const { instance, application } = entry;
  const at = usedRegistry(registry, view.site);
  return application.images.map((image) => {
    const { repository, tag } = parseImageReference(image.reference);
    const bundled = bundledImage(view.bundle, image.reference);
    const digest = bundled?.digest ?? runningDigest(view, entry, image);
    if (digest === undefined)
      throw fail('stack.image-missing', {
        params: { image: image.reference, host: instance.on },
        subject: { host: instance.on },
      });
    return { image, repository, tag, digest, place: `${at.name}/${repository}@${digest}`, bundled };
  });
}

/** What stands in `.env` for each image: by variable. */
export function imagePlaces(images: readonly WantedImage[]): ReadonlyMap<string, string> {
  return new Map(images.map(({ image, place }) => [image.variable, place]));
}

/** `sha256:0123456789ab`: as much of a digest as a person compares. */
export function shortDigest(digest: string): string {
  return digest.slice(0, 'sha256:'.length + 12);
}

/** The digest of an image as the host's `.env` names it; undefined = it names none. */
function runningDigest(view: View, entry: ComposeInstance, image: StackImage): string | undefined {
  const { on } = entry.instance;
  const env = knownOr(extraFact(factsOf(view, on), envFact(entry)), on, `${entry.folder}/.env`);
  const before = env.references.get(image.variable);
  return before === undefined || before === image.reference ? digestIn(env.images.get(image.variable)) : undefined;
}

/** The digest of `HOST/REPOSITORY@sha256:HEX`. */
export function digestIn(place: string | undefined): string | undefined {
  return /@(sha256:[0-9a-f]{64})$/.exec(place ?? '')?.[1];
}

import { fail } from '../../../api/diagnostic.ts';
import { isDigest } from '../../bundle/oci/digest.ts';
import { ImageLayout } from '../../bundle/oci/layout/image-layout.ts';
import { type PushItem, pushImages } from '../../bundle/oci/push-image.ts';
import { extraFact } from '../../facts/registry.ts';
import { evidenceOf } from '../../steps/machines/support/run-change.ts';
import { decide, factsOf, knownOr, verdictOf } from '../../steps/sight.ts';
import type { ApplyContext, BundleImage, Step, View } from '../../steps/step.ts';
import type { AssetStore } from '../asset-store.ts';
import { shortDigest, type WantedImage, wantedImages } from '../compose/wanted-images.ts';
import { composeInstances, dockerHosts, providerOf, type StackRegistry } from '../registry.ts';
import { withRegistry } from './registry-client.ts';
import { registryAuthorityFact, registryImagesFact } from './registry-facts.ts';
import { usedRegistry } from './registry-hosts.ts';
import { AUTHORITY, STORAGE } from './registry-place.ts';

/**
 * The registry has every image that the site's stacks run, from the bundle's OCI layout: only what it lacks is sent, over the
 * connection to its machine. What the bundle does not carry and a host runs already is left as it is.
 */
export function pushStep(registry: StackRegistry, assets: AssetStore): Step {
  const lacking = (view: View, host: string): readonly Lacking[] => {
    const present = knownOr(extraFact(factsOf(view, host), registryImagesFact), host, STORAGE);
    const byPlace = new Map<string, Lacking>();
    for (const dockerHost of dockerHosts(registry, view.site))
      for (const entry of composeInstances(registry, view.site, dockerHost, assets))
        for (const wanted of wantedImages(registry, view, entry)) {
          const { bundled, repository, digest, place } = wanted;
          if (bundled && !present.has(`${repository}@${digest}`)) byPlace.set(place, { ...wanted, bundled });
        }
    return [...byPlace.values()];
  };
  return {
    id: 'registry.push',
    phase: 'application',
    title: () => ({ en: 'Images in the registry', es: 'Imágenes en el registro' }),
    targets: (site) => {
      const used = providerOf(registry, site, 'registry');
      return used ? [used.on] : [];
    },
    needs: ['registry.serve'],
    risk: 'safe',
    order: 'parallel',
    skippable: true,

    check: (view, target) =>
      decide(['machines.start'], () =>
        verdictOf(
          lacking(view, target).map(({ image, digest }) => ({
            what: `image ${image.reference}`,
            after: shortDigest(digest),
          })),
        ),
      ),

    apply: async (context) => {
      const { target, signal } = context;
      const images = lacking(context, target);
      if (images.length === 0) return;
      const authority = knownOr(extraFact(factsOf(context, target), registryAuthorityFact), target, AUTHORITY);
      const place = usedRegistry(registry, context.site);
      let sentBefore = 0;
      const totalBytes = images.reduce((sum, { bundled }) => sum + bundled.sizeBytes, 0);
      await withRegistry(context.transport(target), place, authority, async (endpoint) => {
        for (const [folder, group] of byLayout(images)) {
          const layout = await ImageLayout.open(folder);
          const pushed = await pushImages(endpoint, layout, group.map(pushItem), {
            signal,
            onProgress: ({ sentBytes }) => context.progress(sentBefore + sentBytes, totalBytes, 'bytes'),
          });
          sentBefore += pushed.reduce((sum, { sentBytes }) => sum + sentBytes, 0);
        }
      });
      context.note(`${images.length} images, ${sentBefore} bytes sent`);
      await mustHaveAll(context, lacking);
    },
  };
}

type Lacking = WantedImage & { readonly bundled: BundleImage };

async function mustHaveAll(
  context: ApplyContext,
  lacking: (view: View, host: string) => readonly Lacking[],
): Promise<void> {
  const { target } = context;
  const left = lacking(await context.look(target), target);
  if (left.length === 0) return;
  throw fail('machine.no-effect', {
    params: { host: target, what: left.map(({ image }) => image.reference).join(', ') },
    evidence: evidenceOf({ code: 0, stdout: left.map(({ place }) => place).join('\n'), stderr: '' }),
    subject: { host: target },
  });
}

/** In a rehearsal some images are stand-ins, which lie in a layout of their own. */
function byLayout(images: readonly Lacking[]): ReadonlyMap<string, readonly Lacking[]> {
  const groups = new Map<string, Lacking[]>();
  for (const image of images) groups.set(image.bundled.layout, [...(groups.get(image.bundled.layout) ?? []), image]);
  return groups;
}

function pushItem({ repository, tag, digest, bundled }: Lacking): PushItem {
  if (!isDigest(digest)) throw new RangeError(`no digest: ${digest}`);
  return {
    image: { mediaType: bundled.mediaType, digest, size: bundled.manifestBytes },
    repository,
    ...(tag === undefined ? {} : { tag }),
  };
}

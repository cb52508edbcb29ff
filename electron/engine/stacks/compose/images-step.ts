import { fail } from '../../../api/diagnostic.ts';
import type { Change } from '../../../api/plan.ts';
import { extraFact } from '../../facts/registry.ts';
import { change } from '../../shell/command.ts';
import { evidenceOf, runChange, runJob } from '../../steps/machines/support/run-change.ts';
import { decide, factsOf, knownOr, verdictOf } from '../../steps/sight.ts';
import type { Step, View } from '../../steps/step.ts';
import { type AssetStore, bytesAsset } from '../asset-store.ts';
import { registryAuthorityFact } from '../registry/registry-facts.ts';
import { usedRegistry } from '../registry/registry-hosts.ts';
import { AUTHORITY } from '../registry/registry-place.ts';
import { composeInstances, dockerHosts, type StackRegistry } from '../registry.ts';
import { envFact, imagesFact, trustFact, trustPath } from './compose-facts.ts';
import { digestIn, shortDigest, type WantedImage, wantedImages } from './wanted-images.ts';

/**
 * The images of every instance are on its host, pulled by digest from the registry of the site, whose authority Docker trusts
 * there. No other registry is asked: nothing is pulled by a name that could mean another one.
 */
export function imagesStep(registry: StackRegistry, assets: AssetStore): Step {
  const missing = (view: View, host: string): readonly Missing[] => {
    const facts = factsOf(view, host);
    const present = knownOr(extraFact(facts, imagesFact), host, 'docker images');
    const byPlace = new Map<string, Missing>();
    for (const entry of composeInstances(registry, view.site, host, assets)) {
      const env = knownOr(extraFact(facts, envFact(entry)), host, `${entry.folder}/.env`);
      for (const wanted of wantedImages(registry, view, entry))
        if (!present.has(wanted.place))
          byPlace.set(wanted.place, { ...wanted, before: digestIn(env.images.get(wanted.image.variable)) });
    }
    return [...byPlace.values()];
  };
  return {
    id: 'stack.images',
    phase: 'application',
    title: () => ({ en: 'Container images', es: 'Imágenes de contenedor' }),
    targets: (site) => dockerHosts(registry, site),
    needs: ['stack.docker', 'registry.push'],
    risk: 'safe',
    order: 'parallel',
    skippable: true,

    check: (view, target) =>
      decide(['machines.start'], () =>
        verdictOf([...distrust(registry, view, target), ...missing(view, target).map(changeOf)]),
      ),

    apply: async (context) => {
      const { target, signal } = context;
      const transport = context.transport(target);
      const place = usedRegistry(registry, context.site);
      if (distrust(registry, context, target).length > 0) {
        const authority = knownOr(
          extraFact(factsOf(context, place.host), registryAuthorityFact),
          place.host,
          AUTHORITY,
        );
        const path = trustPath(place);
        await runChange(transport, change`mkdir -p ${path.slice(0, path.lastIndexOf('/'))}`);
        await transport.upload(bytesAsset(authority), path, { mode: 0o644, owner: 'root', signal });
      }
      const images = missing(context, target);
      for (const [index, { place: from, digest, image }] of images.entries()) {
        context.progress(index, images.length, 'steps', { en: image.reference, es: image.reference });
        const id = `stack.pull-${digest.slice('sha256:'.length, 'sha256:'.length + 12)}`;
        await runJob(transport, id, change`docker pull --quiet ${from}`, { signal, timeoutMs: 1_800_000 });
      }
      const left = missing(await context.look(target), target);
      if (left.length > 0)
        throw fail('machine.no-effect', {
          params: { host: target, what: left.map(({ image }) => image.reference).join(', ') },
          evidence: evidenceOf({ code: 0, stdout: left.map((each) => each.place).join('\n'), stderr: '' }),
          subject: { host: target },
        });
    },
  };
}

interface Missing extends WantedImage {
  /** What `.env` on the host names now. */
  readonly before: string | undefined;
}

function changeOf({ image, digest, before }: Missing): Change {
  return {
    what: `image ${image.service}`,
    ...(before === undefined || before === digest ? {} : { before: shortDigest(before) }),
    after: shortDigest(digest),
  };
}

/** The registry's host may be away while everything runs: then it is enough that some authority is trusted. */
function distrust(registry: StackRegistry, view: View, host: string): readonly Change[] {
  const place = usedRegistry(registry, view.site);
  const path = trustPath(place);
  const trusted = knownOr(extraFact(factsOf(view, host), trustFact(path)), host, path);
  const sight = view.facts.hosts.get(place.host);
  const wanted = sight?.reached ? extraFact(sight.facts, registryAuthorityFact) : undefined;
  const isRight = trusted !== '' && (wanted?.known !== true || wanted.value === '' || wanted.value === trusted);
  if (isRight) return [];
  return [{ what: path, ...(trusted === '' ? {} : { before: 'another authority' }), after: 'of the site' }];
}

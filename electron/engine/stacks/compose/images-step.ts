import { DiagnosticError, diagnostic, fail } from '../../../api/diagnostic.ts';
import { extraFact } from '../../facts/registry.ts';
import { change } from '../../shell/command.ts';
import { evidenceOf, runChange, runJob } from '../../steps/machines/support/run-change.ts';
import { decide, factsOf, knownOr, verdictOf } from '../../steps/sight.ts';
import type { Step, View } from '../../steps/step.ts';
import type { AssetStore } from '../asset-store.ts';
import { composeInstances, dockerHosts, type StackRegistry } from '../registry.ts';
import type { StackImage } from '../stack.ts';
import { imagesFact } from './compose-facts.ts';

const FOLDER = '/var/cache/sitewright/images';

/**
 * The images of every instance are on its host, loaded from the bundle's `images/*.tar`; only what is missing travels.
 * Tags of a stack's own images carry its version and are never given twice.
 */
export function imagesStep(registry: StackRegistry, assets: AssetStore): Step {
  const missing = (view: View, host: string): readonly StackImage[] => {
    const present = knownOr(extraFact(factsOf(view, host), imagesFact), host, 'docker images');
    const wanted = composeInstances(registry, view.site, host, assets).flatMap((entry) => entry.application.images);
    const byReference = new Map(wanted.map((image) => [image.reference, image]));
    return [...byReference.values()].filter((image) => !present.has(image.reference));
  };
  return {
    id: 'stack.images',
    phase: 'application',
    title: () => ({ en: 'Container images', es: 'Imágenes de contenedor' }),
    targets: (site) => dockerHosts(registry, site),
    needs: ['stack.docker'],
    risk: 'safe',
    order: 'parallel',
    skippable: true,

    check: (view, target) =>
      decide(['machines.start'], () => {
        const images = missing(view, target);
        for (const image of images)
          if (!view.bundle.asset(`images/${image.file}`))
            return { state: 'blocked', diagnostic: absent(image, target) };
        return verdictOf(images.map((image) => ({ what: 'image', after: image.reference })));
      }),

    apply: async (context) => {
      const { target, signal } = context;
      const transport = context.transport(target);
      const images = missing(context, target);
      if (images.length === 0) return;
      await runChange(transport, change`mkdir -p ${FOLDER}`);
      for (const image of images) {
        const archive = context.bundle.asset(`images/${image.file}`);
        if (!archive) throw new DiagnosticError(absent(image, target));
        const place = `${FOLDER}/${image.file}`;
        await transport.upload(archive, place, {
          mode: 0o644,
          signal,
          onBytes: (sent) => context.progress(sent, archive.sizeBytes, 'bytes'),
        });
        const result = await runJob(transport, `stack.load-${image.file}`, change`docker load --input ${place}`, {
          signal,
          timeoutMs: 1_800_000,
        });
        // the archive has done its work, and the machine's disk is small
        await runChange(transport, change`rm -f ${place}`);
        if (!result.stdout.includes(image.reference)) context.note(`docker load did not name ${image.reference}`);
      }
      const left = missing(await context.look(target), target);
      if (left.length > 0)
        throw fail('machine.no-effect', {
          params: { host: target, what: left.map((image) => image.reference).join(', ') },
          evidence: evidenceOf({ code: 0, stdout: 'the archives do not carry these names', stderr: '' }),
          subject: { host: target },
        });
    },
  };
}

function absent(image: StackImage, host: string) {
  return diagnostic('stack.image-missing', {
    params: { image: image.reference, file: image.file, host },
    subject: { host },
  });
}

import { DiagnosticError, diagnostic } from '../../../api/diagnostic.ts';
import type { Template } from '../../../api/site.ts';
import { extraFact } from '../../facts/registry.ts';
import { change } from '../../shell/command.ts';
import type { Asset } from '../../transport/port.ts';
import type { CheckVerdict, Step, View } from '../step.ts';
import { imageFact, imagePath } from './machine-facts.ts';
import { unknownFact } from './support/cluster-view.ts';
import { lookAtGuest } from './support/guests.ts';
import { runChange } from './support/run-change.ts';

/**
 * The cloud image of every template lies on the node that makes it, with the digest of the bundle's file. Once the
 * template exists the file is of no further use, and its absence is no fault.
 */
export const machinesImage: Step = {
  id: 'machines.image',
  phase: 'machines',
  title: () => ({ en: 'Cloud image on the node', es: 'Imagen de nube en el nodo' }),
  targets: (site) => [...new Set(site.templates.map((template) => template.node))],
  needs: ['cluster.join-node'],
  risk: 'safe',
  order: 'parallel',

  check(view, target): CheckVerdict {
    const missing: Template[] = [];
    for (const template of view.site.templates.filter((entry) => entry.node === target)) {
      const guest = lookAtGuest(view, template.id, template.name);
      if (guest.state === 'blocked') return { state: 'blocked', diagnostic: guest.diagnostic };
      if (guest.state === 'present') continue;
      const sight = view.facts.hosts.get(target);
      if (!sight?.reached)
        return {
          state: 'blocked',
          diagnostic: sight && !sight.expected ? sight.diagnostic : unknownFact(target, template.image, 'not reached'),
        };
      const digests = extraFact(sight.facts, imageFact(template));
      if (!digests.known) return { state: 'blocked', diagnostic: unknownFact(target, template.image, digests.why) };
      const image = bundleImage(view, template);
      if ('code' in image) return { state: 'blocked', diagnostic: image };
      if (digests.value.get(imagePath(template)) !== image.sha256) missing.push(template);
    }
    const [first, ...rest] = missing;
    if (!first) return { state: 'satisfied' };
    const asChange = (template: Template) => ({ what: imagePath(template), after: `${template.image} of the bundle` });
    return { state: 'needed', changes: [asChange(first), ...rest.map(asChange)] };
  },

  async apply(context) {
    const transport = context.transport(context.target);
    for (const template of context.site.templates.filter((entry) => entry.node === context.target)) {
      if (lookAtGuest(context, template.id, template.name).state === 'present') continue;
      const image = bundleImage(context, template);
      if ('code' in image) throw new DiagnosticError(image);
      await runChange(transport, change`mkdir -p /var/lib/sitewright/images`);
      await transport.upload(image, imagePath(template), {
        mode: 0o644,
        signal: context.signal,
        onBytes: (sent) => context.progress(sent, image.sizeBytes, 'bytes'),
      });
    }
  },
};

/** The bundle's file for a template, checked against the digest that the site names. */
function bundleImage(view: View, template: Template): Asset | ReturnType<typeof diagnostic> {
  const image = view.bundle.asset(`cloud-images/${template.image}`);
  if (!image) return diagnostic('machine.image-missing', { params: { image: template.image } });
  if (template.sha256 !== undefined && template.sha256 !== image.sha256)
    return diagnostic('machine.image-digest', {
      params: { image: template.image, expected: template.sha256, seen: image.sha256 },
    });
  return image;
}

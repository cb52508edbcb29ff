import { describeGaps, establishTrust, isTrusted, makeOwnKey, trustGaps } from '../../pve/ssh-trust.ts';
import { coordinator, pveNodes } from '../../site/derive.ts';
import { decide, factOf, verdictOf } from '../sight.ts';
import type { Step } from '../step.ts';

/**
 * A node that is to join logs in to the first node without a question: its key is let in there, and the first node's host
 * key, which we read over a pinned connection, is known to it.
 */
export const trustStep: Step = {
  id: 'cluster.trust',
  phase: 'cluster',
  title: () => ({ en: 'Trust between nodes', es: 'Confianza entre nodos' }),
  targets: (site) =>
    site.cluster
      ? pveNodes(site)
          .slice(1)
          .map((host) => host.name)
      : [],
  needs: ['cluster.create'],
  risk: 'safe',
  order: 'one-at-a-time',
  touches: (site, target) => [target, coordinator(site).name],
  check: (view, target) =>
    decide([], () => {
      const first = coordinator(view.site);
      const far = factOf(view, first.name, 'sshFiles');
      const gaps = trustGaps(factOf(view, target, 'sshFiles'), far, first.address);
      if (isTrusted(gaps, far)) return { state: 'satisfied' };
      return verdictOf(describeGaps(gaps, far).map((after) => ({ what: `ssh to ${first.name}`, after })));
    }),
  apply: async (context) => {
    const { target, site } = context;
    const first = coordinator(site);
    let view = await context.look(target, first.name);
    if (factOf(view, target, 'sshFiles').publicKey === undefined) {
      await makeOwnKey(context.transport(target), context);
      view = await context.look(target, first.name);
    }
    await establishTrust(
      {
        near: { host: target, transport: context.transport(target), files: factOf(view, target, 'sshFiles') },
        far: {
          host: first.name,
          transport: context.transport(first.name),
          files: factOf(view, first.name, 'sshFiles'),
          address: first.address,
        },
      },
      context,
    );
  },
};

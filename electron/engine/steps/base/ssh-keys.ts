import { hasKey } from '../../facts/host/ssh-files.ts';
import { authoriseKey } from '../../pve/ssh-trust.ts';
import { coordinator, pveNodes } from '../../site/derive.ts';
import { decide, factOf, verdictOf } from '../sight.ts';
import type { Step } from '../step.ts';

/**
 * The site's key is known to the first node: a node that joins takes over the first node's authorized_keys and loses its
 * own, so a key that only the joiner had would lock us out (pve-facts 2.4).
 */
export const sshKeysStep: Step = {
  id: 'base.ssh-keys',
  phase: 'base',
  title: () => ({ en: 'SSH key of the site', es: 'Clave SSH del sitio' }),
  targets: (site) => (pveNodes(site).length > 0 ? [coordinator(site).name] : []),
  needs: ['preflight.pve-version'],
  risk: 'safe',
  order: 'parallel',
  check: (view, target) =>
    decide([], () => {
      const present = hasKey(factOf(view, target, 'sshFiles').authorizedKeys, view.site.access.sshPublicKey);
      return verdictOf(present ? [] : [{ what: 'authorized_keys', after: shortKey(view.site.access.sshPublicKey) }]);
    }),
  apply: async (context) => {
    const key = context.site.access.sshPublicKey;
    const now = factOf(await context.look(context.target), context.target, 'sshFiles');
    if (hasKey(now.authorizedKeys, key)) return;
    await authoriseKey(context.transport(context.target), context, key);
  },
};

function shortKey(key: string): string {
  const [type = '', body = '', comment = ''] = key.split(/\s+/);
  return `${type} ...${body.slice(-8)} ${comment}`.trim();
}

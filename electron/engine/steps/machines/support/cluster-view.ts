import { type Diagnostic, diagnostic } from '../../../../api/diagnostic.ts';
import type { HostFacts } from '../../../facts/host-facts.ts';
import { pveNodes } from '../../../site/derive.ts';
import type { View } from '../../step.ts';

export type ClusterView =
  | { readonly known: true; readonly host: string; readonly facts: HostFacts }
  | { readonly known: false; readonly diagnostic: Diagnostic };

/**
 * The facts of a node that can speak for the cluster: the preferred one if it is reached and has /etc/pve, else the
 * first that is. Guests, replication and HA are cluster-wide files, so any such node tells the same.
 */
export function clusterView(view: View, prefer?: string): ClusterView {
  const names = pveNodes(view.site).map((host) => host.name);
  const order = prefer === undefined ? names : [prefer, ...names.filter((name) => name !== prefer)];
  let why: Diagnostic | undefined;
  for (const name of order) {
    const sight = view.facts.hosts.get(name);
    if (sight?.reached) {
      const mount = sight.facts.pmxcfs;
      if (mount.known && mount.value.mounted) return { known: true, host: name, facts: sight.facts };
      why ??= diagnostic('machine.facts-unknown', {
        params: { host: name, what: '/etc/pve' },
        evidence: mount.known ? [] : [mount.why],
        subject: { host: name },
      });
    } else if (sight && !sight.expected) why ??= sight.diagnostic;
  }
  const host = order[0] ?? view.site.id;
  return {
    known: false,
    diagnostic: why ?? diagnostic('machine.facts-unknown', { params: { host, what: '/etc/pve' }, subject: { host } }),
  };
}

/** `blocked` for a fact that could not be read. */
export function unknownFact(host: string, what: string, why: string): Diagnostic {
  return diagnostic('machine.facts-unknown', { params: { host, what }, evidence: [why], subject: { host } });
}

import { type Fact, known, unknown } from '../../facts/fact.ts';
import { whyFailed } from '../../facts/parse/text.ts';
import type { FactSet } from '../../facts/registry.ts';
import { wantsCollector } from '../../pve/api-accounts.ts';
import { read } from '../../shell/command.ts';
import { coordinator, pveNodes } from '../../site/derive.ts';
import { barePortFact } from './bare-address.ts';

/** The cluster's own certificate authority (PEM): what the collector trusts, and nothing else. */
export const clusterCaFact: Fact<string> = {
  id: 'monitoring.cluster-ca',
  command: read`cat /etc/pve/pve-root-ca.pem`,
  parse: (answer) => {
    if (answer.code !== 0) return unknown(whyFailed(answer));
    const text = answer.stdout.trim();
    return text.startsWith('-----BEGIN CERTIFICATE-----') ? known(`${text}\n`) : unknown('no certificate in it');
  },
};

/**
 * The authority is asked of the node that speaks for the cluster: the others lose their own when they join. Who has port 80 is asked
 * of every host with a dashboard.
 */
export const monitoringFactSet: FactSet = {
  id: 'monitoring',
  facts: (site, host) => [
    ...(wantsCollector(site) && pveNodes(site).length > 0 && coordinator(site).name === host ? [clusterCaFact] : []),
    ...(site.stacks.some(({ stack, on }) => stack === 'monitoring' && on === host) ? [barePortFact] : []),
  ],
};

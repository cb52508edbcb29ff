import { linkAddresses, pveNodes, witnessHost } from '../../site/derive.ts';
import { claimedMtu, macsOf, pathStep } from './support/path-step.ts';

const API_PORT = 8006;

/**
 * The management network carries what its ports claim, in time and without loss, from each node to every other and to the
 * witness, and the nodes reach each other's API. Corosync goes this way too where a site has no link of its own.
 */
export const networkStep = pathStep({
  id: 'preflight.network',
  phase: 'preflight',
  title: { en: 'Management network', es: 'Red de gestión' },
  targets: (site) => pveNodes(site).map((host) => host.name),
  needs: ['preflight.pve-version', 'preflight.names', 'preflight.ports'],
  record: 'paths-management.txt',
  wanted: (view, target) => {
    const { site } = view;
    const nodes = pveNodes(site);
    const witness = witnessHost(site);
    const source = nodes.find(({ name }) => name === target)?.address ?? '';
    const mtu = claimedMtu(view, target, source);
    const isLinkOf = (name: string, address: string) =>
      site.cluster !== undefined &&
      nodes.some((node) => node.name === name && linkAddresses(node).some((link) => link.address === address));
    return [...nodes, ...(witness ? [witness] : [])]
      .filter(({ name }) => name !== target)
      .map(({ name, address }) => ({
        peer: name,
        address,
        source,
        ...(mtu === undefined ? {} : { mtu }),
        // joining, and every look at another node, goes by its API
        ...(name === witness?.name ? {} : { port: API_PORT }),
        network: site.network.management.cidr,
        isLink: isLinkOf(name, address),
        peerMacs: macsOf(view, name),
      }));
  },
});

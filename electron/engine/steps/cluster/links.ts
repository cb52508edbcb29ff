import { fail } from '../../../api/diagnostic.ts';
import { hasAddress } from '../../facts/host/interfaces.ts';
import { linkAddresses, linkPorts, pveNodes } from '../../site/derive.ts';
import type { WantedPath } from '../preflight/support/judge-path.ts';
import { claimedMtu, macsOf, pathStep } from '../preflight/support/path-step.ts';
import { factOf } from '../sight.ts';

/**
 * Each cluster link is fit for corosync, measured from every node to every other after the links have their addresses and
 * before anything depends on them: Proxmox itself checks nothing of this (pve-facts 2.4) and a join over a bad link
 * hangs for ever.
 */
export const linksStep = pathStep({
  id: 'cluster.links',
  phase: 'cluster',
  title: { en: 'Cluster links measured', es: 'Medición de los enlaces' },
  targets: (site) => (site.cluster && pveNodes(site).length > 1 ? pveNodes(site).map((host) => host.name) : []),
  needs: ['base.cluster-links'],
  record: 'paths-links.txt',
  wanted: (view, target) => {
    const { site } = view;
    const nodes = pveNodes(site);
    const own = nodes.find(({ name }) => name === target);
    if (!own) return [];
    const list = factOf(view, target, 'interfaces');
    // what lies on the management network was measured before the first change
    const links = linkAddresses(own).filter(({ address }) => address !== own.address);
    const missing = links.find(({ address }) => !hasAddress(list, address));
    if (missing && linkPorts(site, own).some(({ link }) => link === missing.link))
      return { state: 'later', waitsFor: ['base.cluster-links'] };
    if (missing)
      throw fail('cluster.address-missing', {
        params: { host: target, address: missing.address, link: missing.link },
        evidence: list.map((entry) => `${entry.name} ${entry.addresses.join(' ')}`),
        subject: { host: target, step: 'cluster.links' },
      });
    return links.flatMap(({ link, address: source }) => {
      const mtu = claimedMtu(view, target, source);
      const network = site.network.links.find((entry) => entry.id === link)?.cidr ?? `link ${link}`;
      return nodes
        .filter(({ name }) => name !== target)
        .flatMap((peer): readonly WantedPath[] => {
          const far = linkAddresses(peer).find((entry) => entry.link === link);
          if (!far) return [];
          return [
            {
              peer: peer.name,
              address: far.address,
              source,
              ...(mtu === undefined ? {} : { mtu }),
              network,
              isLink: true,
              peerMacs: macsOf(view, peer.name),
            },
          ];
        });
    });
  },
});

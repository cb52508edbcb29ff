import { diagnostic } from '../../../api/diagnostic.ts';
import { hasAddress, type Interface } from '../../facts/host/interfaces.ts';
import { type LinkPort, linkPorts, pveNodes } from '../../site/derive.ts';
import { carriedByNetwork, type WantedInterface } from '../../site/host-network.ts';
import { bearsAbsence } from '../availability/holds-without.ts';
import { decide, factOf, verdictOf } from '../sight.ts';
import type { Step, View } from '../step.ts';
import { changeNetwork, guardWaits, networkRefusal } from './network-change.ts';

const ID = 'base.cluster-links';

interface Missing extends LinkPort {
  /** The port as the node calls it now; undefined = the inventory does not lead to one. */
  readonly port: string | undefined;
  /** A bond, VLAN or bridge of the site file is to carry it. */
  readonly isCarried: boolean;
}

/** Each node carries its addresses on the cluster links: the installer only configures the management port. */
export const clusterLinksStep: Step = {
  id: ID,
  phase: 'base',
  title: () => ({ en: 'Addresses of the cluster links', es: 'Direcciones de los enlaces' }),
  targets: (site) => pveNodes(site).flatMap((host) => (linkPorts(site, host).length > 0 ? [host.name] : [])),
  needs: ['preflight.pve-version', 'base.network'],
  risk: 'disruptive',
  order: 'one-at-a-time',
  guard: bearsAbsence,
  check: (view, target) =>
    decide([], () => {
      const missing = missingLinks(view, target);
      if (missing.some((entry) => entry.isCarried)) return { state: 'later', waitsFor: ['base.network'] };
      const unknown = missing.find((entry) => entry.port === undefined);
      if (unknown)
        return {
          state: 'blocked',
          diagnostic: diagnostic('base.link-port-unknown', {
            params: { host: target, address: unknown.cidr, link: unknown.link },
            evidence: factOf(view, target, 'interfaces')
              .filter((entry) => entry.physical)
              .map((entry) => `${entry.name} ${entry.mac} ${entry.addresses.join(' ')}`.trim()),
            subject: { host: target, step: ID },
          }),
        };
      if (missing.length === 0)
        return verdictOf(
          guardWaits(view, target) ? [{ what: 'network', before: 'not confirmed', after: 'confirmed' }] : [],
        );
      const refusal = networkRefusal(view, target, ID);
      if (refusal) return { state: 'blocked', diagnostic: refusal };
      return verdictOf(missing.map(({ port, link, cidr }) => ({ what: `${port} (link ${link})`, after: cidr })));
    }),
  apply: async (context) => {
    const { target, site } = context;
    await changeNetwork(context, {
      step: ID,
      wanted: (view) => missingLinks(view, target).flatMap(wantedPort),
      comment: (entry) => `Sitewright ${site.id}: cluster link ${linkOf(context, target, entry)}`,
    });
  },
};

function wantedPort({ port, cidr }: Missing): readonly WantedInterface[] {
  return port === undefined ? [] : [{ name: port, type: 'eth', cidr }];
}

function linkOf(view: Pick<View, 'site'>, target: string, { cidr }: WantedInterface): string {
  const host = pveNodes(view.site).find((entry) => entry.name === target);
  return `${(host ? linkPorts(view.site, host) : []).find((entry) => entry.cidr === cidr)?.link ?? ''}`;
}

function missingLinks(view: Pick<View, 'facts' | 'site'>, target: string): readonly Missing[] {
  const host = pveNodes(view.site).find((entry) => entry.name === target);
  if (!host) return [];
  const list = factOf(view, target, 'interfaces');
  return linkPorts(view.site, host)
    .filter(({ cidr }) => !hasAddress(list, cidr.split('/')[0] ?? ''))
    .map((entry) => ({
      ...entry,
      port: portOf(list, entry),
      isCarried: carriedByNetwork(host, entry.cidr.split('/')[0] ?? ''),
    }));
}

/** Never a port of a bridge or bond: an address there does nothing, and touching it could cut the management network. */
function portOf(list: readonly Interface[], wanted: LinkPort): string | undefined {
  return list.find(
    (entry) => entry.physical && entry.master === '' && wanted.mac !== undefined && entry.mac === wanted.mac,
  )?.name;
}

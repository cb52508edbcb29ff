import type { Site } from '../../api/site.ts';
import type { SiteRange } from '../../api/site-ranges.ts';
import { MANAGEMENT_BRIDGE, wantedInterfaces } from './host-network.ts';
import { networkText } from './net.ts';

/** A range with the place where it is written. */
export type WrittenRange = SiteRange & { readonly field: string };

/** The networks that a site declares: management, then the cluster links. */
export function declaredRanges(site: Site): readonly WrittenRange[] {
  return [
    { cidr: site.network.management.cidr, kind: 'management', name: '', field: 'network.management.cidr' },
    ...site.network.links.map(
      (link, index): WrittenRange => ({
        cidr: link.cidr,
        kind: 'link',
        name: String(link.id),
        field: `network.links[${index}].cidr`,
      }),
    ),
  ];
}

/** The networks of the nodes' own interfaces beyond what the installer makes, each as often as it is written. */
export function interfaceRanges(site: Site): readonly WrittenRange[] {
  return site.hosts.flatMap((host, index) =>
    wantedInterfaces(host).flatMap(({ name, cidr }): WrittenRange[] =>
      cidr === undefined
        ? []
        : [
            {
              cidr: networkText(cidr),
              kind: 'interface',
              name: `${host.name} ${name}`,
              field: `hosts[${index}].network`,
            },
          ],
    ),
  );
}

/** The networks of machines that are on another bridge than the management one. */
export function machineRanges(site: Site): readonly WrittenRange[] {
  return site.machines.flatMap((machine, index): WrittenRange[] =>
    machine.bridge === MANAGEMENT_BRIDGE
      ? []
      : [
          {
            cidr: networkText(machine.address),
            kind: 'machine',
            name: machine.name,
            field: `machines[${index}].address`,
          },
        ],
  );
}

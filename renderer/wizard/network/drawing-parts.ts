import type { Site } from '../../../electron/api/site.ts';

/** What can be pressed in the drawing, with the field of the form that says it. */
export interface NetworkPart {
  /** `management`, `gateway`, `laptop`, `link-0`, `cable-0-pve-node1`, `host-pve-node1`, `machine-vm-dashboard`. */
  readonly id: string;
  readonly field: string;
  /** Fields that belong to it: the drawing shows it while the form is at one of them. */
  readonly fields: readonly string[];
}

/** The parts of a site's drawing. A part that the form says more precisely stands before the one around it. */
export function networkParts(site: Site): readonly NetworkPart[] {
  const { network } = site;
  return [
    part('gateway', 'network.management.gateway'),
    part('management', 'network.management.cidr', ['network.management', 'network.domain', 'network.ntpServers']),
    part('laptop', 'network.laptop.address', ['network.laptop', 'network.dhcp']),
    ...site.hosts.flatMap((host, index) =>
      network.links.map((link) => part(cableId(link.id, host.name), `hosts[${index}].links.${link.id}`)),
    ),
    ...network.links.map((link, index) =>
      part(`link-${link.id}`, `network.links[${index}].cidr`, [`network.links[${index}]`]),
    ),
    part('replication', 'cluster.migration.cidr', ['cluster.migration']),
    ...site.hosts.map((host, index) =>
      part(
        cableId('management', host.name),
        host.install ? `hosts[${index}].install.managementMac` : `hosts[${index}].hardware.nics`,
      ),
    ),
    ...site.machines.map((machine, index) => part(cableId('bridge', machine.name), `machines[${index}].bridge`)),
    ...site.hosts.map((host, index) => part(`host-${host.name}`, `hosts[${index}].address`)),
    ...site.machines.map((machine, index) => part(`machine-${machine.name}`, `machines[${index}].address`)),
  ];
}

/** The name of a cable's part: what it belongs to, and the machine that it comes from. */
export function cableId(of: 'management' | 'bridge' | number, name: string): string {
  return `cable-${of}-${name}`;
}

/** The part that the form is at. */
export function partOfField(parts: readonly NetworkPart[], field: string): string | undefined {
  return parts.find(({ fields }) =>
    fields.some((own) => field === own || field.startsWith(`${own}.`) || field.startsWith(`${own}[`)),
  )?.id;
}

function part(id: string, field: string, fields: readonly string[] = [field]): NetworkPart {
  return { id, field, fields };
}

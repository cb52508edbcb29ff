import type { Host, Site } from '../../../electron/api/site.ts';

/** The port of a machine that a cable goes into, as far as the plan knows it. */
export interface Port {
  readonly name?: string;
  readonly mac?: string;
  readonly speedMbps?: number;
}

/** The bridge that the installer makes on the management port. */
export const MANAGEMENT_BRIDGE = 'vmbr0';

/** What carries the management network of a host: the ports that its bridge was given, else the one named by its MAC. */
export function managementPort(host: Host): Port {
  const given = host.network?.bridges.find(({ name }) => name === MANAGEMENT_BRIDGE)?.ports ?? [];
  if (given.length > 0) return { name: given.map((name) => withBond(host, name)).join(', ') };
  const mac = host.install?.managementMac?.toLowerCase();
  const nic = host.hardware?.nics.find((each) => each.mac.toLowerCase() === mac);
  return nic ?? (mac === undefined ? {} : { mac });
}

/** The port of a host for a cluster link. */
export function linkPort(host: Host, link: number): Port {
  return host.hardware?.nics.find((nic) => nic.link === link) ?? {};
}

/** "eno1", or "bond0: eno1 + eno2". */
function withBond(host: Host, name: string): string {
  const bond = host.network?.bonds.find((each) => each.name === name);
  return bond ? `${name}: ${bond.ports.join(' + ')}` : name;
}

/** The speed of a cable: what its slowest end can; undefined where an end is not known. */
export function cableSpeed(ports: readonly Port[]): number | undefined {
  const speeds = ports.map(({ speedMbps }) => speedMbps);
  return speeds.length > 0 && speeds.every((speed) => speed !== undefined) ? Math.min(...speeds) : undefined;
}

/** Where copies and moving machines go between the nodes: over a cluster link, the management network, or one of its own. */
export type ReplicationPath =
  | { readonly over: 'link'; readonly link: number }
  | { readonly over: 'management' }
  | { readonly over: 'own'; readonly cidr: string };

/** Undefined where nothing goes between nodes: without a cluster there is nothing to move. */
export function replicationPath({ cluster, network }: Site): ReplicationPath | undefined {
  if (!cluster) return undefined;
  const cidr = cluster.migration?.cidr;
  if (cidr === undefined || cidr === network.management.cidr) return { over: 'management' };
  const link = network.links.find((each) => each.cidr === cidr);
  return link ? { over: 'link', link: link.id } : { over: 'own', cidr };
}

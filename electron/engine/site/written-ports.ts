import type { Host } from '../../api/site.ts';

type Port = NonNullable<Host['hardware']>['nics'][number];

/**
 * The ports of a machine as the site tells them. Where only those of the cluster links are written, that is no listing of the machine: the
 * management port is one more, and without its MAC nothing is known. Pure.
 */
export function writtenPorts({ hardware, install }: Host): readonly Port[] {
  const nics = hardware?.nics ?? [];
  if (nics.length === 0 || nics.some(({ link }) => link === undefined) || !install) return nics;
  const mac = install.managementMac;
  if (mac === undefined) return [];
  const isWritten = nics.some((nic) => nic.mac.toLowerCase() === mac.toLowerCase());
  return isWritten ? nics : [{ name: 'mgmt', mac, speedMbps: 1000 }, ...nics];
}

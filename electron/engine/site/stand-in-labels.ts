import type { Host, Site } from '../../api/site.ts';
import { namedDisks, UNSAID_SERIAL } from '../../api/site-storage.ts';
import type { SiteEdit } from '../../api/sites.ts';
import { isStandInMac, isStandInSerial, standInMac, standInSerial } from '../../api/stand-in-labels.ts';
import { LEAST_DISKS } from '../answers/answer.ts';
import { linkPorts } from './derive.ts';
import { carriedByNetwork } from './host-network.ts';

/** One value of the file that no real machine has. */
export interface StandIn {
  readonly host: string;
  readonly field: string;
  readonly value: string;
}

/**
 * The edits that fill every label that is still open with a made-up one. What is said stays, and so does a machine whose disks or ports
 * are listed: which of them it is, nobody makes up. Pure.
 */
export function standInLabels(site: Site): readonly SiteEdit[] {
  const hosts = site.hosts.flatMap((host, index): readonly SiteEdit[] => {
    const { name, install, hardware } = host;
    if (!install) return [];
    const { diskSerials, diskPaths, diskFilter, raid, managementMac, nicFilter, networkSource } = install;
    const at = `hosts[${index}].install`;
    const hasDisks = (diskSerials ?? diskPaths ?? diskFilter) !== undefined || (hardware?.disks.length ?? 0) > 0;
    const isSaid = (managementMac ?? nicFilter) !== undefined || networkSource === 'from-dhcp';
    const hasPort = isSaid || (hardware?.nics.length ?? 0) > 0;
    const serials = Array.from({ length: raid ? LEAST_DISKS[raid] : 1 }, (_, number) =>
      standInSerial(name, 'system', number),
    );
    const open = unsaidLinkPorts(site, host);
    const nics = open.map((link) => ({ name: `link${link}`, mac: standInMac(index, 1 + link), link }));
    return [
      ...(hasDisks ? [] : [{ op: 'set', path: `${at}.diskSerials`, value: serials } as const]),
      ...(hasPort ? [] : [{ op: 'set', path: `${at}.managementMac`, value: standInMac(index) } as const]),
      ...(open.length === 0 ? [] : [{ op: 'set', path: `hosts[${index}].hardware.nics`, value: nics } as const]),
    ];
  });
  const counted = new Map<string, number>();
  const disks = allDisks(site)
    .filter(({ value }) => value === UNSAID_SERIAL)
    .map(({ host, field }): SiteEdit => {
      const number = counted.get(host) ?? 0;
      counted.set(host, number + 1);
      return { op: 'set', path: field, value: standInSerial(host, 'data', number) };
    });
  return [...hosts, ...disks];
}

/** The links of a machine for which neither a port nor anything else of the file is named; only where no port at all is. */
export function unsaidLinkPorts(site: Site, host: Host): readonly number[] {
  if (host.origin !== 'installed' || (host.hardware?.nics.length ?? 0) > 0) return [];
  return linkPorts(site, host)
    .filter(({ cidr }) => !carriedByNetwork(host, cidr.split('/')[0] ?? ''))
    .map(({ link }) => link);
}

/** Every made-up label of a site, where it stands. Pure. */
export function standIns(site: Site): readonly StandIn[] {
  const hosts = site.hosts.flatMap(({ name, install, hardware }, index): readonly StandIn[] => {
    const at = `hosts[${index}].install`;
    const { diskSerials = [], managementMac } = install ?? {};
    const serials = diskSerials.flatMap((value, place) =>
      isStandInSerial(value) ? [{ host: name, field: `${at}.diskSerials[${place}]`, value }] : [],
    );
    const port =
      managementMac !== undefined && isStandInMac(managementMac)
        ? [{ host: name, field: `${at}.managementMac`, value: managementMac }]
        : [];
    const links = (hardware?.nics ?? []).flatMap(({ mac, link }, port) =>
      link !== undefined && isStandInMac(mac)
        ? [{ host: name, field: `hosts[${index}].hardware.nics[${port}].mac`, value: mac }]
        : [],
    );
    return [...serials, ...port, ...links];
  });
  const disks = allDisks(site).filter(({ value }) => isStandInSerial(value));
  return [...hosts, ...disks];
}

function allDisks(site: Site): readonly StandIn[] {
  return site.storages.flatMap((storage, index) =>
    namedDisks(storage).map(({ host, serial, field }) => ({
      host,
      field: `storages[${index}].${field}`,
      value: serial,
    })),
  );
}

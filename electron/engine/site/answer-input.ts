import type { Host, Site } from '../../api/site.ts';
import type { AnswerInput, AnswerInputDisks } from '../answers/answer-input.ts';
import { fqdn, managementCidr } from './derive.ts';
import { installDiskFilter } from './install-disk-filter.ts';

/**
 * What the answer file of one node says. Takes the `$6$` hash of its root password. Undefined for a host that our media do
 * not install, and where its disks cannot be named (site.disks-not-nameable). Disks by serial, the management port by MAC,
 * never by a device name.
 */
export function answerInput(site: Site, host: Host, rootPasswordHash: string): AnswerInput | undefined {
  const { install } = host;
  const filter = installDiskFilter(host);
  if (host.origin !== 'installed' || !install || !filter) return undefined;
  const { management } = site.network;
  return {
    version: site.pve.version,
    siteName: site.name,
    nodeName: host.name,
    global: {
      keyboard: site.keyboard,
      country: site.country,
      fqdn: fqdn(site, host),
      mailto: site.mailto,
      timezone: site.timezone,
      rootPasswordHash,
      rebootMode: install.rebootMode,
      rootSshKeys: [site.access.sshPublicKey],
    },
    network: {
      source: 'from-answer',
      cidr: managementCidr(site, host),
      gateway: management.gateway,
      dns: management.dns[0] ?? management.gateway,
      // udev's name for the port that any driver gives it: enx + MAC without colons.
      filter: { ID_NET_NAME_MAC: `*${(install.managementMac ?? '').toLowerCase().replaceAll(':', '')}` },
    },
    disks: disks(install, filter),
  };
}

function disks(install: NonNullable<Host['install']>, filter: Readonly<Record<string, string>>): AnswerInputDisks {
  const { filesystem, raid, lvm } = install;
  const selection = {
    by: 'filter',
    filter,
    ...(Object.keys(filter).length > 1 ? { match: 'any' as const } : {}),
  } as const;
  if (filesystem === 'zfs') return { filesystem, selection, ...(raid ? { zfs: { raid } } : {}) };
  if (filesystem === 'btrfs') {
    const level = raid === 'raid0' || raid === 'raid1' || raid === 'raid10' ? raid : undefined;
    return { filesystem, selection, ...(level ? { btrfs: { raid: level } } : {}) };
  }
  return { filesystem, selection, ...(lvm ? { lvm } : {}) };
}

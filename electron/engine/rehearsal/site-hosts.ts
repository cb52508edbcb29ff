import type { Site } from '../../api/site.ts';
import { installedHosts } from '../site/delivery.ts';
import { managementCidr } from '../site/derive.ts';
import { installedHardware } from './install/model/installed-hardware.ts';
import type { SimHostSpec } from './kernel/program.ts';

/**
 * The declared machines of a site as they stand right after installation, before Sitewright has touched them: nodes as
 * Proxmox's installer leaves them, other hosts as a plain Debian. What the site file does not say about the hardware
 * is made up just large enough. Cluster links stay without address: configuring them is a step.
 */
export function siteHosts(site: Site): readonly SimHostSpec[] {
  return site.hosts.map((host): SimHostSpec => {
    const common = {
      name: host.name,
      domain: site.network.domain,
      gateway: site.network.management.gateway,
      nameservers: site.network.management.dns,
      storageServers: site.storages.flatMap((storage) => ('server' in storage ? [storage.server] : [])),
      hardware: installedHardware(site, host),
      authorizedKeys: {
        root: [site.access.sshPublicKey],
        ...(host.user === 'root' ? {} : { [host.user]: [site.access.sshPublicKey] }),
      },
      users: host.user === 'root' ? [] : [host.user],
    };
    const address = managementCidr(site, host);
    if (host.os === 'pve') {
      return {
        ...common,
        os: 'pve',
        osVersion: site.pve.version,
        addresses: { vmbr0: [address] },
        timezone: site.timezone,
      };
    }
    return {
      ...common,
      os: 'debian',
      osVersion: '12',
      addresses: { eth0: [address] },
      timezone: 'Etc/UTC',
    };
  });
}

/** The hosts that are there before any of our media is used. */
export function existingHosts(site: Site): readonly SimHostSpec[] {
  const bare = new Set(installedHosts(site).map(({ name }) => name));
  return siteHosts(site).filter(({ name }) => !bare.has(name));
}

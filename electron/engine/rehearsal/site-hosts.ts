import { createHash } from 'node:crypto';
import type { Host, Site } from '../../api/site.ts';
import { managementCidr } from '../site/derive.ts';
import type { SimDisk, SimHardware, SimHostSpec } from './kernel/program.ts';

const GIB = 1024 ** 3;

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
      hardware: hardwareOf(site, host),
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

function hardwareOf(site: Site, host: Host): SimHardware {
  const declared = host.hardware;
  const disks: SimDisk[] = (declared?.disks ?? []).map((disk, index) => ({
    name: `sd${String.fromCharCode(97 + index)}`,
    serial: disk.serial,
    model: disk.model ?? 'Disk',
    sizeBytes: Math.round(disk.sizeGb * 1e9),
    rotational: disk.rotational,
    ...(host.install?.diskSerials?.includes(disk.serial) ? { use: 'system' } : {}),
  }));
  const system = host.install?.diskSerials ?? [`SIM-${host.name}`];
  const data = site.storages.flatMap((storage) =>
    storage.type === 'zfspool' && storage.disks[host.name] ? [storage.disks[host.name] ?? ''] : [],
  );
  for (const [serial, use, sizeBytes] of [
    ...system.map((each) => [each, 'system', 240e9] as const),
    ...data.map((each) => [each, undefined, 960e9] as const),
  ]) {
    if (disks.some((disk) => disk.serial === serial)) continue;
    disks.push({
      name: `sd${String.fromCharCode(97 + disks.length)}`,
      serial,
      model: 'Rehearsed disk',
      sizeBytes,
      rotational: false,
      ...(use ? { use } : {}),
    });
  }
  const nics = declared?.nics ?? [];
  return {
    cores: declared?.cores ?? (host.os === 'pve' ? 8 : 2),
    memoryBytes: (declared?.memoryGib ?? (host.os === 'pve' ? 32 : 2)) * GIB,
    virtualisation: true,
    systemSerial: `SIM${createHash('sha256').update(host.name).digest('hex').slice(0, 8).toUpperCase()}`,
    disks,
    nics:
      nics.length > 0
        ? nics.map(({ name, mac, speedMbps }) => ({ name, mac: mac.toLowerCase(), speedMbps }))
        : madeUpNics(host),
  };
}

function madeUpNics(host: Host): SimHardware['nics'] {
  const tail = createHash('sha256').update(host.name).digest('hex');
  const count = 1 + Math.max(1, Object.keys(host.links).length);
  const first = host.os === 'pve' ? 'eno' : 'eth';
  return Array.from({ length: count }, (_, index) => ({
    name: `${first}${host.os === 'pve' ? index + 1 : index}`,
    mac: `02:00:00:${tail.slice(0, 2)}:${tail.slice(2, 4)}:0${index}`,
    speedMbps: 1000,
  }));
}

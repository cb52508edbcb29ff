import { type Diagnostic, diagnostic } from '../../../api/diagnostic.ts';
import type { Host } from '../../../api/site.ts';
import { pveNodes, storageNodes } from '../derive.ts';
import { erasedDisks } from '../install-disks.ts';
import { rules } from './rule.ts';

/** Storage ids that the Proxmox installer makes (pve-facts 1.5). */
const INSTALLER_STORAGES = new Set(['local', 'local-lvm', 'local-zfs', 'local-btrfs']);

export const storageRules = rules([
  {
    id: 'storage.references',
    looksAt: ['storages[].disks', 'storages[].nodes'],
    codes: ['site.unknown-reference', 'site.storage-id-reserved'],
    check: (site) => {
      const nodes = pveNodes(site).map((host) => host.name);
      return site.storages.flatMap((storage, index): Diagnostic[] => {
        const names =
          storage.type === 'zfspool'
            ? Object.keys(storage.disks).map((name) => ({ name, field: `storages[${index}].disks.${name}` }))
            : (storage.nodes ?? []).map((name, at) => ({ name, field: `storages[${index}].nodes[${at}]` }));
        const unknown = names
          .filter(({ name }) => !nodes.includes(name))
          .map(({ name, field }) =>
            diagnostic('site.unknown-reference', {
              params: { field, value: name, known: nodes.join(', ') },
              subject: { field },
            }),
          );
        const reserved = INSTALLER_STORAGES.has(storage.id)
          ? [
              diagnostic('site.storage-id-reserved', {
                params: { storage: storage.id },
                subject: { field: `storages[${index}].id` },
              }),
            ]
          : [];
        return [...reserved, ...unknown];
      });
    },
  },
  {
    id: 'storage.not-the-system-disk',
    looksAt: ['storages[].disks', 'hosts[].install.diskSerials', 'hosts[].install.diskPaths'],
    codes: ['site.disk-is-system-disk'],
    check: (site) =>
      site.storages.flatMap((storage, index) =>
        storage.type === 'zfspool'
          ? Object.entries(storage.disks).flatMap(([name, serial]) =>
              site.hosts.some((host) => host.name === name && isErased(host, serial))
                ? [
                    diagnostic('site.disk-is-system-disk', {
                      params: { storage: storage.id, serial, name },
                      subject: { field: `storages[${index}].disks.${name}`, host: name },
                    }),
                  ]
                : [],
            )
          : [],
      ),
  },
  {
    id: 'storage.large-enough',
    looksAt: ['storages[].disks', 'machines[].diskGib', 'hosts[].hardware.disks[].sizeGb'],
    codes: ['site.disk-too-small'],
    check: (site) =>
      site.storages.flatMap((storage, index) => {
        if (storage.type !== 'zfspool') return [];
        return storageNodes(site, storage).flatMap((node) => {
          const serial = storage.disks[node];
          const disk = site.hosts
            .find((host) => host.name === node)
            ?.hardware?.disks.find((entry) => entry.serial === serial);
          if (!disk) return [];
          const gib = site.machines
            .filter((machine) => machine.storage === storage.id)
            .filter((machine) => machine.node === node || machine.replication?.to.includes(node))
            .reduce((sum, machine) => sum + machine.diskGib, 0);
          // Vendors count disks in 10^9 bytes, machines in 2^30; ZFS should stay below 80 % but refuses only at the end.
          const need = Math.ceil(gib * 1.073741824);
          if (need <= disk.sizeGb) return [];
          return [
            diagnostic('site.disk-too-small', {
              params: { storage: storage.id, node, need, have: disk.sizeGb },
              subject: { field: `storages[${index}].disks.${node}`, host: node },
            }),
          ];
        });
      }),
  },
]);

function isErased(host: Host, serial: string): boolean {
  return (
    (host.install?.diskSerials?.includes(serial) ?? false) || erasedDisks(host).some((disk) => disk.serial === serial)
  );
}

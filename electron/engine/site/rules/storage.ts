import { type Diagnostic, diagnostic } from '../../../api/diagnostic.ts';
import type { Host, Site, SiteStorage } from '../../../api/site.ts';
import { pveNodes, storageBacking, storageNodes } from '../derive.ts';
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
        const names = [
          ...Object.keys(disksOf(storage)).map((name) => ({ name, field: `storages[${index}].disks.${name}` })),
          ...('nodes' in storage ? (storage.nodes ?? []) : []).map((name, at) => ({
            name,
            field: `storages[${index}].nodes[${at}]`,
          })),
        ];
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
      namedDisks(site).flatMap(({ storage, node, serial, field }) =>
        site.hosts.some((host) => host.name === node && isErased(host, serial))
          ? [
              diagnostic('site.disk-is-system-disk', {
                params: { storage: storage.id, serial, name: node },
                subject: { field, host: node },
              }),
            ]
          : [],
      ),
  },
  {
    id: 'storage.one-disk-one-storage',
    looksAt: ['storages[].disks'],
    codes: ['site.disk-of-two-storages'],
    check: (site) => {
      const named = namedDisks(site);
      return named.flatMap(({ storage, node, serial, field }, index) => {
        const first = named.slice(0, index).find((entry) => entry.node === node && entry.serial === serial);
        return first
          ? [
              diagnostic('site.disk-of-two-storages', {
                params: { name: node, serial, a: first.storage.id, b: storage.id },
                subject: { field, host: node },
              }),
            ]
          : [];
      });
    },
  },
  {
    id: 'storage.wipes-own-disks',
    looksAt: ['storages[].allowWipe', 'storages[].disks'],
    codes: ['site.wipe-unknown'],
    check: (site) =>
      site.storages.flatMap((storage, index) =>
        ('allowWipe' in storage ? storage.allowWipe : [])
          .filter((serial) => !Object.values(disksOf(storage)).includes(serial))
          .map((serial) =>
            diagnostic('site.wipe-unknown', {
              params: { storage: storage.id, serial },
              subject: { field: `storages[${index}].allowWipe` },
            }),
          ),
      ),
  },
  {
    id: 'storage.disks-of-its-nodes',
    looksAt: ['storages[].disks', 'storages[].nodes'],
    codes: ['site.disk-not-of-node'],
    check: (site) =>
      namedDisks(site).flatMap(({ storage, node, field }) =>
        storageNodes(site, storage).includes(node) || !pveNodes(site).some(({ name }) => name === node)
          ? []
          : [
              diagnostic('site.disk-not-of-node', {
                params: { storage: storage.id, name: node },
                subject: { field, host: node },
              }),
            ],
      ),
  },
  {
    id: 'storage.place-once',
    looksAt: ['storages[].pool', 'storages[].vg', 'storages[].path', 'storages[].server'],
    codes: ['site.storage-place-twice'],
    check: (site) =>
      site.storages.flatMap((storage, index) => {
        const first = site.storages.slice(0, index).find((entry) => storageBacking(entry) === storageBacking(storage));
        const isNamespace = storage.type === 'pbs' && first?.type === 'pbs' && storage.namespace !== first.namespace;
        return first && !isNamespace
          ? [
              diagnostic('site.storage-place-twice', {
                params: { a: first.id, b: storage.id, place: storageBacking(storage) },
                subject: { field: `storages[${index}]` },
              }),
            ]
          : [];
      }),
  },
  {
    id: 'storage.password',
    looksAt: ['storages[].username', 'storages[].password'],
    codes: ['site.password-alone'],
    check: (site) =>
      site.storages.flatMap((storage, index) =>
        storage.type === 'cifs' && (storage.username === undefined) !== (storage.password === undefined)
          ? [
              diagnostic('site.password-alone', {
                params: { storage: storage.id },
                subject: { field: `storages[${index}]` },
              }),
            ]
          : [],
      ),
  },
  {
    id: 'storage.large-enough',
    looksAt: ['storages[].disks', 'machines[].diskGib', 'hosts[].hardware.disks[].sizeGb'],
    codes: ['site.disk-too-small'],
    check: (site) =>
      site.storages.flatMap((storage, index) => {
        return storageNodes(site, storage).flatMap((node) => {
          const serial = disksOf(storage)[node];
          if (serial === undefined) return [];
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

/** Device of a node by its serial, of the kinds that have one. */
function disksOf(storage: SiteStorage): Readonly<Record<string, string>> {
  return 'disks' in storage ? storage.disks : {};
}

function namedDisks(site: Site) {
  return site.storages.flatMap((storage, index) =>
    Object.entries(disksOf(storage)).map(([node, serial]) => ({
      storage,
      node,
      serial,
      field: `storages[${index}].disks.${node}`,
    })),
  );
}

function isErased(host: Host, serial: string): boolean {
  return (
    (host.install?.diskSerials?.includes(serial) ?? false) || erasedDisks(host).some((disk) => disk.serial === serial)
  );
}

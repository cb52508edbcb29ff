import { type Diagnostic, diagnostic } from '../../../api/diagnostic.ts';
import { LEAST_DISKS, raidGroups, usableSize } from '../../../api/raid.ts';
import type { Host, Site } from '../../../api/site.ts';
import { diskSerials, namedDisks, UNSAID_SERIAL } from '../../../api/site-storage.ts';
import { pveNodes, storageBacking, storageNodes } from '../derive.ts';
import { erasedDisks } from '../install-disks.ts';
import { rules } from './rule.ts';

/** Storage ids that the Proxmox installer makes (pve-facts 1.5). */
const INSTALLER_STORAGES = new Set(['local', 'local-lvm', 'local-zfs', 'local-btrfs']);

/** Words that zpool takes for kinds of groups, also at the beginning of a name (libzfs, zpool_name_valid); the installer's own. */
const RESERVED_POOL = /^(mirror|raidz|draid|spare)|^(log|rpool)$/;

export const storageRules = rules([
  {
    id: 'storage.references',
    looksAt: ['storages[].disks', 'storages[].nodes'],
    codes: ['site.unknown-reference', 'site.storage-id-reserved'],
    check: (site) => {
      const nodes = pveNodes(site).map((host) => host.name);
      return site.storages.flatMap((storage, index): Diagnostic[] => {
        const names = [
          ...Object.keys('disks' in storage ? storage.disks : {}).map((name) => ({
            name,
            field: `storages[${index}].disks.${name}`,
          })),
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
    id: 'storage.serials-said',
    looksAt: ['storages[].disks'],
    codes: ['site.serial-unsaid'],
    check: (site) =>
      allNamedDisks(site)
        .filter(({ serial }) => serial === UNSAID_SERIAL)
        .map(({ storage, node, field }) =>
          diagnostic('site.serial-unsaid', {
            params: { storage: storage.id, name: node },
            subject: { field, host: node },
          }),
        ),
  },
  {
    id: 'storage.not-the-system-disk',
    looksAt: ['storages[].disks', 'hosts[].install.diskSerials', 'hosts[].install.diskPaths'],
    codes: ['site.disk-is-system-disk'],
    check: (site) =>
      allNamedDisks(site).flatMap(({ storage, node, serial, field }) =>
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
    codes: ['site.disk-of-two-storages', 'site.disk-twice'],
    check: (site) => {
      const named = allNamedDisks(site);
      return named.flatMap(({ storage, node, serial, field }, index) => {
        const first = named.slice(0, index).find((entry) => entry.node === node && entry.serial === serial);
        if (!first) return [];
        const subject = { field, host: node };
        return first.storage === storage
          ? [diagnostic('site.disk-twice', { params: { name: node, serial, storage: storage.id }, subject })]
          : [
              diagnostic('site.disk-of-two-storages', {
                params: { name: node, serial, a: first.storage.id, b: storage.id },
                subject,
              }),
            ];
      });
    },
  },
  {
    id: 'storage.raid',
    looksAt: ['storages[].raid', 'storages[].disks'],
    codes: ['site.raid-single-many', 'site.raid-too-few', 'site.raid-odd'],
    check: (site) =>
      site.storages.flatMap((storage, index) => {
        if (storage.type !== 'zfspool') return [];
        const { id, raid } = storage;
        return Object.keys(storage.disks).flatMap((name): readonly Diagnostic[] => {
          const have = diskSerials(storage, name).length;
          const need = LEAST_DISKS[raid];
          const about = {
            params: { storage: id, raid, name, have, need },
            subject: { field: `storages[${index}].disks.${name}`, host: name },
          };
          if (raid === 'single' && have > 1) return [diagnostic('site.raid-single-many', about)];
          if (have < need) return [diagnostic('site.raid-too-few', about)];
          return raid === 'raid10' && have % 2 !== 0 ? [diagnostic('site.raid-odd', about)] : [];
        });
      }),
  },
  {
    id: 'storage.raid-sizes',
    looksAt: ['storages[].raid', 'storages[].disks', 'hosts[].hardware.disks[].sizeGb'],
    codes: ['site.raid-sizes-differ'],
    check: (site) =>
      site.storages.flatMap((storage, index) => {
        if (storage.type !== 'zfspool') return [];
        return storageNodes(site, storage).flatMap((node) => {
          const sized = diskSerials(storage, node).map((serial) => ({ serial, sizeGb: sizeOf(site, node, serial) }));
          const uneven = raidGroups(storage.raid, sized).find(
            (group) => new Set(group.flatMap(({ sizeGb }) => sizeGb ?? [])).size > 1,
          );
          if (!uneven) return [];
          const sizes = uneven.map(({ serial, sizeGb }) => `${serial}: ${sizeGb ?? '?'} GB`).join(', ');
          return [
            diagnostic('site.raid-sizes-differ', {
              params: { storage: storage.id, name: node, sizes },
              subject: { field: `storages[${index}].disks.${node}`, host: node },
            }),
          ];
        });
      }),
  },
  {
    id: 'storage.pool-name',
    looksAt: ['storages[].pool'],
    codes: ['site.pool-name-reserved'],
    check: (site) =>
      site.storages.flatMap((storage, index) =>
        storage.type === 'zfspool' && RESERVED_POOL.test(storage.pool)
          ? [
              diagnostic('site.pool-name-reserved', {
                params: { storage: storage.id, pool: storage.pool },
                subject: { field: `storages[${index}].pool` },
              }),
            ]
          : [],
      ),
  },
  {
    id: 'storage.wipes-own-disks',
    looksAt: ['storages[].allowWipe', 'storages[].disks'],
    codes: ['site.wipe-unknown'],
    check: (site) =>
      site.storages.flatMap((storage, index) =>
        ('allowWipe' in storage ? storage.allowWipe : [])
          .filter((serial) => !namedDisks(storage).some((disk) => disk.serial === serial))
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
      allNamedDisks(site).flatMap(({ storage, node, field }) =>
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
    looksAt: ['storages[].disks', 'storages[].raid', 'machines[].diskGib', 'hosts[].hardware.disks[].sizeGb'],
    codes: ['site.disk-too-small'],
    check: (site) =>
      site.storages.flatMap((storage, index) => {
        return storageNodes(site, storage).flatMap((node) => {
          const sizes = diskSerials(storage, node).map((serial) => sizeOf(site, node, serial));
          const written = sizes.filter((size) => size !== undefined);
          if (written.length === 0 || written.length < sizes.length) return [];
          const have = usableSize(storage.type === 'zfspool' ? storage.raid : 'single', written);
          const gib = site.machines
            .filter((machine) => machine.storage === storage.id)
            .filter((machine) => machine.node === node || machine.replication?.to.includes(node))
            .reduce((sum, machine) => sum + machine.diskGib, 0);
          // Vendors count disks in 10^9 bytes, machines in 2^30; ZFS should stay below 80 % but refuses only at the end.
          const need = Math.ceil(gib * 1.073741824);
          if (need <= have) return [];
          return [
            diagnostic('site.disk-too-small', {
              params: { storage: storage.id, node, need, have },
              subject: { field: `storages[${index}].disks.${node}`, host: node },
            }),
          ];
        });
      }),
  },
]);

function allNamedDisks(site: Site) {
  return site.storages.flatMap((storage, index) =>
    namedDisks(storage).map(({ host, serial, field }) => ({
      storage,
      node: host,
      serial,
      field: `storages[${index}].${field}`,
    })),
  );
}

/** As the inventory of a host writes it; undefined = it does not. */
function sizeOf(site: Site, node: string, serial: string): number | undefined {
  const disks = site.hosts.find((host) => host.name === node)?.hardware?.disks ?? [];
  return disks.find((disk) => disk.serial === serial)?.sizeGb;
}

function isErased(host: Host, serial: string): boolean {
  return (
    (host.install?.diskSerials?.includes(serial) ?? false) || erasedDisks(host).some((disk) => disk.serial === serial)
  );
}

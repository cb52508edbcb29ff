import { type Diagnostic, diagnostic } from '../../../api/diagnostic.ts';
import type { Site } from '../../../api/site.ts';
import { namedDisks } from '../../../api/site-storage.ts';
import { installDiskFilter } from '../install-disk-filter.ts';
import { countNamedDisks } from '../install-disks.ts';
import { distance } from '../nearest.ts';
import { writtenPorts } from '../written-ports.ts';
import { rules } from './rule.ts';

/** Fewest disks by filesystem and raid level (answer-schema, section 3). */
const FEWEST_DISKS: Readonly<Record<'zfs' | 'btrfs', Readonly<Record<string, number>>>> = {
  zfs: { raid0: 1, raid1: 2, raid10: 4, 'raidz-1': 3, 'raidz-2': 4, 'raidz-3': 5 },
  btrfs: { raid0: 1, raid1: 2, raid10: 4 },
};

export const installRules = rules([
  {
    id: 'install.origin-and-system',
    looksAt: ['hosts[].origin', 'hosts[].install', 'hosts[].os', 'hosts[].roles'],
    codes: ['site.install-missing', 'site.install-unused', 'site.role-os'],
    check: (site) =>
      site.hosts.flatMap((host, index): Diagnostic[] => {
        const found: Diagnostic[] = [];
        const about = (field: string) => ({
          params: { name: host.name, os: host.os },
          subject: { field, host: host.name },
        });
        if (host.origin === 'installed' && !host.install) {
          found.push(diagnostic('site.install-missing', about(`hosts[${index}].install`)));
        }
        if (host.origin === 'existing' && host.install) {
          found.push(diagnostic('site.install-unused', about(`hosts[${index}].install`)));
        }
        const role = host.roles.includes('pve-node')
          ? 'pve-node'
          : host.origin === 'installed'
            ? 'installed'
            : undefined;
        if (role && host.os !== 'pve') {
          found.push(
            diagnostic('site.role-os', {
              params: { name: host.name, role, os: host.os },
              subject: { field: `hosts[${index}].os`, host: host.name },
            }),
          );
        }
        return found;
      }),
  },
  {
    id: 'install.raid-and-disks',
    looksAt: [
      'hosts[].install.filesystem',
      'hosts[].install.raid',
      'hosts[].install.diskSerials',
      'hosts[].install.diskPaths',
    ],
    codes: ['site.raid-missing', 'site.raid-not-used', 'site.raid-disks'],
    check: (site) =>
      site.hosts.flatMap((host, index): Diagnostic[] => {
        if (!host.install) return [];
        const { filesystem, raid } = host.install;
        // Disks that a filter picks are counted where the installer's rules are played over the inventory.
        const count = countNamedDisks(host);
        const name = host.name;
        const subject = (key: string) => ({ field: `hosts[${index}].install.${key}`, host: name });
        const tooFewOrMany = (needed: string, level: string) =>
          diagnostic('site.raid-disks', {
            params: { name, count: count ?? 0, layout: `${filesystem} ${level}`.trim(), needed },
            subject: subject(host.install?.diskSerials ? 'diskSerials' : 'diskPaths'),
          });
        if (filesystem === 'ext4' || filesystem === 'xfs') {
          if (raid) {
            return [diagnostic('site.raid-not-used', { params: { name, filesystem, raid }, subject: subject('raid') })];
          }
          return count === undefined || count === 1 ? [] : [tooFewOrMany('1', '')];
        }
        if (!raid) {
          return [diagnostic('site.raid-missing', { params: { name, filesystem }, subject: subject('raid') })];
        }
        const fewest = FEWEST_DISKS[filesystem][raid];
        if (fewest === undefined) {
          return [diagnostic('site.raid-not-used', { params: { name, filesystem, raid }, subject: subject('raid') })];
        }
        if (count === undefined) return [];
        if (raid === 'raid10' && count % 2 === 1) return [tooFewOrMany('4, 6, 8…', raid)];
        return count >= fewest ? [] : [tooFewOrMany(`≥ ${fewest}`, raid)];
      }),
  },
  {
    id: 'install.disks-can-be-named',
    looksAt: ['hosts[].install.diskSerials', 'hosts[].hardware.disks'],
    codes: ['site.disks-not-nameable'],
    check: (site) =>
      site.hosts.flatMap((host, index) =>
        host.install?.diskSerials && !installDiskFilter(host)
          ? [
              diagnostic('site.disks-not-nameable', {
                params: { name: host.name, count: host.install.diskSerials.length },
                subject: { field: `hosts[${index}].install.diskSerials`, host: host.name },
              }),
            ]
          : [],
      ),
  },
  {
    id: 'install.disks-and-port-in-inventory',
    looksAt: ['hosts[].install.diskSerials', 'hosts[].install.managementMac', 'storages[].disks', 'hosts[].hardware'],
    codes: ['site.disk-not-in-inventory', 'site.disk-not-in-inventory-near', 'site.mac-not-in-inventory'],
    check: (site) => [...wantedDisks(site).flatMap(notInInventory), ...site.hosts.flatMap(portNotInInventory)],
  },
]);

interface WantedDisk {
  readonly name: string;
  readonly serial: string;
  readonly field: string;
  readonly known: readonly string[];
}

function wantedDisks(site: Site): readonly WantedDisk[] {
  return site.hosts.flatMap((host, index) => {
    const known = host.hardware?.disks.map((disk) => disk.serial) ?? [];
    if (known.length === 0) return [];
    const wanted = (serial: string, field: string): WantedDisk => ({ name: host.name, serial, field, known });
    return [
      ...(host.install?.diskSerials ?? []).map((serial, slot) =>
        wanted(serial, `hosts[${index}].install.diskSerials[${slot}]`),
      ),
      ...site.storages.flatMap((storage, number) => {
        const named = storage.type === 'zfspool' ? namedDisks(storage) : [];
        return named
          .filter((disk) => disk.host === host.name)
          .map(({ serial, field }) => wanted(serial, `storages[${number}].${field}`));
      }),
    ];
  });
}

function notInInventory({ name, serial, field, known }: WantedDisk): readonly Diagnostic[] {
  if (known.includes(serial)) return [];
  const subject = { field, host: name };
  const near = known
    .map((entry) => ({ entry, differs: distance(entry, serial) }))
    .sort((a, b) => a.differs - b.differs)[0];
  if (near && near.differs <= 2) {
    return [
      diagnostic('site.disk-not-in-inventory-near', {
        params: { name, serial, near: near.entry, differs: near.differs },
        subject,
      }),
    ];
  }
  return [diagnostic('site.disk-not-in-inventory', { params: { name, serial, known: known.join(', ') }, subject })];
}

function portNotInInventory(host: Site['hosts'][number], index: number): readonly Diagnostic[] {
  const mac = host.install?.managementMac;
  const known = writtenPorts(host).map((nic) => nic.mac.toLowerCase());
  if (mac === undefined || known.length === 0 || known.includes(mac.toLowerCase())) return [];
  return [
    diagnostic('site.mac-not-in-inventory', {
      params: { name: host.name, mac, known: known.join(', ') },
      subject: { field: `hosts[${index}].install.managementMac`, host: host.name },
    }),
  ];
}

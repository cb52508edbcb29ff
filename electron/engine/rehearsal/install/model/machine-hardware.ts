import type { Host, Site } from '../../../../api/site.ts';
import { namedDisks } from '../../../../api/site-storage.ts';
import { LEAST_DISKS } from '../../../answers/answer.ts';
import { writtenPorts } from '../../../site/written-ports.ts';
import type { SimDisk, SimFirmware, SimHardware } from '../../kernel/hardware.ts';
import { hexOf, uuidOf } from './made-up.ts';

const GIB = 1024 ** 3;

/**
 * The machine behind a declared host as it stands in the rack: everything that the site says of it, and where it says
 * nothing something made up just large enough, the same every time. Disks are blank; ports have the names that the
 * installer's Linux gives them.
 */
export function machineHardware(site: Site, host: Host): SimHardware {
  const declared = host.hardware;
  const nics = writtenPorts(host);
  return {
    cores: declared?.cores ?? (host.os === 'pve' ? 8 : 2),
    memoryBytes: (declared?.memoryGib ?? (host.os === 'pve' ? 32 : 2)) * GIB,
    virtualisation: true,
    systemSerial: declared?.systemSerial ?? `SIM${hexOf(host.name, 8).toUpperCase()}`,
    firmware: firmwareOf(site, host),
    disks: disksOf(site, host),
    nics:
      nics.length > 0
        ? nics.map(({ name, mac, speedMbps }) => ({ name, mac: mac.toLowerCase(), speedMbps }))
        : madeUpNics(host),
  };
}

/** MAC of the port that is plugged into the management network: declared, else the first that carries no cluster link. */
export function managementMac(host: Host, hardware: SimHardware): string {
  const declared = host.install?.managementMac ?? host.hardware?.nics.find((nic) => nic.link === undefined)?.mac;
  return (declared ?? hardware.nics[0]?.mac ?? '').toLowerCase();
}

/** What an installed system's disk holds, in the words of the simulated disks. */
export function diskUseOf(filesystem: string): string {
  return filesystem === 'zfs' ? 'zfs:rpool' : filesystem === 'btrfs' ? 'btrfs' : 'system';
}

/** How many disks a machine of which nothing is written must have. */
export function leastDisks(host: Host): number {
  return host.install?.raid ? LEAST_DISKS[host.install.raid] : 1;
}

function disksOf(site: Site, host: Host): readonly SimDisk[] {
  const declared = host.hardware?.disks ?? [];
  const disks: SimDisk[] = declared.map((disk, index) => ({
    name: disk.name ?? nameAt(index),
    serial: disk.serial,
    model: disk.model ?? 'Disk',
    sizeBytes: Math.round(disk.sizeGb * 1e9),
    rotational: disk.rotational,
    wwn: disk.wwn ?? wwnOf(disk.name ?? nameAt(index), disk.serial),
  }));
  const add = (serial: string, sizeBytes: number, name = freeName(disks)) => {
    if (disks.some((disk) => disk.serial === serial)) return;
    const made = { serial, model: 'Rehearsed disk', sizeBytes, rotational: false, wwn: wwnOf(name, serial) };
    disks.push({ name, ...made });
  };
  const { diskSerials, diskPaths, diskFilter } = host.install ?? {};
  for (const serial of diskSerials ?? []) add(serial, 240e9);
  for (const path of diskPaths ?? []) {
    if (disks.some(({ name }) => `/dev/${name}`.endsWith(path))) continue;
    const name = path.replace(/^\/dev\//, '');
    add(`SIM-${host.name}-${name}`, 240e9, /^(sd[a-z]+|nvme\d+n1|vd[a-z]+)$/.test(name) ? name : undefined);
  }
  // A filter is asked over what is written down; a machine of which nothing is written gets the disks it needs.
  if (diskFilter ? declared.length === 0 : !diskSerials && !diskPaths)
    for (let index = 0; index < leastDisks(host); index += 1)
      add(
        index === 0 ? (exact(diskFilter?.ID_SERIAL_SHORT) ?? `SIM-${host.name}`) : `SIM-${host.name}-${index}`,
        240e9,
      );
  for (const storage of site.storages) {
    if (storage.type !== 'zfspool') continue;
    for (const disk of namedDisks(storage)) if (disk.host === host.name) add(disk.serial, 960e9);
  }
  return disks;
}

/** A pattern without wildcards stands for one text. */
function exact(pattern: string | undefined): string | undefined {
  return pattern !== undefined && !/[*?[\]]/.test(pattern) ? pattern : undefined;
}

/** sda .. sdz, sdaa ..: as the kernel counts. */
function nameAt(index: number): string {
  const letter = (value: number) => String.fromCharCode(97 + value);
  return `sd${index < 26 ? letter(index) : letter(Math.floor(index / 26) - 1) + letter(index % 26)}`;
}

function freeName(disks: readonly SimDisk[]): string {
  let index = 0;
  while (disks.some(({ name }) => name === nameAt(index))) index += 1;
  return nameAt(index);
}

function wwnOf(name: string, serial: string): string {
  return name.startsWith('nvme') ? `eui.${hexOf(serial, 16)}` : `0x5${hexOf(serial, 15)}`;
}

function madeUpNics(host: Host): SimHardware['nics'] {
  const tail = hexOf(host.name, 4);
  const count = 1 + Math.max(1, Object.keys(host.links).length);
  const first = host.os === 'pve' ? 'eno' : 'eth';
  const nics = Array.from({ length: count }, (_, index) => ({
    name: `${first}${host.os === 'pve' ? index + 1 : index}`,
    mac: `02:00:00:${tail.slice(0, 2)}:${tail.slice(2, 4)}:0${index}`,
    speedMbps: 1000,
  }));
  const declared = host.install?.managementMac?.toLowerCase();
  return nics.map((nic, index) => (index === 0 && declared !== undefined ? { ...nic, mac: declared } : nic));
}

/** Boards without a serial of their own say so in the words that real ones use. */
function firmwareOf(site: Site, host: Host): SimFirmware {
  const seed = `${site.id}/${host.name}`;
  return {
    vendor: 'Rehearsed Machines',
    productName: 'RM-2200',
    sku: 'To be filled by O.E.M.',
    uuid: uuidOf(seed),
    boardName: 'RM-2200 board',
    boardSerial: `BRD${hexOf(`${seed}/board`, 9).toUpperCase()}`,
    boardAssetTag: 'Default string',
    chassisSerial: 'To be filled by O.E.M.',
    chassisSku: 'To be filled by O.E.M.',
    chassisAssetTag: host.hardware?.assetTag ?? 'Default string',
  };
}

import type { SimDisk, SimHardware } from '../../kernel/hardware.ts';
import { hexOf } from './made-up.ts';

export type UdevProperties = Readonly<Record<string, string>>;

const underscored = (text: string) => text.trim().replace(/\s+/g, '_');

/** udev properties of a disk, in the form that 60-persistent-storage.rules gives each kind (compared with real listings). */
export function diskProperties(disk: SimDisk, index: number): UdevProperties {
  const base = {
    CURRENT_TAGS: ':systemd:',
    DEVNAME: `/dev/${disk.name}`,
    DEVTYPE: 'disk',
    DISKSEQ: String(index + 9),
    SUBSYSTEM: 'block',
    TAGS: ':systemd:',
    USEC_INITIALIZED: String(45_200_000 + index * 1_500),
    ...leftOver(disk),
  };
  if (disk.name.startsWith('nvme')) return { ...base, ...nvmeProperties(disk, index) };
  if (disk.name.startsWith('vd')) {
    const path = `pci-0000:00:${(index + 10).toString(16).padStart(2, '0')}.0`;
    return {
      ...base,
      DEVPATH: `/devices/pci0000:00/${path.slice(4)}/virtio${index}/block/${disk.name}`,
      ID_PATH: path,
      ID_PATH_TAG: tagOf(path),
      // A virtual disk has nothing but the serial that its owner gave it.
      ...(disk.serial === '' ? {} : { ID_SERIAL: disk.serial }),
      MAJOR: '254',
      MINOR: String(index * 16),
    };
  }
  return { ...base, ...ataProperties(disk, index) };
}

function ataProperties(disk: SimDisk, index: number): UdevProperties {
  const model = underscored(disk.model);
  const path = `pci-0000:00:17.0-ata-${index + 1}`;
  return {
    DEVLINKS: links(disk, `ata-${model}_${disk.serial}`, disk.wwn && `wwn-${disk.wwn}`, path),
    DEVPATH: `/devices/pci0000:00/0000:00:17.0/ata${index + 1}/host${index}/target${index}:0:0/${index}:0:0:0/block/${disk.name}`,
    ID_ATA: '1',
    ID_ATA_ROTATION_RATE_RPM: disk.rotational ? '7200' : '0',
    ID_ATA_SATA: '1',
    ID_ATA_WRITE_CACHE: '1',
    ID_ATA_WRITE_CACHE_ENABLED: '1',
    ID_BUS: 'ata',
    ID_MODEL: model,
    ID_MODEL_ENC: disk.model.padEnd(40).replaceAll(' ', '\\x20'),
    ID_PATH: path,
    ID_PATH_TAG: tagOf(path),
    ID_REVISION: hexOf(disk.model, 8).toUpperCase(),
    ID_SERIAL: disk.serial === '' ? model : `${model}_${disk.serial}`,
    ...(disk.serial === '' ? {} : { ID_SERIAL_SHORT: disk.serial }),
    ID_TYPE: 'disk',
    ...(disk.wwn ? { ID_WWN: disk.wwn, ID_WWN_WITH_EXTENSION: disk.wwn } : {}),
    MAJOR: '8',
    MINOR: String(index * 16),
  };
}

function nvmeProperties(disk: SimDisk, index: number): UdevProperties {
  const controller = /^nvme(\d+)/.exec(disk.name)?.[1] ?? '0';
  const bus = (Number(controller) + 1).toString(16).padStart(2, '0');
  const path = `pci-0000:${bus}:00.0-nvme-1`;
  const serial = `${underscored(disk.model)}_${disk.serial}`;
  return {
    DEVLINKS: links(disk, `nvme-${serial}`, disk.wwn && `nvme-${disk.wwn}`, path),
    DEVPATH: `/devices/pci0000:00/0000:00:01.${Number(controller) % 8}/0000:${bus}:00.0/nvme/nvme${controller}/${disk.name}`,
    ID_MODEL: disk.model,
    ID_PATH: path,
    ID_PATH_TAG: tagOf(path),
    ID_REVISION: hexOf(disk.model, 8).toUpperCase(),
    ID_SERIAL: serial,
    ID_SERIAL_SHORT: disk.serial,
    ...(disk.wwn ? { ID_WWN: disk.wwn } : {}),
    MAJOR: '259',
    MINOR: String(index),
  };
}

/** What an earlier system left on a disk shows in udev too. */
function leftOver(disk: SimDisk): UdevProperties {
  if (!disk.use) return {};
  return { ID_PART_TABLE_TYPE: 'gpt', ID_PART_TABLE_UUID: hexOf(`${disk.serial}/table`, 32) };
}

function links(disk: SimDisk, ...names: readonly (string | undefined)[]): string {
  const [byId = '', byWwn, byPath = ''] = names;
  return [
    `/dev/disk/by-id/${byId}`,
    ...(byWwn ? [`/dev/disk/by-id/${byWwn}`] : []),
    `/dev/disk/by-path/${byPath}`,
    `/dev/disk/by-diskseq/${disk.name.length}`,
  ].join(' ');
}

const tagOf = (path: string) => path.replaceAll(/[:.]/g, '_');

/** udev properties of an Ethernet port. The name that udev makes of the MAC is there whatever the port is called. */
export function nicProperties(nic: SimHardware['nics'][number], index: number): UdevProperties {
  const path = `0000:${(index + 2).toString(16).padStart(2, '0')}:00.0`;
  const isOnboard = /^eno\d/.test(nic.name);
  return {
    CURRENT_TAGS: ':systemd:',
    DEVPATH: `/devices/pci0000:00/0000:00:1c.${index % 8}/${path}/net/${nic.name}`,
    ID_BUS: 'pci',
    ID_MODEL_ID: '0x1521',
    ID_NET_DRIVER: nic.speedMbps > 1000 ? 'ixgbe' : 'igb',
    ID_NET_LINK_FILE: '/usr/lib/systemd/network/99-default.link',
    ID_NET_NAME: nic.name,
    ID_NET_NAME_MAC: `enx${nic.mac.replaceAll(':', '').toLowerCase()}`,
    ...(isOnboard
      ? { ID_NET_LABEL_ONBOARD: `Onboard LAN${index + 1}`, ID_NET_NAME_ONBOARD: nic.name }
      : { ID_NET_NAME_PATH: nic.name }),
    ID_NET_NAMING_SCHEME: 'v252',
    ID_PATH: `pci-${path}`,
    ID_PATH_TAG: tagOf(`pci-${path}`),
    ID_VENDOR_ID: '0x8086',
    IFINDEX: String(index + 2),
    INTERFACE: nic.name,
    SUBSYSTEM: 'net',
    SYSTEMD_ALIAS: `/sys/subsystem/net/devices/${nic.name}`,
    TAGS: ':systemd:',
    USEC_INITIALIZED: String(45_100_000 + index * 900),
  };
}

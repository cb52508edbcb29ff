import type { InventoryDisk, InventoryNic, MachineInventory } from '../../api/inventory.ts';
import { textsOf } from './glob.ts';
import { exactly, type FilterEntry, isTellingSerial, type Known, UNKNOWN } from './known-property.ts';
import { compareText } from './text-order.ts';

/**
 * What an inventory lets us say about udev properties. Two assumptions of the whole stretch stand here: the installer's udev
 * gives a device the same serial and MAC names as the system in which the inventory was taken, and serial numbers are unique.
 */
export function knowDisk(disk: InventoryDisk, listed: readonly InventoryDisk[]): (key: string) => Known {
  const { udev, source, serial, wwn, path, model } = disk;
  if (udev) return (key) => (key === '__proto__' ? UNKNOWN : exactly(Object.hasOwn(udev, key) ? udev[key] : undefined));
  const isSure = serial !== undefined && isSerialShort(disk);
  const foreign = foreignSerials(disk, listed);
  return (key) => {
    if (key === 'ID_SERIAL_SHORT' && isSure) return exactly(serial);
    if (key === 'ID_SERIAL' && isSure) return { kind: 'around', text: serial, without: foreign };
    if (key === 'ID_SERIAL_SHORT' || key === 'ID_SERIAL') return { kind: 'without', texts: foreign };
    if (source !== 'lsblk') return UNKNOWN;
    if (key === 'DEVNAME' && path !== undefined) return exactly(path);
    if (key === 'DEVTYPE') return exactly('disk');
    if (key === 'ID_WWN' && wwn !== undefined) {
      // The column is ID_WWN_WITH_EXTENSION where there is one: ID_WWN and eight bytes more.
      return { kind: 'one-of', values: wwn.startsWith('0x') ? [wwn, wwn.slice(0, 18)] : [wwn] };
    }
    if (key === 'ID_WWN_WITH_EXTENSION' && wwn !== undefined) return { kind: 'one-of', values: [wwn, undefined] };
    // lsblk writes blanks where ID_MODEL has underscores; it also joins runs of blanks, so other signs are not judged.
    if (key === 'ID_MODEL' && model !== undefined && /^[A-Za-z0-9.-]+$/.test(model)) return exactly(model);
    return UNKNOWN;
  };
}

/**
 * Serials of other disks, which cannot be in this one's names. That it is another disk shows in the number that is told of it:
 * without one it may be a second path to any of them.
 */
function foreignSerials(disk: InventoryDisk, listed: readonly InventoryDisk[]): readonly string[] {
  const own = disk.source === 'typed' ? shortSerialOf(disk) : serialInLsblk(disk);
  if (own === undefined) return [];
  return listed.flatMap((other) => {
    const serial = shortSerialOf(other);
    const seen = disk.source === 'typed' ? serial : serialInLsblk(other);
    return serial !== undefined && isTellingSerial(serial) && seen !== undefined && seen !== own ? [serial] : [];
  });
}

/** What lsblk prints as the serial, so that listings of different tools can be compared; undefined for a typed disk. */
export function serialInLsblk({ udev, source, serial }: InventoryDisk): string | undefined {
  if (udev) return udev.SCSI_IDENT_SERIAL ?? udev.ID_SCSI_SERIAL ?? udev.ID_SERIAL_SHORT ?? udev.ID_SERIAL;
  return source === 'lsblk' ? serial : undefined;
}

/**
 * Whether `serial` is udev's ID_SERIAL_SHORT. A typed one is by the rule of site.toml. The column of lsblk is
 * SCSI_IDENT_SERIAL, ID_SCSI_SERIAL, ID_SERIAL_SHORT or ID_SERIAL, the first that exists (util-linux, lsblk-properties.c): for
 * SAS disks and virtual ones another number, for ATA, NVMe and USB disks this one. With an underscore it may be ID_SERIAL.
 */
export function isSerialShort({ source, serial, transport, vendor, path }: InventoryDisk): boolean {
  if (serial === undefined || serial === '') return false;
  if (source === 'typed') return true;
  if (source !== 'lsblk' || !/^[A-Za-z0-9.+-]+$/.test(serial)) return false;
  if (/^\/dev\/nvme[0-9]/.test(path ?? '')) return true;
  if (!/^\/dev\/sd[a-z]/.test(path ?? '')) return false;
  return vendor?.trim() === 'ATA' || ['sata', 'ata', 'usb'].includes(transport ?? '');
}

export function knowNic({ udev, source, name, mac }: InventoryNic): (key: string) => Known {
  if (udev) return (key) => (key === '__proto__' ? UNKNOWN : exactly(Object.hasOwn(udev, key) ? udev[key] : undefined));
  return (key) => {
    // udev's name for a wired card whose MAC is its own, whatever the driver: enx and the MAC without colons.
    if (key === 'ID_NET_NAME_MAC' && mac !== undefined) return exactly(`enx${mac.replaceAll(':', '')}`);
    if (key === 'INTERFACE' && name !== undefined && source !== 'typed') return exactly(name);
    return UNKNOWN;
  };
}

/**
 * The text by which the installer sorts each disk: its number, as text. Numbers follow the names in /sys/block
 * (Proxmox/Sys/Block.pm), so they can be counted where all disks are listed by name. Undefined = not known.
 */
export function diskOrder({ disks, allDisks }: MachineInventory): readonly (string | undefined)[] {
  if (disks.every(({ installerIndex }) => installerIndex !== undefined)) {
    return disks.map(({ installerIndex }) => String(installerIndex));
  }
  const paths = disks.map(({ path, source }) => (source === 'typed' ? undefined : path));
  if (!allDisks || paths.includes(undefined)) return disks.map(() => undefined);
  const ranks = new Map([...(paths as string[])].sort(compareText).map((path, rank) => [path, String(rank)]));
  return paths.map((path) => ranks.get(path ?? ''));
}

/** Cards are sorted by the name that they have in the installer. A typed name is the site's own. */
export function nicOrder({ nics }: MachineInventory): readonly (string | undefined)[] {
  return nics.map(({ name, source }) => (source === 'typed' ? undefined : name));
}

/** More texts than a filter for the disks of one machine means. */
const MOST_TEXTS = 256;

/**
 * Whether a disk that is not listed may match: not when the pattern holds the whole serial of a listed one, nor when it means
 * nothing but serials of listed ones.
 */
export function mayMatchUnlistedDisk({ key, demands, glob }: FilterEntry, disks: readonly InventoryDisk[]): boolean {
  if (!glob || (key !== 'ID_SERIAL_SHORT' && key !== 'ID_SERIAL')) return true;
  const serials = new Set(disks.map(shortSerialOf).filter((serial) => serial !== undefined && isTellingSerial(serial)));
  if ([...serials].some((serial) => demands(serial as string))) return false;
  const texts = key === 'ID_SERIAL_SHORT' ? textsOf(glob, MOST_TEXTS) : undefined;
  return !texts?.every((text) => serials.has(text));
}

/** Whether a card that is not listed may match: not when the pattern holds the MAC of a listed one. */
export function mayMatchUnlistedNic({ key, demands, glob }: FilterEntry, nics: readonly InventoryNic[]): boolean {
  if (!glob || key !== 'ID_NET_NAME_MAC') return true;
  return !nics.some(({ mac }) => mac !== undefined && demands(mac.replaceAll(':', '')));
}

/** The serial by which the installer knows the disk, where that is known. */
export function shortSerialOf(disk: InventoryDisk): string | undefined {
  return disk.udev ? disk.udev.ID_SERIAL_SHORT : isSerialShort(disk) ? disk.serial : undefined;
}

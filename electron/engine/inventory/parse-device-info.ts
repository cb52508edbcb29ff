import type { InventoryDisk, InventoryNic, LeftOut, UdevProperties } from '../../api/inventory.ts';
import { INVENTORY_LIMITS, UdevPropertiesSchema } from '../../api/inventory.ts';
import { parseInventory } from '../answers/inventory.ts';
import { field, isObject, type JsonObject, parseJson } from './bounded-json.ts';
import { readMac, shortText } from './bounded-text.ts';
import { fromInstaller } from './installer-inventory.ts';
import { bounded, emptyPart, type InventoryPart, isVirtualLink, unreadable } from './inventory-part.ts';
import { defined, diskOfUdev, nicOfUdev } from './udev-devices.ts';

/**
 * Reads what the vendor's tools print of a machine: `proxmox-auto-install-assistant device-info` (udev properties by device
 * name), the installer's own dump (by its disk numbers, with or without its disk list), and `system-info` (firmware and cards).
 */
export function parseDeviceInfo(text: string): InventoryPart {
  const json = parseJson(text);
  if (!isObject(json)) return unreadable('device-info', 'JSON');
  return isSystemInfo(json) ? readSystemInfo(json) : readDeviceInfo(json);
}

export function isDeviceInfo(value: JsonObject): boolean {
  return ['disks', 'nics'].some((key) => isObject(field(value, key)));
}

export function isSystemInfo(value: JsonObject): boolean {
  return Array.isArray(field(value, 'network_interfaces')) || isObject(field(value, 'dmi'));
}

export function readDeviceInfo(json: JsonObject): InventoryPart {
  const diskMap = readDevices(field(json, 'disks'));
  const nicMap = readDevices(field(json, 'nics'));
  if (typeof diskMap === 'string') return unreadable('device-info', `disks.${diskMap}`);
  if (typeof nicMap === 'string') return unreadable('device-info', `nics.${nicMap}`);
  const names = [...(diskMap?.keys() ?? [])];
  if (names.length > 0 && names.every((name) => /^[0-9]{1,4}$/.test(name))) return readInstallerDump(json);
  const leftOut: LeftOut[] = [];
  const disks = [...(diskMap ?? [])].map(([name, udev]): InventoryDisk => {
    return { ...diskOfUdev(udev, 'device-info'), path: udev.DEVNAME ?? `/dev/${name}` };
  });
  const nics = [...(nicMap ?? [])].flatMap(([name, udev]): readonly InventoryNic[] => {
    if (!udev.DEVPATH?.startsWith('/devices/virtual/')) return [{ ...nicOfUdev(udev, 'device-info'), name }];
    leftOut.push({ name, reason: 'virtual' });
    return [];
  });
  const complete = { allDisks: diskMap !== undefined, allNics: nicMap !== undefined };
  return bounded({ source: 'device-info', disks, nics, ...complete, leftOut, diagnostics: [] });
}

function readInstallerDump(json: JsonObject): InventoryPart {
  const nics = field(json, 'nics');
  const { inventory, diagnostics } = parseInventory(JSON.stringify({ ...json, nics: isObject(nics) ? nics : {} }));
  if (!inventory) return emptyPart('installer', diagnostics);
  const { disks, nics: cards, lease, supportsBtrfs } = fromInstaller(inventory);
  return bounded({
    source: 'installer',
    disks,
    nics: cards,
    allDisks: true,
    allNics: isObject(nics),
    ...defined({ lease, supportsBtrfs }),
    leftOut: [],
    diagnostics: [],
  });
}

/** Devices by name, undefined where the listing has none, or the name of the first one that is not readable. */
function readDevices(value: unknown): ReadonlyMap<string, UdevProperties> | string | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isObject(value)) return '';
  const devices = new Map<string, UdevProperties>();
  for (const [name, properties] of Object.entries(value)) {
    const read = UdevPropertiesSchema.safeParse(properties);
    if (!read.success || name.length > INVENTORY_LIMITS.text - 5) return name;
    devices.set(name, read.data);
  }
  return devices;
}

export function readSystemInfo(json: JsonObject): InventoryPart {
  const list = field(json, 'network_interfaces');
  const leftOut: LeftOut[] = [];
  const nics = (Array.isArray(list) ? list : []).flatMap((each): readonly InventoryNic[] => {
    const name = isObject(each) ? shortText(field(each, 'link')) : undefined;
    const mac = isObject(each) ? readMac(field(each, 'mac')) : undefined;
    if (name === undefined) return [];
    if (mac !== undefined && !isVirtualLink(name)) return [{ source: 'system-info', name, mac }];
    leftOut.push({ name, reason: mac === undefined ? 'no-mac' : 'virtual' });
    return [];
  });
  const product = field(json, 'product');
  const btrfs = isObject(product) ? field(product, 'enable_btrfs') : undefined;
  return bounded({
    source: 'system-info',
    disks: [],
    nics,
    allDisks: false,
    allNics: Array.isArray(list),
    system: readSystem(field(json, 'dmi')),
    ...(typeof btrfs === 'boolean' ? { supportsBtrfs: btrfs } : {}),
    leftOut,
    diagnostics: [],
  });
}

function readSystem(dmi: unknown): NonNullable<InventoryPart['system']> {
  const text = (part: string, key: string): string | undefined => {
    const section = isObject(dmi) ? field(dmi, part) : undefined;
    return isObject(section) ? shortText(field(section, key)) : undefined;
  };
  return defined({
    serial: text('system', 'serial'),
    uuid: text('system', 'uuid'),
    name: text('system', 'name'),
    boardSerial: text('baseboard', 'serial'),
    assetTag: text('chassis', 'asset_tag') ?? text('baseboard', 'asset_tag'),
  });
}

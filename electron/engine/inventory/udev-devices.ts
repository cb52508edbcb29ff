import type { Holding, InventoryDisk, InventoryNic, InventorySource, UdevProperties } from '../../api/inventory.ts';
import { INVENTORY_LIMITS } from '../../api/inventory.ts';
import { readMac, shortText } from './bounded-text.ts';
import { holdingOf } from './holdings.ts';

/** A disk from the whole set of its udev properties. */
export function diskOfUdev(udev: UdevProperties, source: InventorySource): InventoryDisk {
  const text = (key: string): string | undefined => (Object.hasOwn(udev, key) ? shortText(udev[key]) : undefined);
  const speed = text('ID_ATA_ROTATION_RATE_RPM');
  const transport = text('ID_BUS') ?? (text('DEVNAME')?.startsWith('/dev/nvme') ? 'nvme' : undefined);
  return {
    source,
    ...defined({
      path: text('DEVNAME'),
      serial: text('ID_SERIAL_SHORT') ?? text('ID_SERIAL'),
      model: text('ID_MODEL'),
      vendor: text('ID_VENDOR'),
      wwn: text('ID_WWN_WITH_EXTENSION') ?? text('ID_WWN'),
      transport: transport === 'ata' ? 'sata' : transport,
      rotational: speed === undefined ? undefined : speed !== '0',
    }),
    holds: holdingsOfUdev(udev),
    udev,
  };
}

/** What a disk's or partition's udev properties say about its content. */
export function holdingsOfUdev(udev: UdevProperties, on?: string): readonly Holding[] {
  const type = shortText(udev.ID_FS_TYPE);
  const label = shortText(udev.ID_FS_LABEL);
  const table = on === undefined ? shortText(udev.ID_PART_TABLE_TYPE) : undefined;
  const found = [
    ...(table ? [{ kind: 'partition-table' as const, type: table }] : []),
    ...(type ? [{ ...holdingOf(type), ...defined({ on, label }) }] : []),
  ];
  return found.slice(0, INVENTORY_LIMITS.holdings);
}

/** A network card from the whole set of its udev properties. */
export function nicOfUdev(udev: UdevProperties, source: InventorySource): InventoryNic {
  const text = (key: string): string | undefined => (Object.hasOwn(udev, key) ? shortText(udev[key]) : undefined);
  const digits = /^(?:en|wl|ww|ib)x([0-9a-f]{12})$/i.exec(text('ID_NET_NAME_MAC') ?? '')?.[1];
  return {
    source,
    ...defined({
      name: text('INTERFACE'),
      mac: readMac(digits?.match(/../g)?.join(':')),
      driver: text('ID_NET_DRIVER'),
    }),
    udev,
  };
}

/** Without the keys whose value is undefined, as zod's optional parts want it. */
export function defined<T extends object>(value: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>;
  };
}

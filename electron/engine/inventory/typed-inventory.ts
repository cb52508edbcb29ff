import type { InventoryDisk, InventoryNic, MachineInventory } from '../../api/inventory.ts';
import { readMac, shortText } from './bounded-text.ts';
import { defined } from './udev-devices.ts';

/** What a technician types of a machine, as `hosts[].hardware` of site.toml holds it. */
export interface TypedHardware {
  readonly disks?: readonly {
    /** udev's ID_SERIAL_SHORT. */
    readonly serial: string;
    readonly model?: string;
    /** 10^9 bytes, as on the label. */
    readonly sizeGb?: number;
    readonly rotational?: boolean;
  }[];
  readonly nics?: readonly { readonly name?: string; readonly mac: string; readonly speedMbps?: number }[];
  readonly cores?: number;
  readonly memoryGib?: number;
}

export interface TypedOptions {
  /** The technician says that these are all disks (cards) of the machine; without it the list promises nothing. */
  readonly allDisks?: boolean;
  readonly allNics?: boolean;
}

/** Typed hardware as an inventory. Pure. */
export function typedInventory(
  { disks = [], nics = [], cores, memoryGib }: TypedHardware,
  { allDisks = false, allNics = false }: TypedOptions = {},
): MachineInventory {
  return {
    sources: ['typed'],
    disks: disks.map(({ serial, model, sizeGb, rotational }): InventoryDisk => {
      const sizeBytes = sizeGb === undefined ? undefined : Math.round(sizeGb * 1e9);
      return {
        source: 'typed',
        ...defined({ serial: shortText(serial), model: shortText(model), sizeBytes, rotational }),
        holds: [],
      };
    }),
    allDisks,
    nics: nics.map(({ name, mac, speedMbps }): InventoryNic => {
      return { source: 'typed', ...defined({ name: shortText(name), mac: readMac(mac), speedMbps }) };
    }),
    allNics,
    ...defined({ cores, memoryBytes: memoryGib === undefined ? undefined : Math.round(memoryGib * 1024 ** 3) }),
  };
}

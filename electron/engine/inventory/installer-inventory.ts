import type { InventoryDisk, InventoryNic, MachineInventory } from '../../api/inventory.ts';
import type { Inventory } from '../answers/inventory.ts';
import { diskOfUdev, nicOfUdev } from './udev-devices.ts';

/** The installer's own view as a machine's inventory: everything is known but what its network facts do not tell. */
export function fromInstaller(inventory: Inventory): MachineInventory {
  const disks = inventory.disks.map(({ index, path, sizeBytes }): InventoryDisk => {
    const properties = inventory.diskProperties[index];
    const known = properties ? diskOfUdev(properties, 'installer') : { source: 'installer' as const, holds: [] };
    return { ...known, path, installerIndex: Number(index), ...(sizeBytes === undefined ? {} : { sizeBytes }) };
  });
  const byName = new Map(inventory.nics.map((nic) => [nic.name, nic]));
  const nics = Object.entries(inventory.nicProperties).map(([name, properties]): InventoryNic => {
    const { mac, pinnedId, kernelIndex, hasIpv4, hasIpv6 } = byName.get(name) ?? {};
    const known = nicOfUdev(properties, 'installer');
    return {
      ...known,
      name,
      ...(mac === undefined ? {} : { mac }),
      ...(inventory.lease ? { installer: { kernelIndex, pinnedId, hasIpv4, hasIpv6 } } : {}),
    };
  });
  return {
    sources: ['installer'],
    disks,
    allDisks: true,
    nics,
    allNics: true,
    ...(inventory.lease ? { lease: inventory.lease } : {}),
    supportsBtrfs: inventory.supportsBtrfs,
  };
}

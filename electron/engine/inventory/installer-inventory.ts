import type { InventoryDisk, InventoryNic, MachineInventory } from '../../api/inventory.ts';
import type { Inventory } from '../answers/inventory.ts';
import { diskOrder } from '../answers/inventory-knowledge.ts';
import { compareText } from '../answers/text-order.ts';
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

/** The other way, for the judgement of `checkAnswer`. Undefined unless every device's udev properties and place are known. */
export function toInstaller(machine: MachineInventory): Inventory | undefined {
  if (!machine.allDisks || !machine.allNics) return undefined;
  const order = diskOrder(machine);
  const disks = machine.disks.map(({ path, sizeBytes }, position) => ({
    index: order[position],
    path,
    ...(sizeBytes === undefined ? {} : { sizeBytes }),
  }));
  const isWhole = disks.every(({ index, path }) => index !== undefined && path !== undefined);
  if (!isWhole || machine.disks.some(({ udev }) => !udev)) return undefined;
  if (machine.nics.some(({ udev, name }) => !udev || name === undefined)) return undefined;
  const listed = disks as Inventory['disks'];
  return {
    disks: [...listed].sort((left, right) => compareText(left.index, right.index)),
    diskProperties: Object.fromEntries(machine.disks.map(({ udev }, at) => [listed[at]?.index ?? '', udev ?? {}])),
    nicProperties: Object.fromEntries(machine.nics.map(({ udev, name }) => [name ?? '', udev ?? {}])),
    nics: installerNics(machine),
    lease: machine.lease,
    supportsBtrfs: machine.supportsBtrfs ?? true,
  };
}

/** In the order of names. Without the installer's own facts, physical cards are numbered in that order. */
function installerNics({ nics, lease }: MachineInventory): Inventory['nics'] {
  const sorted = [...nics].sort((left, right) => compareText(left.name ?? '', right.name ?? ''));
  let nextId = 0;
  return sorted.map(({ name, mac, installer, udev }) => {
    const isVirtual = udev?.DEVPATH?.startsWith('/devices/virtual/') ?? false;
    const guessed = isVirtual ? {} : { pinnedId: String(nextId++) };
    return { name: name ?? '', mac, ...(lease ? installer : guessed) };
  });
}

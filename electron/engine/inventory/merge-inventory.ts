import { type Diagnostic, diagnostic } from '../../api/diagnostic.ts';
import { INVENTORY_LIMITS, type InventoryDisk, type InventoryNic, type MachineInventory } from '../../api/inventory.ts';
import { isSerialShort, serialInLsblk } from '../answers/inventory-knowledge.ts';
import type { InventoryPart } from './inventory-part.ts';
import { defined } from './udev-devices.ts';

export interface MergedInventory {
  readonly inventory?: MachineInventory;
  /** A disk whose serial for the installer is still not known. */
  readonly hasUnclearSerials: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** Joins listings of one machine: disks by device name, cards by MAC or name. Contradictions are errors, never settled. */
export function mergeParts(parts: readonly InventoryPart[]): MergedInventory {
  const disks = new Map<string, InventoryDisk>();
  const nics = new NicList();
  const diagnostics: Diagnostic[] = [];
  const clash = (device: string, first: string, second: string): void => {
    if (diagnostics.length < 20) {
      diagnostics.push(diagnostic('inventory.two-machines', { params: { device, first, second } }));
    }
  };
  for (const part of parts) {
    for (const disk of part.disks) {
      const key = disk.path ?? `#${disks.size}`;
      const known = disks.get(key);
      const [first, second] = known ? [serialInLsblk(known), serialInLsblk(disk)] : [];
      if (first !== undefined && second !== undefined && first !== second) clash(key, first, second);
      disks.set(key, known ? joinDisks(known, disk) : disk);
    }
    for (const nic of part.nics) {
      const known = nics.add(nic);
      if (known?.mac !== undefined && nic.mac !== undefined && known.mac !== nic.mac)
        clash(nic.name ?? '', known.mac, nic.mac);
      if (known?.name !== undefined && nic.name !== undefined && known.name !== nic.name) {
        clash(nic.mac ?? '', known.name, nic.name);
      }
    }
  }
  const all = [...disks.values()];
  const over =
    all.length > INVENTORY_LIMITS.disks ? 'disks' : nics.all().length > INVENTORY_LIMITS.nics ? 'nics' : undefined;
  if (over)
    diagnostics.push(diagnostic('inventory.too-many', { params: { limit: INVENTORY_LIMITS[over], what: over } }));
  if (diagnostics.length > 0) return { hasUnclearSerials: false, diagnostics };
  const lease = parts.find((part) => part.lease)?.lease;
  const system = parts.find((part) => part.system && Object.keys(part.system).length > 0)?.system;
  const supportsBtrfs = parts.find((part) => part.supportsBtrfs !== undefined)?.supportsBtrfs;
  return {
    inventory: {
      sources: [...new Set(parts.map(({ source }) => source))],
      disks: all,
      allDisks: parts.some((part) => part.allDisks),
      nics: nics.all(),
      allNics: parts.some((part) => part.allNics),
      ...defined({ lease, system, supportsBtrfs }),
    },
    hasUnclearSerials: all.some((disk) => !disk.udev && disk.serial !== undefined && !isSerialShort(disk)),
    diagnostics,
  };
}

/** Facts of both; where both tell one, udev's own word counts, and the longer list of what the disk holds. */
function joinDisks(first: InventoryDisk, second: InventoryDisk): InventoryDisk {
  const [strong, weak] = second.udev && !first.udev ? [second, first] : [first, second];
  const holds = weak.holds.length > strong.holds.length ? weak.holds : strong.holds;
  // lsblk's transport says more than udev's bus (sas against scsi).
  const transport = weak.source === 'lsblk' ? (weak.transport ?? strong.transport) : strong.transport;
  return { ...weak, ...strong, holds, ...defined({ transport }) };
}

/** Cards by MAC and by name; one that is known by either is joined. */
class NicList {
  readonly #nics: InventoryNic[] = [];
  readonly #places = new Map<string, number>();

  /** Gives the card as it was known before, if it was. */
  add(nic: InventoryNic): InventoryNic | undefined {
    const keys = [nic.mac, nic.name].filter((key) => key !== undefined);
    const at = keys.map((key) => this.#places.get(key)).find((place) => place !== undefined) ?? this.#nics.length;
    const known = this.#nics[at];
    this.#nics[at] = known ? (nic.udev && !known.udev ? { ...known, ...nic } : { ...nic, ...known }) : nic;
    for (const key of keys) this.#places.set(key, at);
    return known;
  }

  all(): readonly InventoryNic[] {
    return this.#nics;
  }
}

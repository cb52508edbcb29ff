import type { Diagnostic } from '../../api/diagnostic.ts';
import type { MachineInventory } from '../../api/inventory.ts';
import { shortSerialOf } from './inventory-knowledge.ts';
import { diskLabel } from './predict-erasure.ts';
import { nicLabel } from './predict-nics.ts';
import type { ErasureReason } from './take-first.ts';

/** A diagnostic about the node that is judged. */
export type Say = (code: ErasureReason['code'], field?: string, params?: ErasureReason['params']) => Diagnostic;

/** A sentence with more names is not read. */
export const MOST_NAMES = 12;

/** Device file and serial, so that a sentence names one disk only. */
export function diskName({ disks }: MachineInventory, position: number): string {
  const disk = disks[position];
  if (!disk) return `#${position + 1}`;
  const serial = shortSerialOf(disk) ?? disk.serial;
  return disk.path !== undefined && serial !== undefined ? `${disk.path} (${serial})` : diskLabel(disk, position);
}

export function diskNames(inventory: MachineInventory, positions: readonly number[]): string {
  return positions
    .slice(0, MOST_NAMES)
    .map((position) => diskName(inventory, position))
    .join(', ');
}

export function nicName({ nics }: MachineInventory, position: number): string {
  const nic = nics[position];
  return nic ? nicLabel(nic, position) : `#${position + 1}`;
}

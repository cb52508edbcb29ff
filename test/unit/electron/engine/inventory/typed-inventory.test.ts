import { describe, expect, test } from 'vitest';
import { MachineInventorySchema } from '../../../../../electron/api/inventory.ts';
import { typedInventory } from '../../../../../electron/engine/inventory/typed-inventory.ts';

describe('typed hardware', () => {
  test('becomes an inventory in the units of the contract, MACs in lower case', () => {
    const inventory = typedInventory({
      disks: [{ serial: ' S1 ', model: 'PM893', sizeGb: 960, rotational: false }],
      nics: [{ name: 'eno1', mac: '3C:EC:EF:7A:10:C4', speedMbps: 10000 }],
      cores: 16,
      memoryGib: 128,
    });
    expect(MachineInventorySchema.parse(inventory)).toEqual({
      sources: ['typed'],
      disks: [{ source: 'typed', serial: 'S1', model: 'PM893', sizeBytes: 960e9, rotational: false, holds: [] }],
      allDisks: false,
      nics: [{ source: 'typed', name: 'eno1', mac: '3c:ec:ef:7a:10:c4', speedMbps: 10000 }],
      allNics: false,
      cores: 16,
      memoryBytes: 128 * 2 ** 30,
    });
  });

  test('of nothing promises nothing', () => {
    expect(typedInventory({})).toEqual({ sources: ['typed'], disks: [], allDisks: false, nics: [], allNics: false });
  });
});

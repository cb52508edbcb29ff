import { expect, test } from 'vitest';
import { parseInventory } from '../../../../../electron/engine/answers/inventory.ts';
import { fromInstaller } from '../../../../../electron/engine/inventory/installer-inventory.ts';

test('what the installer does not say of a machine stays unknown', () => {
  const { inventory } = parseInventory('{"disks":{"0":{"DEVNAME":"/dev/sda"}},"nics":{}}');
  expect(inventory && fromInstaller(inventory).disks).toEqual([
    { source: 'installer', path: '/dev/sda', installerIndex: 0, holds: [], udev: { DEVNAME: '/dev/sda' } },
  ]);
});

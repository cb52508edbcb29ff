import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MachineInventorySchema } from '../../../../../electron/api/inventory.ts';
import { BY_MAC, EXT4, judge, MIRROR, STATIC } from './judged-answer.ts';

describe('any inventory that fits the contract', () => {
  const text = fc.constantFrom(
    '',
    'a',
    '/dev/sda',
    '/dev/nvme0n1',
    'S64FNE0R600001',
    'BTYF00000001240AGN',
    'eno1',
    '10',
    '*',
    '__proto__',
  );
  const some = <T>(each: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(each, { nil: undefined });
  const udev = fc.dictionary(
    fc.constantFrom('ID_SERIAL', 'ID_SERIAL_SHORT', 'ID_SCSI_SERIAL', 'ID_BUS', 'constructor'),
    text,
  );
  const source = fc.constantFrom('typed', 'lsblk', 'udevadm', 'device-info', 'system-info', 'ip-link', 'installer');
  const anyInventory = fc
    .record({
      sources: fc.constant([]),
      disks: fc.array(
        fc.record({
          source,
          path: some(text),
          serial: some(text),
          model: some(text),
          wwn: some(text),
          transport: some(text),
          sizeBytes: some(fc.nat()),
          installerIndex: some(fc.nat(12)),
          udev: some(udev),
        }),
        { maxLength: 12 },
      ),
      allDisks: fc.boolean(),
      nics: fc.array(
        fc.record({
          source,
          name: some(text),
          mac: some(fc.constantFrom('3c:ec:ef:00:00:01', '02:00:00:00:00:01')),
          installer: some(
            fc.record({ kernelIndex: some(fc.nat(3)), pinnedId: some(text), hasIpv4: some(fc.boolean()) }),
          ),
          udev: some(udev),
        }),
        { maxLength: 5 },
      ),
      allNics: fc.boolean(),
      lease: some(fc.record({ hostname: some(text), gateway4Device: some(text) })),
      supportsBtrfs: some(fc.boolean()),
    })
    .map((each) => MachineInventorySchema.parse(JSON.parse(JSON.stringify(each))));
  const disks = fc.constantFrom(
    EXT4,
    MIRROR,
    'filesystem = "ext4"\ndisk-list = [""]',
    'filesystem = "btrfs"\nbtrfs.raid = "raid1"\ndisk-list = ["a", "/dev/sda"]',
    'filesystem = "zfs"\nzfs.raid = "raid10"\nfilter = { __proto__ = "*", "constructor" = "*" }\nfilter-match = "all"',
  );
  const networks = fc.constantFrom(BY_MAC, 'source = "from-dhcp"', `${STATIC}filter.INTERFACE = "["`);

  test('is judged: one verdict a device, errors wherever a verdict is open', () => {
    fc.assert(
      fc.property(anyInventory, disks, networks, (inventory, selection, network) => {
        const { prediction, diagnostics } = judge(
          selection,
          inventory,
          { diskSerials: ['S64FNE0R600001'], managementMac: '3C:EC:EF:00:00:01' },
          network,
        );
        expect(prediction.disks.map(({ position }) => position)).toEqual(
          inventory.disks.map((_, position) => position),
        );
        expect(prediction.nics.map(({ position }) => position)).toEqual(inventory.nics.map((_, position) => position));
        const knowsDisks = inventory.disks.length > 0 || inventory.allDisks;
        const knowsNics = inventory.nics.length > 0 || inventory.allNics;
        const hasOpen = (verdicts: readonly { verdict: string }[]) =>
          verdicts.some(({ verdict }) => verdict === 'cannot-tell');
        const isOpen =
          (knowsDisks && (hasOpen(prediction.disks) || prediction.unlistedDisks)) ||
          (knowsNics && (hasOpen(prediction.nics) || prediction.unlistedNics)) ||
          (knowsDisks && knowsNics && prediction.installs === 'no');
        if (isOpen) expect(diagnostics.some(({ severity }) => severity === 'error')).toBe(true);
        // What says nothing is said to say nothing.
        const codes = diagnostics.map(({ code }) => code);
        expect(codes.includes('erasure.no-inventory')).toBe(!knowsDisks);
        expect(codes.includes('erasure.no-nics')).toBe(!knowsNics);
      }),
      { numRuns: 2000 },
    );
  });
});

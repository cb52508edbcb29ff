import fc from 'fast-check';
import type { InventoryDisk, InventoryNic, MachineInventory } from '../../../../../electron/api/inventory.ts';
import type { Answer } from '../../../../../electron/engine/answers/answer.ts';
import type { DeviceProperties, Inventory } from '../../../../../electron/engine/answers/inventory.ts';
import { parseInventory } from '../../../../../electron/engine/answers/inventory.ts';
import { parseAnswer } from '../../../../../electron/engine/answers/parse-answer.ts';
import { fromInstaller } from '../../../../../electron/engine/inventory/installer-inventory.ts';

/** How much of each device is told. `drop`: positions that the list does not name at all. */
export interface PartialView {
  readonly disks: readonly DiskView[];
  readonly nics: readonly NicView[];
  readonly drop: readonly number[];
}

type DiskView = 'full' | 'udevadm' | 'lsblk' | 'lsblk-bare' | 'typed' | 'typed-bare';
type NicView = 'full' | 'udevadm' | 'ip-link' | 'typed' | 'typed-bare';

export const anyView: fc.Arbitrary<PartialView> = fc.record({
  disks: fc.oneof(
    fc.array(fc.constantFrom<DiskView>('full', 'udevadm', 'lsblk', 'lsblk-bare', 'typed', 'typed-bare'), {
      minLength: 1,
      maxLength: 14,
    }),
    fc.constantFrom<DiskView>('full', 'udevadm', 'lsblk', 'lsblk-bare', 'typed', 'typed-bare').map((each) => [each]),
  ),
  nics: fc.array(fc.constantFrom<NicView>('full', 'udevadm', 'ip-link', 'typed', 'typed-bare'), {
    minLength: 1,
    maxLength: 10,
  }),
  drop: fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    fc.uniqueArray(fc.integer({ min: 0, max: 12 }), { maxLength: 4 }),
  ),
});

/** The inventory as such a view tells it, with the real path and name of each listed device beside it. */
export function viewOf(
  inventory: Inventory,
  view: PartialView,
): { machine: MachineInventory; paths: readonly (string | undefined)[]; names: readonly (string | undefined)[] } {
  const whole = fromInstaller(inventory);
  const keep = (_: unknown, position: number): boolean => !view.drop.includes(position);
  const disks = whole.disks.filter(keep);
  const nics = whole.nics.filter(keep);
  return {
    machine: {
      ...whole,
      disks: disks.map((disk, at) => partOfDisk(disk, view.disks[at % view.disks.length] ?? 'full')),
      allDisks: disks.length === whole.disks.length,
      nics: nics.map((nic, at) => partOfNic(nic, view.nics[at % Math.max(view.nics.length, 1)] ?? 'full')),
      allNics: nics.length === whole.nics.length,
    },
    paths: disks.map(({ path }) => path),
    names: nics.map(({ name }) => name),
  };
}

/** As util-linux fills its columns from udev (lsblk-properties.c). */
function partOfDisk(disk: InventoryDisk, view: DiskView): InventoryDisk {
  if (view === 'full') return disk;
  const { installerIndex: _, ...rest } = disk;
  if (view === 'udevadm') return { ...rest, source: 'udevadm' };
  const udev = disk.udev ?? {};
  if (view === 'typed') return { source: 'typed', holds: [], ...withoutAbsent({ serial: udev.ID_SERIAL_SHORT }) };
  if (view === 'typed-bare') return { source: 'typed', holds: [], model: 'something' };
  if (view === 'lsblk-bare') return { source: 'lsblk', holds: [], ...withoutAbsent({ path: disk.path }) };
  const serial = udev.SCSI_IDENT_SERIAL ?? udev.ID_SCSI_SERIAL ?? udev.ID_SERIAL_SHORT ?? udev.ID_SERIAL;
  const transport =
    { ata: 'sata', usb: 'usb' }[udev.ID_BUS ?? ''] ?? (disk.path?.startsWith('/dev/nvme') ? 'nvme' : undefined);
  const model = udev.ID_MODEL_ENC?.replaceAll('\\x20', ' ').trim() ?? udev.ID_MODEL;
  const wwn = udev.ID_WWN_WITH_EXTENSION ?? udev.ID_WWN;
  return { source: 'lsblk', holds: [], ...withoutAbsent({ path: disk.path, serial, transport, model, wwn }) };
}

function partOfNic(nic: InventoryNic, view: NicView): InventoryNic {
  if (view === 'full') return nic;
  const { installer: _, udev: __, ...rest } = nic;
  if (view === 'udevadm') return { ...rest, source: 'udevadm', ...withoutAbsent({ udev: nic.udev }) };
  if (view === 'ip-link') return { source: 'ip-link', ...withoutAbsent({ name: nic.name, mac: nic.mac }) };
  if (view === 'typed') return { source: 'typed', name: 'port1', ...withoutAbsent({ mac: nic.mac }) };
  return { source: 'typed', name: 'port1' };
}

function withoutAbsent<T extends object>(value: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as never;
}

const serial = fc.stringMatching(/^[A-Z]{1,2}[0-9]{5}[A-Z0-9]{0,4}$/);
const model = fc.constantFrom('SAMSUNG_MZ7KM240', 'WDC_WD40EFRX', 'INTEL_SSD', 'Micron_9300', 'HUH72-00005');

/** Properties as udev's helpers make them for disks of each kind. */
const anyDisk: fc.Arbitrary<DeviceProperties> = fc
  .record({
    kind: fc.constantFrom('ata', 'nvme', 'usb', 'scsi', 'virtio', 'blank'),
    serial,
    model,
    naa: fc.stringMatching(/^5000c50[0-9a-f]{9}$/),
  })
  .map(({ kind, serial: own, model: name, naa }): Record<string, string> => {
    const base: Record<string, string> = { DEVTYPE: 'disk', SUBSYSTEM: 'block', KIND: kind };
    const wwn = `0x${naa}`;
    if (kind === 'ata')
      return {
        ...base,
        ID_BUS: 'ata',
        ID_MODEL: name,
        ID_SERIAL: `${name}_${own}`,
        ID_SERIAL_SHORT: own,
        ID_WWN: wwn,
        ID_WWN_WITH_EXTENSION: wwn,
      };
    if (kind === 'nvme')
      return { ...base, ID_MODEL: name, ID_SERIAL: `${name}_${own}_1`, ID_SERIAL_SHORT: own, ID_WWN: `eui.${naa}` };
    if (kind === 'usb')
      return { ...base, ID_BUS: 'usb', ID_MODEL: name, ID_SERIAL: `Maker_${name}_${own}-0:0`, ID_SERIAL_SHORT: own };
    if (kind === 'scsi')
      return {
        ...base,
        ID_BUS: 'scsi',
        ID_MODEL: name,
        ID_SERIAL: `3${naa}`,
        ID_SERIAL_SHORT: naa,
        ID_SCSI_SERIAL: own,
        ID_WWN: wwn,
        ID_WWN_WITH_EXTENSION: `${wwn}0123456789abcdef`,
      };
    return kind === 'virtio' ? { ...base, ID_SERIAL: own } : base;
  });

/** Up to fourteen disks and four cards; two disks may share a serial, as with two paths to one. */
export const anyMachine: fc.Arbitrary<Inventory> = fc
  .record({
    disks: fc.array(anyDisk, { minLength: 1, maxLength: 14 }),
    twin: fc.boolean(),
    nics: fc.uniqueArray(fc.stringMatching(/^02(:[0-9a-f]{2}){5}$/), { minLength: 1, maxLength: 4 }),
  })
  .map(({ disks, twin, nics }) => {
    const all = twin && disks[0] ? [...disks, disks[0]] : disks;
    const named = all.map((properties, index) => ({
      ...properties,
      DEVNAME: deviceName(properties.KIND ?? '', index),
    }));
    const sorted = named.sort((left, right) => (left.DEVNAME < right.DEVNAME ? -1 : 1));
    const { inventory } = parseInventory(
      JSON.stringify({
        disks: Object.fromEntries(sorted.map((properties, index) => [String(index), properties])),
        nics: Object.fromEntries(
          nics.map((mac, index) => [
            `eno${index}`,
            { INTERFACE: `eno${index}`, ID_BUS: 'pci', ID_NET_NAME_MAC: `enx${mac.replaceAll(':', '')}` },
          ]),
        ),
        diskList: sorted.map(({ DEVNAME }, index) => [index, DEVNAME, 1, '', 512, '']),
      }),
    );
    if (!inventory) throw new Error('the generated inventory is readable');
    return inventory;
  });

function deviceName(kind: string, index: number): string {
  if (kind === 'nvme') return `/dev/nvme${index}n1`;
  return `/dev/${kind === 'virtio' ? 'vd' : 'sd'}${String.fromCharCode(97 + index)}`;
}

/** Answers that ask for things that are on the machine, almost on it, or nowhere. */
export function anyAnswer(inventory: Inventory): fc.Arbitrary<Answer> {
  const devices = Object.values(inventory.diskProperties);
  const values = devices
    .flatMap((properties) => Object.entries(properties))
    .filter(([key]) => key.startsWith('ID_') || key === 'DEVNAME');
  const bend = fc.constantFrom(
    (value: string) => value,
    (value: string) => `*${value}*`,
    (value: string) => `*${value.slice(-4)}`,
    (value: string) => `${value.slice(0, 4)}*`,
    (value: string) => `*${value}`,
    (value: string) => `*${value.slice(2, 8)}*`,
    (value: string) => `${value.slice(0, -1)}?`,
    () => '*',
    () => '[',
  );
  const entry = fc.oneof(
    {
      weight: 8,
      arbitrary: fc
        .tuple(fc.constantFrom(...values, ['ID_SERIAL_SHORT', 'ZZ123456'] as [string, string]), bend)
        .map(([[key, value], change]) => [key, change(value)] as const),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(
        fc.constantFrom('ID_SERIAL', 'ID_SERIAL_SHORT', 'NOT_THERE'),
        fc.constantFrom('*', 'x', '*0*'),
      ),
    },
  );
  const filter = fc.array(entry, { minLength: 1, maxLength: 3 }).map((entries) => Object.fromEntries(entries));
  const path = fc.constantFrom(...inventory.disks.map(({ path: each }) => each), 'a', '1', 'sda', '/dev/sdz', 'n1');
  const selection = fc.oneof(
    {
      weight: 3,
      arbitrary: fc
        .tuple(filter, fc.constantFrom('', 'filter-match = "any"', 'filter-match = "all"'))
        .map(([map, match]) => `filter = ${inline(map)}\n${match}`),
    },
    {
      weight: 1,
      arbitrary: fc
        .uniqueArray(path, { minLength: 2, maxLength: 4 })
        .map((paths) => `disk-list = ${JSON.stringify(paths)}`),
    },
    { weight: 1, arbitrary: path.map((one) => `disk-list = ${JSON.stringify([one])}`) },
  );
  const filesystem = fc.constantFrom('filesystem = "ext4"', 'filesystem = "zfs"\nzfs.raid = "raid0"');
  const macs = Object.values(inventory.nicProperties).map((properties) => properties.ID_NET_NAME_MAC ?? '');
  const network = fc.oneof(
    fc
      .tuple(fc.constantFrom(...macs, 'enx020000000000'), bend)
      .map(
        ([value, change]) =>
          `source = "from-answer"\ncidr = "10.0.0.2/24"\ngateway = "10.0.0.1"\ndns = "10.0.0.1"\nfilter.ID_NET_NAME_MAC = ${JSON.stringify(change(value))}`,
      ),
    fc
      .constantFrom('INTERFACE', 'ID_BUS')
      .map(
        (key) =>
          `source = "from-answer"\ncidr = "10.0.0.2/24"\ngateway = "10.0.0.1"\ndns = "10.0.0.1"\nfilter.${key} = "*"`,
      ),
  );
  return fc
    .tuple(filesystem, selection, network)
    .map(([fs, disks, net]) => {
      const global =
        'keyboard = "es"\ncountry = "ar"\nfqdn = "a.b"\nmailto = "a@b.c"\ntimezone = "UTC"\nroot-password-hashed = "x"';
      return parseAnswer(`[global]\n${global}\n[network]\n${net}\n[disk-setup]\n${fs}\n${disks}`, { version: '8.4' })
        .answer;
    })
    .filter((answer) => answer !== undefined);
}

function inline(map: Readonly<Record<string, string>>): string {
  return `{ ${Object.entries(map)
    .map(([key, value]) => `${key} = ${JSON.stringify(value)}`)
    .join(', ')} }`;
}

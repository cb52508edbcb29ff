import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeDiagnostic, hasErrors } from '../../../../../electron/api/diagnostic.ts';
import { type MachineInventory, MachineInventorySchema } from '../../../../../electron/api/inventory.ts';
import { type ImportedInventory, importInventory } from '../../../../../electron/engine/inventory/import-inventory.ts';
import { parseDeviceInfo } from '../../../../../electron/engine/inventory/parse-device-info.ts';
import { parseIpLink } from '../../../../../electron/engine/inventory/parse-ip-link.ts';
import { parseLsblk } from '../../../../../electron/engine/inventory/parse-lsblk.ts';
import { parseUdevadm } from '../../../../../electron/engine/inventory/parse-udevadm.ts';

const golden = (name: string): string =>
  readFileSync(new URL(`../../../../golden/inventory/${name}`, import.meta.url), 'utf8');

function imported(text: string): MachineInventory {
  const { inventory, diagnostics } = importInventory(text);
  if (!inventory) throw new Error(diagnostics.map(({ code }) => code).join());
  return MachineInventorySchema.parse(inventory);
}

const paths = ({ disks }: Pick<MachineInventory, 'disks'>): readonly (string | undefined)[] =>
  disks.map(({ path }) => path);
const codes = ({ diagnostics }: Pick<ImportedInventory, 'diagnostics'>): readonly string[] =>
  diagnostics.map(({ code }) => code);

describe('lsblk', () => {
  test('with all columns tells the disks of the machine and what they hold', () => {
    const { disks, allDisks, nics } = imported(golden('lsblk-all.json'));
    expect(allDisks).toBe(true);
    expect(nics).toEqual([]);
    expect(
      disks.map(({ path, serial, transport, sizeBytes, rotational }) => [
        path,
        serial,
        transport,
        sizeBytes,
        rotational,
      ]),
    ).toEqual([
      ['/dev/nvme0n1', 'S64FNE0R600001', 'nvme', 960197124096, false],
      ['/dev/nvme1n1', 'S64FNE0R600002', 'nvme', 960197124096, false],
      ['/dev/sda', 'BTYF00000001240AGN', 'sata', 240057409536, false],
      ['/dev/sdb', '7SG00001', 'sas', 8001563222016, true],
      ['/dev/sdd', '575841314100000001', 'usb', 1000170586112, true],
    ]);
    expect(
      disks.map(({ holds }) => holds.map(({ kind, on, mountpoint, label }) => [kind, on, mountpoint ?? label])),
    ).toEqual([
      [],
      [
        ['lvm', undefined, undefined],
        ['filesystem', 'mapper/old-data', '/srv/data'],
      ],
      [
        ['partition-table', undefined, undefined],
        ['filesystem', 'sda1', '/boot/efi'],
        ['filesystem', 'sda2', '/'],
      ],
      [
        ['partition-table', undefined, undefined],
        ['zfs', 'sdb1', 'tank'],
      ],
      [
        ['partition-table', undefined, undefined],
        ['filesystem', 'sdd1', 'Backups'],
      ],
    ]);
  });

  test('says what it left out, and that the serial of a SAS disk is another number', () => {
    const { leftOut, diagnostics } = importInventory(golden('lsblk-all.json'));
    expect(leftOut).toEqual([
      { name: 'loop0', reason: 'virtual' },
      { name: 'sdc', reason: 'install-medium' },
      { name: 'sde', reason: 'empty' },
      { name: 'sr0', reason: 'optical' },
      { name: 'zram0', reason: 'virtual' },
    ]);
    expect(diagnostics.map(({ code, params }) => [code, params.disks ?? params.names])).toEqual([
      ['inventory.serial-unclear', '/dev/sdb'],
      ['inventory.left-out-virtual', 'loop0, zram0'],
      ['inventory.left-out-optical', 'sr0'],
      ['inventory.left-out-install-medium', 'sdc'],
      ['inventory.left-out-empty', 'sde'],
    ]);
  });

  test.each(['lsblk-old.json', 'lsblk-list.json', 'lsblk-all-human.json'])(
    'in the form of %s tells the same',
    (name) => {
      const [plain, other] = [imported(golden('lsblk-all.json')), imported(golden(name))];
      const known = ({ disks }: MachineInventory) =>
        disks.map(({ sizeBytes: _, holds, ...rest }) => [rest, holds.map(({ kind }) => kind)]);
      expect(known(other)).toEqual(known(plain));
      for (const [index, { sizeBytes }] of other.disks.entries()) {
        expect(Math.abs((sizeBytes ?? 0) / (plain.disks[index]?.sizeBytes ?? 1) - 1)).toBeLessThan(0.06);
      }
    },
  );

  test('with its default columns tells names, sizes and mount points, and nothing else', () => {
    const { disks } = imported(golden('lsblk-default.json'));
    // Without FSTYPE the stick with the installer is not known as one.
    expect(disks.map(({ path }) => path)).toEqual([
      '/dev/nvme0n1',
      '/dev/nvme1n1',
      '/dev/sda',
      '/dev/sdb',
      '/dev/sdc',
      '/dev/sdd',
    ]);
    expect(disks.every(({ serial, model }) => serial === undefined && model === undefined)).toBe(true);
    expect(disks[2]?.holds.map(({ mountpoint }) => mountpoint)).toEqual(['/boot/efi', '/']);
  });

  test('drawn as a table is refused with the command to use', () => {
    const result = importInventory('NAME   MAJ:MIN RM   SIZE RO TYPE MOUNTPOINTS\nsda      8:0    0 223.6G  0 disk\n');
    expect(codes(result)).toEqual(['inventory.lsblk-plain']);
    expect(describeDiagnostic(result.diagnostics[0] as never, 'en').hint).toContain('lsblk --json -O');
  });
});

describe('udevadm', () => {
  test('the whole database tells every property of disks and cards, without partitions and virtual devices', () => {
    const { disks, nics, allDisks, allNics } = imported(golden('udevadm-export-db.txt'));
    expect([allDisks, allNics]).toEqual([true, true]);
    expect(disks.map(({ path, udev }) => [path, udev?.ID_SERIAL_SHORT])).toEqual([
      ['/dev/nvme0n1', 'S64FNE0R600001'],
      ['/dev/nvme1n1', 'S64FNE0R600002'],
      ['/dev/sda', 'BTYF00000001240AGN'],
      ['/dev/sdb', '5000cca200000001'],
      ['/dev/sdd', '575841314100000001'],
    ]);
    expect(disks[3]?.holds).toEqual([
      { kind: 'partition-table', type: 'gpt' },
      { kind: 'zfs', type: 'zfs_member', on: 'sdb1', label: 'tank' },
    ]);
    expect(nics.map(({ name, mac, driver }) => [name, mac, driver])).toEqual([
      ['eno1', '3c:ec:ef:00:00:01', 'igb'],
      ['eno2', '3c:ec:ef:00:00:02', 'igb'],
      ['enp65s0f0', 'a0:36:9f:00:00:01', 'ixgbe'],
    ]);
  });

  test('single blocks of -q property are read, and do not promise that they are all', () => {
    const part = parseUdevadm(golden('udevadm-property.txt'));
    expect([paths(part), part.allDisks]).toEqual([['/dev/sda', '/dev/sdb'], false]);
  });

  test('with --json gives the same properties', () => {
    const { disks } = imported(golden('udevadm-export-db.txt'));
    const asJson = disks.map(({ udev }) => JSON.stringify(udev)).join('\n');
    expect(imported(asJson).disks.map(({ udev }) => udev)).toEqual(disks.map(({ udev }) => udev));
  });
});

describe('the vendor’s tools', () => {
  test('device-info tells every property by device name', () => {
    const { disks, nics, sources } = imported(golden('device-info.json'));
    expect(sources).toEqual(['device-info']);
    expect(disks.map(({ path, serial }) => [path, serial])).toEqual([
      ['/dev/nvme0n1', 'S64FNE0R600001'],
      ['/dev/nvme1n1', 'S64FNE0R600002'],
      ['/dev/sda', 'BTYF00000001240AGN'],
      ['/dev/sdb', '5000cca200000001'],
      ['/dev/sdd', '575841314100000001'],
    ]);
    expect(nics.every(({ udev }) => udev !== undefined)).toBe(true);
  });

  test('the installer’s own dump brings its disk numbers', () => {
    const text = readFileSync(
      new URL('../../../../golden/answers/thirteen-disks.inventory.json', import.meta.url),
      'utf8',
    );
    const part = parseDeviceInfo(text);
    expect(part.disks.map(({ installerIndex, path }) => `${installerIndex} ${path}`)).toContain('10 /dev/sdk');
    expect(part.lease?.gateway6Device).toBe('enp10s0');
  });

  test('system-info tells firmware and cards, MACs in lower case', () => {
    const { system, nics, disks, allDisks } = imported(golden('system-info.json'));
    expect(system).toEqual({
      serial: 'S000001',
      uuid: '00000000-0000-0000-0000-3cecef000001',
      name: 'SYS-1',
      boardSerial: 'B000001',
      assetTag: 'INV-0001',
    });
    expect(nics.map(({ mac }) => mac)).toEqual(['3c:ec:ef:00:00:01', '3c:ec:ef:00:00:02', 'a0:36:9f:00:00:01']);
    expect([disks, allDisks]).toEqual([[], false]);
  });
});

describe('ip -j link', () => {
  test('tells the own address of a bonded card and leaves virtual links out', () => {
    const part = parseIpLink(golden('ip-link.json'));
    expect(part.nics.map(({ name, mac }) => [name, mac])).toEqual([
      ['eno1', '3c:ec:ef:00:00:01'],
      ['eno2', '3c:ec:ef:00:00:02'],
      ['enp65s0f0', 'a0:36:9f:00:00:01'],
    ]);
    expect(part.leftOut.map(({ name }) => name)).toEqual(['lo', 'bond0', 'docker0']);
  });
});

describe('several outputs pasted one behind the other', () => {
  const all = ['lsblk-all.json', 'udevadm-export-db.txt', 'ip-link.json', 'system-info.json'];

  test('become one machine: sizes of lsblk, properties of udev, in any order and with prompts between them', () => {
    for (const names of [all, [...all].reverse()]) {
      const text = names.map((name) => `[root@pve ~]# some command\n${golden(name)}`).join('root@pve:~# \n');
      const result = importInventory(text);
      expect(result.found.map(({ source }) => source).sort()).toEqual(['ip-link', 'lsblk', 'system-info', 'udevadm']);
      const { disks, nics, system } = imported(text);
      expect(
        disks
          .map(({ path, sizeBytes, udev }) => [path, sizeBytes !== undefined, udev?.ID_SERIAL_SHORT !== undefined])
          .sort(),
      ).toEqual(['nvme0n1', 'nvme1n1', 'sda', 'sdb', 'sdd'].map((name) => [`/dev/${name}`, true, true]));
      expect(nics.map(({ name }) => name)).toEqual(['eno1', 'eno2', 'enp65s0f0']);
      expect(system?.serial).toBe('S000001');
      // udev tells the SAS disk's short serial, so nothing is unclear any more.
      expect(codes(result)).not.toContain('inventory.serial-unclear');
    }
  });

  test('of two machines are refused', () => {
    const other = golden('lsblk-all.json').replace('BTYF00000001240AGN', 'BTYF00000002240AGN');
    const result = importInventory(`${golden('udevadm-export-db.txt')}\n${other}`);
    expect(result.inventory).toBeUndefined();
    expect(
      result.diagnostics.filter(({ code }) => code === 'inventory.two-machines').map(({ params }) => params),
    ).toEqual([{ device: '/dev/sda', first: 'BTYF00000001240AGN', second: 'BTYF00000002240AGN' }]);
  });

  test('with a part that is no listing name its line', () => {
    const result = importInventory(`${golden('ip-link.json')}\n{"hello": "world"}\n`);
    expect(result.diagnostics.find(({ code }) => code === 'inventory.part-unknown')?.subject.line).toBe(3);
    expect(result.inventory?.nics.length).toBe(3);
  });
});

describe('hostile text', () => {
  const accept = (text: string): ImportedInventory => {
    const result = importInventory(text);
    expect(result.inventory === undefined).toBe(hasErrors(result.diagnostics));
    if (result.inventory) MachineInventorySchema.parse(result.inventory);
    for (const found of result.diagnostics) {
      for (const language of ['en', 'es'] as const) {
        const { summary, hint } = describeDiagnostic(found, language);
        expect(`${summary} ${hint}`.length).toBeLessThan(20_000);
      }
    }
    return result;
  };

  const folder = new URL('../../../../golden/inventory-fuzz/', import.meta.url);
  test.each(readdirSync(folder).filter((name) => name !== 'README.md'))(
    'of the corpus, %s, ends with diagnostics or an inventory',
    (name) => {
      accept(readFileSync(new URL(name, folder), 'latin1'));
    },
  );

  test.each<readonly [string, () => string, string | undefined]>([
    ['open brackets', () => '['.repeat(2_000_000), 'inventory.json-invalid'],
    ['open brackets, a line each', () => '[\n'.repeat(1_000_000), 'inventory.json-invalid'],
    ['brackets of prompts', () => '[a] b\n'.repeat(100_000), 'inventory.unknown-text'],
    [
      'deep children',
      () => `${'{"blockdevices":[{"name":"a","children":['.repeat(30)}${']}]}'.repeat(30)}`,
      'inventory.json-invalid',
    ],
    ['an endless string', () => `{"blockdevices":[{"name":"${'a'.repeat(7_000_000)}"}]}`, undefined],
    [
      'too many disks',
      () =>
        JSON.stringify({
          blockdevices: Array.from({ length: 600 }, (_, i) => ({ name: `sd${i.toString(36)}`, type: 'disk' })),
        }),
      'inventory.too-many',
    ],
    [
      'too many nodes',
      () => JSON.stringify({ blockdevices: Array.from({ length: 30_000 }, () => ({ name: 'sda1', type: 'part' })) }),
      'inventory.unreadable',
    ],
    [
      'too many cards',
      () =>
        JSON.stringify(Array.from({ length: 60_000 }, (_, i) => ({ ifname: `eno${i}`, address: '02:00:00:00:00:01' }))),
      'inventory.too-many',
    ],
    ['too many parts', () => '[{"ifname":"eno1"}]\n'.repeat(5000), 'inventory.too-many'],
    [
      'too many properties',
      () => `E: DEVPATH=/x\n${Array.from({ length: 9000 }, (_, i) => `E: K${i}=1`).join('\n')}`,
      'inventory.unreadable',
    ],
    [
      'too many devices',
      () => 'E: DEVPATH=/x\nE: SUBSYSTEM=net\nE: INTERFACE=eno1\n\n'.repeat(100_000),
      'inventory.too-many',
    ],
    ['an endless line', () => `E: DEVPATH=${'x'.repeat(8_000_000)}`, 'inventory.no-devices'],
    ['more than 8 MiB', () => ' '.repeat(8 * 1024 * 1024 + 1), 'inventory.too-large'],
    ['nothing', () => '', 'inventory.unknown-text'],
    [
      'a prototype',
      () => '{"blockdevices":[{"__proto__":{"name":"sda"}}],"__proto__":{"disks":{}}}',
      'inventory.no-devices',
    ],
  ])('%s', (_, make, code) => {
    const result = accept(make());
    if (code) expect(codes(result)).toContain(code);
  });

  const words = fc.constantFrom(
    'sda',
    'name',
    'path',
    'type',
    'disk',
    'size',
    'children',
    'serial',
    'mountpoints',
    '/dev/sda',
    'ifname',
    'address',
    'DEVPATH',
    'SUBSYSTEM',
    'block',
    '__proto__',
    '',
    '5e9G',
  );
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      fc.oneof(words, fc.string({ maxLength: 12 }), fc.double(), fc.boolean(), fc.constant(null)),
      fc.array(tie('value'), { maxLength: 5 }),
      fc.dictionary(words, tie('value'), { maxKeys: 6 }),
    ),
  }));

  test('of any JSON in the place of a listing is read or refused', () => {
    const places = fc.constantFrom('blockdevices', 'disks', 'nics', 'network_interfaces', 'dmi', 'DEVPATH');
    fc.assert(
      fc.property(places, value, (place, content) => {
        accept(JSON.stringify({ [place]: content, SUBSYSTEM: 'block' }));
        accept(JSON.stringify([{ ifname: 'eno1', ...(content as object) }]));
      }),
      { numRuns: 1500 },
    );
  });

  test('made of good listings with damage is read or refused', () => {
    const texts = [
      'lsblk-all.json',
      'udevadm-export-db.txt',
      'device-info.json',
      'ip-link.json',
      'system-info.json',
    ].map(golden);
    const damage = fc.array(
      fc.tuple(
        fc.nat(),
        fc.integer({ min: 0, max: 40 }),
        fc.oneof(
          fc.string({ maxLength: 6 }),
          fc.constantFrom('{', '}', '[', ']', '"', '\n', 'E: ', '\u0000', '\ud800'),
        ),
      ),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.constantFrom(...texts), damage, (first, second, cuts) => {
        const text = cuts.reduce(
          (now, [at, length, put]) => `${now.slice(0, at % now.length)}${put}${now.slice((at % now.length) + length)}`,
          `${first}\n${second}`,
        );
        accept(text);
      }),
      { numRuns: 400 },
    );
  });

  test('parsers of one kind refuse what is not theirs', () => {
    for (const parse of [parseLsblk, parseIpLink, parseDeviceInfo]) {
      for (const text of ['', 'x', '[', '{}x', 'null', '1']) {
        expect(codes(parse(text)).length + parse(text).disks.length, `${parse.name} ${text}`).toBeGreaterThan(0);
      }
    }
  });
});

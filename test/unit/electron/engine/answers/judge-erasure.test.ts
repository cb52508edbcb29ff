import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { describeDiagnostic } from '../../../../../electron/api/diagnostic.ts';
import type { MachineInventory } from '../../../../../electron/api/inventory.ts';
import type { ErasureJudgement, ErasurePlan } from '../../../../../electron/engine/answers/judge-erasure.ts';
import { importInventory } from '../../../../../electron/engine/inventory/import-inventory.ts';
import { typedInventory } from '../../../../../electron/engine/inventory/typed-inventory.ts';
import { BY_MAC, EXT4, judge, MIRROR, STATIC } from './judged-answer.ts';

const golden = (name: string): string =>
  readFileSync(new URL(`../../../../golden/inventory/${name}`, import.meta.url), 'utf8');

function read(...names: readonly string[]): MachineInventory {
  const { inventory } = importInventory(names.map(golden).join('\n'));
  if (!inventory) throw new Error(names.join());
  return inventory;
}

const WHOLE = read('udevadm-export-db.txt', 'lsblk-all.json');
const LSBLK = read('lsblk-all.json', 'ip-link.json');
const TYPED = typedInventory({
  disks: [
    { serial: 'S64FNE0R600001', sizeGb: 960 },
    { serial: 'S64FNE0R600002', sizeGb: 960 },
    { serial: 'BTYF00000001240AGN', sizeGb: 240 },
  ],
  nics: [
    { name: 'mgmt0', mac: '3C:EC:EF:00:00:01' },
    { name: 'data0', mac: 'a0:36:9f:00:00:01' },
  ],
});

const said = ({ diagnostics }: ErasureJudgement): readonly string[] => diagnostics.map(({ code }) => code);
const errors = ({ diagnostics }: ErasureJudgement): readonly string[] =>
  diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code);
const verdicts = ({ prediction }: ErasureJudgement): readonly string[] =>
  prediction.disks.map(({ verdict }) => verdict);

describe('a plan by serial numbers', () => {
  test.each([
    ['udevadm and lsblk', WHOLE, ['kept', 'kept', 'erased', 'kept', 'kept']],
    ['lsblk and ip link', LSBLK, ['kept', 'kept', 'erased', 'kept', 'kept']],
    ['a typed list', TYPED, ['kept', 'kept', 'erased']],
  ] as const)('for one disk is sure with %s', (_, inventory, expected) => {
    const result = judge(EXT4, inventory, { diskSerials: ['BTYF00000001240AGN'], managementMac: '3c:ec:ef:00:00:01' });
    expect(verdicts(result)).toEqual(expected);
    expect(errors(result)).toEqual([]);
  });

  test.each([
    ['udevadm and lsblk', WHOLE, []],
    ['lsblk and ip link', LSBLK, []],
    ['a typed list', TYPED, []],
  ] as const)('for a mirror of two is judged with %s', (_, inventory, expected) => {
    const result = judge(MIRROR, inventory, { diskSerials: ['S64FNE0R600001', 'S64FNE0R600002'] });
    expect(verdicts(result).slice(0, 3)).toEqual(['erased', 'erased', 'kept']);
    expect(errors(result)).toEqual(expected);
  });

  test('says what is lost on the disks that are erased', () => {
    const { diagnostics } = judge(MIRROR, WHOLE);
    expect(diagnostics.map(({ code, severity, params }) => [code, severity, params.what])).toEqual([
      ['erasure.holds-data', 'warning', 'LVM2_member, xfs /srv/data'],
    ]);
  });
});

describe('ambiguity is an error', () => {
  const zfs = (filter: string, raid = 'raid0'): string => `filesystem = "zfs"\nzfs.raid = "${raid}"\n${filter}`;

  test.each<readonly [string, string, string, MachineInventory, ErasurePlan | undefined, string | undefined]>([
    [
      'erasure.filter-many',
      'a filter of one disk fits two',
      'filesystem = "ext4"\nfilter.ID_MODEL = "SAMSUNG*"',
      WHOLE,
      undefined,
      undefined,
    ],
    [
      'erasure.entry-many',
      'a disk-list entry ends two paths',
      'filesystem = "ext4"\ndisk-list = ["n1"]',
      WHOLE,
      undefined,
      undefined,
    ],
    [
      'erasure.filter-none',
      'nothing fits',
      'filesystem = "ext4"\nfilter.ID_SERIAL_SHORT = "NOT-HERE"',
      WHOLE,
      undefined,
      undefined,
    ],
    ['erasure.disk-unclear', 'a property is not known', zfs('filter.ID_PATH = "pci*"'), LSBLK, undefined, undefined],
    [
      'erasure.unlisted-disks',
      'a typed list promises nothing about other disks',
      zfs('filter.ID_BUS = "ata"'),
      TYPED,
      undefined,
      undefined,
    ],
    [
      'erasure.disk-unplanned',
      'a disk outside the plan is erased',
      zfs('filter.ID_MODEL = "SAMSUNG*"'),
      WHOLE,
      { diskSerials: ['S64FNE0R600001'] },
      undefined,
    ],
    [
      'erasure.disk-unplanned',
      'a missing key lets every disk pass',
      zfs('filter.NOT_THERE = "x"\nfilter-match = "all"'),
      WHOLE,
      { diskSerials: [] },
      undefined,
    ],
    [
      'erasure.disk-spared',
      'a planned disk is kept',
      zfs('filter.ID_SERIAL_SHORT = "S64FNE0R600001"'),
      WHOLE,
      { diskSerials: ['S64FNE0R600001', 'S64FNE0R600002'] },
      undefined,
    ],
    [
      'erasure.disk-absent',
      'a planned serial is not there',
      EXT4,
      WHOLE,
      { diskSerials: ['BTYF00000001240AGM'] },
      undefined,
    ],
    [
      'erasure.serial-other',
      'the label of a SAS disk is another property',
      EXT4,
      WHOLE,
      { diskSerials: ['7SG00001'] },
      undefined,
    ],
    [
      'erasure.raid-count',
      'too few disks fit the level',
      zfs('filter.ID_MODEL = "SAMSUNG*"', 'raidz-1'),
      WHOLE,
      undefined,
      undefined,
    ],
    [
      'erasure.mirror-sizes',
      'sizes differ by more than a tenth',
      zfs('filter.ID_SERIAL_SHORT = "[BS]*"', 'raid1'),
      WHOLE,
      undefined,
      undefined,
    ],
    [
      'erasure.nic-many',
      'a network filter fits two cards',
      EXT4,
      WHOLE,
      undefined,
      `${STATIC}filter.ID_NET_DRIVER = "igb"`,
    ],
    [
      'erasure.nic-none',
      'a network filter fits none',
      EXT4,
      WHOLE,
      undefined,
      `${STATIC}filter.ID_NET_NAME_MAC = "enx000000000001"`,
    ],
    ['erasure.nic-many', 'a driver is not known', EXT4, LSBLK, undefined, `${STATIC}filter.ID_NET_DRIVER = "igb"`],
    [
      'erasure.nic-unclear',
      'a driver of the only card is not known',
      EXT4,
      { ...LSBLK, nics: LSBLK.nics.slice(0, 1) },
      undefined,
      `${STATIC}filter.ID_NET_DRIVER = "igb"`,
    ],
    ['erasure.nic-lease', 'DHCP chooses among several cards', EXT4, WHOLE, undefined, 'source = "from-dhcp"'],
    [
      'erasure.nic-unplanned',
      'another card than planned',
      EXT4,
      WHOLE,
      { managementMac: '3c:ec:ef:00:00:02' },
      undefined,
    ],
    [
      'erasure.nic-absent',
      'a planned card is not there',
      EXT4,
      WHOLE,
      { managementMac: '02:00:00:00:00:09' },
      undefined,
    ],
    [
      'erasure.unlisted-nics',
      'a card that is not in the list may be the one',
      EXT4,
      { ...LSBLK, nics: LSBLK.nics.slice(0, 1), allNics: false },
      undefined,
      `${STATIC}filter.ID_NET_NAME_MAC = "enx000000000001"`,
    ],
    [
      'erasure.install-stops',
      'the installer stops before',
      EXT4,
      WHOLE,
      undefined,
      `${STATIC}filter.ID_NET_NAME_MAC = "["`,
    ],
  ])('%s: %s', (code, _, disks, inventory, plan, network) => {
    const result = judge(disks, inventory, plan, network);
    expect(errors(result)).toContain(code);
    const careful = judge(EXT4, WHOLE, { diskSerials: ['BTYF00000001240AGN'], managementMac: '3c:ec:ef:00:00:01' });
    expect(said(careful)).not.toContain(code);
    for (const found of result.diagnostics) {
      for (const language of ['en', 'es'] as const) {
        const { summary, hint } = describeDiagnostic(found, language);
        expect(`${summary} ${hint}`).not.toMatch(/\{[a-z]+\}/);
      }
    }
  });

  test('two paths to one disk are named as such', () => {
    const [first] = WHOLE.disks;
    if (!first) throw new Error('there is a disk');
    const twice = { ...WHOLE, disks: [...WHOLE.disks, { ...first, path: '/dev/sdz' }] };
    expect(errors(judge(MIRROR, twice))).toEqual(['erasure.serial-twice']);
  });
});

describe('a listing that says nothing of a part', () => {
  const plan = { diskSerials: ['BTYF00000001240AGN'], managementMac: '3c:ec:ef:00:00:01' };

  test('of the cards alone is a warning that no disk can be told, and no claim about any', () => {
    const cards = typedInventory({ nics: [{ mac: '3c:ec:ef:00:00:01' }] });
    expect(errors(judge(EXT4, cards, plan))).toEqual([]);
    expect(said(judge(EXT4, cards, plan))).toEqual(['erasure.no-inventory']);
  });

  test('of the disks alone is a warning that no card can be told', () => {
    const lsblk = read('lsblk-all.json');
    expect(errors(judge(EXT4, lsblk, plan))).toEqual([]);
    expect(said(judge(EXT4, lsblk, plan))).toContain('erasure.no-nics');
  });

  test('of disks without serials leaves each of them open, and says neither that many fit nor that one is missing', () => {
    const lsblk = read('lsblk-all.json');
    const bare = { ...lsblk, disks: lsblk.disks.map(({ serial: _s, udev: _u, wwn: _w, ...disk }) => disk) };
    const codes = new Set(errors(judge(EXT4, bare, plan)));
    expect([...codes]).toEqual(['erasure.disk-unclear']);
  });
});

describe('three disks by one pattern', () => {
  const disks = ['S64FNE0R600001', 'S64FNE0R600002', 'S64FNE0R600003'];
  const answer = 'filesystem = "zfs"\nzfs.raid = "raidz-1"\nfilter.ID_SERIAL_SHORT = "S64FNE0R60000[123]"';
  const hardware = { disks: disks.map((serial) => ({ serial, sizeGb: 960 })), nics: [{ mac: '3c:ec:ef:00:00:01' }] };

  test('are sure where it means their serials and nothing else', () => {
    expect(errors(judge(answer, typedInventory(hardware), { diskSerials: disks }))).toEqual([]);
  });

  test('are else sure only when the typed list is said to be whole', () => {
    const wider = answer.replace('[123]', '[1-4]');
    expect(errors(judge(wider, typedInventory(hardware), { diskSerials: disks }))).toEqual(['erasure.unlisted-disks']);
    expect(errors(judge(wider, typedInventory(hardware, { allDisks: true }), { diskSerials: disks }))).toEqual([]);
  });
});

describe('without certainty about names', () => {
  test('a disk-list is predicted, with a warning that names may move', () => {
    const result = judge('filesystem = "ext4"\ndisk-list = ["/dev/sda"]', WHOLE);
    expect(said(result)).toEqual(['erasure.names-move', 'erasure.holds-data']);
    expect(said(judge('filesystem = "ext4"\ndisk-list = ["/dev/sda"]', read('device-info.json')))).toEqual([]);
  });

  test('sizes and pinned cards are compared with whatever listing there is', () => {
    const pinned = `${BY_MAC}\ninterface-name-pinning = { enabled = true, mapping = { "02:00:00:00:00:07" = "lan7" } }`;
    const result = judge(`${EXT4}\nlvm.hdsize = 500`, LSBLK, undefined, pinned);
    const traps = result.diagnostics.filter(({ code }) => code.startsWith('answer.'));
    expect(traps.map(({ code, severity, params }) => [code, severity, params.sizeGib ?? params.mac])).toEqual([
      ['answer.trap-size-disk', 'warning', 223.57],
      ['answer.trap-pin-absent', 'warning', '02:00:00:00:00:07'],
    ]);
    expect(said(judge(`${EXT4}\nlvm.hdsize = 200`, LSBLK))).toEqual(['erasure.holds-data']);
  });

  test('without an inventory nothing is claimed, which is a warning', () => {
    const { diagnostics, prediction } = judge(EXT4, undefined);
    expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([['erasure.no-inventory', 'warning']]);
    expect(prediction.installs).toBe('cannot-tell');
  });
});

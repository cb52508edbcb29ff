import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { describeDiagnostic } from '../../../../../electron/api/diagnostic.ts';
import { PVE_VERSIONS, type PveVersion } from '../../../../../electron/api/site.ts';
import { type AnswerCheck, checkAnswer } from '../../../../../electron/engine/answers/check-answer.ts';
import { type Inventory, parseInventory } from '../../../../../electron/engine/answers/inventory.ts';
import { sha512Crypt } from '../../../../../electron/engine/answers/sha512-crypt.ts';

const HASH = sha512Crypt('correct horse', 'abcdefgh');

interface Parts {
  readonly global?: string;
  readonly network?: string;
  readonly disks?: string;
  readonly rest?: string;
}

const GLOBAL = [
  'keyboard = "es"',
  'country = "ar"',
  'fqdn = "pve-1.site.example"',
  'mailto = "ops@site.example"',
  'timezone = "UTC"',
  `root-password-hashed = "${HASH}"`,
  'reboot-mode = "power-off"',
].join('\n');
const NETWORK = [
  'source = "from-answer"',
  'cidr = "192.168.10.11/24"',
  'gateway = "192.168.10.1"',
  'dns = "192.168.10.1"',
  'filter.ID_NET_NAME_MAC = "*b42e99acadb4"',
].join('\n');
const PINNED = 'interface-name-pinning = { enabled = true, mapping = { "b4:2e:99:ac:ad:b4" = "mgmt0" } }';
const DISKS = 'filesystem = "zfs"\nzfs.raid = "raid1"\ndisk-list = ["/dev/sda", "/dev/sdb"]';

function write({ global = GLOBAL, network = NETWORK, disks = DISKS, rest = '' }: Parts): string {
  return `[global]\n${global}\n[network]\n${network}\n[disk-setup]\n${disks}\n${rest}`;
}

function readInventory(): Inventory {
  const file = new URL('../../../../golden/answers/inventory.json', import.meta.url);
  const { inventory } = parseInventory(readFileSync(file, 'utf8'));
  if (!inventory) throw new Error('the golden inventory is not readable');
  return inventory;
}

const inventory = readInventory();

function check(parts: Parts, version: PveVersion = '9.1', machine?: Inventory): AnswerCheck {
  return checkAnswer(write(parts), { version, inventory: machine, file: 'a.toml' });
}

function codes(result: AnswerCheck): readonly string[] {
  return result.diagnostics.map((each) => each.code);
}

describe('checking an answer', () => {
  test('a careful answer is accepted without a word', () => {
    const network = `${NETWORK}\n${PINNED}`;
    for (const machine of [undefined, inventory]) {
      for (const version of ['9.1', '9.2'] as const) {
        expect(check({ network }, version, machine).diagnostics).toEqual([]);
      }
      expect(check({}, '8.4', machine).diagnostics).toEqual([]);
    }
  });

  test('an underscore key is refused by validate-answer of 9.x and only noted for the installer', () => {
    const parts = { global: GLOBAL.replace('reboot-mode', 'reboot_mode') };
    expect(check(parts, '8.4').accepted).toBe(true);
    expect(check(parts, '9.1').accepted).toBe(false);
    const installed = check(parts, '9.1', inventory);
    expect(installed.accepted).toBe(true);
    expect(installed.diagnostics.find(({ code }) => code === 'answer.underscore-key')?.severity).toBe('warning');
  });

  test('every problem is reported at once, each on its line', () => {
    const global = GLOBAL.replace('"ar"', '"AR"').replace('"UTC"', '"Mars/Base"');
    const result = check({ global });
    expect(result.diagnostics.map(({ code, subject }) => [code, subject.line])).toEqual([
      ['answer.country-unknown', 3],
      ['answer.timezone-unknown', 6],
    ]);
  });

  test.each<readonly [string, Parts, PveVersion, boolean]>([
    ['answer.trap-filter-or', { network: `${NETWORK}\nfilter.ID_BUS = "pci"` }, '9.1', false],
    ['answer.trap-filter-many', { network: NETWORK.replace('"*b42e99acadb4"', '"enx*"') }, '9.1', true],
    [
      'answer.trap-filter-or',
      { disks: 'filesystem = "ext4"\nfilter = { ID_BUS = "ata", ID_SERIAL = "S*" }' },
      '9.1',
      false,
    ],
    [
      'answer.trap-filter-any',
      { disks: 'filesystem = "zfs"\nzfs.raid = "raid1"\nfilter = { ID_BUS = "ata", ID_SERIAL = "S*" }' },
      '9.1',
      false,
    ],
    [
      'answer.trap-filter-match-single',
      { disks: 'filesystem = "ext4"\nfilter = { ID_BUS = "ata" }\nfilter-match = "all"' },
      '9.1',
      false,
    ],
    ['answer.trap-filter-match-list', { disks: `${DISKS}\nfilter-match = "all"` }, '9.1', false],
    [
      'answer.trap-filter-all',
      { disks: 'filesystem = "zfs"\nzfs.raid = "raid1"\nfilter = { X = "a" }\nfilter-match = "all"' },
      '9.1',
      false,
    ],
    [
      'answer.trap-filter-all-disks',
      { disks: 'filesystem = "zfs"\nzfs.raid = "raid1"\nfilter = { X = "a" }\nfilter-match = "all"' },
      '9.1',
      true,
    ],
    ['answer.trap-disk-suffix', { disks: DISKS.replace('"/dev/sda"', '"a"') }, '9.1', false],
    ['answer.trap-disk-many', { disks: DISKS.replace('"/dev/sda"', '"n1"') }, '9.1', true],
    ['answer.trap-disk-dropped', { disks: DISKS.replace('"/dev/sda"', '"/dev/sdz"') }, '9.1', true],
    ['answer.trap-disk-same', { disks: DISKS.replace('"/dev/sdb"', '"sda"') }, '9.1', true],
    ['answer.trap-raid-count', { disks: DISKS.replace('"/dev/sdb"', '"sda"') }, '9.1', true],
    ['answer.trap-raid-count', { disks: DISKS.replace('raid1', 'raid10') }, '8.4', true],
    ['answer.trap-dhcp-lease', { network: 'source = "from-dhcp"' }, '9.2', false],
    ['answer.trap-dhcp-nic', { network: 'source = "from-dhcp"' }, '9.2', true],
    ['answer.trap-fqdn-lease', { global: GLOBAL.replace('"pve-1.site.example"', '{}') }, '9.1', true],
    ['answer.trap-nic-unpinned', {}, '9.2', false],
    ['answer.trap-pinning-false', { network: `${NETWORK}\ninterface-name-pinning.enabled = false` }, '9.2', false],
    ['answer.trap-pin-mac', { network: `${NETWORK}\n${PINNED.replace('b4:2e:99:ac:ad:b4', 'eno1')}` }, '9.2', false],
    ['answer.trap-pin-absent', { network: `${NETWORK}\n${PINNED.replace(':b4"', ':00"')}` }, '9.2', true],
    ['answer.trap-range', { disks: `${DISKS}\nzfs.ashift = 99` }, '9.1', false],
    ['answer.trap-range', { disks: `${DISKS}\nzfs.copies = 9` }, '9.1', false],
    ['answer.trap-range', { disks: `${DISKS}\nzfs.arc-max = 1` }, '9.1', false],
    ['answer.trap-range', { disks: 'filesystem = "ext4"\ndisk-list = ["sda"]\nlvm.maxroot = -1' }, '9.1', false],
    [
      'answer.trap-gateway-outside',
      { network: NETWORK.replace('gateway = "192.168.10.1"', 'gateway = "10.0.0.1"') },
      '9.1',
      false,
    ],
    [
      'answer.trap-gateway-outside',
      { network: NETWORK.replace('gateway = "192.168.10.1"', 'gateway = "fd00::1"') },
      '9.1',
      false,
    ],
    ['answer.trap-host-prefix', { network: NETWORK.replace('/24', '') }, '9.2', false],
    ['answer.trap-network-filter-empty', { network: NETWORK.replace(/filter.*/, '') }, '9.2', false],
    ['answer.trap-hash-empty', { global: GLOBAL.replace(HASH, '') }, '9.1', false],
    ['answer.trap-hash-form', { global: GLOBAL.replace(HASH, '$5$abc$def') }, '9.1', false],
    [
      'answer.trap-password-plain',
      { global: GLOBAL.replace(/root-password-hashed.*/, 'root-password = "correct horse"') },
      '9.1',
      false,
    ],
    ['answer.trap-reboot', { global: GLOBAL.replace(/reboot-mode.*/, '') }, '9.1', false],
    ['answer.trap-reboot-error', { global: `${GLOBAL}\nreboot-on-error = true` }, '9.1', false],
    ['answer.trap-webhook', { rest: '[post-installation-webhook]\nurl = "https://a"' }, '9.1', false],
    ['answer.trap-subscription-form', { global: `${GLOBAL}\nsubscription-key = "x"` }, '9.2', false],
    ['answer.trap-subscription-product', { global: `${GLOBAL}\nsubscription-key = "pbsc-0123456789"` }, '9.2', false],
    ['answer.trap-ssh-key', { global: `${GLOBAL}\nroot-ssh-keys = ["ops@site.example"]` }, '9.1', false],
    [
      'answer.trap-ssh-private',
      { global: `${GLOBAL}\nroot-ssh-keys = ["-----BEGIN OPENSSH PRIVATE KEY-----"]` },
      '8.4',
      false,
    ],
    [
      'answer.trap-fqdn-domain',
      { global: GLOBAL.replace('"pve-1.site.example"', '{ domain = "-site" }') },
      '9.2',
      false,
    ],
    ['answer.trap-fqdn-domain', { global: GLOBAL.replace('"pve-1.site.example"', '{ domain = "" }') }, '8.4', false],
    [
      'answer.trap-pin-mac-case',
      { network: `${NETWORK}\n${PINNED.replace('b4:2e:99:ac:ad:b4', 'B4:2E:99:AC:AD:B4')}` },
      '9.1',
      false,
    ],
    ['answer.trap-pin-name', { network: `${NETWORK}\n${PINNED.replace('mgmt0', 'eth0')}` }, '9.1', false],
    ['answer.trap-pin-name', { network: `${NETWORK}\n${PINNED.replace('mgmt0', 'vmbr0')}` }, '9.2', false],
    ['answer.trap-pin-name', { network: `${NETWORK}\n${PINNED.replace('mgmt0', 'lan.5')}` }, '9.2', false],
    [
      'answer.trap-gateway-self',
      { network: NETWORK.replace('gateway = "192.168.10.1"', 'gateway = "192.168.10.11"') },
      '9.1',
      false,
    ],
    ['answer.trap-address-edge', { network: NETWORK.replace('10.11/24', '10.255/24') }, '8.4', false],
    ['answer.trap-address-edge', { network: NETWORK.replace('10.11/24', '10.0/24') }, '9.2', false],
    ['answer.trap-dns-family', { network: NETWORK.replace('dns = "192.168.10.1"', 'dns = "fd00::1"') }, '9.2', false],
    ['answer.trap-dns-outside', { network: NETWORK.replace('dns = "192.168.10.1"', 'dns = "9.9.9.9"') }, '9.2', false],
    ['answer.trap-filter-name', { disks: 'filesystem = "ext4"\nfilter.DEVNAME = "/dev/sda"' }, '9.1', false],
    [
      'answer.trap-swap-large',
      { disks: 'filesystem = "ext4"\ndisk-list = ["sda"]\nlvm.hdsize = 20\nlvm.swapsize = 15' },
      '8.4',
      false,
    ],
    ['answer.trap-size-disk', { disks: 'filesystem = "ext4"\ndisk-list = ["sda"]\nlvm.hdsize = 900' }, '9.1', true],
    ['answer.trap-size-disk', { disks: `${DISKS}\nzfs.hdsize = 900` }, '9.2', true],
    ['answer.trap-range', { disks: `${DISKS}\nzfs.hdsize = 9e9` }, '9.1', false],
    ['answer.trap-range', { disks: 'filesystem = "xfs"\ndisk-list = ["sda"]\nlvm.minfree = inf' }, '9.1', false],
    ['answer.trap-first-boot-ignored', { rest: '[first-boot]\nsource = "from-iso"\nurl = "https://a"' }, '9.1', false],
    ['answer.trap-url-http', { rest: '[first-boot]\nsource = "from-url"\nurl = "http://a/x"' }, '9.1', false],
    ['answer.trap-url-http', { rest: '[post-installation-webhook]\nurl = "HTTP://a/x"' }, '8.4', false],
    ['answer.trap-url-form', { rest: '[post-installation-webhook]\nurl = "a.example/x"' }, '9.2', false],
    ['answer.trap-no-fingerprint', { rest: '[first-boot]\nsource = "from-url"\nurl = "https://a/x"' }, '9.2', false],
    [
      'answer.trap-fingerprint',
      { rest: '[post-installation-webhook]\nurl = "https://a"\ncert-fingerprint = "AA:BB"' },
      '9.2',
      false,
    ],
  ])('%s warns and the answer stays accepted (%#)', (code, parts, version, onMachine) => {
    const result = check(parts, version, onMachine ? inventory : undefined);
    expect(codes(result)).toContain(code);
    expect(result.accepted).toBe(true);
    const safe = check({ network: `${NETWORK}\n${PINNED}` }, '9.1', onMachine ? inventory : undefined);
    expect(codes(safe)).not.toContain(code);
  });

  test('a set of disks of which each is named by a property of its own, with "any" in writing, is accepted without a word', () => {
    const disks = 'filesystem = "zfs"\nzfs.raid = "raid1"\nfilter = { ID_SERIAL_SHORT = "S1", ID_SERIAL = "*S2*" }';
    const network = `${NETWORK}\n${PINNED}`;
    expect(check({ network, disks: `${disks}\nfilter-match = "any"` }).diagnostics).toEqual([]);
    expect(codes(check({ network, disks }))).toEqual(['answer.trap-filter-any']);
  });

  test('the path of the receiver’s address is quoted in no diagnostic, with https or without', () => {
    const place = 'Zq3_'.repeat(11).slice(1);
    for (const scheme of ['https', 'http']) {
      const rest = `[post-installation-webhook]\nurl = "${scheme}://192.168.10.50:8443/${place}/installed/${place}"`;
      const { diagnostics } = check({ rest }, '9.2');
      expect(diagnostics.map(({ code }) => code)).toContain('answer.trap-webhook');
      expect(JSON.stringify(diagnostics)).not.toContain(place);
      expect(JSON.stringify(diagnostics)).toContain(`${scheme}://192.168.10.50:8443/***`);
    }
  });

  test('each version warns of its own traps only', () => {
    const codesOf = (parts: Parts) => PVE_VERSIONS.map((version) => codes(check(parts, version)));
    const upper = { network: `${NETWORK}\n${PINNED.replace('b4:2e:99:ac:ad:b4', 'B4:2E:99:AC:AD:B4')}` };
    expect(codesOf(upper).map((found) => found.includes('answer.trap-pin-mac-case'))).toEqual([false, true, false]);
    const swap = { disks: 'filesystem = "ext4"\ndisk-list = ["sda"]\nlvm.hdsize = 20\nlvm.swapsize = 15' };
    expect(codesOf(swap).map((found) => found.includes('answer.trap-swap-large'))).toEqual([true, false, false]);
    const empty = { global: GLOBAL.replace('"pve-1.site.example"', '{ domain = "" }') };
    expect(codesOf(empty).map((found) => found.includes('answer.trap-fqdn-domain'))).toEqual([true, false, false]);
    expect(codesOf({}).map((found) => found.includes('answer.trap-nic-unpinned'))).toEqual([false, true, true]);
    const off = { network: `${NETWORK}\ninterface-name-pinning.enabled = false` };
    expect(codesOf(off).map((found) => found.includes('answer.trap-pinning-false'))).toEqual([false, false, true]);
  });

  test('what the site has sharpens warnings and never the verdict', () => {
    const text = write({
      global: GLOBAL.replace('"pve-1.site.example"', '{}'),
      network: 'source = "from-dhcp"',
      rest: '[post-installation-webhook]\nurl = "https://192.168.10.5/x"',
    });
    const with_ = (hasDhcpServer: boolean) =>
      checkAnswer(text, { version: '9.1', file: 'a.toml', surroundings: { hasDhcpServer } });
    const without = ['answer.trap-fqdn-no-server', 'answer.trap-dhcp-no-server', 'answer.trap-webhook-no-server'];
    expect(codes(with_(false)).filter((code) => without.includes(code))).toEqual(without);
    expect(codes(with_(true)).filter((code) => without.includes(code))).toEqual([]);
    expect([with_(false).accepted, with_(true).accepted]).toEqual([true, true]);
  });

  test('a fingerprint of 32 bytes is fine with and without colons, in any case', () => {
    for (const print of ['ab'.repeat(32), `${'AB:'.repeat(31)}CD`]) {
      const rest = `[post-installation-webhook]\nurl = "https://a/x"\ncert-fingerprint = "${print}"`;
      expect(codes(check({ network: `${NETWORK}\n${PINNED}`, rest }, '9.2'))).toEqual(['answer.trap-webhook']);
    }
  });

  test('every sentence about an answer has its holes filled, in both languages', () => {
    const texts = ['forms.vectors.jsonl', 'thirteen-disks.vectors.jsonl'].flatMap((name) =>
      readFileSync(new URL(`../../../../golden/answers/${name}`, import.meta.url), 'utf8')
        .trim()
        .split('\n'),
    );
    const open = new Set<string>();
    const seen = new Set<string>();
    for (const line of texts) {
      const { answer } = JSON.parse(line) as { answer: string };
      for (const version of PVE_VERSIONS) {
        for (const found of checkAnswer(answer, { version, inventory, file: 'a.toml' }).diagnostics) {
          seen.add(found.code);
          const names = [describeDiagnostic(found, 'en'), describeDiagnostic(found, 'es')];
          const holes = names.map((each) => `${each.summary} ${each.hint}`.match(/\{[a-z]+[A-Za-z]*\}/g) ?? []);
          if (holes.flat().length > 0 && !JSON.stringify(found.params).includes('{')) open.add(found.code);
        }
      }
    }
    expect([...open]).toEqual([]);
    expect(seen.size).toBeGreaterThan(50);
  });

  test('an answer of more than 1 MiB is refused without being read', () => {
    const result = checkAnswer(`# ${'x'.repeat(1024 * 1024)}`, { version: '9.1', file: 'a.toml' });
    expect(codes(result)).toEqual(['answer.too-large']);
  });
});

describe('a hostile answer of almost 1 MiB', () => {
  const many = (line: (index: number) => string, size = 60_000): string =>
    Array.from({ length: size }, (_, index) => line(index)).join('\n');

  test.each<readonly [string, Parts]>([
    ['unknown keys', { rest: many((index) => `k${index} = 1`) }],
    ['one endless word', { global: `${GLOBAL}\nroot-ssh-keys = ['''\n${'a'.repeat(1_000_000)}\n''']` }],
    [
      'underscores',
      {
        rest: `[network.interface-name-pinning]\nenabled = true\n[network.interface-name-pinning.mapping]\n${many((index) => `k_${index} = "a${index}"`, 30_000)}`,
      },
    ],
    [
      'one name for all',
      {
        rest: `[network.interface-name-pinning]\nenabled = true\n[network.interface-name-pinning.mapping]\n${many((index) => `k${index} = "same"`, 40_000)}`,
      },
    ],
    [
      'listed disks',
      { disks: `filesystem = "zfs"\nzfs.raid = "raid0"\ndisk-list = [${many((index) => `"d${index}",`)}]` },
    ],
    [
      'filters',
      { disks: `filesystem = "zfs"\nzfs.raid = "raid0"\n${many((index) => `filter.k${index} = "*a"`, 40_000)}` },
    ],
    ['open brackets', { rest: `x = ${'['.repeat(900_000)}` }],
    ['open tables', { rest: `x = ${'{a='.repeat(300_000)}` }],
    ['dots', { rest: `${'a.'.repeat(400_000)}a = 1` }],
    ['digits', { rest: `x = ${'9'.repeat(900_000)}` }],
    ['quotes', { rest: `x = ${'"'.repeat(900_000)}` }],
  ])('ends with a verdict and at most 300 diagnostics: %s', (_, parts) => {
    for (const machine of [undefined, inventory]) {
      const result = check(parts, '9.1', machine);
      expect(result.diagnostics.length).toBeLessThanOrEqual(300);
      expect(result.accepted).toBe(result.diagnostics.every(({ severity }) => severity !== 'error'));
    }
  });
});

describe('reading an inventory', () => {
  test.each([
    ['not json', 'JSON'],
    ['[]', 'JSON'],
    ['{}', 'disks'],
    ['{"disks":{"0":{"A":1}},"nics":{}}', 'disks.0.A'],
    ['{"disks":{},"nics":{},"diskList":[["0","/dev/sda"]]}', 'diskList.0.0'],
    ['{"disks":{"0":{}},"nics":{}}', 'diskList'],
  ])('%s is refused naming the place %s', (text, place) => {
    const { inventory: read, diagnostics } = parseInventory(text, 'i.json');
    expect(read).toBeUndefined();
    expect(diagnostics.map(({ code, params }) => [code, params.place])).toEqual([['answer.inventory-invalid', place]]);
  });

  test('without a disk list the device names of udev are taken', () => {
    const { inventory: read } = parseInventory(
      '{"disks":{"10":{"DEVNAME":"/dev/sdk"},"2":{"DEVNAME":"/dev/sdc"}},"nics":{}}',
    );
    expect(read?.disks.map(({ path }) => path)).toEqual(['/dev/sdk', '/dev/sdc']);
  });

  test('a disk with properties but outside the disk list stops the installer', () => {
    const { inventory: torn } = parseInventory(
      '{"disks":{"0":{"A":"x"},"1":{"A":"y"}},"nics":{"eno1":{"N":"1"}},"diskList":[[0,"/dev/sda",1,"",512,""]]}',
    );
    const parts = { network: NETWORK.replace(/filter.*/, 'filter.N = "1"') };
    const chosen = (disks: string): AnswerCheck => check({ ...parts, disks }, '9.1', torn);
    expect(codes(chosen('filesystem = "ext4"\nfilter.A = "y"'))).toContain('answer.inventory-torn');
    expect(chosen('filesystem = "ext4"\nfilter.A = "x"').installs?.disks).toEqual(['/dev/sda']);
  });

  test('btrfs is refused where the product does not allow it', () => {
    const { inventory: plain } = parseInventory(
      '{"disks":{},"nics":{"eno1":{"ID_NET_NAME_MAC":"enxb42e99acadb4"}},"diskList":[[0,"/dev/sda",1,"",512,""]],"enableBtrfs":false}',
    );
    const disks = 'filesystem = "btrfs"\nbtrfs.raid = "raid0"\ndisk-list = ["sda"]';
    expect(codes(check({ disks }, '9.1', plain))).toContain('answer.btrfs-unsupported');
  });
});

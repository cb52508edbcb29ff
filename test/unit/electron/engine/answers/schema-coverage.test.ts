import { describe, expect, test } from 'vitest';
import { PVE_VERSIONS, type PveVersion } from '../../../../../electron/api/site.ts';
import type { AnswerInput } from '../../../../../electron/engine/answers/answer-input.ts';
import { KEYBOARDS } from '../../../../../electron/engine/answers/locale-lists.ts';
import { makeAnswer } from '../../../../../electron/engine/answers/make-answer.ts';
import { parseAnswer } from '../../../../../electron/engine/answers/parse-answer.ts';
import { sha512Crypt } from '../../../../../electron/engine/answers/sha512-crypt.ts';

const HASH = sha512Crypt('correct horse', 'abcdefgh');
const PRINT = 'ab'.repeat(32);
const ALL = PVE_VERSIONS;
const FROM_91: readonly PveVersion[] = ['9.1', '9.2'];
const FROM_92: readonly PveVersion[] = ['9.2'];

const base: Omit<AnswerInput, 'version'> = {
  siteName: 'Planta Norte',
  nodeName: 'pve-1',
  global: {
    keyboard: 'es',
    country: 'ar',
    fqdn: 'pve-1.site.example',
    mailto: 'ops@site.example',
    timezone: 'UTC',
    rootPasswordHash: HASH,
  },
  network: {
    source: 'from-answer',
    cidr: '192.168.1.11/24',
    gateway: '192.168.1.1',
    dns: '192.168.1.1',
    filter: { ID_NET_NAME_MAC: 'enxb42e99acadb4' },
  },
  disks: { filesystem: 'ext4', selection: { by: 'filter', filter: { ID_SERIAL_SHORT: 'S1' } } },
};

type Change = Partial<Omit<AnswerInput, 'version'>>;
const global = (more: Partial<AnswerInput['global']>): Change => ({ global: { ...base.global, ...more } });
const pinning = (source: 'from-answer' | 'from-dhcp', names?: Readonly<Record<string, string>>): Change => ({
  network: {
    ...(source === 'from-answer' ? (base.network as object) : {}),
    source,
    pinning: { enabled: true, ...(names ? { names } : {}) },
  } as AnswerInput['network'],
});
const lvm = (more: NonNullable<AnswerInput['disks']['lvm']>): Change => ({ disks: { ...base.disks, lvm: more } });
const zfs = (more: Partial<NonNullable<AnswerInput['disks']['zfs']>>): Change => ({
  disks: { ...base.disks, filesystem: 'zfs', zfs: { raid: 'raid0', ...more } },
});
const btrfs = (more: Partial<NonNullable<AnswerInput['disks']['btrfs']>>): Change => ({
  disks: { ...base.disks, filesystem: 'btrfs', btrfs: { raid: 'raid0', ...more } },
});
const list = { by: 'list', disks: ['/dev/sda', '/dev/sdb'] } as const;
const MAC = 'b4:2e:99:ac:ad:b4';

/** Every key of answer-schema.md, by section: how it is said, the line that it makes, and which versions know it. */
const KEYS: readonly (readonly [
  section: string,
  key: string,
  change: Change,
  line: string,
  versions: readonly PveVersion[],
])[] = [
  ['global', 'keyboard', {}, 'keyboard = "es"', ALL],
  ['global', 'country', {}, 'country = "ar"', ALL],
  ['global', 'fqdn', {}, 'fqdn = "pve-1.site.example"', ALL],
  ['global', 'fqdn.source', global({ fqdn: { source: 'from-dhcp' } }), 'fqdn = { source = "from-dhcp" }', ALL],
  [
    'global',
    'fqdn.domain',
    global({ fqdn: { source: 'from-dhcp', domain: 'site.example' } }),
    'fqdn = { source = "from-dhcp", domain = "site.example" }',
    ALL,
  ],
  ['global', 'mailto', {}, 'mailto = "ops@site.example"', ALL],
  ['global', 'timezone', {}, 'timezone = "UTC"', ALL],
  ['global', 'root-password-hashed', {}, `root-password-hashed = "${HASH}"`, ALL],
  ['global', 'reboot-on-error', global({ rebootOnError: true }), 'reboot-on-error = true', ALL],
  ['global', 'reboot-mode', {}, 'reboot-mode = "power-off"', ALL],
  ['global', 'reboot-mode', global({ rebootMode: 'reboot' }), 'reboot-mode = "reboot"', ALL],
  [
    'global',
    'root-ssh-keys',
    global({ rootSshKeys: ['ssh-ed25519 AAAA a'] }),
    'root-ssh-keys = ["ssh-ed25519 AAAA a"]',
    ALL,
  ],
  [
    'global',
    'subscription-key',
    global({ subscriptionKey: 'pve2c-0123456789' }),
    'subscription-key = "pve2c-0123456789"',
    FROM_92,
  ],
  ['network', 'source', {}, 'source = "from-answer"', ALL],
  ['network', 'source', { network: { source: 'from-dhcp' } }, 'source = "from-dhcp"', ALL],
  ['network', 'cidr', {}, 'cidr = "192.168.1.11/24"', ALL],
  ['network', 'dns', {}, 'dns = "192.168.1.1"', ALL],
  ['network', 'gateway', {}, 'gateway = "192.168.1.1"', ALL],
  ['network', 'filter', {}, 'filter.ID_NET_NAME_MAC = "enxb42e99acadb4"', ALL],
  ['network', 'interface-name-pinning', pinning('from-answer'), 'interface-name-pinning.enabled = true', FROM_91],
  ['network', 'interface-name-pinning', pinning('from-dhcp'), 'interface-name-pinning.enabled = true', FROM_91],
  [
    'network',
    'interface-name-pinning',
    pinning('from-answer', { [MAC]: 'mgmt0' }),
    `interface-name-pinning.mapping."${MAC}" = "mgmt0"`,
    FROM_91,
  ],
  ['disk-setup', 'filesystem', {}, 'filesystem = "ext4"', ALL],
  ['disk-setup', 'filesystem', { disks: { ...base.disks, filesystem: 'xfs' } }, 'filesystem = "xfs"', ALL],
  [
    'disk-setup',
    'disk-list',
    { disks: { filesystem: 'zfs', selection: list, zfs: { raid: 'raid1' } } },
    'disk-list = ["/dev/sda", "/dev/sdb"]',
    ALL,
  ],
  ['disk-setup', 'filter', {}, 'filter.ID_SERIAL_SHORT = "S1"', ALL],
  [
    'disk-setup',
    'filter-match',
    {
      disks: {
        filesystem: 'zfs',
        zfs: { raid: 'raid0' },
        selection: { by: 'filter', filter: { A: 'x' }, match: 'all' },
      },
    },
    'filter-match = "all"',
    ALL,
  ],
  ['disk-setup', 'lvm.hdsize', lvm({ hdsizeGib: 100 }), 'lvm.hdsize = 100', ALL],
  ['disk-setup', 'lvm.swapsize', lvm({ swapsizeGib: 8 }), 'lvm.swapsize = 8', ALL],
  ['disk-setup', 'lvm.maxroot', lvm({ maxrootGib: 30.5 }), 'lvm.maxroot = 30.5', ALL],
  ['disk-setup', 'lvm.maxvz', lvm({ maxvzGib: 0 }), 'lvm.maxvz = 0', ALL],
  ['disk-setup', 'lvm.minfree', lvm({ minfreeGib: 16 }), 'lvm.minfree = 16', ALL],
  ...(['raid0', 'raid1', 'raid10', 'raidz-1', 'raidz-2', 'raidz-3'] as const).map(
    (raid) => ['disk-setup', 'zfs.raid', zfs({ raid }), `zfs.raid = "${raid}"`, ALL] as const,
  ),
  ['disk-setup', 'zfs.ashift', zfs({ ashift: 12 }), 'zfs.ashift = 12', ALL],
  ['disk-setup', 'zfs.arc-max', zfs({ arcMaxMib: 4096 }), 'zfs.arc-max = 4096', ALL],
  ...(['on', 'fletcher4', 'sha256'] as const).map(
    (checksum) => ['disk-setup', 'zfs.checksum', zfs({ checksum }), `zfs.checksum = "${checksum}"`, ALL] as const,
  ),
  ...(['on', 'off', 'lzjb', 'lz4', 'zle', 'gzip', 'zstd'] as const).map(
    (compress) => ['disk-setup', 'zfs.compress', zfs({ compress }), `zfs.compress = "${compress}"`, ALL] as const,
  ),
  ['disk-setup', 'zfs.copies', zfs({ copies: 2 }), 'zfs.copies = 2', ALL],
  ['disk-setup', 'zfs.hdsize', zfs({ hdsizeGib: 100 }), 'zfs.hdsize = 100', ALL],
  ...(['raid0', 'raid1', 'raid10'] as const).map(
    (raid) => ['disk-setup', 'btrfs.raid', btrfs({ raid }), `btrfs.raid = "${raid}"`, ALL] as const,
  ),
  ...(['on', 'off', 'zlib', 'lzo', 'zstd'] as const).map(
    (compress) => ['disk-setup', 'btrfs.compress', btrfs({ compress }), `btrfs.compress = "${compress}"`, ALL] as const,
  ),
  ['disk-setup', 'btrfs.hdsize', btrfs({ hdsizeGib: 64 }), 'btrfs.hdsize = 64', ALL],
  ['first-boot', 'source', { firstBoot: { source: 'from-iso' } }, 'source = "from-iso"', ALL],
  ...(['before-network', 'network-online', 'fully-up'] as const).map(
    (ordering) =>
      [
        'first-boot',
        'ordering',
        { firstBoot: { source: 'from-iso', ordering } },
        `ordering = "${ordering}"`,
        ALL,
      ] as const,
  ),
  ['first-boot', 'url', { firstBoot: { source: 'from-url', url: 'https://a/x' } }, 'url = "https://a/x"', ALL],
  [
    'first-boot',
    'cert-fingerprint',
    { firstBoot: { source: 'from-url', url: 'https://a/x', certFingerprint: PRINT } },
    `cert-fingerprint = "${PRINT}"`,
    ALL,
  ],
  ['post-installation-webhook', 'url', { webhook: { url: 'https://a/x' } }, 'url = "https://a/x"', ALL],
  [
    'post-installation-webhook',
    'cert-fingerprint',
    { webhook: { url: 'https://a/x', certFingerprint: PRINT } },
    `cert-fingerprint = "${PRINT}"`,
    ALL,
  ],
  [
    'post-installation-webhook',
    'auth-token',
    { webhook: { url: 'https://a/x', authToken: 't' } },
    'auth-token = "t"',
    FROM_92,
  ],
];

/** Lines of one section of the made file. */
function sectionOf(text: string, section: string): readonly string[] {
  return (text.split(`\n[${section}]\n`)[1] ?? '').split('\n\n', 1)[0]?.split('\n') ?? [];
}

describe.each(ALL)('an answer for %s', (version) => {
  test.each(KEYS)(
    '[%s] %s is written where the version knows it, and its absence is said (%#)',
    (section, key, change, line, versions) => {
      const { text, diagnostics } = makeAnswer({ ...base, ...change, version });
      expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(parseAnswer(text, { version }).validates).toBe(true);
      const isKnown = versions.includes(version);
      expect(sectionOf(text, section).includes(line)).toBe(isKnown);
      const leftOut = diagnostics.filter(({ code }) => code === 'answer.make-left-out').map(({ params }) => params.key);
      expect(leftOut).toEqual(isKnown ? [] : [`${section}.${key}`]);
    },
  );

  test.each(KEYBOARDS)('may have the keyboard %s', (keyboard) => {
    expect(makeAnswer({ ...base, ...global({ keyboard }), version }).text).toContain(`keyboard = "${keyboard}"`);
  });
});

describe('the table above', () => {
  test('names every key that the parser of the newest version knows, but the readable password', () => {
    const known = new Set(KEYS.map(([section, key]) => `${section}.${key}`));
    const asked = [
      ['global', '', ''],
      ['network', 'source = "from-answer"', ''],
      ['disk-setup', '', ''],
      ['disk-setup', 'filesystem = "ext4"', 'lvm.'],
      ['disk-setup', 'filesystem = "ext4"', 'zfs.'],
      ['disk-setup', 'filesystem = "ext4"', 'btrfs.'],
      ['first-boot', '', ''],
      ['post-installation-webhook', '', ''],
    ].flatMap(([table = '', before = '', prefix = '']) => {
      const others = ['global', 'network', 'disk-setup'].filter((each) => each !== table);
      const text = [...others.map((each) => `[${each}]`), `[${table}]`, before, `${prefix}no-such-key = 1`].join('\n');
      const { diagnostics } = parseAnswer(text, { version: '9.2' });
      const unknown = diagnostics.find(({ code }) => code === 'answer.unknown-key');
      return String(unknown?.params.known ?? '')
        .split(', ')
        .map((key) => `${table}.${prefix}${key}`);
    });
    const groups = ['disk-setup.lvm', 'disk-setup.zfs', 'disk-setup.btrfs', 'global.root-password'];
    const keys = asked.filter((key) => !groups.includes(key));
    expect(keys.length).toBeGreaterThan(35);
    expect(keys.filter((key) => !known.has(key))).toEqual([]);
  });
});

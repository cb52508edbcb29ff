import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasErrors } from '../../../../../electron/api/diagnostic.ts';
import { PVE_VERSIONS } from '../../../../../electron/api/site.ts';
import type { AnswerInput } from '../../../../../electron/engine/answers/answer-input.ts';
import { checkAnswer } from '../../../../../electron/engine/answers/check-answer.ts';
import { COUNTRIES, KEYBOARDS, TIMEZONES } from '../../../../../electron/engine/answers/locale-lists.ts';
import { makeAnswer } from '../../../../../electron/engine/answers/make-answer.ts';
import { parseAnswer } from '../../../../../electron/engine/answers/parse-answer.ts';
import { sha512Crypt } from '../../../../../electron/engine/answers/sha512-crypt.ts';

const HASH = sha512Crypt('correct horse', 'abcdefgh');

const CAREFUL: AnswerInput = {
  version: '9.2',
  siteName: 'Planta Norte',
  nodeName: 'pve-1',
  global: {
    keyboard: 'es',
    country: 'ar',
    fqdn: 'pve-1.site.example',
    mailto: 'ops@site.example',
    timezone: 'America/Argentina/Cordoba',
    rootPasswordHash: HASH,
    rootSshKeys: ['ssh-ed25519 AAAA ops'],
    subscriptionKey: 'pve2c-0123456789',
  },
  network: {
    source: 'from-answer',
    cidr: '192.168.1.11/24',
    gateway: '192.168.1.1',
    dns: '192.168.1.1',
    filter: { ID_NET_NAME_MAC: 'enxb42e99acadb4' },
    pinning: { enabled: true, names: { 'b4:2e:99:ac:ad:b4': 'mgmt0' } },
  },
  disks: {
    filesystem: 'zfs',
    selection: { by: 'filter', filter: { ID_SERIAL_SHORT: 'S2HRNX0J40333[35]' } },
    zfs: { raid: 'raid1', ashift: 12, arcMaxMib: 4096, compress: 'zstd', hdsizeGib: 100.5 },
  },
  firstBoot: { source: 'from-iso', ordering: 'fully-up' },
  webhook: { url: 'https://10.0.0.5/x', certFingerprint: 'ab'.repeat(32), authToken: 't' },
};

const text = fc.oneof(fc.string({ maxLength: 20 }), fc.string({ unit: 'binary', maxLength: 20 }));
const word = <const T extends readonly string[]>(words: T): fc.Arbitrary<T[number]> => fc.constantFrom(...words);
const size = fc.option(fc.double({ min: -10, max: 1e9, noNaN: true }), { nil: undefined });
const count = fc.option(fc.integer({ min: 0, max: 2 ** 32 - 1 }), { nil: undefined });
const maybe = <T>(each: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(each, { nil: undefined });
const label = fc.stringMatching(/^[a-z][a-z0-9]{0,9}$/);
const filter = fc.dictionary(fc.oneof(word(['ID_SERIAL', 'ID_BUS']), text), text, { minKeys: 1, maxKeys: 3 });
const pinning = maybe(
  fc.record({
    enabled: fc.boolean(),
    names: maybe(
      fc.dictionary(fc.stringMatching(/^02(:[0-9a-f]{2}){5}$/), fc.stringMatching(/^[a-z][a-z0-9]{1,14}$/), {
        maxKeys: 1,
      }),
    ),
  }),
);
const octet = fc.integer({ min: 0, max: 255 });
const ipv4 = fc.tuple(octet, octet, octet, octet).map((octets) => octets.join('.'));
const disk = fc.integer({ min: 0, max: 25 }).map((index) => `/dev/sd${String.fromCharCode(97 + index)}`);
const listOf = (
  minLength: number,
  maxLength = minLength,
): AnswerInput['disks']['selection'] extends infer S ? fc.Arbitrary<S & { by: 'list' }> : never =>
  fc.record({ by: fc.constant('list' as const), disks: fc.uniqueArray(disk, { minLength, maxLength }) }) as never;
const byFilter = fc.record({ by: fc.constant('filter' as const), filter, match: maybe(word(['any', 'all'])) });

const disks: fc.Arbitrary<AnswerInput['disks']> = fc.oneof(
  fc.record({
    filesystem: word(['ext4', 'xfs']),
    selection: fc.oneof(listOf(1), byFilter),
    lvm: maybe(fc.record({ swapsizeGib: size, maxrootGib: size, maxvzGib: size, minfreeGib: size })),
  }),
  fc.record({
    filesystem: fc.constant('zfs' as const),
    selection: fc.oneof(
      listOf(6, 8).filter(({ disks: list }) => list.length % 2 === 0),
      byFilter,
    ),
    zfs: fc.record({
      raid: word(['raid0', 'raid1', 'raid10', 'raidz-1', 'raidz-2', 'raidz-3']),
      ashift: count,
      arcMaxMib: count,
      checksum: maybe(word(['on', 'fletcher4', 'sha256'])),
      compress: maybe(word(['on', 'off', 'lzjb', 'lz4', 'zle', 'gzip', 'zstd'])),
      copies: count,
      hdsizeGib: size,
    }),
  }),
  fc.record({
    filesystem: fc.constant('btrfs' as const),
    selection: fc.oneof(listOf(4), byFilter),
    btrfs: fc.record({
      raid: word(['raid0', 'raid1', 'raid10']),
      compress: maybe(word(['on', 'off', 'zlib', 'lzo', 'zstd'])),
      hdsizeGib: size,
    }),
  }),
);

const goodInput: fc.Arbitrary<AnswerInput> = fc.record({
  version: word(PVE_VERSIONS),
  siteName: text,
  nodeName: label,
  global: fc.record({
    keyboard: word(KEYBOARDS),
    country: word(COUNTRIES),
    fqdn: fc.oneof(
      fc.tuple(label, label).map((labels) => labels.join('.')),
      fc.record({ source: fc.constant('from-dhcp' as const), domain: maybe(text) }),
    ),
    mailto: label.map((name) => `${name}@site.example`),
    timezone: word([...TIMEZONES, 'UTC']),
    rootPasswordHash: fc.constant(HASH),
    rebootOnError: maybe(fc.boolean()),
    rebootMode: maybe(word(['reboot', 'power-off'])),
    rootSshKeys: maybe(fc.array(text, { maxLength: 3 })),
    subscriptionKey: maybe(text),
  }),
  network: fc.oneof(
    fc.record({ source: fc.constant('from-dhcp' as const), pinning }),
    fc.record({
      source: fc.constant('from-answer' as const),
      cidr: fc.tuple(ipv4, fc.integer({ min: 0, max: 32 })).map(([address, prefix]) => `${address}/${prefix}`),
      gateway: ipv4,
      dns: fc.oneof(ipv4, fc.constant('fd00::1')),
      filter,
      pinning,
    }),
  ),
  disks,
  firstBoot: maybe(
    fc.record({
      source: word(['from-iso', 'from-url']),
      ordering: maybe(word(['before-network', 'network-online', 'fully-up'])),
      url: text,
      certFingerprint: maybe(text),
    }),
  ),
  webhook: maybe(fc.record({ url: text, certFingerprint: maybe(text), authToken: maybe(text) })),
});

describe('making an answer', () => {
  test('any input that fits the schema makes a file that validate-answer of its version accepts', () => {
    fc.assert(
      fc.property(goodInput, (input) => {
        const { text: made, diagnostics } = makeAnswer(input);
        expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(checkAnswer(made, { version: input.version, file: 'a.toml' }).accepted).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  test('texts come back as they went in, whatever characters they hold', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 40 }),
        fc.dictionary(text, text, { minKeys: 1 }),
        (key, map) => {
          const { text: made } = makeAnswer({
            ...CAREFUL,
            global: { ...CAREFUL.global, rootSshKeys: [key] },
            disks: { ...CAREFUL.disks, selection: { by: 'filter', filter: map } },
          });
          const { answer } = parseAnswer(made, { version: '9.2' });
          expect(answer?.global.rootSshKeys).toEqual([key]);
          const selection = answer?.disks.selection;
          expect(selection?.kind === 'filter' && Object.fromEntries(selection.filter)).toEqual({ ...map });
        },
      ),
      { numRuns: 200 },
    );
  });

  test('whatever the input, the text is empty exactly when a diagnostic is an error', () => {
    const spoilt = fc.record({
      mailto: fc.oneof(fc.constant('ops@site.example'), text),
      country: fc.oneof(fc.constant('ar'), text),
      fqdn: fc.oneof(fc.constant('a.b'), text),
      rootPasswordHash: fc.oneof(fc.constant(HASH), text),
    });
    fc.assert(
      fc.property(goodInput, spoilt, (input, change) => {
        const made = makeAnswer({ ...input, global: { ...input.global, ...change } });
        expect(made.text === '').toBe(hasErrors(made.diagnostics));
      }),
      { numRuns: 300 },
    );
  });

  test('a careful input makes these lines, in this order', () => {
    const { text: made, diagnostics } = makeAnswer(CAREFUL);
    expect(made).toMatchInlineSnapshot(`
      "# Answer file for the automatic installation of Proxmox VE 9.2.
      # Site: Planta Norte
      # Node: pve-1
      # Made by Sitewright; change the site and make it again instead of editing this file.

      [global]
      keyboard = "es"
      country = "ar"
      fqdn = "pve-1.site.example"
      mailto = "ops@site.example"
      timezone = "America/Argentina/Cordoba"
      root-password-hashed = "$6$abcdefgh$yIZAF3gQPvtKZO/9qOJKffAKKbtS3ef3qmwyugk4uWVjX8YZf/GV3A8SkFxEPY0T56CcilGrHKLffBsp6dLMG."
      reboot-mode = "power-off"
      root-ssh-keys = ["ssh-ed25519 AAAA ops"]
      subscription-key = "pve2c-0123456789"

      [network]
      source = "from-answer"
      cidr = "192.168.1.11/24"
      gateway = "192.168.1.1"
      dns = "192.168.1.1"
      filter.ID_NET_NAME_MAC = "enxb42e99acadb4"
      interface-name-pinning.enabled = true
      interface-name-pinning.mapping."b4:2e:99:ac:ad:b4" = "mgmt0"

      [disk-setup]
      filesystem = "zfs"
      zfs.raid = "raid1"
      filter.ID_SERIAL_SHORT = "S2HRNX0J40333[35]"
      zfs.ashift = 12
      zfs.arc-max = 4096
      zfs.compress = "zstd"
      zfs.hdsize = 100.5

      [first-boot]
      source = "from-iso"
      ordering = "fully-up"

      [post-installation-webhook]
      url = "https://10.0.0.5/x"
      cert-fingerprint = "abababababababababababababababababababababababababababababababab"
      auth-token = "t"
      "
    `);
    expect(diagnostics.map(({ code }) => code)).toEqual(['answer.trap-webhook']);
  });

  test('an older version gets no key that it does not know, and the omission is said', () => {
    const old = makeAnswer({ ...CAREFUL, version: '8.4' });
    expect(old.text).not.toMatch(/pinning|subscription|auth-token/);
    expect(
      old.diagnostics.filter(({ code }) => code === 'answer.make-left-out').map(({ params }) => params.key),
    ).toEqual(['network.interface-name-pinning', 'global.subscription-key', 'post-installation-webhook.auth-token']);
  });

  test('pinning that is off is left out, because 9.2 pins even with enabled = false', () => {
    const network = { ...CAREFUL.network, pinning: { enabled: false } };
    expect(makeAnswer({ ...CAREFUL, network }).text).not.toContain('pinning');
  });

  test('a MAC address in upper case is written in lower case, as installers before 9.1.7 need it', () => {
    const network = { ...CAREFUL.network, pinning: { enabled: true, names: { 'B4:2E:99:AC:AD:B4': 'mgmt0' } } };
    const made = makeAnswer({ ...CAREFUL, network, version: '9.1' });
    expect(made.text).toContain('mapping."b4:2e:99:ac:ad:b4" = "mgmt0"');
    expect(made.diagnostics.map(({ code }) => code)).not.toContain('answer.trap-pin-mac-case');
  });

  test.each([
    ['', 'answer.make-hash-empty'],
    ['correct horse', 'answer.make-hash-form'],
    ['$5$abc$def', 'answer.make-hash-form'],
  ])('the hash «%s» is refused with %s', (rootPasswordHash, code) => {
    const made = makeAnswer({ ...CAREFUL, global: { ...CAREFUL.global, rootPasswordHash } });
    expect(made.text).toBe('');
    expect(made.diagnostics.map((each) => each.code)).toEqual([code]);
    expect(JSON.stringify(made)).not.toContain('correct horse');
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, 1.5, -1])('the ashift %s is refused', (ashift) => {
    const made = makeAnswer({ ...CAREFUL, disks: { ...CAREFUL.disks, zfs: { raid: 'raid1', ashift } } });
    expect(made.diagnostics.map(({ code }) => code)).toEqual(['answer.wrong-type']);
  });

  test('a site name cannot break out of the comment', () => {
    const { text: made } = makeAnswer({ ...CAREFUL, siteName: 'x\n[extra]\r\na = 1\u0000' });
    expect(made).toContain('# Site: x [extra] a = 1 \n');
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { describeDiagnostic } from '../../../../../electron/api/diagnostic.ts';
import { parseSite } from '../../../../../electron/engine/site/parse-site.ts';

const two = readFileSync('examples/two-node/site.toml', 'utf8');
const three = readFileSync('examples/three-node-dhcp/site.toml', 'utf8');

/** The example with one text replaced by another; the text must be there. */
function but(base: string, from: string, to: string): string {
  if (!base.includes(from)) throw new Error(`the example does not hold ${from}`);
  return base.replace(from, to);
}
function found(source: string): readonly string[] {
  return parseSite(source).diagnostics.map((entry) => `${entry.code} ${entry.subject.field ?? ''}`);
}

const SERIALS = 'diskSerials = ["BTYF812304XQ240AGN"]';
const NEXT = 'managementMac = "3c:ec:ef:7a:11:90"';
const PASSWORD = 'rootPassword = "secret:root-password-pve-node2"';
const at = 'hosts[1].install';
/** Names for the disks of the second node, as an imported listing tells them. */
const named = but(
  but(two, '{ serial = "BTYF812304XQ240AGN",', '{ name = "sda", serial = "BTYF812304XQ240AGN",'),
  '{ serial = "S6PUNX0T700412",',
  '{ name = "sdba", serial = "S6PUNX0T700412",',
);

it('the example with one image for all checks clean', () => {
  expect(parseSite(three).diagnostics).toEqual([]);
});

describe('what the installer is told about disks', () => {
  it.each([
    ['no disk is named', SERIALS, '', [`site.disks-unsaid ${at}.diskSerials`]],
    [
      'two ways at once',
      SERIALS,
      `${SERIALS}\ndiskPaths = ["sda"]`,
      [`site.disks-said-twice ${at}.diskPaths`, `site.disk-by-path ${at}.diskPaths`],
    ],
    ['a path', SERIALS, 'diskPaths = ["/dev/sda"]', [`site.disk-by-path ${at}.diskPaths`]],
    [
      'the end of a path',
      SERIALS,
      'diskPaths = ["a"]',
      [`site.disk-path-suffix ${at}.diskPaths[0]`, `site.disk-by-path ${at}.diskPaths`],
    ],
    [
      'two paths for ext4',
      SERIALS,
      'diskPaths = ["sda", "sdb"]',
      [`site.raid-disks ${at}.diskPaths`, `site.disk-by-path ${at}.diskPaths`],
    ],
    [
      'one disk by two names',
      `filesystem = "ext4"\n${SERIALS}`,
      'filesystem = "zfs"\nraid = "raid1"\ndiskPaths = ["sda", "/dev/sda"]',
      [`site.disk-path-twice ${at}.diskPaths[1]`, `site.disk-by-path ${at}.diskPaths`],
    ],
    ['an empty filter', SERIALS, 'diskFilter = {}', [`site.filter-empty ${at}.diskFilter`]],
    ['a bad pattern', SERIALS, 'diskFilter = { ID_MODEL = "x[" }', [`site.bad-glob ${at}.diskFilter.ID_MODEL`]],
    ['one entry', SERIALS, 'diskFilter = { ID_SERIAL_SHORT = "BTYF*" }', []],
    [
      'entries that are joined by or',
      SERIALS,
      'diskFilter = { ID_MODEL = "Intel*", DEVTYPE = "disk" }',
      [`site.disk-filter-or ${at}.diskFilter`],
    ],
    [
      'entries that are joined by or for a set of disks, unsaid',
      `filesystem = "ext4"\n${SERIALS}`,
      'filesystem = "zfs"\nraid = "raid0"\ndiskFilter = { ID_MODEL = "Intel*", DEVTYPE = "disk" }',
      [`site.disk-filter-any ${at}.diskFilter`],
    ],
    [
      'entries that are joined by or for a set of disks, in writing',
      `filesystem = "ext4"\n${SERIALS}`,
      'filesystem = "zfs"\nraid = "raid0"\ndiskFilter = { ID_MODEL = "Intel*", DEVTYPE = "disk" }\ndiskFilterMatch = "any"',
      [],
    ],
    [
      'all where it is not looked at',
      SERIALS,
      'diskFilter = { ID_MODEL = "Intel*" }\ndiskFilterMatch = "all"',
      [`site.filter-match-ignored ${at}.diskFilterMatch`],
    ],
    [
      'all, under which a missing property counts as fitting',
      `filesystem = "ext4"\n${SERIALS}`,
      'filesystem = "zfs"\nraid = "raid0"\ndiskFilter = { ID_MODEL = "Intel*" }\ndiskFilterMatch = "all"',
      [`site.disk-filter-all ${at}.diskFilter`],
    ],
    ['zfs options with ext4', SERIALS, `${SERIALS}\nzfs = { ashift = 12 }`, [`site.install-table-foreign ${at}.zfs`]],
    [
      'lvm with zfs',
      `filesystem = "ext4"\n${SERIALS}`,
      `filesystem = "zfs"\nraid = "raid0"\n${SERIALS}\nlvm = { swapsizeGib = 4 }`,
      [`site.install-table-foreign ${at}.lvm`],
    ],
    ['a negative size', SERIALS, `${SERIALS}\nlvm = { minfreeGib = -1 }`, [`site.install-range ${at}.lvm.minfreeGib`]],
    ['no room at all', SERIALS, `${SERIALS}\nlvm = { hdsizeGib = 0 }`, [`site.install-range ${at}.lvm.hdsizeGib`]],
    // 240 GB on the label are 223 GiB.
    [
      'more than the disk',
      SERIALS,
      `${SERIALS}\nlvm = { hdsizeGib = 224 }`,
      [`site.hdsize-above-disk ${at}.lvm.hdsizeGib`],
    ],
    ['all of the disk', SERIALS, `${SERIALS}\nlvm = { hdsizeGib = 223 }`, []],
    [
      'swap above half of it',
      SERIALS,
      `${SERIALS}\nlvm = { hdsizeGib = 100, swapsizeGib = 50.5 }`,
      [`site.swap-too-large ${at}.lvm.swapsizeGib`],
    ],
    [
      'swap above half of the disk',
      SERIALS,
      `${SERIALS}\nlvm = { swapsizeGib = 112 }`,
      [`site.swap-too-large ${at}.lvm.swapsizeGib`],
    ],
    ['no swap', SERIALS, `${SERIALS}\nlvm = { swapsizeGib = 0 }`, []],
  ])('%s', (_, from, to, expected) => {
    expect(found(but(two, from, to))).toEqual(expected);
  });

  it.each([
    ['ashift = 8', ['site.install-range hosts[0].install.zfs.ashift']],
    ['ashift = 17', ['site.install-range hosts[0].install.zfs.ashift']],
    ['copies = 0', ['site.install-range hosts[0].install.zfs.copies']],
    ['copies = 4', ['site.install-range hosts[0].install.zfs.copies']],
    ['arcMaxMib = 63', ['site.install-range hosts[0].install.zfs.arcMaxMib']],
    ['arcMaxMib = 65536', ['site.arc-above-memory hosts[0].install.zfs.arcMaxMib']],
    ['hdsizeGib = 448', ['site.hdsize-above-disk hosts[0].install.zfs.hdsizeGib']],
    ['ashift = 9, copies = 3, arcMaxMib = 64, hdsizeGib = 447, checksum = "sha256", compress = "zstd"', []],
  ])('zfs with %s', (options, expected) => {
    expect(found(but(three, 'arcMaxMib = 6144', options))).toEqual(expected);
  });

  it('a path is judged by the names that an inventory tells', () => {
    const paths = (list: string) => found(but(named, SERIALS, `diskPaths = ${list}`));
    const byPath = `site.disk-by-path ${at}.diskPaths`;
    expect(paths('["sda"]')).toEqual([byPath]);
    const isData = 'site.disk-is-system-disk storages[0].disks.pve-node2';
    expect(paths('["a"]')).toEqual([`site.disk-path-many ${at}.diskPaths[0]`, byPath, isData]);
    expect(paths('["sdc"]')).toEqual([`site.disk-path-absent ${at}.diskPaths[0]`, byPath]);
    expect(paths('["/dev/sdba"]')).toEqual([byPath, isData]);
  });
});

describe('what the installer is told about ports', () => {
  const pinned = but(two, 'version = "8.4"', 'version = "9.1"');
  const names = (entries: string) => found(but(pinned, NEXT, `${NEXT}\nnicNames = { ${entries} }`));
  it.each([
    ['no port', two, NEXT, '', [`site.management-port-unsaid ${at}.managementMac`]],
    [
      'two ways',
      two,
      NEXT,
      `${NEXT}\nnicFilter = { INTERFACE = "eno1" }`,
      [`site.management-port-twice ${at}.nicFilter`],
    ],
    ['an empty filter', two, NEXT, 'nicFilter = {}', [`site.filter-empty ${at}.nicFilter`]],
    ['a filter', two, NEXT, 'nicFilter = { INTERFACE = "eno1" }', []],
    ['or', two, NEXT, 'nicFilter = { INTERFACE = "eno1", ID_BUS = "pci" }', [`site.nic-filter-or ${at}.nicFilter`]],
    ['unpinned', pinned, NEXT, `${NEXT}\npinNicNames = false`, [`site.nic-unpinned ${at}.pinNicNames`]],
    ['unpinned on 8.4, which pins nothing', two, NEXT, `${NEXT}\npinNicNames = false`, []],
    [
      'names on 8.4',
      two,
      NEXT,
      `${NEXT}\nnicNames = { "3c:ec:ef:7a:11:90" = "lan0" }`,
      [`site.needs-version ${at}.nicNames`],
    ],
    [
      'names that are not pinned',
      pinned,
      NEXT,
      `${NEXT}\npinNicNames = false\nnicNames = { "3c:ec:ef:7a:11:90" = "lan0" }`,
      [`site.nic-names-unused ${at}.nicNames`],
    ],
  ])('%s', (_, base, from, to, expected) => {
    expect(found(but(base, from, to))).toEqual(expected);
  });

  it('names that a person gives are unique, free and of ports that exist', () => {
    const field = (mac: string) => `${at}.nicNames."${mac}"`;
    const [one, other] = ['3c:ec:ef:7a:11:90', '3C:EC:EF:7A:11:91'];
    expect(names(`"${one}" = "lan0", "${other}" = "lan1"`)).toEqual([]);
    expect(names(`"${one}" = "lan0", "${other}" = "LAN0"`)).toEqual([`site.nic-name-taken ${field(other)}`]);
    expect(names(`"${one}" = "nic0"`)).toEqual([`site.nic-name-reserved ${field(one)}`]);
    expect(names(`"${one}" = "vmbr0"`)).toEqual([`site.nic-name-reserved ${field(one)}`]);
    expect(names('"3c:ec:ef:7a:11:99" = "lan0"')).toEqual([`site.mac-not-in-inventory ${field('3c:ec:ef:7a:11:99')}`]);
    expect(names(`"${one}" = "lan0", "${one.toUpperCase()}" = "lan1"`)).toEqual([
      `site.nic-mac-twice ${field(one.toUpperCase())}`,
    ]);
  });
});

describe('what the installed system is told', () => {
  const dhcp = '[network.dhcp]\nrangeStart = "192.168.1.150"\nrangeEnd = "192.168.1.199"\n\n[network.laptop]';
  const leased = but(two, '[network.laptop]', dhcp);
  it.each([
    ['no password', two, PASSWORD, '', [`site.password-unsaid ${at}.rootPassword`]],
    [
      'two passwords',
      two,
      PASSWORD,
      `${PASSWORD}\nrootPasswordHash = "secret:hash"`,
      [`site.password-twice ${at}.rootPasswordHash`],
    ],
    [
      'a restart with the stick in',
      two,
      NEXT,
      `${NEXT}\nrebootMode = "reboot"`,
      [`site.reboot-reinstalls ${at}.rebootMode`],
    ],
    [
      'a restart after a failure',
      two,
      NEXT,
      `${NEXT}\nrebootOnError = true`,
      [`site.reboot-on-error ${at}.rebootOnError`],
    ],
    [
      'something that is no key',
      two,
      NEXT,
      `${NEXT}\nrootSshKeys = ["ssh-ed25519 AAAA x", "AAAAB3"]`,
      [`site.ssh-key-form ${at}.rootSshKeys[1]`],
    ],
    [
      'a private key',
      two,
      NEXT,
      `${NEXT}\nrootSshKeys = ["-----BEGIN OPENSSH PRIVATE KEY-----"]`,
      [`site.secret-in-file ${at}.rootSshKeys[0]`],
    ],
    [
      'a subscription before 9.2',
      two,
      NEXT,
      `${NEXT}\nsubscriptionKey = "secret:subscription"`,
      [`site.needs-version ${at}.subscriptionKey`],
    ],
    [
      'a subscription in clear text',
      two,
      NEXT,
      `${NEXT}\nsubscriptionKey = "pve2c-0123456789"`,
      [`site.secret-in-file ${at}.subscriptionKey`],
    ],
    ['a lease', two, NEXT, `${NEXT}\nnetworkSource = "from-dhcp"`, [`site.needs-dhcp ${at}.networkSource`]],
    ['a lease that exists', leased, NEXT, 'networkSource = "from-dhcp"', [`site.dhcp-lease ${at}.networkSource`]],
    [
      'a lease and a filter',
      leased,
      NEXT,
      'networkSource = "from-dhcp"\nnicFilter = { INTERFACE = "eno1" }',
      [`site.nic-filter-unused ${at}.nicFilter`, `site.dhcp-lease ${at}.networkSource`],
    ],
    ['a name by lease', two, NEXT, `${NEXT}\nnameFromDhcp = {}`, [`site.needs-dhcp ${at}.nameFromDhcp`]],
    ['such a name', leased, NEXT, `${NEXT}\nnameFromDhcp = {}`, [`site.name-from-dhcp ${at}.nameFromDhcp`]],
    [
      'a domain that is none',
      leased,
      NEXT,
      `${NEXT}\nnameFromDhcp = { domain = "a_b" }`,
      [`site.name-from-dhcp ${at}.nameFromDhcp`, `site.bad-value ${at}.nameFromDhcp.domain`],
    ],
  ])('%s', (_, base, from, to, expected) => {
    expect(found(but(base, from, to))).toEqual(expected);
  });
});

describe('how answers travel', () => {
  const media = (text: string) => but(two, '[pve]', `${text}\n\n[pve]`);
  const noLaptop = but(two, '[network.laptop]\naddress = "192.168.1.50"', '');
  const leased = '[network.dhcp]\nrangeStart = "192.168.1.150"\nrangeEnd = "192.168.1.199"\n';
  it.each([
    ['one image without DHCP', media('[media]\ndelivery = "one-image"'), ['site.one-image-needs-dhcp media.delivery']],
    ['a webhook without DHCP', media('[media.webhook]\nto = "laptop"'), ['site.webhook-needs-dhcp media.webhook.to']],
    [
      'a program to fetch without DHCP',
      media('[media.firstBoot]\naction = "from-url"\nurl = "https://10.0.0.1/x"'),
      ['site.hook-url-needs-dhcp media.firstBoot.action'],
    ],
    ['no laptop, so no reports', noLaptop, ['site.no-reports network.laptop']],
    ['no laptop and no report wanted', but(noLaptop, '[pve]', '[media.firstBoot]\naction = "none"\n\n[pve]'), []],
    [
      'one image without the laptop',
      but(three, '[network.laptop]\naddress = "192.168.20.50"', ''),
      ['site.laptop-missing media.delivery'],
    ],
    [
      'a report before there is a network',
      media('[media.firstBoot]\nordering = "before-network"'),
      ['site.report-before-network media.firstBoot.ordering'],
    ],
    [
      'an address without use',
      media('[media.firstBoot]\nurl = "https://10.0.0.1/x"'),
      ['site.media-field-unused media.firstBoot.url'],
    ],
    [
      'a webhook elsewhere',
      media(`${leased}[media.webhook]\nto = "url"\nurl = "https://10.0.0.1/x"`),
      ['site.webhook-stops media.webhook.url'],
    ],
    [
      'a webhook to a laptop that may be far away',
      media(`${leased}[media.webhook]\nto = "laptop"`),
      ['site.webhook-stops media.webhook.to'],
    ],
    ['a webhook nowhere', media(`${leased}[media.webhook]\nto = "url"`), ['site.media-url-missing media.webhook.url']],
    [
      'a webhook that is no address',
      media(`${leased}[media.webhook]\nto = "url"\nurl = "ftp://x"\ncertFingerprint = "ab"`),
      [
        'site.media-url-form media.webhook.url',
        'site.fingerprint-form media.webhook.certFingerprint',
        'site.webhook-stops media.webhook.url',
      ],
    ],
    [
      'a token before 9.2',
      media(`${leased}[media.webhook]\nto = "url"\nurl = "https://10.0.0.1/x"\nauthToken = "secret:hook"`),
      ['site.needs-version media.webhook.authToken', 'site.webhook-stops media.webhook.url'],
    ],
    [
      'a token for the laptop, which has its own',
      but(three, 'delivery = "one-image"', 'delivery = "one-image"\nwebhook = { authToken = "secret:hook" }'),
      ['site.media-field-unused media.webhook.authToken'],
    ],
    [
      'a restart by itself that nothing tells this laptop of',
      but(
        but(three, 'delivery = "one-image"', 'delivery = "one-image"\nwebhook = { to = "none" }'),
        '[hosts.install]',
        '[hosts.install]\nrebootMode = "reboot"',
      ),
      ['site.reboot-reinstalls hosts[0].install.rebootMode', 'site.installs-without-end hosts[0].install.rebootMode'],
    ],
    [
      'two machines of one serial',
      but(three, 'S417823X1A00002', 's417823x1a00001'),
      ['site.duplicate-machine hosts[1].hardware.systemSerial'],
    ],
    [
      'a serial that many machines say',
      but(three, 'S417823X1A00002', 'To be filled by O.E.M.'),
      ['site.machine-serial-placeholder hosts[1].hardware.systemSerial'],
    ],
    [
      'the laptop outside of the management network',
      but(three, 'address = "192.168.20.50"', 'address = "192.168.21.50"'),
      ['site.address-outside network.laptop.address'],
    ],
    [
      'the laptop where a node is',
      but(three, 'address = "192.168.20.50"', 'address = "192.168.20.12"'),
      ['site.duplicate-address hosts[1].address'],
    ],
    [
      'the laptop and the gateway where DHCP gives addresses',
      but(
        but(three, 'rangeStart = "192.168.20.100"', 'rangeStart = "192.168.20.1"'),
        'rangeEnd = "192.168.20.199"',
        'rangeEnd = "192.168.20.9"',
      ).replace('"192.168.20.50"', '"192.168.20.9"'),
      ['site.address-in-dhcp-range network.management.gateway', 'site.address-in-dhcp-range network.laptop.address'],
    ],
  ])('%s', (_, source, expected) => {
    expect(found(source)).toEqual(expected);
  });

  it('a machine that nothing tells from the others is refused with one image', () => {
    const start = three.indexOf('[hosts.hardware]', three.indexOf('name = "pve2"'));
    const end = three.indexOf('[[hosts]]', start);
    const blind = but(
      three.slice(0, start) + three.slice(end),
      'managementMac = "7c:c2:55:10:02:00"',
      'nicFilter = { INTERFACE = "eno1" }',
    );
    expect(found(blind).filter((told) => !told.startsWith('site.link-port-unsaid'))).toEqual([
      'site.machine-unknown hosts[1].hardware.systemSerial',
    ]);
  });

  it('one secret is one thing', () => {
    const shared = but(two, 'secret:root-password-pve-node2', 'secret:root-password-pve-node1');
    expect(found(shared)).toEqual([]);
    expect(found(but(two, PASSWORD, 'rootPasswordHash = "secret:root-password-pve-node1"'))).toEqual([
      `site.secret-two-uses ${at}.rootPasswordHash`,
    ]);
    expect(found(but(two, 'secret:root-password-pve-node2', 'secret:arrival-secret'))).toEqual([
      `site.secret-two-uses ${at}.rootPassword`,
    ]);
  });

  it('a domain that the installer refuses is refused once', () => {
    const long = `${'x'.repeat(64)}.lan`;
    expect(found(but(two, 'domain = "municipal.lan"', `domain = "${long}"`))).toEqual([
      'site.fqdn-refused network.domain',
    ]);
  });

  it('says why a webhook needs DHCP, in both languages', () => {
    const [first] = parseSite(media('[media.webhook]\nto = "laptop"')).diagnostics;
    if (!first) throw new Error('one is expected');
    expect(describeDiagnostic(first, 'en').summary).toContain('stops a good installation in a shell');
    expect(describeDiagnostic(first, 'es').summary).toContain('detiene una buena instalación en un intérprete');
  });
});

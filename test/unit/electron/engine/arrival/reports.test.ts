import { describe, expect, test } from 'vitest';
import { NodeReportSchema } from '../../../../../electron/api/arrival.ts';
import { checkBootModes, checkReport } from '../../../../../electron/engine/arrival/check-report.ts';
import { parseFirstBootReport } from '../../../../../electron/engine/arrival/first-boot-report.ts';
import { parseInstallWebhook } from '../../../../../electron/engine/arrival/install-webhook.ts';
import { fingerprint } from '../../../../../electron/engine/shell/ssh-keys.ts';
import { arrivalSite } from './support/arrival-site.ts';
import { hookBody, NODE_KEY, webhookBody } from './support/install-messages.ts';

const AT = '2026-11-21T14:06:00.000Z';
const site = arrivalSite();
const [node] = site.hosts;
if (!node) throw new Error('the site has a node');

function webhook(change: Readonly<Record<string, unknown>> = {}) {
  const told = parseInstallWebhook(webhookBody(change), AT);
  if (!told) throw new Error('the webhook was not understood');
  return told;
}
const codes = (change: Readonly<Record<string, unknown>> = {}) => {
  const { report, fqdn } = webhook(change);
  return checkReport(site, node, report, fqdn).map(({ code }) => code);
};

describe('the webhook of the installer', () => {
  test('tells what the node is, in version 1.2', () => {
    const { report, hostKeys, fqdn } = webhook();
    expect(NodeReportSchema.safeParse(report).success).toBe(true);
    expect(report).toMatchObject({
      source: 'webhook',
      pveVersion: '9.2.1',
      bootMode: 'efi',
      secureBoot: true,
      cores: 8,
      virtualisation: true,
      filesystem: 'ext4',
      machine: { systemSerial: 'SERIAL-1', assetTag: 'TAG-1', product: 'RM-2200' },
      disks: [
        { name: 'sda', serial: 'SYSTEM-1', isBootDisk: true },
        { name: 'sdb', serial: 'DATA-1', isBootDisk: false },
      ],
      nics: [
        { name: 'nic0', isManagement: true, isPinned: true },
        { name: 'nic1', isManagement: false },
      ],
      hostKeys: [fingerprint(NODE_KEY.publicLine)],
    });
    expect(report.machine.boardSerial).toBeUndefined();
    expect(report.disks[0]).not.toHaveProperty('sizeBytes');
    expect(hostKeys).toHaveLength(1);
    expect(fqdn).toBe('pve-node1.municipal.lan');
  });

  test('is understood in version 1.1, where names of ports stand among the udev properties', () => {
    const { report } = webhook({
      $schema: { version: '1.1' },
      'boot-info': { mode: 'bios' },
      'network-interfaces': [
        {
          mac: '02:00:00:00:01:01',
          address: '192.168.1.11/24',
          'is-management': true,
          'udev-properties': { INTERFACE: 'eno1' },
        },
      ],
    });
    expect(report).toMatchObject({ bootMode: 'bios', secureBoot: false, nics: [{ name: 'eno1', isPinned: false }] });
  });

  test('facts that the installer could not read are left out, not believed', () => {
    const { report } = webhook({
      filesystem: 'unknown',
      'cpu-info': { cores: 0, flags: '', model: 'unknown' },
      'boot-info': { mode: 'unknown' },
    });
    expect(report).not.toHaveProperty('filesystem');
    expect(report).not.toHaveProperty('bootMode');
    expect(report).not.toHaveProperty('cores');
  });

  test.each([
    ['nothing', null],
    ['a list', []],
    ['another schema', { $schema: { version: '3.0' } }],
  ])('%s is no webhook', (_what, body) => {
    expect(parseInstallWebhook(body, AT)).toBeUndefined();
  });
});

describe('the report of the first-boot hook', () => {
  test('tells real sizes, memory and ports, read by the parsers that read SSH', () => {
    const told = parseFirstBootReport(hookBody('token'));
    const { report, hostKeys } = told?.read(AT, '192.168.1.11') ?? {};
    expect(NodeReportSchema.safeParse(report).success).toBe(true);
    expect(report).toMatchObject({
      source: 'first-boot',
      pveVersion: '9.2.1',
      memoryBytes: 32_768_000 * 1024,
      virtualisation: true,
      machine: { systemSerial: 'SERIAL-1', assetTag: 'TAG-1', macs: ['02:00:00:00:01:01', '02:00:00:00:01:02'] },
      disks: [
        { name: 'sda', serial: 'SYSTEM-1', sizeBytes: 480_000_000_000, isBootDisk: true },
        { name: 'sdb', isBootDisk: false },
      ],
      nics: [
        { name: 'nic0', address: '192.168.1.11/24', isManagement: true, isPinned: true },
        { name: 'enp2s0', isManagement: false, isPinned: false },
      ],
      hostKeys: [fingerprint(NODE_KEY.publicLine)],
    });
    expect(hostKeys).toHaveLength(1);
  });

  test('what a program did not print is left out', () => {
    const told = parseFirstBootReport(hookBody('token', { disks: '', memory: 'nonsense', keys: 'ssh-ed25519 AAAA' }));
    expect(told?.read(AT, '192.168.1.11')).toMatchObject({ report: { disks: [], hostKeys: [] }, hostKeys: [] });
    expect(told?.read(AT, '192.168.1.11').report).not.toHaveProperty('memoryBytes');
  });

  test.each([
    ['another schema', { ...hookBody('x'), schema: 2 }],
    ['a name that is none', { ...hookBody('x'), node: '../x' }],
    ['no token', { ...hookBody('x'), token: '' }],
  ])('with %s is none', (_what, body) => {
    expect(parseFirstBootReport(body)).toBeUndefined();
  });
});

describe('a report against the plan', () => {
  test('a node as planned raises nothing', () => {
    expect(codes()).toEqual([]);
  });

  const disk = (serial: string) => ({
    size: 1,
    'is-bootdisk': true,
    'udev-properties': { DEVNAME: '/dev/sda', ID_SERIAL_SHORT: serial },
  });
  const port = (mac: string, more: object = {}) => ({ name: 'nic0', mac, 'udev-properties': {}, ...more });
  test.each([
    [
      'the wrong disk',
      { disks: [disk('DATA-1'), { size: 1, 'udev-properties': { ID_SERIAL_SHORT: 'SYSTEM-1' } }] },
      ['arrival.other-disk'],
    ],
    ['a disk less', { disks: [disk('SYSTEM-1')] }, ['arrival.disk-missing']],
    ['another version', { product: { version: '9.1.4' } }, ['arrival.other-version']],
    ['a version that begins alike', { product: { version: '9.20.1' } }, ['arrival.other-version']],
    ['another file system', { filesystem: 'zfs (RAID1)' }, ['arrival.other-filesystem']],
    ['another name', { fqdn: 'pve-node2.municipal.lan' }, ['arrival.other-name']],
    ['no virtualisation', { 'cpu-info': { cores: 8, flags: 'fpu', hvm: false } }, ['arrival.no-virtualisation']],
    [
      'the management on the other port',
      {
        'network-interfaces': [
          port('02:00:00:00:01:01'),
          port('02:00:00:00:01:02', { 'is-management': true, address: '192.168.1.11/24' }),
        ],
      },
      ['arrival.other-port'],
    ],
    [
      'another address',
      {
        'network-interfaces': [
          port('02:00:00:00:01:01', { 'is-management': true, address: '192.168.1.12/24' }),
          port('02:00:00:00:01:02'),
        ],
      },
      ['arrival.other-address'],
    ],
    [
      'a port less',
      { 'network-interfaces': [port('02:00:00:00:01:01', { 'is-management': true, address: '192.168.1.11/24' })] },
      ['arrival.port-missing'],
    ],
  ])('%s is told', (_what, change, expected) => {
    expect(codes(change)).toEqual(expected);
  });

  test('a mirror that lacks one of its disks is told as that, not as one on another disk', () => {
    const mirror = { ...node, install: { ...node.install, diskSerials: ['SYSTEM-1', 'SYSTEM-1B'] } } as typeof node;
    const { report } = webhook();
    expect(checkReport(site, mirror, report)).toMatchObject([
      { code: 'arrival.disk-missing', severity: 'error', params: { planned: 'SYSTEM-1B', seen: 'SYSTEM-1, DATA-1' } },
    ]);
    const other = webhook({ disks: [disk('SYSTEM-1'), disk('SYSTEM-1B'), disk('DATA-1')] });
    expect(checkReport(site, mirror, other.report).map(({ code }) => code)).toEqual(['arrival.other-disk']);
  });

  test('less memory than planned is told, a little less is the kernel', () => {
    const memory = (gib: number) =>
      checkReport(site, node, { ...webhook().report, memoryBytes: gib * 2 ** 30 }).map(({ code }) => code);
    expect(memory(31)).toEqual([]);
    expect(memory(16)).toEqual(['arrival.less-memory']);
  });

  test('a node that starts in another mode than the others is named', () => {
    const { report } = webhook();
    const reports = new Map([
      ['pve-node1', report],
      ['pve-node2', { ...report, bootMode: 'bios' as const }],
      ['pve-node3', report],
    ]);
    expect(checkBootModes(reports)).toMatchObject([
      { code: 'arrival.other-boot-mode', subject: { host: 'pve-node2' } },
    ]);
    expect(checkBootModes(new Map([['pve-node1', report]]))).toEqual([]);
  });
});

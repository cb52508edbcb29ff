import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { describeDiagnostic } from '../../../../../electron/api/diagnostic.ts';
import { migrateSite } from '../../../../../electron/engine/site/migrations.ts';
import { parseSite } from '../../../../../electron/engine/site/parse-site.ts';

const text = readFileSync('examples/two-node/site.toml', 'utf8');
const noWitness = readFileSync('examples/two-node-no-witness/site.toml', 'utf8');

/** The example with one text replaced by another; the text must be there. */
function but(from: string, to: string, base = text): string {
  if (!base.includes(from)) throw new Error(`the example does not hold ${from}`);
  return base.replace(from, to);
}
function found(source: string, laptopAddresses: readonly string[] = []): readonly string[] {
  return parseSite(source, { laptopAddresses }).diagnostics.map(
    (entry) => `${entry.code} ${entry.subject.field ?? ''}`,
  );
}
function lineOf(source: string, needle: string): number {
  return source.slice(0, source.indexOf(needle)).split('\n').length;
}

describe('reading a site file', () => {
  it('finds nothing to say about the example with a witness', () => {
    const { site, diagnostics } = parseSite(text);
    expect(diagnostics).toEqual([]);
    expect(site?.id).toBe('municipal');
  });

  it('warns once about the example without a witness and still gives the site', () => {
    const { site, diagnostics } = parseSite(noWitness);
    expect(diagnostics.map((entry) => [entry.code, entry.severity])).toEqual([['site.no-failover', 'warning']]);
    expect(site?.machines[0]?.ha).toBeUndefined();
  });

  it('names the line of a TOML error and does not repeat the line, which may hold a secret', () => {
    const broken = but('keyboard = "es"', 'keyboard = "hunter2');
    const { diagnostics, site } = parseSite(broken, { file: 'site.toml' });
    expect(site).toBeUndefined();
    expect(diagnostics[0]).toMatchObject({
      code: 'site.toml-syntax',
      subject: { file: 'site.toml', line: lineOf(broken, 'hunter2') },
    });
    expect(JSON.stringify(diagnostics)).not.toContain('hunter2');
  });

  it('refuses a file over 1 MiB before it parses it', () => {
    expect(found(`# ${'x'.repeat(1024 * 1024)}\n${text}`)).toEqual(['site.too-large ']);
  });

  it('asks for the schema version and refuses a newer one', () => {
    expect(found(but('schemaVersion = 1', ''))).toEqual(['site.schema-version-missing schemaVersion']);
    expect(found(but('schemaVersion = 1', 'schemaVersion = 2'))).toEqual(['site.schema-version-newer schemaVersion']);
  });

  it('walks migrations one version at a time on the raw table', () => {
    const steps = [
      { from: 0, to: 1, migrate: (table: Readonly<Record<string, unknown>>) => ({ ...table, name: table.title }) },
      { from: 1, to: 2, migrate: (table: Readonly<Record<string, unknown>>) => ({ ...table, id: 'x' }) },
    ];
    expect(migrateSite({ schemaVersion: 0, title: 't' }, steps, 2)).toEqual({
      state: 'migrated',
      found: 0,
      table: { schemaVersion: 2, title: 't', name: 't', id: 'x' },
    });
    expect(migrateSite({ schemaVersion: 3 }, steps, 2)).toEqual({ state: 'newer', found: 3 });
  });

  it('suggests the known field for a misspelt one, with its line', () => {
    const source = but('memoryMib = 4096', 'memory_mb = 4096');
    const { diagnostics } = parseSite(source);
    const unknown = diagnostics.find((entry) => entry.code === 'site.unknown-key-near');
    expect(unknown?.params).toMatchObject({ key: 'memory_mb', near: 'memoryMib', where: 'machines[0]' });
    expect(unknown?.subject).toMatchObject({ field: 'machines[0].memory_mb', line: lineOf(source, 'memory_mb') });
    expect(found(source)).toContain('site.missing machines[0].memoryMib');
  });

  it('looks for the known fields in the right branch of a storage', () => {
    const source = but('pool = "data"', 'pool = "data"\nashiftt = 12');
    expect(parseSite(source).diagnostics[0]?.params).toMatchObject({ near: 'ashift', where: 'storages[0]' });
  });

  it.each([
    ['address = "192.168.1.12"', 'address = "192.168.1.300"', 'site.bad-address hosts[1].address'],
    ['address = "192.168.1.12"', 'address = 12', 'site.wrong-type hosts[1].address'],
    ['cidr = "192.168.1.0/24"', 'cidr = "192.168.1.0"', 'site.bad-cidr network.management.cidr'],
    ['name = "pve-node2"', 'name = "PVE_node2"', 'site.bad-name hosts[1].name'],
    ['name = "municipal"\n', 'name = "municipal-cluster"\n', 'site.bad-cluster-name cluster.name'],
    ['3c:ec:ef:7a:11:90"\nroot', '3c-ec-ef-7a-11-90"\nroot', 'site.bad-mac hosts[1].install.managementMac'],
    ['version = "8.4"', 'version = "7.4"', 'site.not-allowed pve.version'],
    ['type = "zfspool"', 'type = "zfs"', 'site.not-allowed storages[0].type'],
    ['cores = 2', 'cores = "2"', 'site.wrong-type machines[0].cores'],
    ['cores = 2', 'cores = 0', 'site.out-of-range machines[0].cores'],
    ['domain = "municipal.lan" ', '', 'site.missing network.domain'],
  ])('says what is wrong where %s became %s', (from, to, expected) => {
    expect(found(but(from, to))).toContain(expected);
  });

  it('keeps a hash that was pasted in place of a reference out of the message', () => {
    const hash = '$6$abcdefgh$0123456789abcdefghijklmnopqrstuvwxyz';
    const source = but('rootPassword = "secret:root-password-pve-node1"', `rootPasswordHash = "${hash}"`);
    const { diagnostics } = parseSite(source);
    expect(diagnostics.map((entry) => entry.code)).toEqual(['site.secret-in-file']);
    expect(JSON.stringify(diagnostics)).not.toContain(hash);
    expect(describeDiagnostic(diagnostics[0] as never, 'es').summary).toBe(
      'hosts[0].install.rootPasswordHash contiene lo que parece un secreto en texto claro.',
    );
  });
});

describe('rules between fields', () => {
  it.each([
    ['address = "192.168.1.12"', 'address = "192.168.1.11"', 'site.duplicate-address hosts[1].address'],
    ['address = "192.168.1.12"', 'address = "192.168.1.1"', 'site.duplicate-address hosts[1].address'],
    ['address = "192.168.1.12"', 'address = "192.168.2.12"', 'site.address-outside hosts[1].address'],
    ['address = "192.168.1.12"', 'address = "192.168.1.255"', 'site.address-reserved hosts[1].address'],
    ['name = "pve-node2"', 'name = "pve-node1"', 'site.duplicate-name hosts[1].name'],
    ['mac = "3c:ec:ef:7a:11:91"', 'mac = "3C:EC:EF:7A:10:C5"', 'site.duplicate-mac hosts[1].hardware.nics[1].mac'],
    ['id = 100', 'id = 9000', 'site.duplicate-id machines[0].id'],
    ['cidr = "192.168.1.0/24"', 'cidr = "192.168.1.7/24"', 'site.network-host-bits network.management.cidr'],
    ['gateway = "192.168.1.1"', 'gateway = "192.168.9.1"', 'site.gateway-outside network.management.gateway'],
    ['cidr = "10.10.11.0/24"', 'cidr = "10.10.0.0/16"', 'site.networks-overlap network.links[1].cidr'],
    ['1 = "10.10.11.12" }', '2 = "10.10.11.12" }', 'site.link-missing hosts[1].links'],
    ['1 = "10.10.11.12" }', '2 = "10.10.11.12" }', 'site.link-undeclared hosts[1].links.2'],
    ['10000, link = 1 },   #', '10000 },   #', 'site.link-port-unknown hosts[0].hardware.nics'],
    ['"192.168.1.100/24"', '"192.168.1.100/25"', 'site.prefix-differs machines[0].address'],
    ['witness = "witness"', 'witness = "nobody"', 'site.witness-unknown cluster.witness'],
    ['witness = "witness"', 'witness = "vm-dashboard"', 'site.witness-is-guest cluster.witness'],
    ['witness = "witness"', 'witness = "pve-node2"', 'site.witness-is-node cluster.witness'],
    ['witness = "witness"', '# none', 'site.no-failover cluster.witness'],
    ['witness = "witness"', '# none', 'site.ha-without-third-vote machines[0].ha'],
    ['witness = "witness"', '# none', 'site.witness-unused hosts[2].roles'],
    ['to = ["pve-node2"]', 'to = ["pve-node1"]', 'site.replication-own-node machines[0].replication.to[0]'],
    ['to = ["pve-node2"]', 'to = ["pve-node3"]', 'site.unknown-reference machines[0].replication.to[0]'],
    [', pve-node2 = "S6PUNX0T700412"', '', 'site.replication-storage machines[0].replication.to[0]'],
    [
      'storage = "vmdata"\nbridge',
      'storage = "local-lvm"\nbridge',
      'site.replication-not-zfs machines[0].replication.to',
    ],
    ['template = 9000', 'template = 9001', 'site.unknown-reference machines[0].template'],
    ['on = "vm-dashboard"', 'on = "vm-other"', 'site.unknown-reference stacks[0].on'],
    [
      'pve-node2 = "S6PUNX0T700412"',
      'pve-node2 = "BTYF812304XQ240AGN"',
      'site.disk-is-system-disk storages[0].disks.pve-node2',
    ],
    [
      'pve-node2 = "S6PUNX0T700412"',
      'pve-node2 = "S6PUNX0T7OO412"',
      'site.disk-not-in-inventory-near storages[0].disks.pve-node2',
    ],
    [
      'managementMac = "3c:ec:ef:7a:11:90"',
      'managementMac = "3c:ec:ef:7a:11:99"',
      'site.mac-not-in-inventory hosts[1].install.managementMac',
    ],
    ['cores = 8', 'cores = 2', 'site.hardware-cores hosts[0].hardware.cores'],
    ['memoryGib = 32', 'memoryGib = 7.5', 'site.hardware-memory hosts[0].hardware.memoryGib'],
    ['sizeGb = 240', 'sizeGb = 119', 'site.hardware-system-disk hosts[0].hardware.disks[0].sizeGb'],
    ['diskGib = 32', 'diskGib = 2000', 'site.disk-too-small storages[0].disks.pve-node1'],
    ['memoryMib = 4096', 'memoryMib = 40960', 'site.overcommit machines'],
    ['cores = 2', 'cores = 16', 'site.cores-above-node machines[0].cores'],
    ['keyboard = "es"', 'keyboard = "spanish"', 'site.unknown-keyboard keyboard'],
    ['country = "es"', 'country = "zz"', 'site.unknown-country country'],
    ['timezone = "Europe/Madrid"', 'timezone = "Europe/Madrit"', 'site.unknown-timezone timezone'],
    ['timezone = "Europe/Madrid"', 'timezone = "Etc/UTC"', 'site.unknown-timezone timezone'],
    ['mailto = "root@municipal.example"', 'mailto = "mail@example.invalid"', 'site.bad-mailto mailto'],
    ['"secret:monitoring-admin-password"', '"hunter2"', 'site.secret-in-file stacks[0].options.adminPassword'],
    ['"secret:monitoring-admin-password"', '"secret:Ädmin"', 'site.bad-secret-ref stacks[0].options.adminPassword'],
    ['filesystem = "ext4"', 'filesystem = "zfs"', 'site.raid-missing hosts[0].install.raid'],
    ['filesystem = "ext4"', 'filesystem = "zfs"\nraid = "raid1"', 'site.raid-disks hosts[0].install.diskSerials'],
  ])('are broken where %s became %s', (from, to, expected) => {
    expect(found(but(from, to))).toContain(expected);
  });

  it('refuse the laptop as witness and as any other machine', () => {
    expect(found(text, ['192.168.1.20'])).toEqual(['site.witness-is-laptop cluster.witness']);
    expect(found(text, ['192.168.1.12'])).toEqual(['site.laptop-address hosts[1].address']);
    expect(found(text, ['192.168.1.50'])).toEqual([]);
  });

  it('refuse a guest that is declared once more as a host to serve as witness', () => {
    const source = but('address = "192.168.1.20"', 'address = "192.168.1.100"');
    expect(found(source)).toContain('site.witness-is-guest cluster.witness');
  });

  it('warn with the figures when one node cannot carry all after a failure', () => {
    const second = text.slice(text.indexOf('[[machines]]'), text.indexOf('# ---', text.indexOf('[machines.ha]')));
    const source = but(
      '[[stacks]]',
      `${second.replace('id = 100', 'id = 101').replace('vm-dashboard', 'vm-other').replace('1.100/', '1.101/').replace('node = "pve-node1"', 'node = "pve-node2"').replace('to = ["pve-node2"]', 'to = ["pve-node1"]').replace('4096', '20480')}[[stacks]]`,
    ).replace('memoryMib = 4096', 'memoryMib = 20480');
    const { diagnostics, site } = parseSite(source);
    expect(site).toBeDefined();
    expect(diagnostics.map((entry) => [entry.code, entry.params])).toEqual([
      ['site.overcommit-after-failure', { failed: 'pve-node1', node: 'pve-node2', need: 40, have: 32 }],
      ['site.overcommit-after-failure', { failed: 'pve-node2', node: 'pve-node1', need: 40, have: 32 }],
    ]);
  });

  it('warn when every cluster link runs through the management network', () => {
    const start = text.indexOf('[[network.links]]');
    const end = text.indexOf('# ----', start);
    const source = (text.slice(0, start) + text.slice(end)).replace(/links = \{.*\}/g, '').replace(/, link = \d/g, '');
    expect(found(source)).toEqual(['site.link-shared network']);
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { FieldSheetSchema, type SheetTable } from '../../../../../electron/api/field-sheet.ts';
import { type Site, SiteSchema } from '../../../../../electron/api/site.ts';
import { makeFieldSheet } from '../../../../../electron/engine/field-sheet/make-field-sheet.ts';
import { sheetDocument } from '../../../../../electron/engine/field-sheet/sheet-document.ts';
import { renderHtml } from '../../../../../electron/engine/report/render-html.ts';
import { linkPorts } from '../../../../../electron/engine/site/derive.ts';

const EXAMPLES = readdirSync('examples', { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

function example(name: string): Site {
  return SiteSchema.parse(parse(readFileSync(`examples/${name}/site.toml`, 'utf8')));
}
/** The rows of a table as a person reads them. */
const read = (table: SheetTable | undefined) => (table?.rows ?? []).map((row) => row.map(({ en }) => en).join(' | '));
const tableOf = (site: Site, host: string, title: string) =>
  makeFieldSheet(site)
    .hosts.find(({ name }) => name === host)
    ?.tables.find((entry) => entry.title.en.startsWith(title));

describe('the field sheet of the manual’s site', () => {
  const site = example('two-node');

  it('says where each cable goes, by port and MAC, and that two nodes are joined straight', () => {
    expect(read(tableOf(site, 'pve-node1', 'Cables'))).toEqual([
      'eno1 | 3c:ec:ef:7a:10:c4 | switch, management network 192.168.1.0/24 | 192.168.1.11/24 | ',
      'enp2s0f0 | 3c:ec:ef:7a:10:c5 | cluster link 0: pve-node2, port enp2s0f0 | 10.10.10.11/24 | ',
      'enp2s0f1 | 3c:ec:ef:7a:10:c6 | cluster link 1: pve-node2, port enp2s0f1 | 10.10.11.11/24 | ',
    ]);
    expect(read(tableOf(site, 'witness', 'Cables'))).toEqual([
      'management port | not said | switch, management network 192.168.1.0/24 | 192.168.1.20/24 | ',
    ]);
  });

  it('names the disk that is erased, and that which holds the data', () => {
    expect(read(tableOf(site, 'pve-node2', 'Disks'))).toEqual([
      'BTYF812304XQ240AGN | Intel D3-S4520, 240 GB | system; ERASED by the installer',
      'S6PUNX0T700412 | Samsung PM893, 960 GB | data, storage vmdata',
    ]);
  });

  it('lists what to pack with its count', () => {
    const packed = read(makeFieldSheet(site).packing);
    expect(packed).toContain(
      'Install sticks, written and verified | 2 | One a node, labelled: pve-node1, pve-node2 | ',
    );
    expect(packed).toContain('Network cables for management | 3 | One a machine: pve-node1, pve-node2, witness | ');
    expect(packed.filter((row) => row.startsWith('Network cables for cluster link'))).toHaveLength(2);
    expect(packed.find((row) => row.startsWith('The witness witness | 1'))).toContain('Reception');
  });

  it('sets the firmware of nodes only, and labels every machine and every stick', () => {
    expect(read(tableOf(site, 'pve-node1', 'Firmware')).map((row) => row.split(' | ')[0])).toEqual([
      'Virtualisation (Intel VT-x, AMD SVM)',
      'Boot mode',
      'Boot order',
      'Secure Boot',
      'After a power loss',
      'Watchdog of firmware or BMC',
      'Date and time',
      'Disk controller',
    ]);
    expect(tableOf(site, 'witness', 'Firmware')).toBeUndefined();
    expect(makeFieldSheet(site).labels.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      'pve-node1 machine',
      'pve-node2 machine',
      'witness machine',
      'pve-node1 stick',
      'pve-node2 stick',
    ]);
  });
});

describe('the field sheet of a bonded, tagged node', () => {
  it('asks the switch for an LACP group, a tagged VLAN and a port for machines', () => {
    const site = example('two-node');
    const [first, ...others] = site.hosts;
    if (!first) throw new Error('the example has hosts');
    const bonded: Site = SiteSchema.parse({
      ...site,
      hosts: [
        {
          ...first,
          network: {
            bonds: [{ name: 'bond0', ports: ['eno1', 'eno2'], mode: '802.3ad' }],
            vlans: [{ device: 'bond0', tag: 20, address: '10.20.0.11/24' }],
            bridges: [{ name: 'vmbr1', ports: ['eno3', 'bond0.20'] }],
          },
        },
        ...others,
      ],
    });
    expect(read(tableOf(bonded, first.name, 'Cables')).slice(3)).toEqual([
      'eno1 (bond0) | 3c:ec:ef:7a:10:c4 | switch: one LACP group (802.3ad) for all ports of bond0 |  | ',
      'eno2 (bond0) |  | switch: one LACP group (802.3ad) for all ports of bond0 |  | ',
      'bond0 |  | VLAN 20, tagged on the switch port | 10.20.0.11/24 | ',
      'eno3 (vmbr1) |  | switch, for virtual machines |  | ',
    ]);
  });
});

describe.each(EXAMPLES)('the field sheet of examples/%s', (name) => {
  const site = example(name);
  const sheet = makeFieldSheet(site);

  it('crosses the contract, fills every hole and says everything in both languages', () => {
    expect(FieldSheetSchema.parse(sheet)).toEqual(sheet);
    const said = JSON.stringify(sheet);
    expect(said).not.toMatch(/\{[a-z]+\}|undefined/);
    for (const table of [sheet.packing, ...sheet.hosts.flatMap(({ tables }) => tables)])
      for (const row of table.rows) {
        expect(row).toHaveLength(table.head.length);
        for (const { en, es } of row) expect(en === '').toBe(es === '');
      }
  });

  it('holds every host, every address of a link once, and no secret', () => {
    expect(sheet.hosts.map((host) => host.name)).toEqual(site.hosts.map((host) => host.name));
    for (const host of site.hosts) {
      const cables = read(tableOf(site, host.name, 'Cables')).join('\n');
      for (const { cidr } of linkPorts(site, host)) expect(cables.split(` ${cidr} `)).toHaveLength(2);
    }
    expect(JSON.stringify(sheet)).not.toMatch(/secret:|ssh-ed25519/);
  });

  it('prints as one page of HTML without anything from outside, in either language', () => {
    for (const language of ['en', 'es'] as const) {
      const html = renderHtml(sheetDocument(sheet, language));
      expect(html).toContain(`<html lang="${language}">`);
      expect(html).not.toMatch(/<script|src=|href=|https?:/);
      for (const host of site.hosts) expect(html).toMatch(new RegExp(`<h2 id="[^"]+">${host.name}</h2>`));
    }
  });
});
